"""Finding inspections and tasks, each page’s share in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.calendar import working_calendar
from readiness.inspections.models import (
    AnchorDate,
    ClosureDay,
    Inspection,
    Task,
    TaskEvidence,
    TrialParticipant,
)
from readiness.inspections.present import find_away, find_out
from readiness.inspections.rules.exercise import Part
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import (
    CLOSED_STATES,
    TaskLine,
    TaskState,
    choose_next,
    find_waits,
)
from readiness.inspections.rules.working_days import Calendar
from readiness.people.models import Person, Post
from readiness.people.queries import list_away
from readiness.people.rules import Out, find_owner, people_away


@dataclass(frozen=True)
class InspectionCount:
    """An inspection and how far its tasks are; not-needed tasks are not counted."""

    inspection: Inspection
    tasks: int
    done: int


@dataclass(frozen=True)
class Ownership:
    """Whose task it is today: `person` is None where the post is empty."""

    person: Person | None
    stands_in: bool


def get_inspection(inspection_id: int) -> Inspection:
    """The inspection with its key dates. Raises NotFound."""
    inspection = db.session.scalar(
        select(Inspection)
        .options(selectinload(Inspection.anchors))
        .where(Inspection.id == inspection_id)
    )
    if inspection is None:
        raise NotFound("There is no such inspection. Choose one from the list of inspections.")
    return inspection


def get_inspection_with_copy(inspection_id: int) -> Inspection:
    """The inspection with the checklist it began with. Raises NotFound."""
    inspection = get_inspection(inspection_id)
    db.session.refresh(inspection, ["checklist_copy"])
    return inspection


def find_running_inspection() -> Inspection | None:
    """The real inspection that is going on, if any."""
    return db.session.scalar(
        select(Inspection)
        .options(selectinload(Inspection.anchors))
        .where(Inspection.state == InspectionState.RUNNING, Inspection.is_trial.is_(False))
    )


def list_running_inspections() -> Sequence[Inspection]:
    """What is going on, real before trial, newest first, with key dates."""
    return db.session.scalars(
        select(Inspection)
        .options(selectinload(Inspection.anchors))
        .where(Inspection.state == InspectionState.RUNNING)
        .order_by(Inspection.is_trial, Inspection.id.desc())
    ).all()


def hold_all_running() -> None:
    """Keep every running inspection from being closed until the transaction ends.

    A job that writes about what is running asks this before anything else; one that is being
    closed at this very moment is waited for, and then runs no more.
    """
    hold_rows(Inspection.state == InspectionState.RUNNING)


def hold_rows(chosen: ColumnElement[bool]) -> None:
    """Hold inspections, always in the same order. What only points to one may still be added."""
    held = select(Inspection.id).where(chosen).order_by(Inspection.id)
    db.session.execute(held.with_for_update(key_share=True))


def list_inspections() -> tuple[InspectionCount, ...]:
    """All inspections, newest call first, with how many tasks are done."""
    counted = (
        select(Task.inspection_id, func.count(), func.count().filter(Task.state == TaskState.DONE))
        .where(Task.state != TaskState.NOT_NEEDED)
        .group_by(Task.inspection_id)
    )
    counts = {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(counted)}
    newest = select(Inspection).order_by(Inspection.call_at.desc(), Inspection.id.desc())
    return tuple(
        InspectionCount(inspection, *counts.get(inspection.id, (0, 0)))
        for inspection in db.session.scalars(newest)
    )


def get_anchor(inspection: Inspection, key: str) -> AnchorDate:
    """A key date of the inspection. Raises NotFound."""
    for anchor in inspection.anchors:
        if anchor.key == key:
            return anchor
    raise NotFound("This inspection has no such key date. Choose one from its key dates.")


def get_task(inspection_id: int, task_id: int) -> Task:
    """A task of this inspection with everything its page shows. Raises NotFound."""
    task = db.session.scalar(
        _tasks()
        .options(selectinload(Task.comments), selectinload(Task.evidence))
        .where(Task.id == task_id, Task.inspection_id == inspection_id)
        .execution_options(populate_existing=True)
    )
    if task is None:
        raise NotFound("There is no such task in this inspection. Look for it on the board.")
    return task


def lock_task(inspection_id: int, task_id: int) -> Task:
    """The same task as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Task.id).where(Task.id == task_id, Task.inspection_id == inspection_id)
    db.session.execute(held.with_for_update())
    return get_task(inspection_id, task_id)


