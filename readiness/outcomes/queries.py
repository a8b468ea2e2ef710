"""Finding what came of an inspection."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from readiness.actions.models import Action
from readiness.actions.rules import ActionState, Source
from readiness.checklists.judgements import JudgementSet, JudgementsFile, load_judgements
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.copies import read_copy
from readiness.inspections.models import Inspection
from readiness.inspections.rules.states import InspectionState
from readiness.outcomes.models import (
    DraftComment,
    DraftCommentFile,
    Improvement,
    Judgement,
    Outcome,
    PlanSent,
)
from readiness.outcomes.rules import (
    COMMENTS,
    DRAFT,
    PUBLICATION,
    Dates,
    Progress,
    Response,
    count_progress,
)
from readiness.settings import current_settings


def get_judgements_file() -> JudgementsFile:
    """The judgements of every framework as the checklists have them. Raises ChecklistFault."""
    return load_judgements(current_settings().checklists_path)


def find_edition(inspection_id: int) -> JudgementSet | None:
    """What is judged in this inspection: what it began with; None where it gives no grades.

    One that began before judgements were kept has those of its framework as they are now.
    """
    columns = (Inspection.checklist_copy, Inspection.framework, Inspection.checklist_key)
    found = db.session.execute(select(*columns).where(Inspection.id == inspection_id)).one()
    kept = read_copy(found.checklist_copy).judgements
    if kept is not None:
        return kept
    return get_judgements_file().find(found.framework, found.checklist_key)


def find_outcome(inspection_id: int) -> Outcome | None:
    """What is recorded of the report, if anything."""
    return db.session.scalar(select(Outcome).where(Outcome.inspection_id == inspection_id))


def has_running_outcomes() -> ColumnElement[bool]:
    """That anything is recorded of a report whose inspection is not closed yet."""
    running = Inspection.state == InspectionState.RUNNING
    return select(Outcome.id).join(Outcome.inspection).where(running).exists()


def list_running_outcomes() -> Sequence[Outcome]:
    """What is recorded of the reports of inspections that are not closed yet, with key dates."""
    running = Inspection.state == InspectionState.RUNNING
    chosen = select(Outcome).join(Outcome.inspection).where(running).order_by(Outcome.id)
    inspection = contains_eager(Outcome.inspection)
    dated = chosen.options(inspection.selectinload(Inspection.anchors))
    return db.session.scalars(dated).all()


def lock_outcome(inspection_id: int) -> Outcome | None:
    """The same, held until the transaction ends; so is the inspection, if it is not there yet."""
    inspection = select(Inspection.id).where(Inspection.id == inspection_id)
    db.session.execute(inspection.with_for_update())
    held = select(Outcome).where(Outcome.inspection_id == inspection_id)
    return db.session.scalar(held.execution_options(populate_existing=True))


def read_dates(inspection: Inspection, outcome: Outcome | None) -> Dates:
    """When everything came or is to come; the key dates are loaded."""
    at = {anchor.key: anchor.at for anchor in inspection.anchors}
    return Dates(
        draft_expected=at.get(DRAFT),
        draft_received=outcome.draft_received_at if outcome else None,
        comments_due=at.get(COMMENTS),
        publication_expected=at.get(PUBLICATION),
        published=outcome.published_at if outcome else None,
    )


def list_judgements(inspection_id: int) -> dict[str, Judgement]:
    """The grades that are recorded, by the key of what was judged."""
    chosen = select(Judgement).where(Judgement.inspection_id == inspection_id)
    return {row.key: row for row in db.session.scalars(chosen.order_by(Judgement.id))}


def list_comments(inspection_id: int) -> Sequence[DraftComment]:
    """The comments that stand, in the order of their numbers, with posts, papers and files."""
    chosen = select(DraftComment).where(
        DraftComment.inspection_id == inspection_id, DraftComment.dropped_because == ""
    )
    return db.session.scalars(chosen.order_by(DraftComment.number)).all()


def list_responses(inspection_id: int) -> Sequence[Response | None]:
    """What Ofsted answered to each comment that stands; None to one that waits."""
    chosen = select(DraftComment.response).where(
        DraftComment.inspection_id == inspection_id, DraftComment.dropped_because == ""
    )
    return db.session.scalars(chosen.order_by(DraftComment.number)).all()


def list_unproved() -> Sequence[DraftComment]:
    """Comments in running inspections that nothing shows yet and Ofsted has not answered."""
    running = select(Inspection.id).where(Inspection.state == InspectionState.RUNNING)
    standing = select(DraftComment).where(
        DraftComment.inspection_id.in_(running),
        DraftComment.dropped_because == "",
        DraftComment.response.is_(None),
    )
    in_order = standing.order_by(DraftComment.inspection_id, DraftComment.number)
    return [found for found in db.session.scalars(in_order) if not found.has_evidence]


def get_comment(inspection_id: int, comment_id: int) -> DraftComment:
    """A comment of this inspection. Raises NotFound."""
    return _one_comment(inspection_id, comment_id, is_held=False)


def lock_comment(inspection_id: int, comment_id: int) -> DraftComment:
    """The same as it stands now, held until the transaction ends."""
    return _one_comment(inspection_id, comment_id, is_held=True)


def get_comment_file(comment: DraftComment, file_id: int) -> DraftCommentFile:
    """A file of this comment. Raises NotFound."""
    for found in comment.files:
        if found.id == file_id:
            return found
    raise NotFound("There is no such file. Somebody may have sent you an old link.")


def list_improvements(inspection_id: int) -> Sequence[Improvement]:
    """What needs to improve, in the order of the report."""
    chosen = select(Improvement).where(Improvement.inspection_id == inspection_id)
    return db.session.scalars(chosen.order_by(Improvement.number)).all()


def get_improvement(inspection_id: int, improvement_id: int) -> Improvement:
    """One of them. Raises NotFound."""
    return _one_improvement(inspection_id, improvement_id, is_held=False)


def lock_improvement(inspection_id: int, improvement_id: int) -> Improvement:
    """The same as it stands now, held until the transaction ends."""
    return _one_improvement(inspection_id, improvement_id, is_held=True)


def find_improvement(improvement_id: int) -> Improvement | None:
    """One of any inspection, for the way back from an action."""
    return db.session.get(Improvement, improvement_id)


def list_actions_of(improvements: Sequence[Improvement]) -> dict[int, list[Action]]:
    """The actions that came of each of these, soonest due first, with owners. One query."""
    found: dict[int, list[Action]] = {improvement.id: [] for improvement in improvements}
    chosen = select(Action).where(
        Action.source == Source.IMPROVEMENT, Action.source_id.in_(tuple(found))
    )
    owned = chosen.options(joinedload(Action.owner)).order_by(Action.due_on, Action.id)
    for action in db.session.scalars(owned):
        found[action.source_id or 0].append(action)
    return found


def measure_progress(inspection_id: int) -> Progress:
    """How far the actions for what needs to improve are."""
    improvements = list_improvements(inspection_id)
    actions = list_actions_of(improvements)
    return count_progress(
        len(improvements),
        (
            (improvement, action.state is ActionState.CLOSED)
            for improvement, own in actions.items()
            for action in own
            if action.state is not ActionState.NOT_NEEDED
        ),
    )


def list_plans_sent(inspection_id: int) -> dict[str, PlanSent]:
    """The plans that were sent, by the key date they were due by."""
    chosen = select(PlanSent).where(PlanSent.inspection_id == inspection_id)
    return {row.anchor_key: row for row in db.session.scalars(chosen)}


def next_number(kind: type[DraftComment] | type[Improvement], inspection_id: int) -> int:
    """The number that the next one of an inspection has."""
    last = select(func.max(kind.number)).where(kind.inspection_id == inspection_id)
    return (db.session.scalar(last) or 0) + 1


def find_published(inspection_id: int) -> datetime | None:
    """When the report is published, if that is recorded."""
    outcome = find_outcome(inspection_id)
    return outcome.published_at if outcome else None


def _one_comment(inspection_id: int, comment_id: int, *, is_held: bool) -> DraftComment:
    chosen = select(DraftComment).where(
        DraftComment.id == comment_id, DraftComment.inspection_id == inspection_id
    )
    if is_held:
        chosen = chosen.with_for_update(of=DraftComment)
    found = db.session.scalar(chosen.execution_options(populate_existing=is_held))
    if found is None:
        raise NotFound("There is no such comment on this draft. Choose one from its list.")
    return found


def _one_improvement(inspection_id: int, improvement_id: int, *, is_held: bool) -> Improvement:
    chosen = select(Improvement).where(
        Improvement.id == improvement_id, Improvement.inspection_id == inspection_id
    )
    if is_held:
        chosen = chosen.with_for_update(of=Improvement)
    found = db.session.scalar(chosen.execution_options(populate_existing=is_held))
    if found is None:
        raise NotFound("There is no such line in what needs to improve. Choose one from the list.")
    return found
