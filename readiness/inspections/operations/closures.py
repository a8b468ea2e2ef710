"""The days the council is closed besides weekends and bank holidays."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.database.removing import remove_once
from readiness.errors import Refused, require_words
from readiness.extensions import db
from readiness.inspections.calendar import working_calendar
from readiness.inspections.models import ClosureDay
from readiness.inspections.operations.checks import check_allowed
from readiness.inspections.queries import find_closure
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.plain_words import format_day


def add_closure(*, actor: Person | None, day: date, name: str) -> ClosureDay:
    """Note a day the council is closed, for dates worked out from now on.

    Running inspections keep their dates until somebody moves them. Raises Refused for a day
    that has passed, is not worked anyway, or is noted already, and for a day without a name.
    """
    check_allowed(actor, Permission.MOVE_ANCHORS, "add closure days")
    said = require_words(name, "Say what the closure day is called.", "name")
    _check_day(day)
    closure = ClosureDay(day=day, name=said)
    try:
        with db.session.begin_nested():
            db.session.add(closure)
    except IntegrityError:
        # Another request noted the same day between our look and our insert.
        _check_day(day)
        raise
    record(
        actor=actor,
        event="inspections:closure:added",
        subject=closure,
        changes={"day": (None, day), "name": (None, said)},
    )
    return closure


def remove_closure(*, actor: Person | None, closure: ClosureDay) -> None:
    """Take a closure day back: it is worked again in dates worked out from now on."""
    check_allowed(actor, Permission.MOVE_ANCHORS, "remove closure days")
    record(
        actor=actor,
        event="inspections:closure:removed",
        subject=closure,
        changes={"day": (closure.day, None), "name": (closure.name, None)},
    )
    remove_once(closure, "This closure day was taken back a moment ago.")


def _check_day(day: date) -> None:
    said = format_day(day)
    if day < clock.today():
        raise Refused(
            f"{said} has passed, and dates are counted from today on. Check the year.", "day"
        )
    calendar = working_calendar()
    if not calendar.is_working_day(day):
        raise Refused(f"{said} is {calendar.why_closed(day)}, so it is not counted anyway.", "day")
    known = find_closure(day)
    if known is not None:
        raise Refused(f"{said} is a closure day already: {known.name}.", "day")
