"""Finding how a run went: each step against its due time, who took part, the runs before it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from readiness.activity.models import Activity
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.copies import read_copy
from readiness.inspections.models import Inspection, Task
from readiness.inspections.queries import find_participant_ids, get_inspection
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.trial_runs.models import Gap, TrialReport, WentWell
from readiness.trial_runs.rules.timings import Timing, is_stepped_over

_KEY_DELIVERIES = ("release:", "bundle:")
_BLOCKING = ("inspections:task:blocked", "inspections:task:changed")
"""As it is called now, and as every change of a state was called once."""
_STEPPED = "trial_runs:clock:stepped"
Jump = tuple[datetime, datetime]
"""From which moment to which the exercise clock was stepped."""


def get_trial(inspection_id: int) -> Inspection:
    """The trial run with its key dates. Raises NotFound, for a real inspection too."""
    inspection = get_inspection(inspection_id)
    if not inspection.is_trial:
        raise NotFound("There is no such trial run. Choose one from the list of inspections.")
    return inspection


def list_timings(inspection_id: int) -> tuple[Timing, ...]:
    """Every step of a run as it went, soonest due first. Four queries."""
    chosen = select(Task).where(Task.inspection_id == inspection_id)
    told = chosen.options(
        joinedload(Task.post), joinedload(Task.done_by), selectinload(Task.comments)
    )
    blocked, jumps = _list_delays(inspection_id)
    ticked = _list_done_at_start(inspection_id)
    tasks = db.session.scalars(told.order_by(Task.due_at, Task.id))
    return tuple(_read_timing(task, blocked[task.id], jumps, ticked) for task in tasks)


def list_took_part(inspection_id: int) -> Sequence[Person]:
    """Who is in it, observers too, and who did a step or recorded what was seen, by name."""
    who = (
        select(Task.done_by_id).where(Task.inspection_id == inspection_id),
        select(Gap.seen_by_id).where(Gap.inspection_id == inspection_id),
        select(WentWell.seen_by_id).where(WentWell.inspection_id == inspection_id),
    )
    found = set(db.session.scalars(union(*who))) | find_participant_ids(inspection_id)
    chosen = select(Person).where(Person.id.in_(found - {None}))
    return db.session.scalars(chosen.order_by(Person.name)).all()


def find_report(inspection_id: int) -> TrialReport | None:
    """The report that was written last, if there is one."""
    newest = select(TrialReport).where(TrialReport.inspection_id == inspection_id)
    return db.session.scalar(newest.order_by(TrialReport.id.desc()).limit(1))


def list_earlier(trial: Inspection) -> list[Inspection]:
    """The last trial run and the last real inspection begun before it, as far as there are any.

    Of the same checklist, if one was run. A real one that still goes on has no figures yet.
    """
    found = (_find_earlier(trial, is_trial=is_trial) for is_trial in (True, False))
    return [inspection for inspection in found if inspection is not None]


def _find_earlier(trial: Inspection, *, is_trial: bool) -> Inspection | None:
    chosen = select(Inspection).where(
        Inspection.id < trial.id,
        Inspection.is_trial.is_(is_trial),
        or_(Inspection.is_trial, Inspection.closed_at.is_not(None)),
    )
    same = Inspection.checklist_key == trial.checklist_key
    found = chosen.order_by(same.desc(), Inspection.id.desc()).limit(1)
    return db.session.scalar(found.options(selectinload(Inspection.anchors)))


def _list_delays(inspection_id: int) -> tuple[dict[int, list[str]], list[Jump]]:
    """For each task the reasons for which it was blocked, and each step of the exercise clock.

    A task forgets its reasons once it goes on: the activity has them.
    """
    chosen = select(Activity.event, Activity.subject_id, Activity.changes).where(
        Activity.inspection_id == inspection_id, Activity.event.in_((*_BLOCKING, _STEPPED))
    )
    blocked: dict[int, list[str]] = defaultdict(list)
    jumps: list[Jump] = []
    for event, task_id, changes in db.session.execute(chosen.order_by(Activity.id)):
        state, reason = changes.get("state"), changes.get("reason")
        if event == _STEPPED:
            before, to = changes["at"]
            jumps.append((datetime.fromisoformat(before), datetime.fromisoformat(to)))
        elif state and state[1] == TaskState.BLOCKED.value and reason and reason[1]:
            blocked[task_id].append(f"Blocked: {reason[1]}")
    return blocked, jumps


def _list_done_at_start(inspection_id: int) -> set[str]:
    """The steps that starting ticks by itself, by the checklist that the run began with."""
    chosen = select(Inspection.checklist_copy).where(Inspection.id == inspection_id)
    steps = read_copy(db.session.scalars(chosen).one()).steps
    return {step.key for step in steps if step.done_at_start}


def _read_timing(
    task: Task,
    blocked: Sequence[str],
    jumps: Sequence[Jump],
    ticked: Collection[str],
) -> Timing:
    reason = f"Blocked: {task.reason}" if task.state is TaskState.BLOCKED else task.reason
    said = [*blocked, reason, task.note, *(comment.text for comment in task.comments)]
    return Timing(
        task_id=task.id,
        step_key=task.step_key,
        title=task.title,
        post_title=task.post.title,
        state=task.state,
        due_at=task.due_at,
        done_at=task.done_at,
        done_by=task.done_by.name if task.done_by else "",
        gate=task.gate,
        after=tuple(task.after),
        is_key=task.evidence_required or (task.delivers or "").startswith(_KEY_DELIVERIES),
        why=tuple(dict.fromkeys(words for words in said if words)),
        stepped_over=is_stepped_over(task.due_at, task.done_at, jumps),
        done_at_start=task.state is TaskState.DONE and task.step_key in ticked,
    )
