"""Changing key dates and due times, after showing what would move."""

from dataclasses import dataclass, replace
from datetime import datetime

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.inspections.copies import read_copy
from readiness.inspections.models import AnchorDate, Inspection, Task
from readiness.inspections.now import now_for
from readiness.inspections.operations.checks import (
    check_allowed,
    check_version,
    get_running,
    mark_changed,
)
from readiness.inspections.queries import (
    get_anchor,
    get_calendar,
    get_inspection_with_copy,
    list_tasks,
)
from readiness.inspections.rules.changes import (
    Move,
    MoveKind,
    compare_timelines,
    question_call,
    question_day,
    question_order,
)
from readiness.inspections.rules.timeline import Anchor, Timeline, compute_timeline
from readiness.inspections.rules.words import spell_title
from readiness.people.models import Person
from readiness.people.permissions import Permission

CALL = "call"


class DateQuestioned(Refused):
    """The day or the order of a key date is odd, and nobody has said that it is right."""


@dataclass(frozen=True)
class MovePreview:
    """What changing a key date would move, and the pinned tasks that would stay."""

    inspection: Inspection
    anchor: AnchorDate
    at: datetime
    timeline: Timeline
    anchors: tuple[Move, ...]
    tasks: tuple[Move, ...]
    pinned: tuple[Move, ...]
    questions: tuple[str, ...]


def preview_anchor_move(*, inspection_id: int, key: str, at: datetime) -> MovePreview:
    """What would move if this key date were at `at` (aware). Changes nothing.

    Tasks that are done or not needed keep the due time they had. Raises NotFound.
    """
    inspection = get_inspection_with_copy(inspection_id)
    anchor = get_anchor(inspection, key)
    checklist = read_copy(inspection.checklist_copy)
    new = _compute(inspection, {**_changed(inspection), key: clock.in_london(at)})
    tasks = {task.step_key: task for task in list_tasks(inspection_id)}
    closed = {step for step, task in tasks.items() if not task.is_open}
    pinned = {step for step, task in tasks.items() if task.pinned}
    moves = compare_timelines(_as_it_stands(inspection, tasks, new), new, closed)
    moved = [move for move in moves if move.kind is MoveKind.TASK]
    return MovePreview(
        inspection=inspection,
        anchor=anchor,
        at=at,
        timeline=new,
        anchors=tuple(move for move in moves if move.kind is MoveKind.ANCHOR),
        tasks=tuple(move for move in moved if move.key not in pinned),
        pinned=tuple(move for move in moved if move.key in pinned),
        questions=(*_question(inspection, anchor, at), *question_order(checklist, new.anchors)),
    )


def _question(inspection: Inspection, anchor: AnchorDate, at: datetime) -> list[str]:
    """What is odd about the new day by itself; nothing of a date that stays where it is."""
    if at == anchor.at:
        return []
    calendar = get_calendar()
    if anchor.key != CALL:
        return question_day(anchor.title, at, calendar)
    now = None if inspection.exercise_clock else now_for(inspection)
    return question_call(at, now, calendar)


def _as_it_stands(inspection: Inspection, tasks: dict[str, Task], new: Timeline) -> Timeline:
    """The stored dates as a timeline: closure days added since the start show as moves too."""
    stored = {anchor.key: anchor.at for anchor in inspection.anchors}
    return Timeline(
        anchors=tuple(replace(a, at=clock.in_london(stored[a.key])) for a in new.anchors),
        moved=(),
        tasks=tuple(
            replace(dated, due_at=clock.in_london(tasks[dated.step.key].due_at))
            for dated in new.tasks
        ),
    )


