"""What the week on site puts into calendars: its timetable, and keep-in-touch meetings to come to.

Titles, rooms and times alone: who comes from outside and what is noted of cases stays here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from readiness.actions.calendars import make_entry
from readiness.actions.models import Action
from readiness.actions.queries import list_open_of_trials
from readiness.actions.rules import ActionState
from readiness.clock import in_london
from readiness.fieldwork.models import TimetableEntry
from readiness.fieldwork.queries.timetable import list_entries, read_slot
from readiness.fieldwork.rules.timetable import KIND_WORDS, EntryKind, find_present
from readiness.inspections.calendars import InspectionCalendars, describe, name_calendar
from readiness.inspections.models import Inspection
from readiness.inspections.present import find_players
from readiness.inspections.queries import find_participant_ids, list_running_inspections
from readiness.notifications.calendars import (
    SharedCalendar,
    add_entries,
    add_fixed_points,
    add_shared,
)
from readiness.notifications.messages import path_to
from readiness.notifications.rules.calendars import Entry, FixedPoint
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.queries import list_away
from readiness.people.rules import Away, people_away


@add_fixed_points
def list_keep_in_touch(now: datetime) -> Iterable[FixedPoint]:
    """The keep-in-touch meetings of running inspections."""
    week = _Week.load(in_london(now).date())
    return [
        FixedPoint(
            entry=_make_entry(week.running[entry.inspection_id], entry),
            people=week.find_people(entry),
            calendar=name_calendar(entry.inspection_id),
        )
        for entry in week.entries
        if entry.kind is EntryKind.KEEP_IN_TOUCH
    ]


@add_entries
def list_own_timetable(person: Person, now: datetime) -> Iterator[Entry]:
    """The other entries of the timetables that this person takes part in, or stands in at."""
    week = _Week.load(in_london(now).date())
    for entry in week.entries:
        if entry.kind is not EntryKind.KEEP_IN_TOUCH and person.id in week.find_people(entry):
            yield _make_entry(week.running[entry.inspection_id], entry)


@add_entries
def list_agreed(person: Person, now: datetime) -> Iterable[Entry]:
    """The open actions of running trial runs, for who owns them and takes part. Few queries."""
    trials = {one.id: one for one in list_running_inspections() if one.is_trial}
    if not trials or not allows(person.role, Permission.SEE_ACTIONS):
        return []
    players = find_players(trials.values())
    return [
        _make_agreed(trials[action.trial_id], action)
        for action in list_open_of_trials(tuple(trials))
        if action.trial_id is not None
        and action.state is ActionState.OPEN
        and action.owner_id == person.id
        and person.id in players[action.trial_id]
    ]


class Timetables:
    """The timetable of an inspection, in the calendar that inspections offer."""

    def list_calendars(self) -> Sequence[SharedCalendar]:
        """None of its own."""
        return ()

    def find_calendar(self, key: str) -> SharedCalendar | None:
        """That of the inspection."""
        return InspectionCalendars().find_calendar(key)

    def list_entries(self, key: str, _points: Sequence[FixedPoint]) -> Iterable[Entry]:
        """Its timetable while it runs, but what people are invited to: that is there already."""
        running = {name_calendar(found.id): found for found in list_running_inspections()}
        if (inspection := running.get(key)) is None:
            return []
        entries = list_entries(inspection.id)
        others = [entry for entry in entries if entry.kind is not EntryKind.KEEP_IN_TOUCH]
        return [_make_entry(inspection, entry) for entry in others]


add_shared(Timetables())


@dataclass(frozen=True)
class _Week:
    """The timetables of the running inspections, who is away, and who is in each trial run."""

    running: Mapping[int, Inspection]
    entries: Sequence[TimetableEntry]
    away: Sequence[Away]
    players: Mapping[int, frozenset[int]]

    @classmethod
    def load(cls, today: date) -> "_Week":
        """As things stand. A fixed number of queries, and one a trial."""
        running = {inspection.id: inspection for inspection in list_running_inspections()}
        entries = list_entries(*running)
        used = {entry.inspection_id for entry in entries}
        trials = [number for number in used if running[number].is_trial]
        # A trial run on an exercise clock may be on any day.
        first = min((in_london(entry.starts_at).date() for entry in entries), default=today)
        players = {number: find_participant_ids(number) for number in trials}
        return cls(running, entries, list_away(first) if entries else (), players)

    def find_people(self, entry: TimetableEntry) -> frozenset[int]:
        """Who is to be there on the day; of a trial run only who is in it."""
        slot = read_slot(entry)
        people = find_present(slot, people_away(self.away, slot.day))
        return people & self.players.get(entry.inspection_id, people)


def _make_agreed(trial: Inspection, action: Action) -> Entry:
    """An action on its day in the trial run; it says so where that goes by an exercise clock."""
    entry = make_entry(action)
    if trial.exercise_clock is None:
        return entry
    return replace(entry, about=f"{entry.about}, times by its exercise clock")


def _make_entry(inspection: Inspection, entry: TimetableEntry) -> Entry:
    page = path_to("fieldwork.show_timetable", inspection_id=inspection.id)
    return Entry(
        uid=f"fieldwork-{entry.id}",
        title=f"{KIND_WORDS[entry.kind]}: {entry.title}",
        begins=entry.starts_at,
        ends=entry.ends_at,
        path=f"{page}#entry-{entry.id}",
        sequence=entry.version + inspection.version,
        changed_at=entry.changed_at,
        about=describe(inspection),
        place=entry.room,
        is_trial=inspection.is_trial,
        trial_id=inspection.id if inspection.is_trial else None,
        is_busy=True,
    )
