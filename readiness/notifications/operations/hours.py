"""The hours a person takes e-mail in: their own to choose."""

from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.notifications.models import PersonHours
from readiness.notifications.queries import find_hours
from readiness.notifications.rules.hours import MailHours
from readiness.people.models import Person


def set_hours(*, actor: Person, hours: MailHours, version: int | None) -> PersonHours:
    """Keep one’s own hours. `version` is the row’s as the page showed it, 0 for none yet.

    Raises Refused for hours out of order, ChangedMeanwhile when they changed since.
    """
    if hours.opens >= hours.closes:
        raise Refused("The last hour must be after the first. Change one of the two.", "closes")
    row = find_hours(actor.id)
    if (row.version if row is not None else 0) != version:
        raise ChangedMeanwhile("Your hours were changed in another window. Look at them again.")
    before = row.hours if row is not None else MailHours()
    if row is None:
        row = PersonHours(person=actor)
        db.session.add(row)
    row.opens, row.closes = hours.opens, hours.closes
    row.every_day, row.any_time = hours.every_day, hours.any_time
    changes: dict[str, tuple[object, object]] = {
        "hours": (before.words, hours.words),
        "any_time": (before.any_time, hours.any_time),
    }
    changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        record(actor=actor, event="notifications:hours:changed", subject=row, changes=changes)
    return row
