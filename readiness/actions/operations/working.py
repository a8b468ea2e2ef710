"""Working on an action: progress, evidence, its end and its confirmation, opening it again."""

from readiness import clock
from readiness.actions.models import Action, ActionEvidence, ActionNote
from readiness.actions.operations.checks import (
    check_may_work,
    check_open,
    check_version,
    may_change,
    may_confirm,
    may_open_evidence,
    may_work,
    refuse_other,
    set_state,
)
from readiness.actions.rules import ActionState
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused, require_words
from readiness.extensions import db
from readiness.notifications.sources import list_ended
from readiness.people.models import Person


def add_note(*, actor: Person, action: Action, text: str) -> ActionNote:
    """Say how it goes. Raises NotAllowed for somebody else’s action, Refused for no words."""
    check_may_work(actor, action)
    check_open(action)
    said = require_words(text, "Write how it goes first.", "text")
    note = ActionNote(action_id=action.id, text=said, by=actor, at=clock.now())
    db.session.add(note)
    record_change(actor, "actions:action:noted", action)
    return note


def add_evidence(
    *, actor: Person, action: Action, name: str, sha256: str, size: int, kind: str
) -> ActionEvidence:
    """Attach a file whose content is in the file store already; `size` in bytes."""
    check_may_work(actor, action)
    check_open(action)
    evidence = ActionEvidence(
        action_id=action.id,
        sha256=sha256,
        name=name,
        size=size,
        kind=kind,
        added_by=actor,
        added_at=clock.now(),
    )
    db.session.add(evidence)
    record_change(actor, "actions:action:evidenced", action, sha256=(None, sha256))
    return evidence


def record_download(*, actor: Person, action: Action, evidence: ActionEvidence) -> None:
    """Note who takes a file out. Raises NotAllowed where it is not theirs to read."""
    if not may_open_evidence(actor, action, evidence):
        raise NotAllowed(
            f"The files of “{action.title}” are for its owner and those who confirm it. "
            f"Ask {action.owner.name} what you need to know."
        )
    record_change(actor, "actions:action:downloaded", action, sha256=(None, evidence.sha256))


def report_done(*, actor: Person, action: Action, version: int, outcome: str) -> None:
    """Say that it is done and what came of it: it is closed, or waits to be confirmed.

    Raises ChangedMeanwhile saying who ended it, NotAllowed, and Refused without an outcome.
    """
    check_may_work(actor, action)
    check_version(action, version)
    check_open(action)
    if action.state is not ActionState.OPEN:
        raise ChangedMeanwhile(f"“{action.title}” was reported done already and waits.")
    action.outcome = require_words(outcome, "Say what was done and what came of it.", "outcome")
    action.done_by, action.done_at = actor, clock.now()
    waits = action.needs_confirmation
    state = ActionState.AWAITING_CONFIRMATION if waits else ActionState.CLOSED
    set_state(actor, action, state, "actions:action:reported", action.outcome)


def confirm_done(*, actor: Person, action: Action, version: int) -> None:
    """Confirm that what was reported is done.

    Raises NotAllowed for the owner and for whoever reported it, ChangedMeanwhile otherwise.
    """
    if not may_confirm(actor, action):
        raise NotAllowed(
            f"“{action.title}” is confirmed by somebody who agrees actions, and who neither owns "
            "it nor reported it done."
        )
    check_version(action, version)
    if action.state is not ActionState.AWAITING_CONFIRMATION:
        raise ChangedMeanwhile(f"“{action.title}” does not wait for confirmation any more.")
    action.confirmed_by, action.confirmed_at = actor, clock.now()
    set_state(actor, action, ActionState.CLOSED, "actions:action:confirmed")


def reopen_action(*, actor: Person, action: Action, version: int, reason: str) -> None:
    """Open it again: what was reported is not enough, or it came back. Needs a reason."""
    if not (may_work(actor, action) or may_change(actor, action) or may_confirm(actor, action)):
        raise refuse_other(action)
    check_version(action, version)
    if action.state is ActionState.OPEN:
        raise ChangedMeanwhile(f"“{action.title}” is open already.")
    if list_ended([action.trial_id]):
        raise Refused("It was part of a trial run that has ended. Agree a new action instead.")
    said = require_words(reason, "Say why the action is opened again.", "reopen_reason")
    action.done_by, action.done_at, action.outcome = None, None, ""
    action.confirmed_by, action.confirmed_at = None, None
    set_state(actor, action, ActionState.OPEN, "actions:action:reopened", said)
