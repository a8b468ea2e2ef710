"""Starting an inspection from a call, after a preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.checklists.annexe_a import Edition
from readiness.checklists.documents import DocumentSpec
from readiness.checklists.inspections import Checklist
from readiness.checklists.posts import PostSpec
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.copies import copy_checklist, copy_documents, copy_edition
from readiness.inspections.models import AnchorDate, Inspection, Task
from readiness.inspections.now import now_for
from readiness.inspections.operations.checks import check_allowed
from readiness.inspections.operations.exercise import (
    add_players,
    make_clock,
    refuse_exercise,
)
from readiness.inspections.operations.tasks import set_state
from readiness.inspections.queries import (
    Ownership,
    find_post_ownership,
    find_running_inspection,
    get_calendar,
    list_away_ids,
    list_posts_by_key,
)
from readiness.inspections.rules.changes import question_call
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.inspections.rules.timeline import DatedStep, Timeline, compute_timeline
from readiness.inspections.rules.words import number_title, spell_second, spell_title
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission
from readiness.people.posts import match_posts
from readiness.plain_words import format_day, format_time


class CallQuestioned(Refused):
    """The day or the hour of a call is odd, and nobody has said that it is right."""


@dataclass(frozen=True)
class PlannedTask:
    """A dated step with its post and whose it would be today."""

    dated: DatedStep
    post: Post | None
    ownership: Ownership


@dataclass(frozen=True)
class Plan:
    """What starting would give: dates, tasks by day, and what is odd about the call."""

    checklist: Checklist
    call_at: datetime
    timeline: Timeline
    days: tuple[tuple[date, tuple[PlannedTask, ...]], ...]
    questions: tuple[str, ...]
    unowned: int

    @property
    def task_count(self) -> int:
        """How many tasks there would be."""
        return len(self.timeline.tasks)


def preview_timeline(
    *, checklist: Checklist, call_at: datetime, on_exercise_clock: bool = False
) -> Plan:
    """Every dated task by day with owners, and questions about an odd call. Changes nothing."""
    calendar = get_calendar()
    call = clock.in_london(call_at)
    timeline = compute_timeline(checklist, call, calendar, {})
    away, posts = list_away_ids(clock.today()), list_posts_by_key()
    days: dict[date, list[PlannedTask]] = {}
    for dated in sorted(timeline.tasks, key=lambda dated: dated.due_at):
        post = posts.get(dated.step.post)
        owner = find_post_ownership(post, away) if post else Ownership(None, stands_in=False)
        planned = PlannedTask(dated, post, owner)
        days.setdefault(clock.in_london(dated.due_at).date(), []).append(planned)
    return Plan(
        checklist=checklist,
        call_at=call_at,
        timeline=timeline,
        days=tuple((day, tuple(tasks)) for day, tasks in days.items()),
        questions=question_call_at(call_at, on_exercise_clock=on_exercise_clock),
        unowned=sum(task.ownership.person is None for tasks in days.values() for task in tasks),
    )


def question_call_at(call_at: datetime, *, on_exercise_clock: bool = False) -> tuple[str, ...]:
    """What is odd about the day or hour of a call, as sentences; nothing for a usual one."""
    now = None if on_exercise_clock else clock.now()
    return tuple(question_call(call_at, now, get_calendar()))


def start_inspection(  # noqa: PLR0913  # one argument for each thing that it begins with
    *,
    actor: Person | None,
    checklist: Checklist,
    posts: Iterable[PostSpec],
    documents: Iterable[DocumentSpec],
    edition: Edition,
    call_at: datetime,
    is_trial: bool = False,
    on_exercise_clock: bool = False,
    call_note: str = "",
    is_confirmed: bool = True,
) -> Inspection:
    """Start a run of a checklist: every key date and task, dated and owned.

    `posts` are the checklists’ posts, made where the database does not have them yet. Of the
    checklist, of the `documents` asked for and of the `edition` of Annexe A it keeps copies.
    `on_exercise_clock` is for a trial run. Raises ChangedMeanwhile naming the real inspection
    that is running, if there is one; any number of trial runs may run at once. Raises
    CallQuestioned for an odd call that nobody confirmed.
    """
    check_allowed(actor, Permission.START_INSPECTIONS, "start inspections")
    if not is_confirmed:
        _refuse_odd(call_at, on_exercise_clock)
    if not is_trial:
        _refuse_real(on_exercise_clock)
    timeline = compute_timeline(checklist, clock.in_london(call_at), get_calendar(), {})
    inspection = _make_inspection(actor, checklist, call_at, is_trial)
    inspection.documents_copy, inspection.edition_copy = (
        copy_documents(documents),
        copy_edition(edition),
    )
    inspection.call_note = call_note.strip()
    inspection.exercise_clock = make_clock(actor, call_at) if on_exercise_clock else None
    _insert(inspection)
    match_posts(posts)
    _fill(actor, checklist, inspection, timeline)
    return inspection


def _fill(
    actor: Person | None, checklist: Checklist, inspection: Inspection, timeline: Timeline
) -> None:
    """Give it its dates, its tasks and, for a trial run, its people."""
    _add_dates(inspection, timeline)
    tasks = _add_tasks(inspection, timeline)
    add_players(actor, inspection, tasks)
    _record_start(actor, inspection)
    _tick_what_is_done(actor, checklist, inspection, tasks)


def _refuse_real(on_exercise_clock: bool) -> None:
    refuse_exercise(on_exercise_clock)
    _refuse_second(find_running_inspection())


def _refuse_odd(call_at: datetime, on_exercise_clock: bool) -> None:
    if question_call_at(call_at, on_exercise_clock=on_exercise_clock):
        raise CallQuestioned(
            "Something about this call is unusual. Check the day and the time, then confirm them."
        )


def _record_start(actor: Person | None, inspection: Inspection) -> None:
    begun = {"call_at": (None, inspection.call_at), "is_trial": (None, inspection.is_trial)}
    record(
        actor=actor,
        event="inspections:inspection:started",
        subject=inspection,
        changes=begun,
        inspection_id=inspection.id,
    )


def _make_inspection(
    actor: Person | None, checklist: Checklist, call_at: datetime, is_trial: bool
) -> Inspection:
    title = spell_title(checklist.title, call_at, is_trial=is_trial)
    return Inspection(
        title=number_title(title, _count_called(title)),
        checklist_key=checklist.key,
        framework=checklist.framework,
        is_trial=is_trial,
        state=InspectionState.RUNNING,
        call_at=call_at,
        started_by=actor,
        started_at=clock.now(),
        checklist_copy=copy_checklist(checklist),
    )


def _count_called(title: str) -> int:
    """How many began under this title, numbered or not: a council may rehearse twice in a day."""
    numbered = Inspection.title.startswith(f"{title} (", autoescape=True)
    called = select(func.count(Inspection.id)).where(or_(Inspection.title == title, numbered))
    return db.session.scalar(called) or 0


def _insert(inspection: Inspection) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(inspection)
    except IntegrityError:
        # Another request started one between our look and our insert.
        running = find_running_inspection()
        if running is None:
            raise
        _refuse_second(running)


def _refuse_second(running: Inspection | None) -> None:
    if running is None:
        return
    who = f"{running.started_by.name} started it" if running.started_by else "it was started"
    raise ChangedMeanwhile(
        f"“{running.title}” is running: {who} at {spell_second(running.started_at)}. "
        "Open it in the list of inspections, or start a trial run instead."
    )


def _add_dates(inspection: Inspection, timeline: Timeline) -> None:
    inspection.anchors = [
        AnchorDate(
            key=anchor.key,
            title=anchor.title,
            at=anchor.at,
            moved_from=anchor.moved_from,
            because=anchor.because,
            estimate=anchor.estimate,
            gate=anchor.gate,
            confirm=anchor.confirm,
        )
        for anchor in timeline.anchors
    ]


def _add_tasks(inspection: Inspection, timeline: Timeline) -> list[Task]:
    posts = list_posts_by_key()
    missing = sorted({dated.step.post for dated in timeline.tasks} - set(posts))
    if missing:
        raise Refused(f"The checklist names posts that do not exist: {', '.join(missing)}.")
    tasks = [_make_task(inspection, dated, posts) for dated in timeline.tasks]
    db.session.add_all(tasks)
    return tasks


def _tick_what_is_done(
    actor: Person | None, checklist: Checklist, inspection: Inspection, tasks: list[Task]
) -> None:
    """Tick the steps that starting shows to be done: whoever logs a call has heard of it."""
    db.session.flush()
    done = {step.key for step in checklist.steps if step.done_at_start}
    now = clock.in_london(now_for(inspection))
    note = f"Call logged at {format_time(now)} on {format_day(now.date())}."
    for task in tasks:
        if task.step_key in done:
            task.done_by, task.done_at, task.note = actor, now, note
            set_state(actor, task, TaskState.DONE, "inspections:task:ticked", note=note)


def _make_task(inspection: Inspection, dated: DatedStep, posts: dict[str, Post]) -> Task:
    step = dated.step
    return Task(
        inspection_id=inspection.id,
        step_key=step.key,
        title=step.title,
        guidance=step.guidance,
        post_id=posts[step.post].id,
        due_at=dated.due_at,
        due_because=dated.because,
        gate=step.gate,
        evidence_required=step.evidence,
        delivers=step.delivers,
        area=step.area,
        source=step.source,
        confirm=step.confirm,
        after=list(step.after),
    )
