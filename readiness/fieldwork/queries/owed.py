"""What is owed from the week on site: whether there is anything, and how much in one inspection."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from readiness.extensions import db
from readiness.fieldwork.models import (
    CaseCheck,
    KeepInTouch,
    KeepInTouchPoint,
    ReferredCase,
    SelectedCase,
)
from readiness.inspections.models import Inspection
from readiness.inspections.rules.states import InspectionState

IS_OPEN_CASE = ReferredCase.told_at.is_(None)
IS_OWED_ANSWER = (
    (KeepInTouchPoint.withdrawn_because == "")
    & (KeepInTouchPoint.evidence != "")
    & KeepInTouchPoint.answered_at.is_(None)
)
IS_OPEN_CHECK = SelectedCase.withdrawn_at.is_(None) & CaseCheck.done_at.is_(None)

_REAL = select(Inspection.id).where(
    Inspection.state == InspectionState.RUNNING, Inspection.is_trial.is_(False)
)
_CASES = select(ReferredCase.id).where(IS_OPEN_CASE)
_ANSWERS = select(KeepInTouchPoint.id).join(KeepInTouchPoint.note).where(IS_OWED_ANSWER)
_CHECKS = select(CaseCheck.id).join(CaseCheck.case).where(IS_OPEN_CHECK)


class Owed(NamedTuple):
    """How many cases referred back are open, answers are owed, and checks are not done."""

    cases: int
    answers: int
    checks: int


def has_owed() -> ColumnElement[bool]:
    """That in a real inspection a case is open, evidence waited for, or a check not done."""
    return or_(
        _CASES.where(ReferredCase.inspection_id.in_(_REAL)).exists(),
        _ANSWERS.where(KeepInTouch.inspection_id.in_(_REAL)).exists(),
        _CHECKS.where(SelectedCase.inspection_id.in_(_REAL)).exists(),
    )


def count_owed(inspection_id: int) -> Owed:
    """What is owed in one inspection. One query."""
    found = (
        _CASES.where(ReferredCase.inspection_id == inspection_id),
        _ANSWERS.where(KeepInTouch.inspection_id == inspection_id),
        _CHECKS.where(SelectedCase.inspection_id == inspection_id),
    )
    counts = (one.with_only_columns(func.count()).scalar_subquery() for one in found)
    return Owed(*db.session.execute(select(*counts)).one())
