"""What meetings put into calendars, which day weekly summaries look to, and what is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from readiness.extensions import db
from readiness.london import in_london
from readiness.meetings.models import Meeting
from readiness.meetings.operations import MOVED, PACK
from readiness.meetings.queries import list_invited, list_moments, list_planned, list_series
from readiness.meetings.rules import MeetingState, find_day_in_week
from readiness.notifications.calendars import add_entries
from readiness.notifications.messages import path_to
from readiness.notifications.rules.calendars import Entry
from readiness.notifications.rules.reminders import FindDay
from readiness.notifications.sources import add_over, use_meetings
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows

LENGTH = timedelta(hours=1)
"""A series does not say how long its meetings take."""


@add_entries
def list_meeting_entries(person: Person, _now: datetime) -> Iterable[Entry]:
    """The meetings to come that this person is asked to."""
    if not allows(person.role, Permission.SEE_MEETINGS):
        return []
    return [_make_entry(m) for m in list_planned() if person in list_invited(m)]


@use_meetings
def load_meeting_days(_now: datetime) -> FindDay:
    """Tells for the Monday of a week on which of its days a meeting is, or would be.

    Of several series the one that was begun first counts. Two queries.
    """
    series = min(list_series(), key=lambda each: each.id, default=None)
    if series is None:
        return lambda _monday: None
    held = {in_london(at).date() for at in list_moments(series)}
    return lambda monday: find_day_in_week(series.rhythm, held, monday)


def list_over(meeting_ids: frozenset[int]) -> frozenset[int]:
    """Which of these meetings have ended or were called off: nobody is told of their time again."""
    chosen = select(Meeting.id).where(
        Meeting.id.in_(meeting_ids), Meeting.state != MeetingState.PLANNED
    )
    return frozenset(db.session.scalars(chosen))


add_over(PACK, list_over)
add_over(MOVED, list_over)


def _make_entry(meeting: Meeting) -> Entry:
    series = meeting.series
    return Entry(
        # Not by its number: a meeting that was planned anew has the same day and another number.
        uid=f"meeting-{series.id}-{meeting.rhythm_day:%Y%m%d}",
        title=series.title,
        begins=meeting.at,
        ends=meeting.at + LENGTH,
        path=path_to("meetings.show_meeting", meeting_id=meeting.id),
        sequence=series.version + meeting.version,
        place=series.place,
        is_busy=True,
    )
