"""What packages above offer for calendars: people’s own entries, shared calendars, fixed points.

    add_entries(list_own_entries)
    add_fixed_points(list_meetings_of_inspections)
    add_shared(InspectionCalendars())

An entry of one’s own stands in one’s feed alone. A fixed point stands in the feed of everybody
invited, who are told of it by email too, and in the shared calendar it names. Sources only read,
in a few queries; titles and links, never what was written about a task and nothing of a child.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from readiness.notifications.rules.calendars import Entry, FixedPoint
from readiness.notifications.sources import may_be_told
from readiness.people.models import Person

OWN = "own"
"""The key of everybody’s own calendar."""
OWN_TITLE = "Your calendar"

Entries = Callable[[Person, datetime], Iterable[Entry]]
FixedPoints = Callable[[datetime], Iterable[FixedPoint]]


@dataclass(frozen=True)
class SharedCalendar:
    """A calendar that many may subscribe to, each at an address of their own.

    That of a trial run is for those in it alone: an address outlives the person’s part in it.
    """

    key: str
    title: str
    trial_id: int | None = None

    def is_for(self, person: Person) -> bool:
        """Whether this person may have it now."""
        return may_be_told(self.trial_id, person.id)


class SharedCalendars(Protocol):
    """The calendars of one package."""

    def list_calendars(self) -> Sequence[SharedCalendar]:
        """Those offered now."""
        ...

    def find_calendar(self, key: str) -> SharedCalendar | None:
        """The one of this key, offered now or once."""
        ...

    def list_entries(self, key: str, points: Sequence[FixedPoint]) -> Iterable[Entry]:
        """What stands in it besides these fixed points of its own."""
        ...


_entries: list[Entries] = []
_points: list[FixedPoints] = []
_shared: list[SharedCalendars] = []


def add_entries(source: Entries) -> Entries:
    """Let a source tell what stands in a person’s own calendar."""
    if source not in _entries:
        _entries.append(source)
    return source


def add_fixed_points(source: FixedPoints) -> FixedPoints:
    """Let a source tell of events that people are invited to."""
    if source not in _points:
        _points.append(source)
    return source


def add_shared(source: SharedCalendars) -> SharedCalendars:
    """Let a package offer calendars of its own."""
    if source not in _shared:
        _shared.append(source)
    return source


def list_fixed_points(now: datetime) -> list[FixedPoint]:
    """Every fixed point of every source, past ones of what is still going on included."""
    return [point for source in _points for point in source(now)]


def list_calendars(person: Person) -> list[SharedCalendar]:
    """One’s own calendar, then those offered to this person."""
    own = SharedCalendar(OWN, OWN_TITLE)
    offered = (calendar for source in _shared for calendar in source.list_calendars())
    return [own, *(calendar for calendar in offered if calendar.is_for(person))]


def find_calendar(key: str) -> SharedCalendar | None:
    """The calendar of this key, if there is or was one."""
    if key == OWN:
        return SharedCalendar(OWN, OWN_TITLE)
    return next((found for source in _shared if (found := source.find_calendar(key))), None)


def list_entries(key: str, person: Person, now: datetime) -> list[Entry]:
    """What stands in a calendar, for this person where it is their own."""
    points = list_fixed_points(now)
    if key == OWN:
        mine = [point.entry for point in points if person.id in point.people]
        return mine + [entry for source in _entries for entry in source(person, now)]
    points = [point for point in points if point.calendar == key]
    others = (source.list_entries(key, points) for source in _shared if source.find_calendar(key))
    return [point.entry for point in points] + [entry for more in others for entry in more]
