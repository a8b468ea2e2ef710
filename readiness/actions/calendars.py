"""What actions put into their owner’s calendar: the day each open one is due."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from readiness.actions.models import Action
from readiness.actions.queries import Wanted, list_actions
from readiness.actions.rules import ActionState, spell_origin
from readiness.clock import in_london
from readiness.notifications.calendars import add_entries
from readiness.notifications.messages import path_to
from readiness.notifications.rules.calendars import Entry
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


@add_entries
def list_action_entries(person: Person, now: datetime) -> Iterable[Entry]:
    """The open actions of this person, each on its day. One query.

    Those of a trial run are due by the clock of that, which is told by who knows it.
    """
    if not allows(person.role, Permission.SEE_ACTIONS):
        return []
    wanted = Wanted(owner_id=person.id, state=ActionState.OPEN)
    found = list_actions(wanted, in_london(now).date())
    return [make_entry(action) for action in found if action.trial_id is None]


def make_entry(action: Action) -> Entry:
    """An action on its day."""
    return Entry(
        uid=f"action-{action.id}",
        title=f"Due: {action.title}",
        begins=action.due_on,
        ends=action.due_on + timedelta(days=1),
        path=path_to("actions.show_action", action_id=action.id),
        sequence=action.version,
        changed_at=action.changed_at,
        about=spell_origin(action.source, action.source_words),
        is_trial=action.trial_id is not None,
    )
