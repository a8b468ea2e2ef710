"""The report itself: when its draft came, when it is published, and which plans were sent."""

from datetime import datetime, timedelta

from readiness import clock
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import move_anchor
from readiness.inspections.queries import get_anchor, get_inspection
from readiness.outcomes.models import Outcome, PlanSent
from readiness.outcomes.operations.checks import (
    check_may_record,
    get_open,
    get_outcome,
)
from readiness.outcomes.queries import find_outcome, get_judgements_file, list_plans_sent
from readiness.outcomes.rules import ACTION_PLAN, DRAFT, PUBLICATION
from readiness.people.models import Person
from readiness.plain_words import format_moment

SLACK = timedelta(minutes=1)
"""A clock that is a little ahead is no lie."""


def record_draft(*, actor: Person, inspection_id: int, at: datetime, version: int) -> Outcome:
    """The draft report came at `at`: the time for comments runs from then.

    `version` is the inspection’s as the preview of the dates showed it. Raises NotAllowed,
    ChangedMeanwhile; Refused for a moment to come, or before the call.
    """
    check_may_record(actor)
    inspection = check_draft(inspection_id, at)
    outcome = get_outcome(inspection_id)
    _move(actor, inspection, DRAFT, at, version)
    old, outcome.draft_received_at = outcome.draft_received_at, at
    record_change(actor, "outcomes:draft:received", outcome, inspection_id, received_at=(old, at))
    return outcome


def record_publication(
    *, actor: Person, inspection_id: int, at: datetime, version: int, reference: str = ""
) -> Outcome:
    """The report is published at `at`, which may be to come: the embargo ends then.

    The action plan and all else that hangs from it moves. Raises as record_draft does, but for
    a moment to come; Refused before the draft came.
    """
    check_may_record(actor)
    outcome = get_outcome(inspection_id)
    inspection = check_publication(inspection_id, at)
    _move(actor, inspection, PUBLICATION, at, version)
    old, said = (outcome.published_at, outcome.reference), reference.strip()
    outcome.published_at, outcome.reference = at, said
    record_change(
        actor,
        "outcomes:report:published",
        outcome,
        inspection_id,
        at=(old[0], at),
        reference=(old[1], said),
    )
    return outcome


def check_draft(inspection_id: int, at: datetime) -> Inspection:
    """Whether the draft can have come then, for its preview too. Changes nothing.

    Raises Refused for a moment to come, one before the call, and a closed inspection; NotFound.
    """
    if at > clock.now() + SLACK:
        raise Refused("That moment has not come yet. Enter when the draft report came.", "at")
    return _check_after_call(inspection_id, at)


def check_publication(inspection_id: int, at: datetime) -> Inspection:
    """Whether the report can be published then, for its preview too. Changes nothing.

    Raises Refused for a moment before the call or the draft, and a closed inspection; NotFound.
    """
    inspection = _check_after_call(inspection_id, at)
    outcome = find_outcome(inspection_id)
    received = outcome.draft_received_at if outcome else None
    if received is not None and at < received:
        raise Refused(
            f"The draft came on {format_moment(received)}: it is published after that. Check the "
            "day.",
            "at",
        )
    return inspection


def record_plan_sent(
    *, actor: Person, inspection_id: int, key: str, sent_at: datetime, reference: str = ""
) -> PlanSent:
    """A plan went to Ofsted. Raises ChangedMeanwhile where that is recorded already; Refused for a
    moment to come, for a key date that is none of a plan, and for an action plan before the report
    it answers is published; NotFound.
    """
    check_may_record(actor)
    get_open(inspection_id)
    outcome = get_outcome(inspection_id)
    anchor = get_anchor(get_inspection(inspection_id), key)
    if key not in get_judgements_file().plans:
        raise Refused(f"“{anchor.title}” is not about a plan.")
    known = list_plans_sent(inspection_id).get(key)
    if known is not None:
        raise ChangedMeanwhile(f"It was sent on {format_moment(known.sent_at)} already.")
    if sent_at > clock.now() + SLACK:
        raise Refused("That moment has not come yet. Enter when the plan was sent.")
    if key == ACTION_PLAN:
        _check_after_publication(outcome, sent_at)
    sent = PlanSent(
        inspection_id=inspection_id,
        anchor_key=key,
        title=name_plan(anchor.title),
        sent_at=sent_at,
        reference=reference.strip(),
        recorded_by=actor,
    )
    db.session.add(sent)
    record_change(
        actor,
        "outcomes:plan:sent",
        sent,
        inspection_id,
        sent_at=(None, sent_at),
        reference=("", sent.reference),
    )
    return sent


def name_plan(title: str) -> str:
    """The plan that a key date is about: “Action plan due” is about the “Action plan”."""
    return title.removesuffix(" due")


def _check_after_call(inspection_id: int, at: datetime) -> Inspection:
    inspection = get_open(inspection_id)
    if at < inspection.call_at:
        raise Refused(
            f"Ofsted called on {format_moment(inspection.call_at)}: it came after that. Check "
            "the day.",
            "at",
        )
    return inspection


def _check_after_publication(outcome: Outcome, sent_at: datetime) -> None:
    """The action plan answers the published report: it cannot have gone before."""
    published = outcome.published_at
    if published is None:
        raise Refused(
            "The action plan answers the published report. Record first when the report was "
            "published."
        )
    if sent_at < published:
        raise Refused(
            f"The report is published on {format_moment(published)}: the action plan is sent "
            "after that. Check the day."
        )


def _move(actor: Person, inspection: Inspection, key: str, at: datetime, version: int) -> None:
    """Move the key date, where the checklist has it, and all that hangs from it."""
    if any(anchor.key == key for anchor in inspection.anchors):
        move_anchor(actor=actor, inspection_id=inspection.id, key=key, at=at, version=version)
