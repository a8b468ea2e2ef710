"""What every change of lists checks first: an open scope, rights, and the scope held."""

from sqlalchemy import select, text

from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import find_list_post
from readiness.errors import NotAllowed
from readiness.extensions import db
from readiness.inspections.models import Task
from readiness.inspections.operations import (
    get_running,
    mark_delivered,
    mark_undelivered,
    may_work_on,
)
from readiness.inspections.present import find_out_in
from readiness.inspections.queries import find_delivering_task
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows

_LISTS_LOCK = 4_120_418  # any fixed number: PostgreSQL writers queue on it and the scope


def check_open(inspection_id: int | None) -> None:
    """Raises NotFound for no such inspection, Refused for a closed one."""
    if inspection_id is not None:
        get_running(inspection_id)


def lock_lists(inspection_id: int | None) -> None:
    """Hold the lists of a scope until the transaction ends, before anything of them is read.

    So an upload and a signature never pass each other. The tasks that follow are held too, in
    one order, and before the chain of the activity is: else two writers could wait for one
    another. SQLite has one writer at a time anyway.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    lock = text("SELECT pg_advisory_xact_lock(:lock, :scope)")
    db.session.execute(lock, {"lock": _LISTS_LOCK, "scope": inspection_id or 0})
    tasks = select(Task.id).where(
        Task.inspection_id == inspection_id, Task.delivers.startswith("list:")
    )
    db.session.execute(tasks.order_by(Task.id).with_for_update())
    db.session.expire_all()  # what was read before the lock may have changed


def may_sign(actor: Person, inspection_id: int | None, number: int) -> bool:
    """Whether the actor may sign this list: on every task, as owner of the list’s task, or,
    where there is no such task, as holder or deputy of the post that signs it."""
    if not allows(actor.role, Permission.SIGN_LISTS):
        return False
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    if inspection_id is not None:
        task = find_delivering_task(inspection_id, f"list:{number}")
        if task is not None:
            return may_work_on(actor, task, find_out_in(task.inspection_id))
    post = find_list_post(number)
    return post is not None and actor.id in {post.holder_id, post.deputy_id}


def may_comment(actor: Person, inspection_id: int | None, number: int) -> bool:
    """Whether the actor may write Ofsted a comment on this list: the data lead or its owner."""
    uploads = allows(actor.role, Permission.UPLOAD_EXTRACTS)
    return uploads or may_sign(actor, inspection_id, number)


def check_may_sign(actor: Person, inspection_id: int | None, number: int) -> None:
    """Raises NotAllowed for somebody else’s list."""
    if not may_sign(actor, inspection_id, number):
        raise NotAllowed(
            f"List {number} is signed by its owner. Ask them, or the inspection coordinator."
        )


def tick_task(actor: Person, version: ListVersion, note: str) -> None:
    """Tick the task of the inspection that delivers this list; between inspections there is none.

    Given no inspection, mark_delivered would tick those of every running one.
    """
    if version.inspection_id is not None:
        mark_delivered(
            actor=actor,
            delivers=f"list:{version.list_number}",
            note=note,
            inspection_id=version.inspection_id,
        )


def reopen_task(actor: Person | None, version: ListVersion, reason: str) -> None:
    """Open the task that delivers this list again, saying why."""
    if version.inspection_id is not None:
        mark_undelivered(
            actor=actor,
            delivers=f"list:{version.list_number}",
            reason=reason,
            inspection_id=version.inspection_id,
        )
