"""The pages: ticking without JavaScript, 404s, queries that do not grow, GETs that do not write."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import find_task, make_inspection
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient
from tests.support.statements import statements

PAGES = (
    "/inspections/",
    "/inspections/new",
    "/inspections/mine",
    "/inspections/{id}",
    "/inspections/{id}?state=open&gate=data_due&search=list&owner=0&day=2026-12-01",
    "/inspections/{id}?owner=x&day=never",
    "/inspections/{id}/print",
    "/inspections/{id}/dates",
    "/inspections/{id}/dates/arrival",
    "/inspections/{id}/dates/arrival?at-day=8&at-month=12&at-year=2026&at-time=9am",
    "/inspections/{id}/tasks/{task}",
)


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(avery: Person) -> Inspection:
    make_post("dcs", "Director of Children’s Services", avery)
    return make_inspection(avery)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_few_queries_and_writes_nothing(
    client: InspectingClient, avery: Person, inspection: Inspection, path: str
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "take-call")
    address = path.format(id=inspection.id, task=task.id)
    db.session.remove()
    with statements() as sent:
        answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert not [s for s in sent if s.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert len(sent) <= 16, "\n".join(sent)


def test_the_board_needs_no_more_queries_for_ten_times_the_tasks(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    number, sample = inspection.id, find_task(inspection, "take-call")
    values = {c.name: getattr(sample, c.key) for c in Task.__table__.columns if c.name != "id"}
    db.session.remove()
    counts = []
    for size in (0, 1000):
        rows = [{**values, "step_key": f"more-{n}"} for n in range(size)]
        if rows:
            db.session.execute(insert(Task), rows)
            db.session.commit()
            db.session.remove()
        with statements() as sent:
            assert client.get(f"/inspections/{number}").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_task_is_ticked_from_the_board_without_javascript_and_only_once(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "take-call")
    board = f"/inspections/{inspection.id}"
    path = f"{board}/tasks/{task.id}/tick"
    answer = client.send(path, {"version": 1, "next": board}, page=board)
    assert (answer.status_code, answer.headers["Location"]) == (302, board)
    again = client.send(path, {"version": 1, "next": board}, page=board)
    assert again.status_code == 409
    assert "Done by Avery Example at " in again.text
    ticks = select(func.count()).where(Activity.event == "inspections:task:ticked")
    assert db.session.scalar(ticks) == 1


def test_a_refused_change_keeps_what_was_written_and_saves_nothing(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "take-call")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    answer = client.send(f"{page}/block", {"version": 7, "reason": "No line"}, page=page)
    assert answer.status_code == 409
    assert "No line" in answer.text
    db.session.expire_all()
    assert task.state is TaskState.TO_DO


def test_a_file_is_added_and_comes_back_as_it_was(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    words = b"Confirmed by e-mail.\n"
    answer = client.send(
        f"{page}/evidence", {"file": (io.BytesIO(words), "confirmation.txt")}, page=page
    )
    assert answer.status_code == 302, answer.text
    assert "confirmation.txt" in client.get(page).text
    assert client.get(f"{page}/evidence/1").data == words
    empty = client.send(f"{page}/evidence", {"file": (io.BytesIO(b""), "empty.txt")}, page=page)
    assert empty.status_code == 422
    assert client.send(f"{page}/tick", {"version": 1}, page=page).status_code == 302


@pytest.mark.parametrize(
    ("role", "opens"),
    [(Role.CONTRIBUTOR, False), (Role.HEAD_OF_SERVICE, False), (Role.QUALITY_LEAD, True)],
)
def test_a_file_of_somebody_elses_task_is_for_those_who_see_child_level_rows(
    client: InspectingClient, avery: Person, inspection: Inspection, role: Role, opens: bool
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    sent = {"file": (io.BytesIO(b"rows"), "rows.txt")}
    assert client.send(f"{page}/evidence", sent, page=page).status_code == 302
    client.sign_in_quickly(make_person(role))
    assert client.get(f"{page}/evidence/1").status_code == (200 if opens else 403)
    assert (f"{page}/evidence/1" in client.get(page).text) == opens


def test_what_does_not_exist_or_belongs_elsewhere_is_not_found(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    trial = make_inspection(avery, is_trial=True)
    task = find_task(inspection, "take-call")
    for path in (
        "/inspections/999",
        "/inspections/999/print",
        "/inspections/999/dates",
        f"/inspections/{trial.id}/tasks/{task.id}",
        f"/inspections/{inspection.id}/tasks/99999",
        f"/inspections/{inspection.id}/dates/unheard_of",
        f"/inspections/{inspection.id}/tasks/{task.id}/evidence/5",
    ):
        assert client.get(path).status_code == 404, path


def test_every_page_of_a_trial_run_says_so(client: InspectingClient, avery: Person) -> None:
    client.sign_in(avery)
    trial = make_inspection(avery, is_trial=True)
    task = find_task(trial, "take-call")
    for path in PAGES[3:]:
        address = path.format(id=trial.id, task=task.id)
        assert "This is practice" in client.get(address).text, address


def test_an_observer_reads_the_board_and_is_offered_nothing_to_change(
    client: InspectingClient, inspection: Inspection
) -> None:
    client.sign_in(make_person(Role.OBSERVER))
    board = client.get(f"/inspections/{inspection.id}")
    assert board.status_code == 200
    assert "Tick off" not in board.text
    assert client.get("/inspections/new").status_code == 403


def test_moving_a_key_date_from_its_pages(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    at = f"/inspections/{inspection.id}/dates/arrival"
    query = "?at-day=8&at-month=12&at-year=2026&at-time=9am"
    fields = {"at": "2026-12-08T09:00:00+00:00", "version": inspection.version}
    answer = client.send(at, fields, page=at + query)
    assert answer.status_code == 302, answer.text
    assert "Tuesday 8 December 2026, 9am" in client.get(answer.headers["Location"]).text
