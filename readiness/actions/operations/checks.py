"""Who may do what with an action, and what every change of one checks first."""

from datetime import date

from readiness import clock
from readiness.actions.models import Action, ActionEvidence
from readiness.actions.rules import STATE_WORDS, ActionState
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.notifications.sources import find_players, find_trial_days
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_day, format_moment


def may_work(actor: Person, action: Action) -> bool:
    """Whether the actor may work on it: its owner, or who works on every task."""
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    return allows(actor.role, Permission.WORK_OWN_TASKS) and action.owner_id == actor.id


def may_change(actor: Person, action: Action) -> bool:
    """Whether the actor may change what was agreed: who agreed it, or works on every task.

    Its owner may not, where its end is to be confirmed: neither a due date nor the need for it
    is judged by who would miss it.
    """
    if action.needs_confirmation and action.owner_id == actor.id:
        return False
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    return allows(actor.role, Permission.AGREE_ACTIONS) and action.created_by_id == actor.id


def may_confirm(actor: Person, action: Action) -> bool:
    """Whether the actor may confirm its end: neither its owner nor who reported it."""
    return allows(actor.role, Permission.AGREE_ACTIONS) and actor.id not in {
        action.owner_id,
        action.done_by_id,
    }


def may_open_evidence(actor: Person, action: Action, evidence: ActionEvidence) -> bool:
    """Whether the actor may read a file: nobody knows whether children are in it.

    So those who work on the action, roles that see child-level rows, and who added it.
    """
    return (
        may_work(actor, action)
        or allows(actor.role, Permission.SEE_CHILD_ROWS)
        or evidence.added_by_id == actor.id
    )


def check_may_work(actor: Person, action: Action) -> None:
    """Raises NotAllowed for somebody else’s action."""
    if not may_work(actor, action):
        raise refuse_other(action)


def check_may_change(actor: Person, action: Action) -> None:
    """Raises NotAllowed for whoever neither agreed it nor works on every task."""
    if not may_change(actor, action):
        who = action.created_by.name if action.created_by else "the inspection coordinator"
        raise NotAllowed(f"What was agreed is changed by {who} or the inspection coordinator.")


def refuse_other(action: Action) -> NotAllowed:
    """The refusal of somebody whose action it is not."""
    return NotAllowed(
        f"“{action.title}” is an action of {action.owner.name}. Ask them, or the inspection "
        "coordinator."
    )


def check_version(action: Action, version: int) -> None:
    """Raises ChangedMeanwhile, saying how it stands now, unless `version` is the current one."""
    if action.version == version:
        return
    who = action.changed_by.name if action.changed_by else "Readiness"
    raise ChangedMeanwhile(
        f"{who} changed “{action.title}” on {format_moment(action.changed_at)}, after you opened "
        f"it. It is now: {STATE_WORDS[action.state]}, due {format_day(action.due_on)}. Look at it "
        "again, then make your change."
    )


def check_open(action: Action) -> None:
    """Raises ChangedMeanwhile for an action that has ended."""
    if action.is_ended:
        raise ChangedMeanwhile(
            f"“{action.title}” is {STATE_WORDS[action.state].lower()}. Open it again first."
        )


def check_due(due_on: date, trial_id: int | None = None) -> None:
    """Raises Refused for a due date that has passed: of a trial run, by the clock of that."""
    there = None if trial_id is None else find_trial_days([trial_id]).get(trial_id)
    if there is None and due_on < clock.today():
        raise Refused("The due date has passed already. Choose today or a later day.", "due_on")
    if there is not None and due_on < there:
        raise Refused(
            "The due date has passed already by the clock of the trial run, where it is "
            f"{format_day(there)}. Choose that day or a later one.",
            "due_on",
        )


def check_able(owner: Person, trial_id: int | None = None) -> Person:
    """The owner, if they can work on actions and take part in its trial run. Raises Refused."""
    if not owner.is_active or not allows(owner.role, Permission.WORK_OWN_TASKS):
        raise Refused(
            f"{owner.name} cannot work on actions. Choose somebody else as its owner.", "owner"
        )
    if trial_id is not None and owner.id not in find_players(trial_id):
        raise Refused(
            f"{owner.name} takes no part in this trial run. Choose somebody who does.", "owner"
        )
    return owner


def set_state(
    actor: Person, action: Action, state: ActionState, event: str, said: str = ""
) -> None:
    """Change the state, note who did it and record it."""
    before, action.state = action.state, state
    mark_changed(actor, action)
    record_change(actor, event, action, state=(before, state), reason=(None, said or None))


def mark_changed(actor: Person, action: Action) -> None:
    """Note who changed the action last, and when."""
    action.changed_by, action.changed_at = actor, clock.now()
