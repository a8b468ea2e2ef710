"""Agreeing an action, changing what was agreed, and dropping it."""

from datetime import date

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations.checks import (
    check_able,
    check_due,
    check_may_change,
    check_open,
    check_version,
    mark_changed,
    set_state,
)
from readiness.actions.queries import list_from, lock_open_of_trials
from readiness.actions.rules import CONFIRMED_SOURCES, ActionState, Origin, Source
from readiness.activity.operations import record_change
from readiness.errors import NotAllowed, Refused, require_words
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


def add_action(
    *,
    actor: Person | None,
    title: str,
    owner: Person,
    due_on: date,
    origin: Origin,
    detail: str = "",
    needs_confirmation: bool = False,
) -> Action:
    """Agree an action. What comes from practice is always confirmed at its end (CONFIRMED_SOURCES).

    Raises NotAllowed; Refused without a title, for an owner who cannot work on it, and for a
    due date that has passed.
    """
    if actor is not None and not allows(actor.role, Permission.AGREE_ACTIONS):
        raise NotAllowed("Your role may not agree actions. Ask your head of service.")
    check_due(due_on, origin.trial_id)
    now = clock.now()
    action = Action(
        title=require_words(title, "Say what is to be done.", "title"),
        detail=detail.strip(),
        source=origin.source,
        source_id=origin.id,
        source_words=origin.words.strip(),
        trial_id=origin.trial_id,
        owner=check_able(owner, origin.trial_id),
        due_on=due_on,
        needs_confirmation=needs_confirmation or origin.source in CONFIRMED_SOURCES,
        created_by=actor,
        created_at=now,
        changed_by=actor,
        changed_at=now,
    )
    db.session.add(action)
    record_change(
        actor, "actions:action:added", action, owner=(None, owner.name), due_on=(None, due_on)
    )
    return action


def change_action(
    *,
    actor: Person,
    action: Action,
    version: int,
    title: str,
    detail: str,
    owner: Person,
    due_on: date,
    reason: str,
) -> None:
    """Change what was agreed. Another owner or due date needs a reason.

    Raises NotAllowed for whoever neither agreed it nor runs everything, ChangedMeanwhile for an
    older version, Refused as add_action does and for an action that has ended.
    """
    check_may_change(actor, action)
    check_version(action, version)
    check_open(action)
    if action.state is ActionState.AWAITING_CONFIRMATION:
        raise Refused("It waits for confirmation. Confirm it, or open it again, then change it.")
    if due_on != action.due_on:
        check_due(due_on, action.trial_id)
    said, asked = require_words(title, "Say what is to be done.", "title"), detail.strip()
    before = (action.title, action.owner.name, action.due_on)
    after = (said, owner.name, due_on)
    if before[1:] != after[1:] and not reason.strip():
        raise Refused("Say why the owner or the due date changes.", "change_reason")
    if owner.id != action.owner_id:
        action.owner = check_able(owner, action.trial_id)
    action.title, action.detail, action.due_on = said, asked, due_on
    mark_changed(actor, action)
    changes = dict(zip(("title", "owner", "due_on"), zip(before, after, strict=True), strict=True))
    record_change(
        actor, "actions:action:changed", action, **changes, reason=(None, reason.strip() or None)
    )


def drop_action(*, actor: Person, action: Action, version: int, reason: str) -> None:
    """Say that it is not needed, and why. Raises as change_action does."""
    check_may_change(actor, action)
    check_version(action, version)
    check_open(action)
    action.outcome = require_words(reason, "Say why the action is not needed.", "drop_reason")
    action.done_by, action.done_at = None, None
    set_state(actor, action, ActionState.NOT_NEEDED, "actions:action:dropped", action.outcome)


def rename_origin(source: Source, source_id: int, words: str) -> None:
    """Call what actions came from as it is called now, where its name or its day has changed."""
    for action in list_from(source, source_id):
        action.source_words = words


def drop_of_trial(*, actor: Person, trial_id: int) -> None:
    """Say of what is open of a trial run that it is not needed: the trial run has ended."""
    for action in lock_open_of_trials([trial_id]):
        action.outcome = "The trial run that it was part of has ended."
        action.done_by, action.done_at = None, None
        set_state(actor, action, ActionState.NOT_NEEDED, "actions:action:dropped", action.outcome)
