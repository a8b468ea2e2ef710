"""Whether anything is owed from the week on site, as one condition in the database."""

from sqlalchemy import ColumnElement, or_, select

from readiness.fieldwork.models import (
    CaseCheck,
    KeepInTouch,
    KeepInTouchPoint,
    ReferredCase,
    SelectedCase,
)
from readiness.inspections.models import Inspection
from readiness.inspections.rules.states import InspectionState

_RUNNING = select(Inspection.id).where(Inspection.state == InspectionState.RUNNING)


def has_owed() -> ColumnElement[bool]:
    """That in what runs a case is open, evidence is waited for, or a check is not done."""
    referred = select(ReferredCase.id).where(
        ReferredCase.inspection_id.in_(_RUNNING), ReferredCase.told_at.is_(None)
    )
    point = (
        select(KeepInTouchPoint.id)
        .join(KeepInTouchPoint.note)
        .where(
            KeepInTouch.inspection_id.in_(_RUNNING),
            KeepInTouchPoint.withdrawn_because == "",
            KeepInTouchPoint.evidence != "",
            KeepInTouchPoint.answered_at.is_(None),
        )
    )
    check = (
        select(CaseCheck.id)
        .join(CaseCheck.case)
        .where(
            SelectedCase.inspection_id.in_(_RUNNING),
            SelectedCase.withdrawn_at.is_(None),
            CaseCheck.done_at.is_(None),
        )
    )
    return or_(referred.exists(), point.exists(), check.exists())
