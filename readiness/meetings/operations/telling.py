"""Telling those who come that a meeting is at another time now, or is not held."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from readiness import clock
from readiness.meetings.models import Meeting
from readiness.meetings.queries import find_known_moments, list_invited
from readiness.notifications.messages import path_to
from readiness.notifications.operations import announce, take_back
from readiness.notifications.rules.sections import Line, Section
from readiness.people.models import Person
from readiness.plain_words import format_moment

MOVED, OFF = "meeting-moved", "meeting-off"


def tell_moved(meeting: Meeting, at: datetime, actor: Person | None) -> None:
    """Tell those who come, but not who moves it, that the meeting will be at another time.

    Comes before the meeting is changed. Whom an earlier email has not reached is told once, from
    the time they know; who knows of no other time than the new one is not told.
    """
    _tell(meeting, actor, MOVED, f"now on {format_moment(at)}", leave_out=at)


def tell_off(meeting: Meeting, actor: Person) -> None:
    """Tell those who come, but not who calls it off, that a meeting to come is not held.

    Comes before the meeting is changed.
    """
    _tell(meeting, actor, OFF, "called off")


def _tell(
    meeting: Meeting,
    actor: Person | None,
    kind: str,
    news: str,
    leave_out: datetime | None = None,
) -> None:
    take_back(f"{MOVED}:{meeting.id}")
    people = [person for person in list_invited(meeting) if person is not actor]
    for known, told in _group(meeting, people).items():
        if known != leave_out:
            _announce(meeting, told, kind, known, news)


def _group(meeting: Meeting, people: Iterable[Person]) -> dict[datetime, list[Person]]:
    """These people by the time at which they think the meeting is."""
    known = find_known_moments(meeting, MOVED)
    groups: dict[datetime, list[Person]] = defaultdict(list)
    for person in people:
        groups[known.get(person.id, meeting.at)].append(person)
    return groups


def _announce(
    meeting: Meeting, people: Iterable[Person], kind: str, known: datetime, news: str
) -> None:
    """Why is left out: it is words of somebody’s own, which stay on the meeting’s page."""
    title = meeting.series.title
    line = Line(
        "Open the meeting",
        path_to("meetings.show_meeting", meeting_id=meeting.id),
        "Its page says why",
    )
    heading = f"The meeting of {format_moment(known)} is {news}"
    announce(
        people=people,
        # The version tells apart the moves of a meeting, the moment what those told know.
        key=f"{kind}:{meeting.id}:{meeting.version}:{known.timestamp():.0f}",
        subject=f"{title}, {format_moment(known)}: {news}",
        sections=[Section(heading, (line,))],
        now=clock.now(),
    )
