"""Cases that inspectors refer back: logged, acted on, and told of to the lead inspector."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from readiness import clock
from readiness.activity.operations import record_change
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.fieldwork.models import ReferredCase
from readiness.fieldwork.operations.checks import (
    check_sees_children,
)
from readiness.fieldwork.queries.timetable import get_spec
from readiness.fieldwork.rules.cases import check_moment, find_same_day_due, read_identifier
from readiness.inspections.now import now_in
from readiness.inspections.operations.checks import check_seen, hold_running
from readiness.inspections.present import find_players_in
from readiness.inspections.queries import get_calendar, list_posts_by_key
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


@dataclass(frozen=True)
class Referral:
    """What is known when a case is referred back."""

    identifier: str
    concern: str
    received_at: datetime
    owner: Person
    immediate_action: str = ""


@dataclass(frozen=True)
class Answer:
    """What was done, what came of it, and when the lead inspector was told."""

    owner: Person
    immediate_action: str
    outcome: str
    told_at: datetime | None


def may_see_referred(actor: Person, case: ReferredCase) -> bool:
    """Whether the actor may see a case referred back: its owner, and who sees child-level rows.

    The identifier is for the latter alone: the owner is told it by word of mouth.
    """
    return allows(actor.role, Permission.SEE_CHILD_ROWS) or case.owner_id == actor.id


def log_referral(*, actor: Person | None, inspection_id: int, referral: Referral) -> ReferredCase:
    """Log a case that inspectors refer back: it is due at the end of the same working day.

    Raises NotAllowed without the right to child-level rows, NotFound and Refused.
    """
    check_sees_children(actor)
    hold_running(inspection_id)
    spec, now = get_spec(), now_in(inspection_id)
    calendar = get_calendar()
    if referral.received_at > now:
        words = "That is in the future. Enter when the case was referred back."
        raise Refused(words, "received_at")
    if referral.concern not in spec.concerns:
        raise Refused("Choose what the concern is about.", "concern")
    case = ReferredCase(
        inspection_id=inspection_id,
        number=_next_number(inspection_id),
        identifier=read_identifier(referral.identifier),
        concern=referral.concern,
        concern_words=spec.concerns[referral.concern].title,
        received_at=referral.received_at,
        due_at=find_same_day_due(referral.received_at, spec.closes, calendar),
        owner=_check_able(referral.owner, inspection_id),
        post=list_posts_by_key().get(spec.post),
        immediate_action=referral.immediate_action.strip(),
        logged_by=actor,
        changed_by=actor,
        changed_at=clock.now(),
    )
    db.session.add(case)
    record_change(
        actor,
        "fieldwork:referral:logged",
        case,
        inspection_id,
        received_at=(None, case.received_at),
        due_at=(None, case.due_at),
        owner=(None, case.owner.name),
    )
    return case


def answer_referral(*, actor: Person, case: ReferredCase, version: int, answer: Answer) -> None:
    """Write down what was done; with when the lead inspector was told, the case is closed.

    Without it an earlier end is taken back. Raises NotAllowed, ChangedMeanwhile, and Refused for
    an end without an outcome or at a time that cannot be.
    """
    if not may_see_referred(actor, case):
        raise NotAllowed("This case is its owner’s. Ask them, or the quality lead.")
    hold_running(case.inspection_id)
    check_seen(case.activity_title, version, case.version, case.changed_by, case.changed_at)
    outcome = answer.outcome.strip()
    check_moment(case.received_at, answer.told_at, now_in(case.inspection_id))
    if answer.told_at is not None and not outcome:
        raise Refused("Say what came of it, then when the lead inspector was told.", "outcome")
    before, was_told = case.owner.name, case.told_at
    if answer.owner.id != case.owner_id:
        case.owner = _check_able(answer.owner, case.inspection_id)
    case.immediate_action, case.outcome = answer.immediate_action.strip(), outcome
    case.told_at = answer.told_at
    case.changed_by, case.changed_at = actor, clock.now()
    _record_answer(actor, case, before, was_told)


def _record_answer(
    actor: Person, case: ReferredCase, owner: str, was_told: datetime | None
) -> None:
    number = case.inspection_id
    if case.told_at != was_told:
        told = (was_told, case.told_at)
        if case.told_at is None:
            record_change(actor, "fieldwork:referral:reopened", case, number, told_at=told)
        else:
            record_change(actor, "fieldwork:referral:closed", case, number, told_at=told)
    else:
        change = (owner, case.owner.name)
        record_change(actor, "fieldwork:referral:changed", case, number, owner=change)


def _next_number(inspection_id: int) -> int:
    """The inspection is held, so no other takes the same."""
    last = select(func.max(ReferredCase.number)).where(ReferredCase.inspection_id == inspection_id)
    return (db.session.scalar(last) or 0) + 1


def _check_able(owner: Person, inspection_id: int) -> Person:
    if not owner.is_active or not allows(owner.role, Permission.WORK_OWN_TASKS):
        raise Refused(
            f"{owner.name} cannot act on a case. Choose somebody else as its owner.", "owner"
        )
    players = find_players_in(inspection_id)
    if players is not None and owner.id not in players:
        raise Refused(
            f"{owner.name} takes no part in this trial run. Choose somebody who does.", "owner"
        )
    return owner
