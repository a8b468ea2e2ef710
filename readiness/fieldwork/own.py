"""What of the week on site is one person’s, for the first page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from readiness.clock import in_london
from readiness.fieldwork.queries.own import CHECK, ENTRY, REFERRED, OwnRow, list_own_rows
from readiness.fieldwork.rules.cases import (
    CheckLine,
    DueRule,
    count_checks,
    find_check_due,
    spell_due,
)
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Owners
from readiness.inspections.queries import get_calendar
from readiness.people.models import Person
from readiness.plain_words import format_moment, format_time, plural


@dataclass(frozen=True)
class OwnItem:
    """Something of theirs: what it is, where it is done, and when."""

    title: str
    href: str
    why: str


def list_own_week(
    person: Person, inspection: Inspection, owners: Owners, now: datetime
) -> tuple[OwnItem, ...]:
    """Cases to answer, checks of selected cases put together by kind, and entries soon to come.

    The inspection runs and has its key dates; `owners` and `now` are its own. One query, and one
    more for who has checks to do.
    """
    if not owners.away.takes_part(person.id):
        return ()
    posts = [owners.posts[key].id for key in owners.list_keys(person.id)]
    rows = list_own_rows(person.id, posts, inspection.id, now)
    entries = [row for row in rows if row.kind == ENTRY]
    return (
        *(_show_referred(row, inspection, now) for row in rows if row.kind == REFERRED),
        *_show_checks([row for row in rows if row.kind == CHECK], inspection, now),
        *(_show_entry(row, person) for row in sorted(entries, key=lambda row: row.first_at)),
    )


def _show_referred(row: OwnRow, inspection: Inspection, now: datetime) -> OwnItem:
    return OwnItem(
        f"Case {row.number}, referred back by inspectors",
        url_for("fieldwork.show_referral", inspection_id=row.inspection_id, case_id=row.id),
        f"{inspection.title}: {_spell(row.last_at, now)}",
    )


def _show_checks(
    rows: Sequence[OwnRow], inspection: Inspection, now: datetime
) -> Iterator[OwnItem]:
    lines = _read_lines(rows, inspection) if rows else []
    for count in count_checks(lines, now):
        due = min(line.due_at for line in lines if line.key == count.key)
        yield OwnItem(
            f"{count.title}: {plural(count.total, 'selected case')}",
            url_for("fieldwork.list_cases", inspection_id=inspection.id),
            f"{inspection.title}: {_spell(due, now)}",
        )


def _read_lines(rows: Sequence[OwnRow], inspection: Inspection) -> list[CheckLine]:
    calendar = get_calendar()
    anchors = {anchor.key: anchor.at for anchor in inspection.anchors}

    def due(row: OwnRow) -> datetime:
        if row.at is None:
            return row.last_at
        rule = DueRule(row.anchor, row.working_days, row.at)
        return find_check_due(rule, anchors, row.first_at, row.last_at, calendar)

    return [
        CheckLine(row.id, row.number, row.key, row.title, row.words, due(row), is_done=False)
        for row in rows
    ]


def _show_entry(row: OwnRow, person: Person) -> OwnItem:
    page = url_for("fieldwork.show_timetable", inspection_id=row.inspection_id, person=person.id)
    when = f"{format_moment(row.first_at)} to {format_time(in_london(row.last_at))}"
    room = f", {row.words}" if row.words else ""
    notes = ". You take the notes" if row.number else ""
    return OwnItem(row.title, f"{page}#entry-{row.id}", f"{when}{room}{notes}")


def _spell(due_at: datetime, now: datetime) -> str:
    return f"{'due ' if due_at >= now else ''}{spell_due(due_at, now)}"
