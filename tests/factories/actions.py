"""Actions for tests."""

from datetime import timedelta

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import add_action
from readiness.actions.rules import Origin, Source
from readiness.extensions import db
from readiness.people.models import Person


def make_action(
    owner: Person,
    *,
    actor: Person | None = None,
    title: str = "Ring every number of the call list",
    days: int = 7,
    origin: Origin | None = None,
) -> Action:
    """A committed action, due so many days from today; a negative number makes it late."""
    action = add_action(
        actor=actor,
        title=title,
        owner=owner,
        due_on=clock.today() + timedelta(days=max(days, 0)),
        origin=origin or Origin(Source.MEETING),
    )
    action.due_on = clock.today() + timedelta(days=days)
    db.session.commit()
    return action
