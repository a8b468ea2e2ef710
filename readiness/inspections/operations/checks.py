"""What every change of a task checks first: rights, a running inspection, the version seen."""

from datetime import datetime

from sqlalchemy import select

from readiness import clock
from readiness.activity.operations import add_last_check
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.present import find_out_in
from readiness.inspections.queries import find_ownership, find_post_ownership, hold_rows
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import STATE_WORDS, TaskState
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.rules import Out

# Two things keep what is archived as it was. Without either, a test of what happens at once fails
# on PostgreSQL; SQLite has one writer anyway. The held row (`hold_running`, `hold_all_running`) is
# for those who have to wait: who counts before they add, and jobs, which would fail for everything
# and also write what no entry tells of (emails). All others come with a task or a document held,
# so that two could wait for each other: they look once more when they record, where all queue.
_RELIED = "inspections.relied"


def check_allowed(actor: Person | None, permission: Permission, what: str) -> None:
    """Raises NotAllowed unless the actor has the permission; no actor is the command line."""
    if actor is not None and not allows(actor.role, permission):
        raise NotAllowed(f"Your role may not {what}. Ask the inspection coordinator.")


def may_work_on(actor: Person, task: Task, away: Out) -> bool:
    """Whether the actor may work on the task: on every task, or on their own today."""
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    owners = {find_ownership(task, away).person, find_post_ownership(task.post, away).person}
    return allows(actor.role, Permission.WORK_OWN_TASKS) and actor in owners


def may_open_evidence(actor: Person, task: Task, away: Out) -> bool:
    """Whether the actor may read the files of a task: nobody knows whether children are in them.

    So those who may work on the task, and roles that see child-level rows; whoever added a file
    may read that one.
    """
    return allows(actor.role, Permission.SEE_CHILD_ROWS) or may_work_on(actor, task, away)


def check_may_open(actor: Person, task: Task, added_by_id: int) -> None:
    """Raises NotAllowed for a file of somebody else’s task."""
    away = find_out_in(task.inspection_id)
    if added_by_id != actor.id and not may_open_evidence(actor, task, away):
        raise NotAllowed(
            f"The files of “{task.title}” are for those who work on it. Ask them what you need."
        )


def check_may_work(actor: Person, task: Task) -> None:
    """Raises NotAllowed for somebody else’s task, Refused where the inspection is closed."""
    away = find_out_in(task.inspection_id)
    if not may_work_on(actor, task, away):
        owner = find_ownership(task, away).person
        whose = owner.name if owner is not None else task.post.title
        raise NotAllowed(
            f"“{task.title}” is a task of {whose}. Ask them, or the inspection coordinator."
        )
    get_running(task.inspection_id)


def get_running(inspection_id: int) -> Inspection:
    """The inspection, if anything of it may still change: the one guard of all that belongs to it.

    Every operation on something that an inspection holds, in whichever package, asks this first.
    Raises Refused for one that is closed and archived, NotFound.
    """
    inspection = db.session.get(Inspection, inspection_id)
    if inspection is None:
        raise NotFound("There is no such inspection. Choose one from the list of inspections.")
    if not inspection.is_running:
        raise _archived(inspection.title)
    _relied_on().add(inspection_id)
    return inspection


def hold_running(inspection_id: int) -> Inspection:
    """The same as it stands now, held until the transaction ends: nobody closes it meanwhile.

    Whoever closes one asks this too, first of all; so do those who number what they add. What
    only points to the inspection, such as a comment on a task, is not kept waiting.
    """
    hold_rows(Inspection.id == inspection_id)
    db.session.get(Inspection, inspection_id, populate_existing=True)
    return get_running(inspection_id)


def stop_relying(inspection_id: int) -> None:
    """Say that this transaction closes the inspection itself."""
    _relied_on().discard(inspection_id)


@add_last_check
def _check_still_running(inspection_id: int) -> None:
    """Refuse a change of what somebody archived since `get_running` was asked.

    Whoever archives records that too, so none passes the other. SQLite has one writer anyway.
    """
    is_shared = db.session.get_bind().dialect.name == "postgresql"
    if not is_shared or inspection_id not in _relied_on():
        return
    chosen = select(Inspection.title, Inspection.state).where(Inspection.id == inspection_id)
    title, state = db.session.execute(chosen).one()
    if state is not InspectionState.RUNNING:
        raise _archived(title)


def _relied_on() -> set[int]:
    """The inspections that this transaction took for running."""
    session = db.session()
    found: tuple[object, set[int]] = session.info.get(_RELIED, (None, set()))
    current = session.get_transaction()
    if found[0] is not current or current is None:
        found = session.info[_RELIED] = (current, set())
    return found[1]


def _archived(title: str) -> Refused:
    return Refused(
        f"“{title}” is closed and archived: nothing in it changes any more. "
        "A director can open it again."
    )


def check_version(task: Task, version: int) -> None:
    """Raises ChangedMeanwhile, saying how it stands now, unless `version` is the current one."""
    if task.version == version:
        return
    who = task.changed_by.name if task.changed_by else "Somebody"
    when = f" at {spell_second(task.changed_at)}" if task.changed_at else ""
    raise ChangedMeanwhile(
        f"{who} changed “{task.title}”{when}, after you opened it. "
        f"It is now: {STATE_WORDS[task.state]}. Look at it again, then make your change."
    )


def check_seen(
    what: str, seen: int, now: int, by: Person | None = None, at: datetime | None = None
) -> None:
    """Raises ChangedMeanwhile, saying who changed it when, unless the version seen is the current.

    For what a package above keeps of an inspection.
    """
    if seen == now:
        return
    when = f" at {spell_second(at)}" if at else ""
    raise ChangedMeanwhile(
        f"{by.name if by else 'Somebody'} changed {what}{when}, after you opened it. Look at it "
        "again, then make your change."
    )


def check_not_done(task: Task) -> None:
    """Raises ChangedMeanwhile saying who ticked the task and when, if it is done."""
    if task.state is not TaskState.DONE or task.done_at is None:
        return
    who = task.done_by.name if task.done_by else "Somebody"
    raise ChangedMeanwhile(
        f"Done by {who} at {spell_second(task.done_at)}: “{task.title}” is ticked already."
    )


def mark_changed(actor: Person | None, task: Task) -> None:
    """Note who changed the task last, and when."""
    task.changed_by = actor
    task.changed_at = clock.now()
