"""Which actions people are reminded of: their own in the summary of the morning.

What was reported as done and waits to be confirmed is told to who agreed it, as on Today. The
director is told of everybody’s in the weekly one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from readiness.actions.models import Action
from readiness.actions.queries import Wanted, list_actions
from readiness.actions.rules import ActionState, spell_origin, spell_reported
from readiness.clock import in_london
from readiness.notifications.messages import path_to
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import at_london
from readiness.notifications.rules.reminders import Chain, Due
from readiness.notifications.sources import add_source
from readiness.people.queries import find_holder_today

ACTION = "action"
END_OF_DAY = time.max


@add_source
def list_due_actions(now: datetime) -> Iterable[Due]:
    """Every action that has not ended, told to who has to act. A fixed number of queries.

    Those of a trial run go by the clock of that, which is told by who knows it.
    """
    today = in_london(now).date()
    actions = [action for action in list_actions(Wanted(), today) if action.trial_id is None]
    director = find_holder_today(get_rules().director, today) if actions else None
    return [
        make_due(action, director=director)
        if action.state is ActionState.OPEN
        else _make_unconfirmed(action, director)
        for action in actions
    ]


def _make_unconfirmed(action: Action, director: int | None) -> Due:
    """Told to who agreed it, if they may confirm it; else to the director."""
    told = action.created_by_id
    asked = None if told in {action.owner_id, action.done_by_id} else told
    due = make_due(action, director=director)
    reported_on = in_london(action.done_at or action.changed_at).date()
    title = f"{spell_reported(reported_on)}: {action.title}"
    return replace(due, title=title, chain=Chain(owner=asked, director=director))


def make_due(
    action: Action,
    *,
    director: int | None = None,
    trial_id: int | None = None,
    now: datetime | None = None,
) -> Due:
    """What is said of an action, whose owner is loaded; of a trial run’s, with the moment there."""
    return Due(
        kind=ACTION,
        id=action.id,
        title=action.title,
        due_at=at_london(action.due_on, END_OF_DAY),
        path=path_to("actions.show_action", action_id=action.id),
        chain=Chain(owner=action.owner_id, director=director),
        owner_name=action.owner.name,
        about=spell_origin(action.source, action.source_words),
        noun="action",
        is_pressing=False,
        is_day=True,
        trial_id=trial_id,
        now=now,
    )
