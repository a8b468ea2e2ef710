"""What delivers a step ticks its task: a list signed, a document approved, a bundle sent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness.activity.models import Activity
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections import links, operations, queries
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

LIST_3 = "list:3"
STEP = "sign-list-3"


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(avery: Person) -> Inspection:
    return make_inspection(avery)


@pytest.fixture
def no_links() -> Iterator[None]:
    """The links as they are before any package has registered one."""
    kept = dict(links._builders)
    links._builders.clear()
    yield
    links._builders.clear()
    links._builders.update(kept)


def signed(inspection: Inspection) -> Task:
    return find_task(inspection, STEP)


@on_both_databases
def test_signing_a_list_ticks_its_task_with_who_when_and_how(
    inspection: Inspection, avery: Person
) -> None:
    operations.mark_delivered(actor=avery, delivers=LIST_3, note="List 3 was signed.")
    db.session.commit()
    task = signed(inspection)
    assert (task.state, task.done_by, task.note) == (TaskState.DONE, avery, "List 3 was signed.")
    assert task.done_at is not None
    entry = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert entry is not None
    assert (entry.event, entry.inspection_id) == ("inspections:task:ticked", inspection.id)
    assert entry.changes["state"] == ["to_do", "done"]


def test_every_running_inspection_is_served_or_only_the_one_that_is_named(
    inspection: Inspection, avery: Person
) -> None:
    trial = make_inspection(avery, is_trial=True)
    operations.mark_delivered(actor=avery, delivers=LIST_3, note="Signed.", inspection_id=trial.id)
    assert [signed(found).state for found in (inspection, trial)] == ["to_do", "done"]
    operations.mark_delivered(actor=avery, delivers=LIST_3, note="Signed.")
    assert [signed(found).state for found in (inspection, trial)] == ["done", "done"]
    others = [
        task.state for task in queries.list_tasks(trial.id) if task.delivers not in {None, LIST_3}
    ]
    assert set(others) == {TaskState.TO_DO}


def test_a_closed_inspection_is_left_as_it_was(inspection: Inspection, avery: Person) -> None:
    operations.close_inspection(
        actor=avery, inspection_id=inspection.id, version=inspection.version
    )
    operations.mark_delivered(actor=avery, delivers=LIST_3, note="Signed.")
    assert signed(inspection).state is TaskState.TO_DO


def test_what_is_done_or_not_needed_keeps_who_said_so(
    inspection: Inspection, avery: Person
) -> None:
    task = queries.lock_task(inspection.id, signed(inspection).id)
    operations.drop_task(actor=avery, task=task, version=1, reason="Not asked for")
    operations.mark_delivered(actor=None, delivers=LIST_3, note="Signed.")
    assert (task.state, task.reason) == (TaskState.NOT_NEEDED, "Not asked for")
    operations.mark_undelivered(actor=None, delivers=LIST_3, reason="The list has changed.")
    assert task.state is TaskState.NOT_NEEDED


def test_without_an_actor_the_task_says_that_readiness_did_it(
    inspection: Inspection, avery: Person, client: InspectingClient
) -> None:
    operations.mark_delivered(actor=None, delivers=LIST_3, note="Signed on the command line.")
    db.session.commit()
    task = signed(inspection)
    assert (task.done_by, task.changed_by) == (None, None)
    client.sign_in_quickly(avery)
    page = client.get(f"/inspections/{inspection.id}/tasks/{task.id}").text
    assert "Done by Readiness" in page
    assert client.get(f"/inspections/{inspection.id}").status_code == 200


@on_both_databases
def test_a_withdrawn_signature_opens_the_task_again_with_its_due_time(
    inspection: Inspection, avery: Person
) -> None:
    due = signed(inspection).due_at
    operations.mark_delivered(actor=avery, delivers=LIST_3, note="Signed.")
    operations.mark_undelivered(actor=avery, delivers=LIST_3, reason="The list has changed.")
    db.session.commit()
    task = signed(inspection)
    assert (task.state, task.done_by, task.done_at, task.note) == (TaskState.TO_DO, None, None, "")
    assert task.due_at == due
    entry = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert entry is not None
    assert entry.event == "inspections:task:reopened"
    assert entry.changes["reason"] == [None, "The list has changed."]


def test_opened_again_a_pinned_due_time_stays_and_another_follows_the_moved_dates(
    inspection: Inspection, avery: Person
) -> None:
    pinned = queries.lock_task(inspection.id, signed(inspection).id)
    operations.pin_due(actor=avery, task=pinned, version=1, due_at=CALL)
    for number in (3, 4):
        operations.mark_delivered(actor=avery, delivers=f"list:{number}", note="Signed.")
    db.session.commit()
    before = find_task(inspection, "sign-list-4").due_at
    at = queries.get_anchor(inspection, "data_due").at + timedelta(days=1)
    operations.move_anchor(
        actor=avery, inspection_id=inspection.id, key="data_due", at=at, version=inspection.version
    )
    for number in (3, 4):
        operations.mark_undelivered(actor=avery, delivers=f"list:{number}", reason="Changed.")
    assert signed(inspection).due_at == CALL
    assert find_task(inspection, "sign-list-4").due_at == before + timedelta(days=1)


def test_ticked_by_hand_it_must_say_how_it_was_done_outside(
    inspection: Inspection, avery: Person
) -> None:
    task = queries.lock_task(inspection.id, signed(inspection).id)
    with pytest.raises(Refused, match=r"“Sign list 3”\. If it was done outside Readiness"):
        operations.tick_task(actor=avery, task=task, version=1, note=" ")
    operations.tick_task(actor=avery, task=task, version=1, note="Signed on paper, by e-mail")
    assert task.state is TaskState.DONE


@pytest.mark.usefixtures("no_links")
def test_lists_offer_the_thing_itself_in_place_of_a_tick_button(
    inspection: Inspection, avery: Person, client: InspectingClient
) -> None:
    make_post_of_list_3(avery)
    client.sign_in_quickly(avery)
    task, board = signed(inspection), f"/inspections/{inspection.id}?search=list+3,"
    own = f"/inspections/{inspection.id}/tasks/{task.id}"
    before = queries.find_open_before(task)
    for title in before:
        step = next(t for t in queries.list_tasks(inspection.id) if t.title == title)
        waited = queries.lock_task(inspection.id, step.id)
        operations.tick_task(actor=avery, task=waited, version=1, note="Done")
    db.session.commit()
    page = client.get(board).text
    assert f"{own}/tick" not in page
    assert f'href="{own}">Sign list 3' in page
    links.register_delivery_link("list", lambda number, key: f"/lists/{number}/{key}")
    address = f'href="/lists/{inspection.id}/3"'
    for path in (board, own, "/inspections/mine", "/"):
        assert address in client.get(path).text, path


def make_post_of_list_3(holder: Person) -> None:
    task = next(task for task in db.session.scalars(select(Task)) if task.step_key == STEP)
    post = next(found for found in queries.list_posts_by_key().values() if found.id == task.post_id)
    post.holder = holder
    db.session.commit()


@pytest.mark.usefixtures("no_links")
def test_on_its_own_page_it_is_ticked_with_a_note_and_not_without(
    inspection: Inspection, avery: Person, client: InspectingClient
) -> None:
    client.sign_in_quickly(avery)
    page = f"/inspections/{inspection.id}/tasks/{signed(inspection).id}"
    assert "How was it done outside Readiness?" in client.get(page).text
    refused = client.send(f"{page}/tick", {"version": 1, "note": ""}, page=page)
    assert refused.status_code == 422
    assert "say in the note how it was done" in refused.text
    done = client.send(f"{page}/tick", {"version": 1, "note": "Signed on paper"}, page=page)
    assert done.status_code == 302
    db.session.expire_all()
    assert signed(inspection).state is TaskState.DONE
