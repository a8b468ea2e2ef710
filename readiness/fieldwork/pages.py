"""What the templates of the week on site are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.clock import in_london
from readiness.fieldwork.forms import Wanted
from readiness.fieldwork.models import CaseCheck, SelectedCase, TimetableEntry
from readiness.fieldwork.operations import may_tick
from readiness.fieldwork.queries.cases import find_most, list_selected, read_lines
from readiness.fieldwork.queries.timetable import concerns, list_entries, read_days, read_slot
from readiness.fieldwork.rules.cases import (
    CheckCount,
    CheckLine,
    count_checks,
    spell_due,
    spell_selected,
)
from readiness.fieldwork.rules.timetable import Problem, Slot, find_problems, spell_answer
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.queries import list_away
from readiness.plain_words import format_time


@dataclass(frozen=True)
class Line:
    """An entry as the timetable shows it: who takes part, and what is wrong with it."""

    entry: TimetableEntry
    slot: Slot
    problems: tuple[Problem, ...]

    @property
    def who(self) -> tuple[str, ...]:
        """Who takes part, posts with their holders; the note-taker has a place of their own."""
        return (*(row.name for row in self.entry.attendees), *self.entry.guest_names)


@dataclass(frozen=True)
class Timetable:
    """The timetable of an inspection; the answer is of all of it, the days of what is shown."""

    answer: str
    days: tuple[tuple[date, tuple[Line, ...]], ...]
    shown: int
    people: tuple[tuple[int, str], ...]
    day_choices: tuple[date, ...]


def make_timetable(inspection: Inspection, wanted: Wanted) -> Timetable:
    """The timetable of an inspection whose key dates are loaded. A fixed number of queries."""
    entries = list_entries(inspection.id)
    slots = {entry.id: read_slot(entry) for entry in entries}
    problems = _find_problems(inspection, list(slots.values()))
    lines = [
        Line(entry, slots[entry.id], problems.get(entry.id, ()))
        for entry in entries
        if _fits(slots[entry.id], wanted)
    ]
    grouped: dict[date, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.slot.day, []).append(line)
    people = {(who.id, who.name) for slot in slots.values() for who in slot.people if who.id}
    return Timetable(
        answer=spell_answer(list(slots.values()), problems),
        days=tuple((day, tuple(own)) for day, own in grouped.items()),
        shown=len(lines),
        people=tuple(sorted(people, key=lambda person: person[1])),
        day_choices=tuple(sorted({slot.day for slot in slots.values()})),
    )


@dataclass(frozen=True)
class CheckCell:
    """One check of a case as its table shows it."""

    check: CaseCheck
    line: CheckLine
    is_late: bool
    words: str
    late_words: str
    may_tick: bool


@dataclass(frozen=True)
class CaseRow:
    """A selected case with its checks."""

    case: SelectedCase
    cells: tuple[CheckCell, ...]


@dataclass(frozen=True)
class CasesPage:
    """Everything on the page of selected cases."""

    answer: str
    most: int
    rows: tuple[CaseRow, ...]
    withdrawn: tuple[SelectedCase, ...]
    counts: tuple[CheckCount, ...]

    @property
    def has_room(self) -> bool:
        """Whether another case may be selected."""
        return len(self.rows) < self.most


def make_cases(inspection: Inspection, me: Person, now: datetime) -> CasesPage:
    """The selected cases of an inspection whose key dates are loaded."""
    cases = list_selected(inspection.id)
    there = [case for case in cases if case.withdrawn_at is None]
    checks = [check for case in there for check in case.checks]
    lines = read_lines(checks, inspection) if checks else ()
    counts, most = count_checks(lines, now), find_most(inspection.id)
    by_check = {line.id: line for line in lines}
    return CasesPage(
        answer=spell_selected(counts, len(there), most),
        most=most,
        rows=tuple(_make_row(case, by_check, inspection, me, now) for case in there),
        withdrawn=tuple(case for case in cases if case.withdrawn_at is not None),
        counts=counts,
    )


def _make_row(
    case: SelectedCase,
    lines: Mapping[int, CheckLine],
    inspection: Inspection,
    me: Person,
    now: datetime,
) -> CaseRow:
    cells = tuple(
        CheckCell(
            check=check,
            line=(line := lines[check.id]),
            is_late=line.is_late(now),
            words=_spell_check(check, line, now),
            late_words=spell_due(line.due_at, now),
            may_tick=inspection.is_running and may_tick(me, case, check),
        )
        for check in case.checks
    )
    return CaseRow(case, cells)


def _spell_check(check: CaseCheck, line: CheckLine, now: datetime) -> str:
    """Who did it and when, or when it is due, in few words: there are many of them on a page."""
    if check.done_at is not None:
        by = check.done_by.name if check.done_by else "Readiness"
        return f"{by}, {_spell_moment(check.done_at)}"
    return f"{'was ' if line.is_late(now) else ''}due {_spell_moment(line.due_at)}"


def _spell_moment(moment: datetime) -> str:
    local = in_london(moment)
    return f"{local:%a} {local.day} {local:%b}, {format_time(local)}"


def _find_problems(inspection: Inspection, slots: Sequence[Slot]) -> dict[int, tuple[Problem, ...]]:
    if not slots:
        return {}
    first = min(slot.day for slot in slots)
    return find_problems(slots, list_away(first), read_days(inspection))


def _fits(slot: Slot, wanted: Wanted) -> bool:
    is_day = wanted.day is None or slot.day == wanted.day
    return is_day and (wanted.person_id is None or concerns(slot, wanted.person_id))


def london_times(entry: TimetableEntry) -> tuple[str, str]:
    """The two times of an entry as its form holds them."""
    return f"{in_london(entry.starts_at):%H:%M}", f"{in_london(entry.ends_at):%H:%M}"
