"""Changes to people, posts, absences and sign-ins."""

import hashlib
import re
import secrets
from datetime import date, timedelta

from sqlalchemy import update

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused, Unusable
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post, SignIn, SignInAttempt
from readiness.people.passwords import check_password, hash_password
from readiness.people.permissions import Permission, Role, allows
from readiness.people.queries import count_failures, find_person_by_email, get_person
from readiness.people.rules import FAILURE_WINDOW, must_wait

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def add_person(
    *, actor: Person | None, name: str, email: str, role: Role, password: str | None = None
) -> Person:
    """Add somebody who may sign in. Raises Unusable for no address, Refused for a taken one."""
    if not _ADDRESS.fullmatch(email.strip()):
        raise Unusable(f"“{email}” is not an email address. Write it like name@example.org.")
    if find_person_by_email(email) is not None:
        raise Refused(f"Somebody with the address {email} is here already.")
    person = Person(
        name=name.strip(),
        email=email.strip().lower(),
        role=role,
        password_hash=hash_password(password) if password else None,
        created_at=clock.now(),
    )
    db.session.add(person)
    record(actor=actor, event="people:person:added", subject=person, changes={"role": (None, role)})
    return person


def change_person(
    *, actor: Person, person: Person, name: str, role: Role, is_active: bool, version: int
) -> Person:
    """Change a name, a role, or whether they may sign in; the last two end their sign-ins.

    Raises ChangedMeanwhile for an older version, Refused for shutting oneself out.
    """
    _same_version(person.version, version)
    if person.id == actor.id and (role is not person.role or not is_active):
        raise Refused("You cannot change your own role or close your own account. Ask a colleague.")
    changes: dict[str, tuple[object, object]] = {}
    for field, old, new in (
        ("name", person.name, name.strip()),
        ("role", person.role, role),
        ("active", person.is_active, is_active),
    ):
        if old != new:
            changes[field] = (old, new)
    if not changes:
        return person
    person.name, person.role, person.is_active = name.strip(), role, is_active
    if {"role", "active"} & set(changes):
        end_all_sign_ins(person)
    record(actor=actor, event="people:person:changed", subject=person, changes=changes)
    return person


def set_password(*, actor: Person | None, person: Person, password: str) -> None:
    """Give a new password and end every sign-in made with the old one."""
    person.password_hash = hash_password(password)
    end_all_sign_ins(person)
    record(actor=actor, event="people:password:set", subject=person)


def fill_post(
    *, actor: Person | None, post: Post, holder_id: int | None, deputy_id: int | None, version: int
) -> Post:
    """Say who holds a post and who stands in. Raises ChangedMeanwhile or Refused."""
    _same_version(post.version, version)
    if holder_id is not None and holder_id == deputy_id:
        raise Refused("The holder and the deputy are the same person. Choose two people.")
    before = _names(post)
    post.holder = get_person(holder_id) if holder_id else None
    post.deputy = get_person(deputy_id) if deputy_id else None
    after = _names(post)
    changes = {field: (before[field], after[field]) for field in before}
    changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        record(actor=actor, event="people:post:filled", subject=post, changes=changes)
    return post


def add_absence(
    *, actor: Person | None, person: Person, first_day: date, last_day: date
) -> Absence:
    """Note that somebody is away. Raises Refused for days out of order."""
    if last_day < first_day:
        raise Refused("The last day away is before the first day. Change one of the two.")
    absence = Absence(person=person, first_day=first_day, last_day=last_day)
    db.session.add(absence)
    record(
        actor=actor,
        event="people:absence:added",
        subject=person,
        changes={"first_day": (None, first_day), "last_day": (None, last_day)},
    )
    return absence


def remove_absence(*, actor: Person, absence: Absence) -> None:
    """Take an absence back. Raises NotAllowed for somebody else’s."""
    _own_or_manager(actor, absence.person)
    record(
        actor=actor,
        event="people:absence:removed",
        subject=absence.person,
        changes={"first_day": (absence.first_day, None), "last_day": (absence.last_day, None)},
    )
    db.session.delete(absence)
    db.session.flush()


def may_record_for_others(person: Person) -> bool:
    """Whether this person may record anybody’s time away, not only their own."""
    return allows(person.role, Permission.MANAGE_PEOPLE)


def begin_sign_in(
    *, email: str, password: str, address: str, lasts: timedelta
) -> tuple[Person, str] | None:
    """Sign somebody in: the person and the session’s secret, or None for a wrong pair.

    A failure is counted against account and address; too many within 15 minutes raise
    Refused, for the right password too, so that guessing learns nothing.
    """
    now = clock.now()
    account_hash, address_hash = _digest(email.strip().lower()), _digest(address)
    if must_wait(*count_failures(account_hash, address_hash, now - FAILURE_WINDOW)):
        raise Refused(
            "There have been too many wrong attempts. Wait 15 minutes and try again, "
            "or ask the inspection coordinator for a new password."
        )
    person = find_person_by_email(email)
    right = check_password(person.password_hash if person else None, password)
    if person is None or not right or not person.is_active:
        attempt = SignInAttempt(account_hash=account_hash, address_hash=address_hash, at=now)
        db.session.add(attempt)
        if person is not None:
            record(actor=None, event="people:sign_in:failed", subject=person)
        return None
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(person=person, token_hash=_digest(token), began_at=now, expires_at=now + lasts)
    )
    record(actor=person, event="people:session:began", subject=person)
    return person, token


def end_sign_in(*, actor: Person, token: str) -> None:
    """Sign this session out; its cookie is worthless from now on."""
    ended = update(SignIn).where(SignIn.token_hash == _digest(token), SignIn.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=clock.now()))
    record(actor=actor, event="people:session:ended", subject=actor)


def end_all_sign_ins(person: Person) -> None:
    """Sign a person out everywhere."""
    ended = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=clock.now()))


def hash_token(token: str) -> str:
    """What is kept of a session’s secret."""
    return _digest(token)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _own_or_manager(actor: Person | None, person: Person) -> None:
    if actor is not None and actor.id != person.id and not may_record_for_others(actor):
        raise NotAllowed("You may record time away for yourself only. Ask the coordinator.")


def _names(post: Post) -> dict[str, object]:
    return {
        "holder": post.holder.name if post.holder else None,
        "deputy": post.deputy.name if post.deputy else None,
    }


def _same_version(current: int, seen: int) -> None:
    if current != seen:
        raise ChangedMeanwhile(
            "Somebody else changed this while you had it open. "
            "Open it again to see what changed, then make your change."
        )
