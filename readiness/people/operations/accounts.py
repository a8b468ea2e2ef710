"""Accounts: who may sign in, as what, and with which password."""

import re

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused, Unusable
from readiness.extensions import db
from readiness.people.models import Person, SignIn
from readiness.people.operations.checks import check_may_manage, check_version
from readiness.people.operations.seats import check_may_close, check_may_set_password
from readiness.people.operations.sign_ins import VerifiedPair, count_if_wrong
from readiness.people.permissions import Role
from readiness.people.queries import find_person_by_email

_WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = "[a-z0-9-]+"
_ADDRESS = re.compile(rf"{_WORD}(\.{_WORD})*@{_LABEL}(\.{_LABEL})+", re.ASCII | re.IGNORECASE)
"""What mail servers take without further ado: letters, digits and a few signs, and a domain.

A dot stands only between two of them: with another the letter could not be written.
"""


LONGEST_NAME, LONGEST_ADDRESS = 120, 254


def add_person(
    *, actor: Person | None, name: str, email: str, role: Role, password_hash: str | None = None
) -> Person:
    """Add somebody who may sign in, with a password that was hashed before anything is written.

    Raises NotAllowed for a role beyond the actor’s, Unusable for no name or no address, Refused
    for a taken one.
    """
    check_may_manage(actor, role)
    said, address = read_name(name), read_address(email)
    _check_new(email)
    person = Person(
        name=said,
        email=address,
        role=role,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        # Another request added the same address between our look and our insert.
        _check_new(email)
        raise
    record(actor=actor, event="people:person:added", subject=person, changes={"role": (None, role)})
    return person


def _check_new(email: str) -> None:
    if find_person_by_email(email) is not None:
        raise Refused(f"Somebody with the address {email} is here already.", "email")


def change_person(
    *, actor: Person, person: Person, name: str, role: Role, is_active: bool, version: int
) -> Person:
    """Change a name, a role, or whether they may sign in; the last two end their sign-ins.

    Raises NotAllowed where the role they have or are to have is beyond the actor’s,
    ChangedMeanwhile for an older version, Refused for shutting oneself out and for closing the
    account of somebody whose documents would become one’s own.
    """
    check_may_manage(actor, person.role)
    check_may_manage(actor, role)
    check_version(person.version, version)
    if person.id == actor.id and (role is not person.role or not is_active):
        raise Refused(
            "You cannot change your own role or close your own account. Ask a colleague.",
            "role" if is_active else "is_active",
        )
    if person.is_active and not is_active:
        check_may_close(actor, person)
    said = read_name(name)
    changes: dict[str, tuple[object, object]] = {}
    for field, old, new in (
        ("name", person.name, said),
        ("role", person.role, role),
        ("active", person.is_active, is_active),
    ):
        if old != new:
            changes[field] = (old, new)
    if not changes:
        return person
    person.name, person.role, person.is_active = said, role, is_active
    if {"role", "active"} & set(changes):
        end_all_sign_ins(person)
    record(actor=actor, event="people:person:changed", subject=person, changes=changes)
    return person


def set_password(*, actor: Person | None, person: Person, password_hash: str) -> None:
    """Give a new password, hashed before, and end every sign-in made with the old one.

    Raises NotAllowed for somebody whose role, or whose post, is beyond the actor’s.
    """
    check_may_manage(actor, person.role)
    if actor is not None:
        check_may_set_password(actor, person)
    _set_password(actor, person, password_hash)


def change_own_password(*, actor: Person, pair: VerifiedPair, password_hash: str) -> bool:
    """Change one’s own password, or count a failure and say False for a wrong current one.

    `pair` is the current password as it was verified. Raises Refused after too many failures,
    and ChangedMeanwhile where the password was changed since.
    """
    if not count_if_wrong(actor, pair):
        return False
    if actor.password_hash != pair.seen_hash:
        raise ChangedMeanwhile(
            "Your password was changed a moment ago. Sign in again, then change it if you still "
            "want to."
        )
    _set_password(actor, actor, password_hash)
    return True


def _set_password(actor: Person | None, person: Person, password_hash: str) -> None:
    person.password_hash = password_hash
    end_all_sign_ins(person)
    record(actor=actor, event="people:password:set", subject=person)


def read_address(email: str) -> str:
    """An address as it is kept. Raises Unusable for what no mail server takes."""
    if not _ADDRESS.fullmatch(email.strip()) or len(email) > LONGEST_ADDRESS:
        raise Unusable(f"“{email}” is not an email address. Write it like name@example.org.")
    return email.strip().lower()


def read_name(name: str) -> str:
    """A name as emails can carry it, from wherever it came. Raises Unusable."""
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME or not said.isprintable():
        raise Unusable(f"Give a full name of at most {LONGEST_NAME} ordinary characters.")
    return said


def end_all_sign_ins(person: Person) -> None:
    """Sign a person out everywhere."""
    ended = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=clock.now()))
