"""Working on a task: tick, reopen, block, hand over, comment, add evidence."""

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.inspections.models import Task, TaskComment, TaskEvidence
from readiness.inspections.now import now_in
from readiness.inspections.operations.checks import (
    check_allowed,
    check_may_open,
    check_may_work,
    check_not_done,
    check_version,
    get_running,
    mark_changed,
)
from readiness.inspections.operations.dates import compute_task_due
from readiness.inspections.present import find_players_in
from readiness.inspections.queries import find_open_before
from readiness.inspections.rules.deliveries import read_delivery
from readiness.inspections.rules.tasks import STATE_WORDS, TaskState, may_follow
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


class FileMissing(Refused):
    """A task that needs a file as evidence has none."""


def tick_task(*, actor: Person, task: Task, version: int, note: str = "") -> Task:
    """Mark a task done, even before what it waits for: what happened is recorded.

    What delivers something is done by doing that; ticked here, the note must say how. Raises
    ChangedMeanwhile saying who did it and when, or who changed it; Refused where a file or
    the note is needed first.
    """
    check_not_done(task)
    check_may_work(actor, task)
    check_version(task, version)
    delivery = read_delivery(task.delivers)
    if delivery is not None and not note.strip():
        raise Refused(
            f"This task is done with “{delivery.words}”. If it was done outside Readiness, "
            "say in the note how it was done, then tick it off.",
            "note",
        )
    if task.evidence_required and not task.evidence:
        raise FileMissing(f"“{task.title}” needs a file as evidence. Choose one, then try again.")
    task.done_by, task.done_at, task.note = actor, now_in(task.inspection_id), note.strip()
    set_state(actor, task, TaskState.DONE, "inspections:task:ticked", note=note.strip())
    return task


def reopen_task(*, actor: Person, task: Task, version: int, reason: str) -> Task:
    """Take a tick or a “not needed” back. Raises Refused without a reason."""
    check_may_work(actor, task)
    check_version(task, version)
    said = require_words(reason, "Say why the task is opened again.")
    # Key dates may have moved while it was closed.
    due = (task.due_at, task.due_because) if task.pinned else compute_task_due(task)
    task.done_by, task.done_at, task.note = None, None, ""
    task.due_at, task.due_because = due
    set_state(actor, task, TaskState.TO_DO, "inspections:task:reopened", reason=said)
    return task


def begin_task(*, actor: Person, task: Task, version: int) -> Task:
    """Mark a task as in progress. Raises Refused while it cannot start yet."""
    check_may_work(actor, task)
    check_version(task, version)
    waits = find_open_before(task)
    if waits:
        raise Refused(f"This cannot start yet. First: “{waits[0]}”.")
    set_state(actor, task, TaskState.IN_PROGRESS, "inspections:task:begun", reason="")
    return task


def put_back_task(*, actor: Person, task: Task, version: int) -> Task:
    """Put a task that is in progress or blocked back to “to do”."""
    check_may_work(actor, task)
    check_version(task, version)
    if not task.is_open:
        raise Refused("This task is closed. Reopen it and say why.")
    set_state(actor, task, TaskState.TO_DO, "inspections:task:put_back", reason="")
    return task


def block_task(*, actor: Person, task: Task, version: int, reason: str) -> Task:
    """Say that a task cannot go on, and why. Raises Refused without a reason."""
    check_may_work(actor, task)
    check_version(task, version)
    said = require_words(reason, "Say what blocks the task, so that somebody can help.")
    set_state(actor, task, TaskState.BLOCKED, "inspections:task:blocked", reason=said)
    return task


def drop_task(*, actor: Person, task: Task, version: int, reason: str) -> Task:
    """Mark a task as not needed. Raises Refused without a justification."""
    check_may_work(actor, task)
    check_version(task, version)
    said = require_words(reason, "Say why the task is not needed.")
    set_state(actor, task, TaskState.NOT_NEEDED, "inspections:task:dropped", reason=said)
    return task


