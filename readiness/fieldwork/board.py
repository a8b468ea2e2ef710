"""What the board of an inspection shows of the week on site: counts with links."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select

from readiness.extensions import db
from readiness.fieldwork.models import (
    KeepInTouch,
    KeepInTouchPoint,
    ReferredCase,
    TimetableEntry,
)
from readiness.fieldwork.queries.cases import list_check_lines
from readiness.fieldwork.queries.owed import IS_OPEN_CASE, IS_OWED_ANSWER
from readiness.fieldwork.rules.cases import count_checks
from readiness.inspections.models import Inspection
from readiness.inspections.offers import BoardFigure, offer_figures
from readiness.people.permissions import Permission


def make_figures(inspection: Inspection, now: datetime) -> Iterator[BoardFigure]:
    """The counts of one inspection whose key dates are loaded. Four queries at most."""
    entries, owed, late_answers, referred, late = _count(inspection.id, now)

    def page(name: str) -> str:
        return url_for(f"fieldwork.{name}", inspection_id=inspection.id)

    yield BoardFigure(entries, "on the timetable", page("show_timetable"))
    counts = count_checks(list_check_lines(inspection), now)
    last = counts[-1] if counts else None
    yield BoardFigure(
        f"{last.done} of {last.total}" if last else 0,
        f"{last.counted}, of selected cases" if last else "cases selected",
        page("list_cases"),
        needs_attention=any(count.late for count in counts),
    )
    noun = "case" if referred == 1 else "cases"
    words = f"{noun} referred back, {f'{late} overdue' if late else 'open'}"
    yield BoardFigure(referred, words, page("list_referred"), needs_attention=bool(late))
    yield BoardFigure(
        owed,
        f"{'answer' if owed == 1 else 'answers'} owed, keep in touch",
        page("list_notes"),
        needs_attention=bool(late_answers),
        permission=Permission.SEE_MEETINGS,
    )


def _count(inspection_id: int, now: datetime) -> tuple[int, ...]:
    """Entries, answers owed and late, open cases referred back and overdue ones. One query."""
    owed = (
        select(func.count(KeepInTouchPoint.id))
        .join(KeepInTouch, KeepInTouch.id == KeepInTouchPoint.note_id)
        .where(KeepInTouch.inspection_id == inspection_id, IS_OWED_ANSWER)
    )
    referred = select(func.count(ReferredCase.id)).where(
        ReferredCase.inspection_id == inspection_id, IS_OPEN_CASE
    )
    entries = select(func.count(TimetableEntry.id)).where(
        TimetableEntry.inspection_id == inspection_id
    )
    counted = (
        entries,
        owed,
        owed.where(KeepInTouchPoint.due_at < now),
        referred,
        referred.where(ReferredCase.due_at < now),
    )
    row = db.session.execute(select(*(one.scalar_subquery() for one in counted))).one()
    return tuple(int(number) for number in row)


offer_figures("fieldwork", 20, make_figures)
