"""Who holds which post, and who is away."""

from datetime import date

from readiness.activity.operations import record
from readiness.database.removing import remove_once
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post
from readiness.people.operations.checks import check_version
from readiness.people.operations.seats import (
    check_may_seat,
    check_may_send_away,
    may_call_back,
)
from readiness.people.queries import get_person


def fill_post(
    *, actor: Person | None, post: Post, holder_id: int | None, deputy_id: int | None, version: int
) -> Post:
    """Say who holds a post and who stands in. See docs/decisions/0041 for who may.

    Raises ChangedMeanwhile, NotAllowed for a post or people that are not the actor’s to manage
    or for themself, and Refused for one person in both places.
    """
    check_version(post.version, version)
    if holder_id is not None and holder_id == deputy_id:
        raise Refused("The holder and the deputy are the same person. Choose two people.", "deputy")
    holder = get_person(holder_id) if holder_id else None
    deputy = get_person(deputy_id) if deputy_id else None
    if actor is not None:
        check_may_seat(actor, post, holder, deputy)
    before = _names(post)
    was = post.holder, post.deputy
    post.holder, post.deputy = holder, deputy
    if was != (holder, deputy):
        after = _names(post)
        pairs = {field: (before[field], after[field]) for field in before}
        changes = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
        record(actor=actor, event="people:post:filled", subject=post, changes=changes)
    return post


def add_absence(
    *, actor: Person | None, person: Person, first_day: date, last_day: date
) -> Absence:
    """Note that somebody is away, so that their deputy stands in.

    Raises NotAllowed for people who are not the actor’s to manage or for whom the actor would
    stand in, Refused for days out of order.
    """
    if actor is not None:
        check_may_send_away(actor, person)
    if last_day < first_day:
        raise Refused(
            "The last day away is before the first day. Change one of the two.", "last_day"
        )
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
    """Take an absence back. Raises NotAllowed for somebody else’s that is not the actor’s."""
    if not may_call_back(actor, absence.person):
        raise NotAllowed(f"Only {absence.person.name} or a director can remove this time away.")
    record(
        actor=actor,
        event="people:absence:removed",
        subject=absence.person,
        changes={"first_day": (absence.first_day, None), "last_day": (absence.last_day, None)},
    )
    remove_once(absence, "This time away was removed a moment ago.")


def _names(post: Post) -> dict[str, object]:
    return {
        "holder": post.holder.name if post.holder else None,
        "deputy": post.deputy.name if post.deputy else None,
    }
