"""Signing in and out: first a pair is verified, which is slow on purpose, then a session begins.

Verifying writes nothing and is done before the transaction that writes begins: with SQLite,
one person’s hashing would otherwise keep everybody else from writing.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import Refused
from readiness.extensions import db
from readiness.people.models import Person, SignIn, SignInAttempt
from readiness.people.passwords import check_password, find_better_hash
from readiness.people.queries import count_failures, find_person_by_email
from readiness.people.rules import FAILURE_WINDOW, must_wait, name_network


@dataclass(frozen=True)
class VerifiedPair:
    """What an address and a password were found to be worth, and against which stored hash.

    `better_hash` takes the place of the stored one where that was made with less work than
    is usual by now.
    """

    email: str
    address: str
    is_right: bool
    seen_hash: str | None = field(repr=False)
    better_hash: str | None = field(repr=False)


def verify_pair(*, email: str, password: str, address: str) -> VerifiedPair:
    """Hold a password against the stored hash; as slow for an account that is not there.

    Raises Refused after too many failures, before hashing: guessing costs no work here.
    """
    _check_failures(email, address)
    person = find_person_by_email(email)
    seen_hash = person.password_hash if person is not None else None
    is_right = check_password(seen_hash, password)
    better_hash = find_better_hash(seen_hash, password) if is_right else None
    return VerifiedPair(email, address, is_right, seen_hash, better_hash)


def begin_sign_in(*, pair: VerifiedPair, lasts: timedelta) -> tuple[Person, str] | None:
    """Sign somebody in: the person and the session’s secret, or None for a wrong pair.

    A failure is counted against account and address, whichever process saw it; too many (see
    `must_wait`) raise Refused, for the right password too, so that guessing learns nothing.
    Raises Refused as well where the password was changed since the pair was verified.
    """
    person = find_person_by_email(pair.email)
    if not count_if_wrong(person, pair) or person is None:
        return None
    if person.password_hash != pair.seen_hash:
        raise Refused("Your account was changed while you signed in. Sign in again.")
    if pair.better_hash is not None:
        person.password_hash = pair.better_hash
    return person, _begin_session(person, lasts)


def count_if_wrong(person: Person | None, pair: VerifiedPair) -> bool:
    """Whether the pair is right, and of somebody who may sign in; if not, a failure is counted.

    Raises Refused after too many.
    """
    _check_failures(pair.email, pair.address)
    if person is not None and person.is_active and pair.is_right:
        return True
    _count_failure(person, pair)
    return False


def end_sign_in(*, actor: Person, token: str) -> None:
    """Sign this session out; its cookie is worthless from now on."""
    ended = update(SignIn).where(SignIn.token_hash == _digest(token), SignIn.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=clock.now()))
    record(actor=actor, event="people:session:ended", subject=actor)


def hash_token(token: str) -> str:
    """What is kept of a session’s secret."""
    return _digest(token)


def _begin_session(person: Person, lasts: timedelta) -> str:
    now, token = clock.now(), secrets.token_urlsafe(32)
    db.session.add(
        SignIn(person=person, token_hash=_digest(token), began_at=now, expires_at=now + lasts)
    )
    record(actor=person, event="people:session:began", subject=person)
    return token


def _check_failures(email: str, address: str) -> None:
    since = clock.now() - FAILURE_WINDOW
    if must_wait(count_failures(_hash_account(email), _hash_address(address), since)):
        raise Refused(
            "There have been too many wrong attempts. Wait 15 minutes and try again. "
            "If you have forgotten your password, ask a director for a new one meanwhile."
        )


def _count_failure(person: Person | None, pair: VerifiedPair) -> None:
    db.session.add(
        SignInAttempt(
            account_hash=_hash_account(pair.email),
            address_hash=_hash_address(pair.address),
            at=clock.now(),
        )
    )
    if person is not None:
        record(actor=None, event="people:sign_in:failed", subject=person)


def _hash_account(email: str) -> str:
    return _digest(email.strip().lower())


def _hash_address(address: str) -> str:
    return _digest(name_network(address))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
