"""Everybody’s first page."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import find_task, make_inspection
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-01 11:48Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.mark.usefixtures("clock")
def test_it_opens_with_the_countdown_and_what_is_not_signed_or_approved(
    client: InspectingClient, avery: Person
) -> None:
    inspection = make_inspection(avery)
    client.sign_in_quickly(avery)
    page = client.get("/").text
    words = " ".join(page.split())
    assert words.index("Child-level data due in 5 hours 12 minutes") < words.index(
        "Your next tasks"
    )
    assert "11 of 11 lists are still to be signed" in words
    assert "29 of 29" in words
    assert f"/inspections/{inspection.id}?delivers=list&amp;state=open#tasks" in page
    shown = client.get(f"/inspections/{inspection.id}?delivers=list&state=open").text
    assert "11 tasks shown" in shown


def test_with_nothing_running_it_says_so_and_how_to_start(
    client: InspectingClient, avery: Person
) -> None:
    client.sign_in_quickly(avery)
    page = client.get("/").text
    assert "No inspection is running" in page
    assert "Log a call from Ofsted, or start a trial run" in page


@pytest.mark.usefixtures("clock")
def test_a_task_is_ticked_from_today_and_the_next_page_says_so(
    client: InspectingClient, avery: Person
) -> None:
    make_post("dcs", "Director of Children’s Services", avery)
    inspection = make_inspection(avery)
    client.sign_in_quickly(avery)
    task = find_task(inspection, "tell-leaders")
    path = f"/inspections/{inspection.id}/tasks/{task.id}/tick"
    assert f'action="{path}"' in client.get("/").text
    answer = client.send(path, {"version": 1, "next": f"/#task-{task.id}"}, page="/")
    assert answer.headers["Location"] == f"/#task-{task.id}"
    assert "Ticked off: Tell the chief executive" in client.get("/").text


def test_what_others_changed_since_the_last_visit_is_told_and_what_i_did_is_not(
    clock: time_machine.Traveller, client: InspectingClient, avery: Person
) -> None:
    other = make_person(Role.COORDINATOR, "Harper Colleague")
    inspection = make_inspection(avery)
    client.sign_in_quickly(avery)
    assert "The last changes" in client.get("/").text
    clock.move_to(datetime.fromisoformat("2026-12-01T12:48:00+00:00"))
    for who, step in ((avery, "tell-leaders"), (other, "call-cascade")):
        task = queries.lock_task(inspection.id, find_task(inspection, step).id)
        operations.block_task(actor=who, task=task, version=1, reason="No line")
    db.session.commit()
    for _ in range(2):  # within a visit it stays new
        page = client.get("/").text
        assert "Since you last looked, 1 hour ago" in page
        assert "Harper Colleague blocked “Ring the call list”" in page
        assert "Avery Example blocked" not in page
    clock.move_to(datetime.fromisoformat("2026-12-01T13:30:00+00:00"))
    assert "Nobody else has changed anything" in client.get("/").text


def test_a_cookie_of_somebody_else_or_a_forged_one_is_nobodys(
    client: InspectingClient, avery: Person
) -> None:
    client.sign_in_quickly(avery)
    client.get("/")
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    assert "The last changes" in client.get("/").text
    client.set_cookie("readiness_looked", "[1, 2, 3].forged")
    assert client.get("/").status_code == 200


def test_an_observer_is_offered_no_tasks_and_no_changes(client: InspectingClient) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = client.get("/").text
    assert "Your next tasks" not in page
    assert "The last changes" not in page
