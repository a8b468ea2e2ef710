"""Ticking the tasks that other parts of the product do: a list signed, a document approved.

A step that delivers something is done by doing that very thing. Whoever signs, approves,
releases or sends has been checked there already; here the task only follows.
"""

from sqlalchemy import select

from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.now import now_in
from readiness.inspections.operations.dates import compute_task_due
from readiness.inspections.operations.tasks import set_state
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person


def mark_delivered(
    *, actor: Person | None, delivers: str, note: str, inspection_id: int | None = None
) -> None:
    """Tick the open tasks that deliver this (“list:3”, “document:self-evaluation”).

    In one inspection, or in every running one where none is named.
    """
    for task in _tasks(delivers, inspection_id):
        if task.is_open:
            task.done_by, task.done_at, task.note = actor, now_in(task.inspection_id), note
            set_state(actor, task, TaskState.DONE, "inspections:task:ticked", note=note)


def mark_undelivered(
    *, actor: Person | None, delivers: str, reason: str, inspection_id: int | None = None
) -> None:
    """Open the ticked tasks that deliver this again, saying why."""
    for task in _tasks(delivers, inspection_id):
        if task.state is TaskState.DONE:
            task.done_by, task.done_at, task.note = None, None, ""
            if not task.pinned:
                task.due_at, task.due_because = compute_task_due(task)
            set_state(actor, task, TaskState.TO_DO, "inspections:task:reopened", reason=reason)


def _tasks(delivers: str, inspection_id: int | None) -> list[Task]:
    chosen = (
        select(Task)
        .join(Inspection, Inspection.id == Task.inspection_id)
        .where(Task.delivers == delivers, Inspection.state == InspectionState.RUNNING)
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    if inspection_id is not None:
        chosen = chosen.where(Task.inspection_id == inspection_id)
    return list(db.session.scalars(chosen))
