"""Noting who has been told of an inspection, and taking such a note back."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.database.removing import remove_once
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.inspections.now import now_in
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.requests.models import Briefing
from readiness.requests.queries import find_briefing, get_spec


def record_briefing(
    *,
    actor: Person,
    inspection_id: int,
    key: str | None,
    title: str = "",
    what: str = "",
    told_at: datetime | None = None,
    told_by: str = "",
    note: str = "",
) -> Briefing:
    """Note that somebody was told: whom the plan names by `key`, or anybody by `title`, `what`.

    Told now, by the actor, unless said otherwise; by whom is in words of the actor’s own, which the
    activity does not repeat. Raises ChangedMeanwhile saying who noted the
    same already, Refused for nobody, an unknown key or a time to come.
    """
    check_allowed(actor, Permission.WORK_OWN_TASKS, "note who was told")
    get_running(inspection_id)
    now = now_in(inspection_id)
    when = told_at or now
    if when > now:
        raise Refused(
            "Nobody can have been told later than now. Check the day and the time.", "told_at"
        )
    _check_new(inspection_id, key)
    said, heard = _name(key, title, what)
    briefing = Briefing(inspection_id=inspection_id, key=key, title=said, what=heard, told_at=when)
    briefing.told_by, briefing.note = told_by.strip() or actor.name, note.strip()
    briefing.recorded_by, briefing.recorded_at = actor, clock.now()
    _add(briefing)
    record(
        actor=actor,
        event="requests:briefing:recorded",
        subject=briefing,
        changes={"told_at": (None, when)},
        inspection_id=inspection_id,
    )
    return briefing


def take_back_briefing(*, actor: Person, briefing: Briefing) -> None:
    """Take a note back that was a mistake; the activity keeps that it was there."""
    check_allowed(actor, Permission.WORK_OWN_TASKS, "take notes back")
    get_running(briefing.inspection_id)
    record(
        actor=actor,
        event="requests:briefing:withdrawn",
        subject=briefing,
        changes={"told_at": (briefing.told_at, None)},
        inspection_id=briefing.inspection_id,
    )
    remove_once(briefing, "There is no such note. Somebody may have taken it back already.")


def _name(key: str | None, title: str, what: str) -> tuple[str, str]:
    """What the audience is called, and what it is told: the plan’s words for whom it names."""
    if key is None:
        return require_words(title, "Say who was told.", "title"), what.strip()
    spec = get_spec().audiences.get(key)
    if spec is None:
        raise Refused("The plan does not name them. Choose somebody from the list.", "audience")
    return spec.title, spec.what


def _add(briefing: Briefing) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(briefing)
    except IntegrityError:
        # Somebody else noted the same between our look and our insert.
        _check_new(briefing.inspection_id, briefing.key)
        raise


def _check_new(inspection_id: int, key: str | None) -> None:
    known = find_briefing(inspection_id, key) if key is not None else None
    if known is not None:
        who = known.recorded_by.name if known.recorded_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} noted at {spell_second(known.recorded_at)} that “{known.title}” had been told. "
            "Nothing of yours was lost."
        )
