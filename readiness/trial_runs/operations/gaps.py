"""Recording gaps and what went well, changing a gap, agreeing its action, accepting it."""

from dataclasses import dataclass
from datetime import date

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import add_action
from readiness.actions.rules import Origin, Source
from readiness.activity.operations import record, record_change
from readiness.errors import NotAllowed, Refused, require_words
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.people.models import Person, Post
from readiness.trial_runs.models import Gap, WentWell
from readiness.trial_runs.operations.checks import (
    check_may_record,
    check_version,
    may_accept_gap,
    may_change_gap,
)
from readiness.trial_runs.queries.gaps import get_line
from readiness.trial_runs.rules.gaps import STATE_WORDS, GapKind, GapState, Severity


@dataclass(frozen=True)
class Seen:
    """What is recorded of a gap; `task` is the step where it was seen, with its post.

    Without an owner it is that of the step.
    """

    kind: GapKind
    severity: Severity
    what: str
    task: Task | None = None
    owner_post: Post | None = None


def record_gap(*, actor: Person, inspection: Inspection, seen: Seen) -> Gap:
    """Record a gap, while the trial run goes on or after it. Raises NotAllowed and Refused."""
    check_may_record(actor, inspection)
    gap = Gap(
        inspection_id=inspection.id,
        task=seen.task,
        kind=seen.kind,
        severity=seen.severity,
        what=require_words(seen.what, "Say what happened."),
        owner_post=_find_owner(seen),
        seen_by=actor,
        seen_at=clock.now(),
        changed_by=actor,
    )
    db.session.add(gap)
    record_change(
        actor,
        "trial_runs:gap:recorded",
        gap,
        gap.inspection_id,
        kind=(None, gap.kind),
        severity=(None, gap.severity),
        owner=(None, gap.owner_post.title),
    )
    return gap


def change_gap(*, actor: Person, gap: Gap, version: int, seen: Seen) -> None:
    """Change what was recorded. Raises NotAllowed, ChangedMeanwhile, and Refused for no words."""
    if not may_change_gap(actor, gap):
        raise NotAllowed(
            f"{gap.seen_by.name} recorded this gap. Ask them, or the inspection coordinator, to "
            "change it."
        )
    check_version(gap, version)
    before = _tell(gap)
    gap.kind, gap.severity = seen.kind, seen.severity
    gap.what = require_words(seen.what, "Say what happened.")
    gap.task, gap.owner_post, gap.changed_by = seen.task, _find_owner(seen), actor
    after = _tell(gap)
    changes = {field: (before[field], after[field]) for field in before}
    record_change(actor, "trial_runs:gap:changed", gap, gap.inspection_id, **changes)


def note_went_well(
    *, actor: Person, inspection: Inspection, text: str, task: Task | None = None
) -> WentWell:
    """Write down what went well. Raises NotAllowed and Refused."""
    check_may_record(actor, inspection)
    noted = WentWell(
        inspection_id=inspection.id,
        task=task,
        text=require_words(text, "Say what went well."),
        seen_by=actor,
        seen_at=clock.now(),
    )
    db.session.add(noted)
    record(
        actor=actor,
        event="trial_runs:trial:noted",
        subject=inspection,
        inspection_id=inspection.id,
    )
    return noted


def agree_gap_action(
    *, actor: Person, gap: Gap, title: str, detail: str, owner: Person, due_on: date
) -> Action:
    """Agree what is done about a gap. Raises as add_action does; Refused for an accepted gap."""
    if gap.is_accepted:
        raise Refused("This gap is accepted. Open it again before you agree an action.")
    words = f"{gap.activity_title}, {gap.inspection.title}"
    return add_action(
        actor=actor,
        title=title,
        detail=detail,
        owner=owner,
        due_on=due_on,
        origin=Origin(Source.TRIAL_RUN, gap.id, words[:200]),
    )


def accept_gap(*, actor: Person, gap: Gap, version: int, reason: str) -> None:
    """Decide to live with a gap, and say why. Raises NotAllowed, ChangedMeanwhile, Refused."""
    if not may_accept_gap(actor, gap):
        raise NotAllowed(
            "A gap is accepted by somebody who agrees actions, and who does not hold the post "
            "that owns it."
        )
    check_version(gap, version)
    state = get_line(gap).state
    if state is not GapState.NO_ACTION:
        raise Refused(
            f"This gap is not without an action: it stands at “{STATE_WORDS[state].lower()}”. End "
            "its actions first."
        )
    gap.accepted_because = require_words(reason, "Say why you accept the gap.")
    gap.accepted_by, gap.accepted_at, gap.changed_by = actor, clock.now(), actor
    record_change(
        actor,
        "trial_runs:gap:accepted",
        gap,
        gap.inspection_id,
        reason=(None, gap.accepted_because),
    )


def reopen_gap(*, actor: Person, gap: Gap, version: int, reason: str) -> None:
    """Open a gap again that was accepted. Raises NotAllowed, ChangedMeanwhile, Refused."""
    if not (may_accept_gap(actor, gap) or may_change_gap(actor, gap)):
        raise NotAllowed("Your role may not open this gap again. Ask the inspection coordinator.")
    check_version(gap, version)
    if not gap.is_accepted:
        raise Refused("This gap is not accepted. Agree another action, or open its action again.")
    said = require_words(reason, "Say why the gap is opened again.")
    gap.accepted_by, gap.accepted_at, gap.accepted_because = None, None, ""
    gap.changed_by = actor
    record_change(actor, "trial_runs:gap:reopened", gap, gap.inspection_id, reason=(None, said))


def _find_owner(seen: Seen) -> Post:
    if seen.owner_post is not None:
        return seen.owner_post
    if seen.task is None:
        raise Refused("Choose who owns the gap, or the step where it was seen.")
    return seen.task.post


def _tell(gap: Gap) -> dict[str, object]:
    return {
        "kind": gap.kind,
        "severity": gap.severity,
        "owner": gap.owner_post.title,
        "step": gap.task.title if gap.task else None,
        "what": gap.what,
    }