def find_delivering_task(inspection_id: int, delivers: str) -> Task | None:
    """The inspection’s task that delivers this (“list:3”), with its post and people."""
    return db.session.scalar(
        _tasks().where(Task.inspection_id == inspection_id, Task.delivers == delivers)
    )


def list_delivering_lines(
    inspection_id: int, posts: Mapping[str, Post], away: frozenset[int] | Out
) -> tuple[TaskLine, ...]:
    """The inspection’s tasks that deliver a list, a document, a release or a bundle.

    What each waits for is only told where it is another of these. One query.
    """
    delivering = (Task.inspection_id == inspection_id) & Task.delivers.is_not(None)
    return _read_lines(delivering, posts.values(), {inspection_id: away})


def find_open_before(task: Task) -> tuple[str, ...]:
    """The titles of open tasks this one must wait for, soonest due first."""
    return tuple(
        db.session.scalars(
            select(Task.title)
            .where(
                Task.inspection_id == task.inspection_id,
                Task.step_key.in_(task.after),
                Task.state.not_in(CLOSED_STATES),
            )
            .order_by(Task.due_at, Task.id)
        )
    )


def get_line(task: Task, today: date) -> TaskLine:
    """One task as a list shows it, as it stands in this transaction."""
    line = _list_lines(task.inspection_id, today, Task.id == task.id)[0]
    return replace(line, waits_for=find_open_before(task)) if task.is_open else line


def get_evidence(task: Task, evidence_id: int) -> TaskEvidence:
    """A file of this task. Raises NotFound."""
    for evidence in task.evidence:
        if evidence.id == evidence_id:
            return evidence
    raise NotFound("There is no such file on this task.")


def list_tasks(inspection_id: int) -> Sequence[Task]:
    """The inspection’s tasks with posts and people, in order of due time."""
    return db.session.scalars(_tasks().where(Task.inspection_id == inspection_id)).all()


def list_lines(inspection_id: int, today: date) -> tuple[TaskLine, ...]:
    """The inspection’s tasks as lists show them. Three queries, however many tasks."""
    return _list_lines(inspection_id, today, Task.inspection_id == inspection_id)


def list_running_lines(posts: Mapping[str, Post], away: Mapping[int, Out]) -> tuple[TaskLine, ...]:
    """The tasks of these running inspections, in order of due time. One query.

    `away` says, by the number of each, who is not there on its day (present.find_away).
    """
    if not away:
        return ()
    chosen = Task.inspection_id.in_(tuple(away))
    return _read_lines(chosen, posts.values(), away)


def list_own_tasks(person: Person, *, now: datetime) -> tuple[TaskLine, ...]:
    """This person’s open tasks in every running inspection, in the order to do them.

    What they stand in for on its day is theirs; `now` is the real moment. Four queries, however
    many tasks.
    """
    away = find_away(list_running_inspections(), now)
    lines = list_running_lines(list_posts_by_key(), away)
    return choose_next(line for line in lines if line.owner_id == person.id)


def list_participants(inspection_id: int) -> Sequence[TrialParticipant]:
    """Who is in a trial run, by name."""
    return db.session.scalars(
        select(TrialParticipant)
        .join(Person, Person.id == TrialParticipant.person_id)
        .where(TrialParticipant.inspection_id == inspection_id)
        .order_by(Person.name, Person.id)
    ).all()


def find_participant_ids(inspection_id: int, part: Part | None = None) -> frozenset[int]:
    """The people in a trial run, by their numbers: all of them, or those who have this part."""
    chosen = select(TrialParticipant.person_id).where(
        TrialParticipant.inspection_id == inspection_id
    )
    if part is not None:
        chosen = chosen.where(TrialParticipant.part == part)
    return frozenset(db.session.scalars(chosen))


def find_ownership(task: Task, away: frozenset[int] | Out) -> Ownership:
    """Whose task it is: whom it was handed to, else the post’s holder or deputy."""
    taker = task.handed_to
    if taker is not None and taker.is_active and taker.id not in away:
        return Ownership(taker, stands_in=taker.id != task.post.holder_id)
    return find_post_ownership(task.post, away)


def find_post_ownership(post: Post, away: frozenset[int] | Out) -> Ownership:
    """Whose the work of a post is today; nobody’s who has left."""
    owner_id = find_owner(*post.present, away)
    person = next((one for one in post.seats if one and one.id == owner_id), None)
    return Ownership(person, stands_in=person is not None and owner_id != post.holder_id)


