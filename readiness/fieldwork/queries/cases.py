"""Finding cases that were referred back and cases that were selected."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.fieldwork.models import CaseCheck, ReferredCase, SelectedCase
from readiness.fieldwork.rules.cases import CheckLine, find_check_due
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_calendar
from readiness.inspections.rules.states import InspectionState
from readiness.people.models import Post


def list_referred(inspection_id: int) -> Sequence[ReferredCase]:
    """The cases referred back in an inspection, open before closed, soonest due first."""
    chosen = select(ReferredCase).where(ReferredCase.inspection_id == inspection_id)
    order = (ReferredCase.told_at.is_not(None), ReferredCase.due_at, ReferredCase.number)
    return db.session.scalars(chosen.order_by(*order)).all()


def list_open_referred() -> Sequence[ReferredCase]:
    """What is open in running inspections, with its inspection and post."""
    chosen = (
        select(ReferredCase)
        .join(ReferredCase.inspection)
        .options(contains_eager(ReferredCase.inspection), joinedload(ReferredCase.post))
        .where(ReferredCase.told_at.is_(None), Inspection.state == InspectionState.RUNNING)
        .order_by(ReferredCase.due_at, ReferredCase.id)
    )
    return db.session.scalars(chosen).all()


def get_referred(inspection_id: int, case_id: int) -> ReferredCase:
    """A case referred back in this inspection. Raises NotFound."""
    found = db.session.scalar(
        select(ReferredCase)
        .where(ReferredCase.id == case_id, ReferredCase.inspection_id == inspection_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such case. Choose one from the list of cases referred back.")
    return found


def lock_referred(inspection_id: int, case_id: int) -> ReferredCase:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(ReferredCase.id).where(ReferredCase.id == case_id)
    db.session.execute(held.with_for_update())
    return get_referred(inspection_id, case_id)


def find_most(inspection_id: int) -> int:
    """How many cases inspectors may select, from the checklist the inspection began with."""
    copy = db.session.scalar(
        select(Inspection.checklist_copy).where(Inspection.id == inspection_id)
    )
    return int((copy or {}).get("selected_cases", 0))


def list_selected(inspection_id: int) -> Sequence[SelectedCase]:
    """Every case that was selected, withdrawn ones too, with checks and people."""
    chosen = (
        select(SelectedCase)
        .options(
            joinedload(SelectedCase.post),
            joinedload(SelectedCase.changed_by),
            selectinload(SelectedCase.checks).joinedload(CaseCheck.done_by),
            selectinload(SelectedCase.checks).joinedload(CaseCheck.post),
        )
        .where(SelectedCase.inspection_id == inspection_id)
        .order_by(SelectedCase.number)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(chosen).all()


def get_selected(inspection_id: int, case_id: int) -> SelectedCase:
    """A selected case of this inspection with its checks. Raises NotFound."""
    for found in list_selected(inspection_id):
        if found.id == case_id:
            return found
    raise NotFound("There is no such case. Choose one from the list of selected cases.")


def lock_selected(inspection_id: int, case_id: int) -> SelectedCase:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(SelectedCase.id).where(SelectedCase.id == case_id)
    db.session.execute(held.with_for_update())
    return get_selected(inspection_id, case_id)


def get_check(case: SelectedCase, key: str) -> CaseCheck:
    """One of the case’s checks, which are loaded. Raises NotFound."""
    for check in case.checks:
        if check.key == key:
            return check
    raise NotFound("This case has no such check.")


def count_selected(inspection_id: int) -> int:
    """How many cases are selected and not withdrawn."""
    counted = select(func.count(SelectedCase.id)).where(
        SelectedCase.inspection_id == inspection_id, SelectedCase.withdrawn_at.is_(None)
    )
    return db.session.scalar(counted) or 0


def list_check_lines(inspection: Inspection) -> tuple[CheckLine, ...]:
    """The checks of one inspection’s cases. Its key dates are loaded. Two queries."""
    rows = list_checks([inspection.id])
    return read_lines(rows, inspection) if rows else ()


def list_checks(inspections: Sequence[int]) -> Sequence[CaseCheck]:
    """The checks of cases that are not withdrawn, case by case, with post and case."""
    chosen = (
        select(CaseCheck)
        .join(CaseCheck.case)
        .options(
            contains_eager(CaseCheck.case),
            joinedload(CaseCheck.post).joinedload(Post.holder),
        )
        .where(SelectedCase.inspection_id.in_(inspections), SelectedCase.withdrawn_at.is_(None))
        .order_by(SelectedCase.number, CaseCheck.position)
    )
    return db.session.scalars(chosen).all()


def read_lines(checks: Sequence[CaseCheck], inspection: Inspection) -> tuple[CheckLine, ...]:
    """Checks of this inspection, loaded with their cases, each with its due time."""
    calendar = get_calendar()
    anchors = {anchor.key: anchor.at for anchor in inspection.anchors}

    def due(check: CaseCheck) -> datetime:
        case = check.case
        return find_check_due(check.rule, anchors, case.added_at, case.late_due_at, calendar)

    return tuple(
        CheckLine(
            id=check.id,
            case_id=check.case_id,
            key=check.key,
            title=check.title,
            counted=check.counted,
            due_at=due(check),
            is_done=check.done_at is not None,
        )
        for check in checks
    )