def hand_over_task(
    *, actor: Person, task: Task, version: int, to: Person, reason: str = ""
) -> Task:
    """Hand a task to the deputy or holder of its post; a coordinator may choose anybody.

    In a trial run only its players have tasks. Raises Refused for anybody else, ChangedMeanwhile
    for an older version.
    """
    check_may_work(actor, task)
    check_version(task, version)
    if not task.is_open:
        raise Refused("This task is closed: there is nothing to hand over.")
    _check_may_take(actor, task, to)
    before = task.handed_to or task.post.holder
    task.handed_to = None if to.id == task.post.holder_id else to
    mark_changed(actor, task)
    record(
        actor=actor,
        event="inspections:task:handed_over",
        subject=task,
        changes={
            "owner": (before.name if before else None, to.name),
            "reason": (None, reason.strip() or None),
        },
        inspection_id=task.inspection_id,
    )
    return task


def _check_may_take(actor: Person, task: Task, to: Person) -> None:
    may_choose = allows(actor.role, Permission.WORK_ALL_TASKS)
    of_post = to.id in {task.post.holder_id, task.post.deputy_id}
    if not to.is_active or not (of_post or may_choose):
        raise Refused(
            f"A task of the {task.post.title} can be handed to its holder or deputy. "
            "The inspection coordinator can hand it to others.",
            "to",
        )
    if not allows(to.role, Permission.WORK_OWN_TASKS):
        raise Refused(
            f"{to.name} has a role that does not work on tasks. Choose somebody else.", "to"
        )
    players = find_players_in(task.inspection_id)
    if players is not None and to.id not in players:
        raise Refused(f"{to.name} is not a player of this trial run. Choose one who is.", "to")


def add_comment(*, actor: Person, task: Task, text: str) -> TaskComment:
    """Say something about a task, one’s own or a colleague’s. Raises Refused for empty words."""
    check_allowed(actor, Permission.WORK_OWN_TASKS, "comment on tasks")
    get_running(task.inspection_id)
    said = require_words(text, "Write the comment first.")
    comment = TaskComment(task_id=task.id, text=said, by=actor, at=clock.now())
    db.session.add(comment)
    record(
        actor=actor,
        event="inspections:task:commented",
        subject=task,
        inspection_id=task.inspection_id,
    )
    return comment


def add_evidence(
    *, actor: Person, task: Task, name: str, sha256: str, size: int, kind: str
) -> TaskEvidence:
    """Attach a file whose content is in the file store already; `size` in bytes."""
    check_may_work(actor, task)
    evidence = TaskEvidence(
        task=task,
        sha256=sha256,
        name=name,
        size=size,
        kind=kind,
        added_by=actor,
        added_at=clock.now(),
    )
    db.session.add(evidence)
    record(
        actor=actor,
        event="inspections:task:evidenced",
        subject=task,
        changes={"sha256": (None, sha256)},
        inspection_id=task.inspection_id,
    )
    return evidence


def note_evidence_download(*, actor: Person, task: Task, evidence: TaskEvidence) -> None:
    """Record who takes a file of a task. Raises NotAllowed where it is not theirs to read.

    Nobody knows whether children are in it, so every one is recorded.
    """
    check_may_open(actor, task, evidence.added_by_id)
    record(
        actor=actor,
        event="inspections:evidence:downloaded",
        subject=task,
        changes={"sha256": (None, evidence.sha256)},
        inspection_id=task.inspection_id,
    )


def set_state(actor: Person | None, task: Task, state: TaskState, event: str, **said: str) -> None:
    """Change the state and record it. Raises ChangedMeanwhile where it may not follow."""
    if not may_follow(task.state, state):
        raise ChangedMeanwhile(
            f"“{task.title}” is {STATE_WORDS[task.state].lower()}, so it cannot become "
            f"{STATE_WORDS[state].lower()}. Look at it again."
        )
    changes: dict[str, tuple[object, object]] = {"state": (task.state, state)}
    before = {"reason": task.reason, "note": ""}
    changes |= {
        field: (before[field] or None, text or None)
        for field, text in said.items()
        if before[field] != text
    }
    task.state = state
    task.reason = said.get("reason", "") if state is not TaskState.TO_DO else ""
    mark_changed(actor, task)
    record(
        actor=actor, event=event, subject=task, changes=changes, inspection_id=task.inspection_id
    )
