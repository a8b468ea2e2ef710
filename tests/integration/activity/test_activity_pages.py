"""The activity page: old and new shown, filters that hold together, a file that runs nothing."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from readiness.annexe_a.operations import write_comment
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.operations import change_person
from readiness.people.permissions import Role
from tests.factories.inspections import find_task, make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases


@pytest.fixture
def avery(app: Flask) -> Person:
    with time_machine.travel("2026-11-20 09:00Z"):
        return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(avery: Person) -> Inspection:
    """Two runs, with a task blocked in the first; time goes on in between."""
    with time_machine.travel("2026-11-30 10:00Z"):
        first = make_inspection(avery)
        task = queries.lock_task(first.id, find_task(first, "tell-leaders").id)
        operations.block_task(actor=avery, task=task, version=1, reason="=cmd|' /C calc'!A0")
        db.session.commit()
    with time_machine.travel("2026-12-02 10:00Z"):
        make_inspection(make_person(Role.DIRECTOR, "Robin Director"), is_trial=True)
    return first


@on_both_databases
def test_old_and_new_are_shown_on_the_page_and_on_the_task(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "tell-leaders")
    for path in ("/activity", f"/inspections/{inspection.id}/tasks/{task.id}"):
        assert "State: to do → blocked" in client.get(path).text, path


FILTERS = (
    ("area=people", "added Robin Director", "blocked Tell the chief executive"),
    ("area=inspections", "blocked Tell the chief executive", "added Robin Director"),
    ("who=1", "blocked Tell the chief executive", "started Trial run"),
    ("from=2026-12-02&to=2026-12-02", "started Trial run", "blocked Tell the"),
    ("from=2026-11-30&to=2026-11-30", "blocked Tell the", "started Trial run"),
    ("inspection=1", "blocked Tell the", "started Trial run"),
    ("area=inspections&inspection=2&who=x", "started Trial run", "blocked Tell the"),
    ("area=nonsense&from=never&who=-1&_external=1", "added Robin Director", "Nothing fits"),
)
"""Each with something it shows, and something it does not."""


@on_both_databases
def test_a_filter_shows_what_fits_and_the_file_holds_the_same(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    assert (avery.id, inspection.id) == (1, 1)
    for query, seen, not_seen in FILTERS:
        page = client.get(f"/activity?{query}").text.replace("blocked “", "blocked ")
        assert seen in page, query
        assert not_seen not in page, query
        rows = client.get(f"/activity.csv?{query}").get_data(as_text=True).splitlines()[1:]
        file = "\n".join(rows).replace(",", " ").replace('"', "")
        assert seen in file, query
        assert not_seen not in file, query


def test_older_entries_are_reached_page_by_page(client: InspectingClient, avery: Person) -> None:
    for number in range(60):
        change_person(
            actor=avery,
            person=avery,
            name=f"Avery {number}",
            role=avery.role,
            is_active=True,
            version=avery.version,
        )
        db.session.commit()
    client.sign_in_quickly(avery)
    first = client.get("/activity?area=people").text
    assert "Avery 58 → Avery 59" in first
    assert "Avery 1 → Avery 2<" not in first
    older = next(
        part for part in first.split('"') if part.startswith("/activity?") and "before" in part
    )
    second = client.get(older.replace("&amp;", "&")).text
    assert "Avery 1 → Avery 2<" in second
    assert "Avery 58 → Avery 59" not in second
    assert "Back to the newest" in second


@pytest.mark.usefixtures("inspection")
def test_the_file_gives_a_formula_no_chance(client: InspectingClient, avery: Person) -> None:
    client.sign_in_quickly(avery)
    avery_now = db.session.merge(avery)
    change_person(
        actor=avery_now,
        person=make_person(name="=HYPERLINK(1)"),
        name="@SUM(A1)",
        role=Role.OBSERVER,
        is_active=True,
        version=1,
    )
    db.session.commit()
    file = client.get("/activity.csv").get_data(as_text=True)
    cells = [cell.strip('"') for line in file.splitlines() for cell in line.split(",")]
    assert "'@SUM(A1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []


def test_a_person_and_a_post_show_what_happened_to_them(
    client: InspectingClient, avery: Person
) -> None:
    other = make_person(name="Harper Colleague")
    change_person(
        actor=avery,
        person=other,
        name=other.name,
        role=Role.CONTRIBUTOR,
        is_active=True,
        version=other.version,
    )
    db.session.commit()
    client.sign_in_quickly(avery)
    page = client.get(f"/people/{other.id}").text
    assert "Avery Example changed Harper Colleague" in page
    assert "Role: head of service → contributor" in page


def test_moved_key_dates_show_from_when_to_when(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    at = queries.get_anchor(inspection, "arrival").at
    operations.move_anchor(
        actor=avery,
        inspection_id=inspection.id,
        key="arrival",
        at=at + timedelta(days=1),
        version=inspection.version,
    )
    db.session.commit()
    client.sign_in_quickly(avery)
    page = client.get(f"/inspections/{inspection.id}/dates").text
    assert "When: Monday 7 December 2026, 9am → Tuesday 8 December 2026, 9am" in page


def test_what_was_written_about_lists_is_for_those_who_may_open_them(
    app: Flask, client: InspectingClient
) -> None:
    lead = make_person(Role.DATA_LEAD, "Lou Data")
    write_comment(
        actor=lead,
        inspection_id=None,
        number=1,
        column="",
        text="What only Ofsted and the leads read.",
        version=None,
    )
    db.session.commit()
    for role, is_shown in (
        (Role.CONTRIBUTOR, False),
        (Role.ADMINISTRATOR, False),
        (lead.role, True),
    ):
        client.sign_in_quickly(make_person(role))
        for path in ("/activity", "/activity.csv"):
            page = client.get(path).get_data(as_text=True)
            assert "wrote Ofsted a comment" in page, f"{role} {path}"
            assert ("What only Ofsted" in page) == is_shown, f"{role} {path}"


def test_the_last_day_there_is_can_be_asked_for(client: InspectingClient, avery: Person) -> None:
    client.sign_in_quickly(avery)
    assert client.get("/activity?from=0001-01-01&to=9999-12-31").status_code == 200
