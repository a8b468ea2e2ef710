"""Tells the past of the invented council through the operations people use, at its own times.

Ticks come at plausible times before they are due, always the same ones; a task is never done
before those it waits for.
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from readiness import clock
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.checklists.inspections import load_checklist
from readiness.checklists.posts import load_posts
from readiness.demo.dates import name_framework
from readiness.demo.documents.shelving import Event
from readiness.demo.stories import Story
from readiness.demo.surprises import plan_injects
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import (
    add_comment,
    add_evidence,
    block_task,
    close_inspection,
    drop_task,
    hand_over_task,
    mark_delivered,
    start_inspection,
    tick_task,
)
from readiness.inspections.queries import get_task, list_tasks
from readiness.people.models import Person, Post

CHECKLIST = "ilacs-short"
FIRST_TICK = timedelta(minutes=9)
BETWEEN_TICKS = timedelta(minutes=4)
BLOCKED_FOR = timedelta(minutes=150)
DROPPED_AFTER = timedelta(hours=3)
CLOSED_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    """Something that was done to a task at a moment."""

    at: datetime
    step: str
    do: Callable[[Task], object]


def tell_inspection(
    *, checklists: Path, posts: Mapping[str, Post], call_at: datetime, is_trial: bool, story: Story
) -> Inspection:
    """Start an inspection at its call, play its story and close it.

    Everything must lie in the past: the last tick decides when it was closed.
    """
    coordinator = _holder(posts["inspection-coordinator"])
    checklist = load_checklist(checklists, CHECKLIST)
    with clock.at(call_at + timedelta(minutes=6)):
        inspection = start_inspection(
            actor=coordinator,
            checklist=replace(checklist, framework=name_framework(call_at.date())),
            posts=load_posts(checklists).values(),
            documents=load_documents(checklists).values(),
            edition=load_edition(checklists),
            call_at=call_at,
            is_trial=is_trial,
            call_note=story.call_note,
        )
    tasks = list_tasks(inspection.id)
    events = _tell(inspection, tasks, _plan(tasks, story, coordinator, posts, call_at))
    if is_trial:
        events += plan_injects(inspection, posts)
    for moment, happen in sorted(events, key=lambda event: event[0]):
        with clock.at(moment):
            happen()
    with clock.at(max(moment for moment, _happen in events) + CLOSED_AFTER):
        close_inspection(actor=coordinator, inspection_id=inspection.id, version=inspection.version)
    return inspection


def _tell(
    inspection: Inspection, tasks: Sequence[Task], happenings: Iterable[Happening]
) -> list[Event]:
    known = {task.step_key: task for task in tasks}

    def do(happening: Happening) -> None:
        task = known[happening.step]
        # Only a task that needs evidence is asked for its files.
        happening.do(get_task(inspection.id, task.id) if task.evidence_required else task)

    return [(happening.at, partial(do, happening)) for happening in happenings]


def _plan(
    tasks: Sequence[Task],
    story: Story,
    coordinator: Person,
    posts: Mapping[str, Post],
    call_at: datetime,
) -> list[Happening]:
    needed = [task for task in tasks if task.is_open and task.step_key not in story.not_needed]
    ticks = _time_ticks(needed, story, call_at + FIRST_TICK)
    found = [
        Happening(
            call_at + DROPPED_AFTER + timedelta(seconds=35 * place),
            task.step_key,
            _drop(coordinator, story.not_needed[task.step_key]),
        )
        for place, task in enumerate(tasks)
        if task.step_key in story.not_needed
    ]
    for task in needed:
        found += _work(task, story, posts, ticks[task.step_key])
    return found


def _time_ticks(tasks: Sequence[Task], story: Story, earliest: datetime) -> dict[str, datetime]:
    """When each task was ticked, in order of due time; what it waits for comes first."""
    rng = Random("ticks of the invented council")  # noqa: S311 - the same each time, no secret
    ticks: dict[str, datetime] = {}
    for task in tasks:
        early = timedelta(minutes=rng.randint(6, 50), seconds=rng.randint(0, 59))
        late = story.late.get(task.step_key)
        tick = task.due_at - early if late is None else task.due_at + timedelta(minutes=late)
        before = [ticks[step] + BETWEEN_TICKS for step in task.after if step in ticks]
        ticks[task.step_key] = max(earliest, tick, *before)
    return ticks


def _work(
    task: Task, story: Story, posts: Mapping[str, Post], tick: datetime
) -> Iterable[Happening]:
    """All that was done to one task, up to its tick."""
    step, worker = task.step_key, _holder(task.post)
    if step in story.blocked:
        blocked = tick - BLOCKED_FOR
        yield Happening(blocked, step, _block(worker, story.blocked[step]))
    for place, (post, text) in enumerate(story.comments.get(step, ())):
        said = tick - timedelta(minutes=40 - 12 * place)
        yield Happening(said, step, _comment(_holder(posts[post]), text))
    if step in story.handed_over:
        deputy = task.post.deputy or worker
        reason = story.handed_over[step]
        yield Happening(tick - timedelta(minutes=55), step, _hand_over(worker, deputy, reason))
        worker = deputy
    if task.evidence_required:
        name, text = story.files[step]
        yield Happening(tick - timedelta(minutes=2), step, _evidence(worker, name, text))
    yield Happening(tick, step, _tick(worker, story.notes.get(step, "")))


def _holder(post: Post) -> Person:
    if post.holder is None:
        raise LookupError(f"Nobody holds the post {post.key} in the invented council.")
    return post.holder


def _tick(worker: Person, note: str) -> Callable[[Task], object]:
    def tick(task: Task) -> None:
        if task.delivers:
            # Such a task follows from what it delivers, which was done outside Readiness then.
            mark_delivered(
                actor=worker,
                delivers=task.delivers,
                note=note,
                inspection_id=task.inspection_id,
            )
        else:
            tick_task(actor=worker, task=task, version=task.version, note=note)

    return tick


def _drop(coordinator: Person, reason: str) -> Callable[[Task], object]:
    return lambda task: drop_task(actor=coordinator, task=task, version=task.version, reason=reason)


def _block(worker: Person, reason: str) -> Callable[[Task], object]:
    return lambda task: block_task(actor=worker, task=task, version=task.version, reason=reason)


def _comment(person: Person, text: str) -> Callable[[Task], object]:
    return lambda task: add_comment(actor=person, task=task, text=text)


def _hand_over(worker: Person, to: Person, reason: str) -> Callable[[Task], object]:
    return lambda task: hand_over_task(
        actor=worker, task=task, version=task.version, to=to, reason=reason
    )


def _evidence(worker: Person, name: str, text: str) -> Callable[[Task], object]:
    def add(task: Task) -> None:
        content = text.encode()
        kept = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
        add_evidence(
            actor=worker,
            task=task,
            name=name,
            sha256=kept.sha256,
            size=len(content),
            kind=name.rpartition(".")[2],
        )

    return add