def list_away_ids(today: date) -> frozenset[int]:
    """Who is away today."""
    return people_away(list_away(today), today)


def list_posts_by_key() -> dict[str, Post]:
    """All posts with holder and deputy, by key."""
    return {post.key: post for post in db.session.scalars(select(Post))}


def list_closures() -> Sequence[ClosureDay]:
    """The council’s closure days in order."""
    return db.session.scalars(select(ClosureDay).order_by(ClosureDay.day)).all()


def find_closure(day: date) -> ClosureDay | None:
    """The closure noted for this day, if any."""
    return db.session.scalar(select(ClosureDay).where(ClosureDay.day == day))


def get_closure(closure_id: int) -> ClosureDay:
    """The closure day. Raises NotFound."""
    closure = db.session.get(ClosureDay, closure_id)
    if closure is None:
        raise NotFound("There is no such closure day. Somebody may have removed it already.")
    return closure


def get_calendar() -> Calendar:
    """The working days: neither bank holidays nor the council’s closure days."""
    closures = {closure.day: closure.name for closure in list_closures()}
    return working_calendar(closures)


def _tasks() -> Select[Task]:
    return (
        select(Task)
        .options(
            joinedload(Task.post),
            joinedload(Task.done_by),
            joinedload(Task.handed_to),
            joinedload(Task.changed_by),
        )
        .order_by(Task.due_at, Task.id)
    )


_taker, _doer = aliased(Person), aliased(Person)


def _list_lines(
    inspection_id: int, today: date, chosen: ColumnElement[bool]
) -> tuple[TaskLine, ...]:
    out = find_out(db.session.get(Inspection, inspection_id), today)
    posts = db.session.scalars(select(Post)).all()
    return _read_lines(chosen, posts, {inspection_id: out})


def _read_lines(
    chosen: ColumnElement[bool],
    posts: Iterable[Post],
    away: Mapping[int, frozenset[int] | Out],
) -> tuple[TaskLine, ...]:
    """Lines by columns, not by rows of models: boards read hundreds at a time."""
    evidence = select(func.count(TaskEvidence.id)).where(TaskEvidence.task_id == Task.id)
    rows = db.session.execute(
        select(
            Task.__table__,
            _taker.name.label("taker"),
            _taker.is_active.label("is_taker_here"),
            _doer.name.label("doer"),
            evidence.scalar_subquery().label("evidence"),
        )
        .outerjoin(_taker, _taker.id == Task.handed_to_id)
        .outerjoin(_doer, _doer.id == Task.done_by_id)
        .where(chosen)
        .order_by(Task.due_at, Task.id)
    )
    by_id = {post.id: post for post in posts}
    lines = [_read_line(row, by_id[row.post_id], away[row.inspection_id]) for row in rows]
    return tuple(_add_waits(lines))


def _read_line(row: Row[Any], post: Post, away: frozenset[int] | Out) -> TaskLine:
    owner = find_post_ownership(post, away)
    owner_id, owner_name = (owner.person.id, owner.person.name) if owner.person else (None, "")
    stands_in = owner.stands_in
    if row.is_taker_here and row.handed_to_id not in away:
        owner_id, owner_name = row.handed_to_id, row.taker
        stands_in = row.handed_to_id != post.holder_id
    return TaskLine(
        id=row.id,
        inspection_id=row.inspection_id,
        version=row.version,
        step_key=row.step_key,
        title=row.title,
        state=row.state,
        due_at=row.due_at,
        gate=row.gate,
        after=tuple(row.after),
        owner_id=owner_id,
        owner_name=owner_name,
        post_title=post.title,
        stands_in=stands_in,
        evidence_required=row.evidence_required,
        evidence_count=row.evidence,
        delivers=row.delivers,
        area=row.area,
        pinned=row.pinned,
        confirm=row.confirm,
        reason=row.reason,
        done_by=row.doer or "",
        done_at=row.done_at,
    )


def _add_waits(lines: Sequence[TaskLine]) -> Iterable[TaskLine]:
    by_inspection: dict[int, list[TaskLine]] = {}
    for line in lines:
        by_inspection.setdefault(line.inspection_id, []).append(line)
    waits = {
        key: find_waits((t.step_key, t.title, t.is_open, t.after) for t in group)
        for key, group in by_inspection.items()
    }
    for line in lines:
        yield replace(line, waits_for=waits[line.inspection_id].get(line.step_key, ()))
