"""What was changed in a meeting: read from the activity of those who came, while it was held."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select

from readiness.actions.models import Action
from readiness.actions.rules import STATE_WORDS
from readiness.activity.models import Activity
from readiness.activity.queries import list_done
from readiness.extensions import db
from readiness.london import LONDON, in_london
from readiness.meetings.models import Meeting
from readiness.meetings.rules import Change, Presence, Step, sum_changes
from readiness.people.models import Person
from readiness.register.rules.judging import STATUS_WORDS

EVENTS = {
    "register:arrangement:confirmed": "status",
    "register:arrangement:reported": "status",
    "actions:action:reported": "state",
    "actions:action:confirmed": "state",
    "actions:action:dropped": "state",
    "actions:action:reopened": "state",
}
"""By what says how an arrangement or an action stands, which field tells it."""
TYPED = ("note", "reason")
"""Which fields hold the words that were typed with it."""
_WORDS = {key.value: words for key, words in (*STATUS_WORDS.items(), *STATE_WORDS.items())}


def list_changed(meeting: Meeting, closed_by: Person) -> tuple[Change, ...]:
    """What those who came, or whoever closes its minutes, changed from its beginning to its end.

    Nothing of a trial run, which the agenda does not show either.
    """
    came = {row.person_id for row in meeting.attendance if row.presence is Presence.PRESENT}
    found = list_done(EVENTS, came | {closed_by.id}, meeting.at, find_end(meeting))
    rehearsed = _find_rehearsed(found)
    return sum_changes(_make_step(entry) for entry in found if entry.id not in rehearsed)


def find_end(meeting: Meeting) -> datetime:
    """When its minutes were closed; the end of its day, where that was left for another day."""
    midnight = datetime.combine(in_london(meeting.at).date(), time.max, tzinfo=LONDON)
    return min(meeting.ended_at or midnight, midnight)


def _find_rehearsed(entries: Sequence[Activity]) -> set[int]:
    of_trials = select(Action.id).where(Action.trial_id.is_not(None))
    ids = [entry.subject_id for entry in entries if entry.subject_type == Action.__tablename__]
    rehearsed = set(db.session.scalars(of_trials.where(Action.id.in_(ids))))
    return {
        entry.id
        for entry in entries
        if entry.subject_type == Action.__tablename__ and entry.subject_id in rehearsed
    }


def _make_step(entry: Activity) -> Step:
    before, after = entry.changes[EVENTS[entry.event]]
    typed = [entry.changes[field][1] for field in TYPED if field in entry.changes]
    return Step(
        thing=(entry.subject_type, entry.subject_id),
        title=entry.subject_title,
        before=_WORDS.get(before, ""),
        after=_WORDS[after],
        by=entry.actor.name if entry.actor else "",
        words=next((words for words in typed if words), ""),
    )
