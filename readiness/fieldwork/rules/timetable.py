"""What stands in the way of a timetable: clashes, people away, days outside fieldwork. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations

from readiness.inspections.rules.working_days import Calendar
from readiness.london import in_london
from readiness.people.rules import Away
from readiness.plain_words import format_day, format_time, join_words, plural


class EntryKind(StrEnum):
    """What inspectors do at an entry of the timetable."""

    MEETING = "meeting"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    KEEP_IN_TOUCH = "keep_in_touch"


KIND_WORDS = {
    EntryKind.MEETING: "Meeting",
    EntryKind.INTERVIEW: "Interview",
    EntryKind.OBSERVATION: "Observation",
    EntryKind.KEEP_IN_TOUCH: "Keep-in-touch meeting",
}


class Trouble(StrEnum):
    """What can be wrong with an entry."""

    ROOM = "room"
    PERSON = "person"
    AWAY = "away"
    DAY = "day"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry, as a sentence."""

    kind: Trouble
    words: str


@dataclass(frozen=True)
class Attendant:
    """Somebody who has to be there. `stand_in` is who comes while they are away, if anybody."""

    id: int
    name: str
    stand_in: "Attendant | None" = None

    @property
    def key(self) -> tuple[int, str]:
        """Who it is: a person by number, somebody from outside by name."""
        return (self.id, "" if self.id else self.name.casefold())


@dataclass(frozen=True)
class Slot:
    """An entry as the rules take it; `people` are all who must be there, note-taker included.

    `inspector` is somebody from outside, known by the words alone.
    """

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    people: tuple[Attendant, ...] = ()
    inspector: str = ""

    @property
    def day(self) -> date:
        """The London day it is on."""
        return in_london(self.starts_at).date()

    @property
    def when(self) -> str:
        """“9.30am to 10.30am”."""
        return f"{_time(self.starts_at)} to {_time(self.ends_at)}"


@dataclass(frozen=True)
class FieldworkDays:
    """The days from inspectors’ arrival to the end of fieldwork, less those not worked."""

    first: date | None
    last: date | None
    calendar: Calendar

    def find_fault(self, day: date) -> str:
        """Why this is no day of fieldwork; nothing where it is one."""
        if not self.calendar.is_working_day(day):
            return f"{format_day(day)} is {self.calendar.why_closed(day)}."
        is_outside = (self.first and day < self.first) or (self.last and day > self.last)
        return f"{format_day(day)} is outside the days of fieldwork." if is_outside else ""


Absent = Callable[[int, date], bool]


def find_problems(
    slots: Sequence[Slot], absences: Iterable[Away], days: FieldworkDays
) -> dict[int, tuple[Problem, ...]]:
    """What is wrong with each entry, by its number; entries with nothing wrong are left out."""
    known = tuple(absences)

    def is_away(person: int, day: date) -> bool:
        return any(a.person_id == person and a.first_day <= day <= a.last_day for a in known)

    found: dict[int, list[Problem]] = {}
    for slot in slots:
        own = [*_find_day(slot, days), *_find_away(slot, is_away)]
        found.setdefault(slot.id, []).extend(own)
    for one, other in _list_overlaps(slots):
        for mine, theirs in ((one, other), (other, one)):
            found[mine.id] += _find_clashes(mine, theirs, is_away)
    return {number: tuple(problems) for number, problems in found.items() if problems}


def find_present(slot: Slot, away: frozenset[int]) -> frozenset[int]:
    """Who of the council is to be there, by number: whoever stands in while one is away."""
    here = (
        who.stand_in if who.stand_in and who.id in away and who.stand_in.id not in away else who
        for who in slot.people
    )
    return frozenset(who.id for who in here if who.id)


def spell_problems(problems: Mapping[int, Sequence[Problem]]) -> str:
    """How many entries something is wrong with: “3 clash, 1 has people away.”"""
    kinds = [{problem.kind for problem in own} for own in problems.values()]
    clashes = sum(bool(own & {Trouble.ROOM, Trouble.PERSON}) for own in kinds)
    away = sum(Trouble.AWAY in own for own in kinds)
    outside = sum(Trouble.DAY in own for own in kinds)
    said = []
    if clashes:
        said.append(f"{clashes} {'clashes' if clashes == 1 else 'clash'} with another")
    if away:
        said.append(f"{away} {'has' if away == 1 else 'have'} somebody away")
    if outside:
        said.append(f"{outside} {'is' if outside == 1 else 'are'} outside the days of fieldwork")
    return f"{join_words(said)}." if said else "nothing clashes and nobody is away."


def spell_answer(slots: Sequence[Slot], problems: Mapping[int, Sequence[Problem]]) -> str:
    """The sentence the timetable opens with."""
    if not slots:
        return "Nothing is on the timetable yet."
    days = len({slot.day for slot in slots})
    on = plural(len(slots), "entry is", "entries are")
    return f"{on} on the timetable, on {plural(days, 'day')}: {spell_problems(problems)}"


def _list_overlaps(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(slot.day, []).append(slot)
    for own in days.values():
        for one, other in combinations(own, 2):
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                yield one, other


def _find_day(slot: Slot, days: FieldworkDays) -> Iterator[Problem]:
    fault = days.find_fault(slot.day)
    if fault:
        yield Problem(Trouble.DAY, fault)


def _find_away(slot: Slot, is_away: Absent) -> Iterator[Problem]:
    for who in slot.people:
        if who.id and is_away(who.id, slot.day):
            comes = _choose(who, slot.day, is_away)
            instead = f" {comes.name} stands in." if comes is not who else ""
            yield Problem(Trouble.AWAY, f"{who.name} is away that day.{instead}")


def _find_clashes(mine: Slot, theirs: Slot, is_away: Absent) -> Iterator[Problem]:
    where = f"“{theirs.title}”, {theirs.when}"
    if mine.room and _plain(mine.room) == _plain(theirs.room):
        yield Problem(Trouble.ROOM, f"{mine.room} is also taken by {where}.")
    others = {_choose(who, theirs.day, is_away).key for who in theirs.people}
    coming = {
        who.key: who.name
        for who in (_choose(each, mine.day, is_away) for each in mine.people)
        if who.key in others
    }
    names = list(coming.values())
    if mine.inspector and _plain(mine.inspector) == _plain(theirs.inspector):
        names.append(mine.inspector)
    for name in names:
        yield Problem(Trouble.PERSON, f"{name} is also needed at {where}.")


def _choose(who: Attendant, day: date, is_away: Absent) -> Attendant:
    """Who comes: themselves, or who stands in while they are away and is here."""
    deputy = who.stand_in
    if deputy is None or not is_away(who.id, day) or is_away(deputy.id, day):
        return who
    return deputy


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _time(moment: datetime) -> str:
    return format_time(in_london(moment))
