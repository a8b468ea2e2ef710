"""Working on tasks: ticks, rights, states, hand-overs, evidence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from tests.factories.inspections import find_task, make_inspection
from tests.factories.people import make_person, make_post
from tests.support.databases import on_both_databases

STEP = "tell-leaders"


@pytest.fixture
def holder(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Harper Holder")


@pytest.fixture
def deputy(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Devon Deputy")


@pytest.fixture
def inspection(holder: Person, deputy: Person) -> Inspection:
    make_post("dcs", "Director of Children’s Services", holder, deputy)
    return make_inspection()


@pytest.fixture
def task(inspection: Inspection) -> Task:
    return find_task(inspection, STEP)


def locked(task: Task) -> Task:
    return queries.lock_task(task.inspection_id, task.id)


def test_the_tasks_of_somebody_who_left_are_their_deputys(
    task: Task, holder: Person, deputy: Person
) -> None:
    holder.is_active = False
    db.session.commit()
    line = queries.get_line(task, clock.today())
    assert (line.owner_id, line.stands_in) == (deputy.id, True)
    assert operations.tick_task(actor=deputy, task=locked(task), version=1).done_by is deputy
    with pytest.raises(NotAllowed):
        operations.reopen_task(actor=holder, task=locked(task), version=2, reason="No")


def test_what_was_handed_to_somebody_who_left_is_the_posts_again(
    task: Task, holder: Person, deputy: Person
) -> None:
    operations.hand_over_task(actor=holder, task=locked(task), version=1, to=deputy)
    deputy.is_active = False
    db.session.commit()
    assert queries.get_line(task, clock.today()).owner_id == holder.id
    assert queries.find_ownership(locked(task), frozenset()).person is holder


def test_a_tick_says_who_and_when_and_is_recorded(task: Task, holder: Person) -> None:
    operations.tick_task(actor=holder, task=locked(task), version=1, note="By phone")
    db.session.commit()
    assert (task.state, task.done_by, task.note) == (TaskState.DONE, holder, "By phone")
    entry = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert entry is not None
    assert (entry.event, entry.actor_id) == ("inspections:task:ticked", holder.id)
    assert entry.changes["state"] == ["to_do", "done"]


def test_ticking_a_ticked_task_says_who_did_it_and_when(task: Task, holder: Person) -> None:
    operations.tick_task(actor=holder, task=locked(task), version=1)
    db.session.commit()
    assert task.done_at is not None
    second = f"{clock.in_london(task.done_at):%H:%M:%S}"
    with pytest.raises(ChangedMeanwhile, match=f"Done by Harper Holder at {second} on "):
        operations.tick_task(actor=holder, task=locked(task), version=1)


@on_both_databases
def test_an_older_version_is_refused_with_how_it_stands_now(task: Task, holder: Person) -> None:
    operations.block_task(actor=holder, task=locked(task), version=1, reason="Phones are down")
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match=r"Harper Holder changed .* It is now: Blocked"):
        operations.tick_task(actor=holder, task=locked(task), version=1)


def test_somebody_elses_task_is_refused_naming_its_owner(task: Task) -> None:
    other = make_person(Role.HEAD_OF_SERVICE)
    with pytest.raises(NotAllowed, match="a task of Harper Holder"):
        operations.tick_task(actor=other, task=locked(task), version=1)
    coordinator = make_person(Role.COORDINATOR)
    operations.tick_task(actor=coordinator, task=locked(task), version=1)
    assert task.state is TaskState.DONE


def test_an_observer_works_on_nothing_even_as_holder(app: Flask) -> None:
    observer = make_person(Role.OBSERVER)
    make_post("dcs", "Director", observer)
    task = find_task(make_inspection(), STEP)
    with pytest.raises(NotAllowed):
        operations.tick_task(actor=observer, task=locked(task), version=1)


@on_both_databases
def test_the_deputy_sees_the_task_as_theirs_while_the_holder_is_away(
    task: Task, holder: Person, deputy: Person
) -> None:
    with pytest.raises(NotAllowed):
        operations.tick_task(actor=deputy, task=locked(task), version=1)
    today = clock.today()
    add_absence(actor=None, person=holder, first_day=today, last_day=today)
    db.session.commit()
    now = clock.now()
    assert STEP in [t.step_key for t in queries.list_own_tasks(deputy, now=now)]
    assert queries.list_own_tasks(holder, now=now) == ()
    later = now + timedelta(days=2)
    assert STEP in [t.step_key for t in queries.list_own_tasks(holder, now=later)]
    operations.tick_task(actor=deputy, task=locked(task), version=1)
    assert task.done_by == deputy


def test_a_task_handed_to_the_deputy_is_theirs(task: Task, holder: Person, deputy: Person) -> None:
    operations.hand_over_task(actor=holder, task=locked(task), version=1, to=deputy)
    db.session.commit()
    own = {line.step_key: line for line in queries.list_own_tasks(deputy, now=clock.now())}
    assert own[STEP].stands_in
    stranger = make_person(Role.HEAD_OF_SERVICE)
    with pytest.raises(Refused, match="holder or deputy"):
        operations.hand_over_task(actor=deputy, task=locked(task), version=2, to=stranger)
    operations.hand_over_task(actor=deputy, task=locked(task), version=2, to=holder)
    assert task.handed_to is None


@on_both_databases
def test_a_task_goes_through_its_states_with_reasons(task: Task, holder: Person) -> None:
    first = find_task(queries.get_inspection(task.inspection_id), "take-call")
    operations.reopen_task(actor=holder, task=locked(first), version=2, reason="It was a rumour")
    with pytest.raises(Refused, match="cannot start yet"):
        operations.begin_task(actor=holder, task=locked(task), version=1)
    operations.tick_task(actor=holder, task=locked(first), version=3)
    operations.begin_task(actor=holder, task=locked(task), version=1)
    with pytest.raises(Refused, match="Say what blocks"):
        operations.block_task(actor=holder, task=locked(task), version=2, reason=" ")
    operations.block_task(actor=holder, task=locked(task), version=2, reason="No answer")
    assert task.reason == "No answer"
    operations.put_back_task(actor=holder, task=locked(task), version=3)
    with pytest.raises(Refused, match="Say why the task is not needed"):
        operations.drop_task(actor=holder, task=locked(task), version=4, reason="")
    operations.drop_task(actor=holder, task=locked(task), version=4, reason="Told already")
    operations.reopen_task(actor=holder, task=locked(task), version=5, reason="One was missed")
    assert (task.state, task.reason) == (TaskState.TO_DO, "")


def test_a_task_that_needs_a_file_is_not_ticked_without_one(inspection: Inspection) -> None:
    coordinator = make_person(Role.COORDINATOR)
    task = find_task(inspection, "file-confirmation")
    with pytest.raises(Refused, match="needs a file"):
        operations.tick_task(actor=coordinator, task=locked(task), version=1)


@pytest.mark.parametrize(
    "work",
    [
        lambda actor, task: operations.tick_task(actor=actor, task=task, version=1),
        lambda actor, task: operations.add_comment(actor=actor, task=task, text="Hello"),
        lambda actor, task: operations.pin_due(
            actor=actor, task=task, version=1, due_at=task.due_at
        ),
    ],
)
def test_a_closed_inspection_changes_no_more(
    task: Task, inspection: Inspection, work: Callable[[Person, Task], object]
) -> None:
    coordinator = make_person(Role.COORDINATOR)
    operations.close_inspection(
        actor=coordinator, inspection_id=inspection.id, version=inspection.version
    )
    with pytest.raises(Refused, match="is closed"):
        work(coordinator, locked(task))