def move_anchor(
    *,
    actor: Person,
    inspection_id: int,
    key: str,
    at: datetime,
    version: int,
    is_confirmed: bool = True,
) -> MovePreview:
    """Change a key date and everything that hangs from it, except what is pinned.

    `version` is the inspection’s as the preview showed it. Raises ChangedMeanwhile, and
    DateQuestioned for an odd date that nobody confirmed.
    """
    check_allowed(actor, Permission.MOVE_ANCHORS, "move key dates")
    get_running(inspection_id)
    preview = preview_anchor_move(inspection_id=inspection_id, key=key, at=at)
    inspection, anchor = preview.inspection, preview.anchor
    _check_seen(preview, version, is_confirmed)
    old = anchor.at
    if key == CALL:
        inspection.call_at = at
        title = str(inspection.checklist_copy["title"])
        inspection.title = spell_title(title, at, is_trial=inspection.is_trial)
    else:
        anchor.is_changed = True
    # Asked from the closure days, the call stays and only what hangs from it moves.
    if key != CALL or at != old:
        anchor.changed_by = actor
    inspection.dates_changed_at = clock.now()
    _write_anchors(inspection, preview.timeline.anchors)
    _write_tasks(inspection, preview)
    record(
        actor=actor,
        event="inspections:anchor:moved",
        subject=anchor,
        changes={"at": (old, anchor.at), "tasks_moved": (None, len(preview.tasks))},
        inspection_id=inspection_id,
    )
    return preview


def _check_seen(preview: MovePreview, version: int, is_confirmed: bool) -> None:
    if preview.inspection.version != version:
        raise ChangedMeanwhile(
            "Somebody changed the key dates after you opened this preview. "
            "Nothing was moved: look at the dates again, then make your change."
        )
    if preview.questions and not is_confirmed:
        raise DateQuestioned(
            "Something about this date is unusual. Check the day and the time, then confirm them."
        )


def pin_due(*, actor: Person, task: Task, version: int, due_at: datetime) -> Task:
    """Fix a task’s due time so that moving key dates leaves it alone. Raises Refused."""
    _check_may_date(actor, task, version)
    old = (task.due_at, task.pinned)
    task.due_at, task.pinned = due_at, True
    task.due_because = f"Fixed by hand by {actor.name}."
    _record_due(actor, task, *old)
    return task


def unpin_due(*, actor: Person, task: Task, version: int) -> Task:
    """Let a task’s due time follow the key dates again."""
    _check_may_date(actor, task, version)
    if not task.pinned:
        raise Refused(f"The due time of “{task.title}” follows the key dates already.")
    old = (task.due_at, task.pinned)
    due_at, because = compute_task_due(task)
    task.due_at, task.due_because, task.pinned = due_at, because, False
    _record_due(actor, task, *old)
    return task


def compute_task_due(task: Task) -> tuple[datetime, str]:
    """When a task is due by the key dates as they stand, and why."""
    inspection = get_inspection_with_copy(task.inspection_id)
    for dated in _compute(inspection, _changed(inspection)).tasks:
        if dated.step.key == task.step_key:
            return dated.due_at, dated.because
    return task.due_at, task.due_because


def _compute(inspection: Inspection, changed: dict[str, datetime]) -> Timeline:
    rest = {key: at for key, at in changed.items() if key != CALL}
    call = changed.get(CALL, inspection.call_at)
    return compute_timeline(
        read_copy(inspection.checklist_copy), clock.in_london(call), get_calendar(), rest
    )


def _changed(inspection: Inspection) -> dict[str, datetime]:
    return {a.key: clock.in_london(a.at) for a in inspection.anchors if a.is_changed}


def _write_anchors(inspection: Inspection, computed: tuple[Anchor, ...]) -> None:
    dates = {anchor.key: anchor for anchor in computed}
    for anchor in inspection.anchors:
        found = dates[anchor.key]
        anchor.at, anchor.moved_from, anchor.because = found.at, found.moved_from, found.because
        anchor.estimate, anchor.confirm = found.estimate, found.confirm


def _write_tasks(inspection: Inspection, preview: MovePreview) -> None:
    moving = {move.key for move in preview.tasks}
    dates = {dated.step.key: dated for dated in preview.timeline.tasks}
    for task in list_tasks(inspection.id):
        if task.step_key in moving:
            found = dates[task.step_key]
            task.due_at, task.due_because = found.due_at, found.because


def _check_may_date(actor: Person, task: Task, version: int) -> None:
    check_allowed(actor, Permission.MOVE_ANCHORS, "change due times")
    get_running(task.inspection_id)
    check_version(task, version)


def _record_due(actor: Person, task: Task, old_due: datetime, old_pinned: bool) -> None:
    mark_changed(actor, task)
    record(
        actor=actor,
        event="inspections:task:changed",
        subject=task,
        changes={"due_at": (old_due, task.due_at), "pinned": (old_pinned, task.pinned)},
        inspection_id=task.inspection_id,
    )
