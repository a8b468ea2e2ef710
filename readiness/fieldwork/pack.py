"""The section of the week on site in the pack of a meeting: cases and answers that are owed.

Of real inspections. Cases by their numbers in the inspection, answers by the day of the meeting:
never an identifier, and nothing of what inspectors said.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from readiness.fieldwork.models import CaseCheck, KeepInTouch, ReferredCase
from readiness.fieldwork.queries.cases import list_checks, list_open_referred, read_lines
from readiness.fieldwork.queries.owed import has_owed
from readiness.fieldwork.queries.talk import list_notes, read_point
from readiness.fieldwork.rules.cases import count_checks, spell_due
from readiness.fieldwork.rules.talk import POINT_WORDS
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.inspections.queries import list_running_inspections
from readiness.plain_words import format_day, plural
from readiness.sections import Link, Period, Section, offer_section

KEY, TITLE = "fieldwork", "The week on site"
HEADINGS = ("What is owed", "Due", "Inspection")


class _Row(NamedTuple):
    words: str
    when: str
    title: str
    link: Link
    is_late: bool


def make_section(period: Period) -> Section:
    """Cases referred back, evidence owed to the lead inspector, and checks of selected cases."""
    rows = list(_list_rows(period))
    late = sum(row.is_late for row in rows)
    return Section(
        key=KEY,
        title=TITLE,
        answer=f"{plural(len(rows), 'thing is', 'things are')} owed from the week on site"
        f"{f', {late} late' if late else ''}.",
        headings=HEADINGS,
        rows=tuple((row.words, row.when, row.title) for row in rows),
        links=tuple(row.link for row in rows),
        figures=(("Owed from the week on site", len(rows)),),
    )


def _list_rows(period: Period) -> Iterator[_Row]:
    running = [one for one in list_running_inspections() if not one.is_trial]
    numbers = [inspection.id for inspection in running]
    referred, notes, checks = list_open_referred(), list_notes(*numbers), list_checks(numbers)
    for inspection in running:
        now = now_for(inspection, period.now)
        yield from _list_referred(referred, inspection, now)
        yield from _list_points(notes, inspection, now)
        yield from _list_checks(checks, inspection, now)


def _list_referred(
    cases: Iterable[ReferredCase], inspection: Inspection, now: datetime
) -> Iterator[_Row]:
    for case in cases:
        if case.inspection_id == inspection.id:
            yield _Row(
                f"Case {case.number}, referred back by inspectors",
                spell_due(case.due_at, now),
                inspection.title,
                ("fieldwork.list_referred", {"inspection_id": inspection.id}),
                case.due_at < now,
            )


def _list_points(
    notes: Iterable[KeepInTouch], inspection: Inspection, now: datetime
) -> Iterator[_Row]:
    for note in notes:
        if note.inspection_id != inspection.id:
            continue
        for point in note.standing:
            standing = read_point(point)
            if standing.is_waiting:
                yield _Row(
                    f"Evidence, {POINT_WORDS[point.kind].lower()} of {format_day(note.day)}",
                    spell_due(point.due_at, now) if point.due_at else "No time was set",
                    inspection.title,
                    (
                        "fieldwork.show_note",
                        {"inspection_id": inspection.id, "note_id": note.id},
                    ),
                    standing.is_late(now),
                )


def _list_checks(
    checks: Iterable[CaseCheck], inspection: Inspection, now: datetime
) -> Iterator[_Row]:
    own = [check for check in checks if check.case.inspection_id == inspection.id]
    for count in count_checks(read_lines(own, inspection) if own else (), now):
        if count.done < count.total:
            yield _Row(
                f"{count.title}: {count.done} of {plural(count.total, 'selected case')}",
                f"{count.late} late" if count.late else "Not due yet",
                inspection.title,
                ("fieldwork.list_cases", {"inspection_id": inspection.id}),
                bool(count.late),
            )


offer_section(KEY, 62, TITLE, make_section, has=has_owed())
