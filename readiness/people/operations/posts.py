"""Who holds which post, and who is away."""

from datetime import date

from readiness.activity.operations import record
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post
from readiness.people.operations.checks import check_version
from readiness.people.permissions import Permission, allows
from readiness.people.queries import get_person


def fill_post(
    *, actor: Person | None, post: Post, holder_id: int | None, deputy_id: int | None, version: int
) -> Post:
    """Say who holds a post and who stands in. Raises ChangedMeanwhile or Refused."""
    check_version(post.version, version)
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
    """Note that somebody is away. Raises NotAllowed for others, Refused for days out of order."""
    _own_or_manager(actor, person)
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


def _own_or_manager(actor: Person | None, person: Person) -> None:
    if actor is not None and actor.id != person.id and not may_record_for_others(actor):
        raise NotAllowed("You may record time away for yourself only. Ask the coordinator.")


def _names(post: Post) -> dict[str, object]:
    return {
        "holder": post.holder.name if post.holder else None,
        "deputy": post.deputy.name if post.deputy else None,
    }
