"""The nightly measurement, and what pages make of a year of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

import readiness.today.routes as today_routes
from readiness import clock
from readiness.checklists.faults import ChecklistFault
from readiness.checklists.posts import load_posts
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.people.queries import list_posts
from readiness.register.jobs import SCHEDULE, measure
from readiness.register.models import ReadinessSnapshot
from readiness.register.operations import keep_snapshot
from readiness.register.queries import find_snapshot, list_measured
from readiness.work.schedule import fire_if_due, latest_slot
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

NOW = datetime(2026, 11, 24, 15, tzinfo=clock.LONDON)
(NIGHTLY,) = SCHEDULE


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as made:
        yield made


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(ReadinessSnapshot)) or 0


def add_nights(number: int) -> None:
    """A row a night, the readiest last."""
    db.session.add_all(
        ReadinessSnapshot(
            day=NOW.date() - timedelta(days=ago),
            things=100,
            ready=100 - ago // 8,
            needs_attention=0,
            not_ready=0,
            not_confirmed=ago // 8,
            out_of_date=1,
            call_day=date(2026, 11, 30),
            steps=60,
            steps_met=30,
            measured_at=NOW - timedelta(days=ago),
        )
        for ago in range(number)
    )
    db.session.commit()


@on_both_databases
def test_a_night_is_measured_once_however_often_it_is_tried(app: Flask) -> None:
    make_version(is_approved=True)
    for _ in range(3):
        with writing():
            measure(NOW)
            db.session.commit()
    assert count() == 1
    found = find_snapshot(NOW.date())
    assert found is not None
    assert (found.day, found.call_day) == (NOW.date(), date(2026, 11, 30))
    parts = (found.ready, found.needs_attention, found.not_ready, found.not_confirmed)
    assert sum(parts) == found.things
    assert found.ready == 1
    assert (found.steps_met, found.steps > 50) == (0, True)  # nobody is there to approve
    assert (found.gates, found.gates_missed) == (3, 3)
    # The audits take ten working days from the call, and the documents are due after two.
    assert found.gates_words == "3 of 3 gates would be missed, by up to 8 working days"


def test_a_night_that_did_not_ask_of_the_gates_says_nothing_of_them(app: Flask) -> None:
    add_nights(1)
    found = find_snapshot(NOW.date())
    assert found is not None
    assert found.gates_words == ""


def test_the_day_is_that_of_london(app: Flask) -> None:
    just_after_midnight = datetime(2026, 7, 1, 0, 20, tzinfo=clock.LONDON)
    found = keep_snapshot(now=just_after_midnight)
    assert found is not None
    assert found.day == date(2026, 7, 1)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 24)])
def test_it_is_due_once_a_night_when_the_clocks_change_too(night: date) -> None:
    evening = datetime(night.year, night.month, night.day, 20, tzinfo=clock.LONDON)
    slot = latest_slot(NIGHTLY, evening)
    before = latest_slot(NIGHTLY, evening - timedelta(days=1))
    assert slot is not None
    assert before is not None
    assert clock.in_london(slot).date() == night
    assert clock.in_london(before).date() == night - timedelta(days=1)


def test_the_worker_measures_each_night_and_after_an_outage_the_last_one(app: Flask) -> None:
    with app.app_context():
        assert not fire_if_due(app, NIGHTLY, NOW)  # the ledger begins
        for later, fired in ((1, True), (1, False), (4, True)):
            assert fire_if_due(app, NIGHTLY, NOW + timedelta(days=later)) is fired
        db.session.rollback()
        days = list(db.session.scalars(select(ReadinessSnapshot.day)))
    assert days == [date(2026, 11, 25), date(2026, 11, 28)]


def test_the_night_brings_the_posts_of_the_checklists_so_that_people_can_be_given_them(
    app: Flask,
) -> None:
    assert list_posts() == []
    measure(NOW)
    assert "it-lead" in {post.key for post in list_posts()}


def test_a_post_that_is_only_in_the_checklists_is_called_by_its_title(
    client: InspectingClient,
) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = client.get("/readiness/call").text
    assert "Nobody yet: IT Lead" in page
    assert "IT Lead" in page[page.index("Posts without a holder") :]
    assert "it-lead," not in page


@pytest.mark.usefixtures("traveller")
def test_only_the_last_year_is_read(app: Flask) -> None:
    add_nights(400)
    found = list_measured(NOW.date())
    assert len(found) == 366
    assert found[-1].day == NOW.date()


@pytest.mark.usefixtures("traveller")
def test_the_call_page_draws_the_year_with_its_table_beside_it(client: InspectingClient) -> None:
    add_nights(365)
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = " ".join(client.get("/readiness/call").text.split())
    assert "56% of things were ready a year ago, and 100% are now." in page
    assert page.count("<polyline") == 2 + 5 + 2
    assert "Readiness by week" in page
    assert page.count("of 60</td>") == 53


@pytest.mark.usefixtures("traveller")
class TestToday:
    """The first page between inspections."""

    @pytest.fixture
    def me(self, app: Flask) -> Person:
        return make_person(Role.COORDINATOR)

    def test_it_shows_how_ready_we_are_and_what_is_yours_to_make_ready(
        self, client: InspectingClient, app: Flask, me: Person
    ) -> None:
        match_posts(load_posts(app.extensions["readiness.settings"].checklists_path).values())
        post = next(post for post in list_posts() if post.key == "facilities-lead")
        post.holder = me
        db.session.commit()
        client.sign_in_quickly(me)
        page = " ".join(client.get("/").text.split())
        assert "things are ready</a>" in page
        assert "0 of the 63 steps that rest on them would be met. 3 of 3 gates would be" in page
        assert 'href="/readiness/call"' in page
        assert "Yours to make ready" in page
        assert "Rooms for inspectors can be had within a week</a>" in page
        assert page.count("Nobody has confirmed this yet.") == 2
        client.sign_in_quickly(make_person(Role.COORDINATOR))
        assert "Yours to make ready" not in client.get("/").text

    def test_a_fault_of_the_checklists_does_not_take_the_page_away(
        self, client: InspectingClient, me: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_given: object) -> None:
            raise ChecklistFault("inspections/fortnightly.yaml", 3, "takes", "is missing. Add it.")

        monkeypatch.setattr(today_routes, "make_glance", refuse)
        client.sign_in_quickly(me)
        page = " ".join(client.get("/").text.split())
        assert "How ready we are cannot be said until this is mended." in page
        assert "line 3, takes: is missing. Add it." in page

    def test_while_an_inspection_runs_that_comes_first_and_alone(
        self, client: InspectingClient, me: Person
    ) -> None:
        make_inspection(is_trial=True)
        client.sign_in_quickly(me)
        assert "How ready we are" in client.get("/").text
        make_inspection()
        assert "How ready we are" not in client.get("/").text
