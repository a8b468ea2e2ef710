"""The wall: what it shows and leaves out, and how long it stays up for whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from readiness.errors import ChangedMeanwhile
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import block_task, close_inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.requests import operations, queries
from tests.factories.fieldwork import make_note, make_referral
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.factories.requests import make_request
from tests.support.client import InspectingClient

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(CALL + timedelta(hours=3), tick=False) as traveller:
        yield traveller


@pytest.fixture
def keeper(app: Flask, client: InspectingClient, clock: time_machine.Traveller) -> Person:
    person = make_person(Role.COORDINATOR, "Cleo Keeper")
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def inspection(keeper: Person) -> Inspection:
    return make_inspection(keeper)


def wall_of(inspection: Inspection) -> str:
    return f"/inspections/{inspection.id}/wall"


def words(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return " ".join(answer.get_data(as_text=True).split())


def put_up(client: InspectingClient, inspection: Inspection) -> None:
    screens = f"{wall_of(inspection)}/screens"
    answer = client.send(screens, {"place": "Harbour room"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/screen")


def test_it_shows_the_countdown_what_is_next_what_threatens_and_what_changed(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    task = find_task(inspection, "test-upload")
    reason = "The record of case 1043 is locked"
    block_task(actor=keeper, task=task, version=task.version, reason=reason)
    db.session.commit()
    make_request(inspection, question="The plan of case 1043", hours=0.1)
    make_request(inspection, question="Another of case 1043", hours=-1)
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = words(client, wall_of(inspection))
    assert "Child-level data due in 1 day 4 hours" in page
    assert "<strong>2</strong> requests open" in page
    assert "<strong>1</strong> request overdue" in page
    assert "Request 1: data and performance" in page
    assert page.partition("<ol>")[2].partition("</ol>")[0].count("<li>") == 10
    assert "Upload a test file to the sharing site <span class" in page
    assert "Cleo Keeper" in page
    assert "Readiness logged Request 2" in page
    assert "Cleo Keeper started this inspection" in page, "its title stands at the top"
    assert "1043" not in page, "what anybody wrote stays off the wall"
    assert "govuk-service-navigation" not in page
    assert "Sign out" not in page


def test_once_a_gate_is_missed_it_shows_what_threatens_the_next_and_at_the_end_the_last(
    client: InspectingClient, inspection: Inspection, clock: time_machine.Traveller
) -> None:
    clock.move_to(CALL + timedelta(hours=50))
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    page = words(client, wall_of(inspection))
    threats = page.partition("What threatens a gate")[2].partition("Last changes")[0]
    assert "Child-level data due: not finished, 18 hours 15 minutes late" in threats
    assert "<p>Documents due: " in threats
    assert "<p>Child-level data due: " not in threats
    clock.move_to(CALL + timedelta(days=300))
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    threats = words(client, wall_of(inspection)).partition("What threatens a gate")[2]
    assert "<p>Action plan due: 3 tasks" in threats


def test_it_shows_what_the_week_on_site_owes_by_number_and_day_alone(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    case = make_referral(inspection, keeper, identifier="900001")
    case.due_at = CALL + timedelta(hours=4)
    make_note(inspection, keeper, due_at=CALL + timedelta(hours=4))
    page = words(client, wall_of(inspection))
    assert "Case 1 referred back" in page
    assert "Evidence promised on Monday 30 November 2026" in page
    assert "900001" not in page
    assert "The tracker" not in page


def test_it_looks_again_by_itself_with_and_without_scripts_until_it_is_held_still(
    client: InspectingClient, inspection: Inspection
) -> None:
    here = wall_of(inspection)
    page = words(client, here)
    assert f'<noscript><meta http-equiv="refresh" content="20; url={here}"></noscript>' in page
    assert f'hx-get="{here}" hx-trigger="every 20s"' in page
    part = client.get(here, headers=HTMX).get_data(as_text=True)
    assert "<html" not in part
    assert 'id="wall"' in part
    still = words(client, f"{here}?still=1")
    assert "http-equiv" not in still
    assert "hx-get" not in still


def test_looking_again_keeps_nobody_signed_in_beyond_their_idle_hours(
    client: InspectingClient, inspection: Inspection, clock: time_machine.Traveller
) -> None:
    here = wall_of(inspection)
    for _ in range(3):
        clock.shift(timedelta(minutes=35))
        assert client.get(here, headers=HTMX).status_code == 200
    clock.shift(timedelta(minutes=35))
    ended = client.get(here, headers=HTMX)
    assert "/sign-in" in ended.headers["HX-Redirect"]
    assert client.get("/").status_code == 302, "the session itself is over"


def test_a_screen_that_was_put_up_stays_for_the_week_and_opens_nothing_else(
    client: InspectingClient, inspection: Inspection, clock: time_machine.Traveller
) -> None:
    put_up(client, inspection)
    assert client.get("/").status_code == 302, "whoever put it up is signed out there"
    for _ in range(4):
        clock.shift(timedelta(days=3))
        assert "Child-level data" in words(client, "/screen")
    assert client.get("/screen", headers=HTMX).status_code == 200
    assert client.get(wall_of(inspection)).status_code == 302
    assert client.get(f"/inspections/{inspection.id}").status_code == 302
    clock.shift(timedelta(days=10))
    assert "/sign-in" in client.get("/screen", headers=HTMX).headers["HX-Redirect"]


def test_a_screen_goes_down_when_told_to_when_its_inspection_ends_or_whose_it_was_leaves(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    put_up(client, inspection)
    screens = f"{wall_of(inspection)}/screens"
    other = client.application.test_client()
    assert isinstance(other, InspectingClient)
    other.sign_in_quickly(make_person(Role.DIRECTOR))
    assert "Harbour room" in words(other, screens)
    assert "put up the wall screen in Harbour room" in words(other, "/activity")
    (screen,) = queries.list_screens(inspection.id, inspection.started_at)
    other.send(f"{screens}/{screen.id}/end", {}, page=screens)
    assert client.get("/screen").status_code == 302
    assert "No wall screen is up." in words(other, screens)

    client.sign_in_quickly(keeper)
    put_up(client, inspection)
    keeper.is_active = False
    db.session.commit()
    assert client.get("/screen").status_code == 302
    keeper.is_active = True
    db.session.commit()
    assert client.get("/screen").status_code == 200
    close_inspection(actor=keeper, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    assert client.get("/screen").status_code == 302


def test_only_who_runs_everything_puts_up_screens_and_a_made_up_secret_opens_none(
    client: InspectingClient, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = f"{wall_of(inspection)}/screens"
    refused = client.send(screens, {"place": ""})
    assert refused.status_code == 422

    def refuse(**_: object) -> None:
        raise ChangedMeanwhile("Somebody was faster.")

    monkeypatch.setattr(operations, "open_screen", refuse)
    answer = client.send(screens, {"place": "Harbour room"})
    assert (answer.status_code, answer.text.count("Somebody was faster.")) == (409, 1)
    assert 'value="Harbour room"' in answer.text
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    assert client.get(screens).status_code == 403
    assert "Keep it up without signing in" not in words(client, wall_of(inspection))
    client.set_cookie("readiness_screen", "made-up", path="/screen")
    assert client.get("/screen").status_code == 302
