"""What the pages after an inspection are given, each person only what the embargo lets them see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.inspections.models import AnchorDate, Inspection
from readiness.outcomes.models import DraftComment, Improvement, Judgement, Outcome, PlanSent
from readiness.outcomes.operations import name_plan
from readiness.outcomes.queries import (
    find_outcome,
    get_judgements_file,
    list_comments,
    list_improvements,
    list_judgements,
    list_plans_sent,
    measure_progress,
    read_dates,
)
from readiness.outcomes.rules import (
    COMMENTS,
    DRAFT,
    PUBLICATION,
    Dates,
    Progress,
    is_public,
    spell_answer,
    spell_comments,
    spell_embargo,
)
from readiness.people.access import can
from readiness.people.permissions import Permission


@dataclass(frozen=True)
class Plan:
    """A plan that is due by a key date, and whether it was sent."""

    anchor: AnchorDate
    title: str
    sent: PlanSent | None


@dataclass(frozen=True)
class OutcomePage:
    """The first page. Nothing that is under embargo is in it for whoever may not see it."""

    answer: str
    sees: bool
    is_public: bool
    outcome: Outcome | None
    dates: Dates
    draft: AnchorDate | None
    due: AnchorDate | None
    publication: AnchorDate | None
    comments: Sequence[DraftComment]
    comments_words: str
    judgements: Sequence[Judgement]
    improvements: Sequence[Improvement]
    progress: Progress
    plans: tuple[Plan, ...]


def sees_report(outcome: Outcome | None, now: datetime) -> bool:
    """Whether the person signed in may read what the report says at this moment."""
    published = outcome.published_at if outcome else None
    return can(Permission.SEE_DRAFT_REPORTS) or is_public(published, now)


def make_page(inspection: Inspection, now: datetime) -> OutcomePage:
    """The page of an inspection whose key dates are loaded."""
    outcome = find_outcome(inspection.id)
    dates, sees = read_dates(inspection, outcome), sees_report(outcome, now)
    anchors = {anchor.key: anchor for anchor in inspection.anchors}
    comments = list_comments(inspection.id) if can(Permission.SEE_DRAFT_REPORTS) else ()
    responses = [comment.response for comment in comments]
    progress = measure_progress(inspection.id) if sees else Progress(0, 0, 0, 0)
    return OutcomePage(
        answer=spell_answer(dates, responses, progress, now) if sees else spell_embargo(dates),
        sees=sees,
        is_public=is_public(dates.published, now),
        outcome=outcome,
        dates=dates,
        draft=anchors.get(DRAFT),
        due=anchors.get(COMMENTS),
        publication=anchors.get(PUBLICATION),
        comments=comments,
        comments_words=spell_comments(responses),
        judgements=tuple(list_judgements(inspection.id).values()) if sees else (),
        improvements=list_improvements(inspection.id) if sees else (),
        progress=progress,
        plans=_list_plans(inspection),
    )


def _list_plans(inspection: Inspection) -> tuple[Plan, ...]:
    sent, plans = list_plans_sent(inspection.id), get_judgements_file().plans
    return tuple(
        Plan(anchor, name_plan(anchor.title), sent.get(anchor.key))
        for anchor in inspection.anchors
        if anchor.key in plans
    )
