"""The council’s closure days: what is refused, what is recorded, and what they move."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel("2026-11-25 10:00Z", tick=True):
        yield


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


def parts(day: date) -> dict[str, object]:
    return {"day-day": day.day, "day-month": day.month, "day-year": day.year}


def test_a_closure_day_counts_for_inspections_that_start_after_it(avery: Person) -> None:
    operations.add_closure(actor=avery, day=TUESDAY, name="the flood closure")
    db.session.commit()
    data_due = queries.get_anchor(make_inspection(avery), "data_due")
    assert clock.in_london(data_due.at).date() == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "has passed"),
        (date(2026, 11, 28), "is a Saturday, so it is not counted anyway"),
        (date(2026, 12, 25), "is Christmas Day, so it is not counted anyway"),
        (date(2026, 12, 24), "is a closure day already: Christmas Eve"),
    ],
)
def test_a_day_that_makes_no_sense_is_answered_with_a_sentence(
    client: InspectingClient, avery: Person, day: date, words: str
) -> None:
    operations.add_closure(actor=None, day=date(2026, 12, 24), name="Christmas Eve")
    db.session.commit()
    client.sign_in_quickly(avery)
    answer = client.send("/inspections/closures", {**parts(day), "name": "Closed"})
    assert answer.status_code == 422
    assert words in answer.text.partition('href="#day-day"')[2]
    assert 'value="Closed"' in answer.text
    assert len(queries.list_closures()) == 1


def test_a_refusal_that_is_about_no_box_stands_above_the_form_alone(
    client: InspectingClient, avery: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise ChangedMeanwhile("Somebody was faster.")

    monkeypatch.setattr(operations, "add_closure", refuse)
    client.sign_in_quickly(avery)
    answer = client.send("/inspections/closures", {**parts(TUESDAY), "name": "the flood"})
    assert (answer.status_code, answer.text.count("Somebody was faster.")) == (409, 1)
    assert 'value="the flood"' in answer.text


def test_a_closure_without_a_name_or_by_somebody_else_is_refused(avery: Person) -> None:
    with pytest.raises(Refused, match="what the closure day is called"):
        operations.add_closure(actor=avery, day=TUESDAY, name=" ")
    with pytest.raises(NotAllowed):
        operations.add_closure(actor=make_person(), day=TUESDAY, name="Closed")


@on_both_databases
def test_adding_and_removing_are_recorded_with_the_day_and_the_name(
    client: InspectingClient, avery: Person
) -> None:
    client.sign_in_quickly(avery)
    page = "/inspections/closures"
    assert client.send(page, {**parts(TUESDAY), "name": "the flood"}).status_code == 302
    listed = client.get(page).text
    assert "Tuesday 1 December 2026" in listed
    assert "the flood" in listed
    number = queries.list_closures()[0].id
    assert client.send(f"{page}/{number}/remove", {}, page=page).status_code == 302
    assert queries.list_closures() == []
    said = select(Activity).where(Activity.event.startswith("inspections:closure"))
    entries = db.session.scalars(said.order_by(Activity.id)).all()
    assert [(entry.event.rpartition(":")[2], entry.changes) for entry in entries] == [
        ("added", {"day": [None, "2026-12-01"], "name": [None, "the flood"]}),
        ("removed", {"day": ["2026-12-01", None], "name": ["the flood", None]}),
    ]


@on_both_databases
def test_a_running_inspection_keeps_its_dates_until_they_are_worked_out_again(
    client: InspectingClient, avery: Person
) -> None:
    inspection = make_inspection(avery)
    client.sign_in_quickly(avery)
    data_due = queries.get_anchor(inspection, "data_due").at
    again = f"/inspections/{inspection.id}/dates/call?again=1"
    assert "Nothing would move" in client.get(again).text
    answer = client.send("/inspections/closures", {**parts(TUESDAY), "name": "the flood"})
    page = client.get(answer.headers["Location"]).text
    assert "keep their dates" in page
    assert f'href="{again}"' in page
    assert data_due_of(inspection.id) == data_due
    preview = client.get(again).text
    assert "Wednesday 2 December 2026, 5pm" in preview
    fields = {"at": inspection.call_at.isoformat(), "version": inspection.version}
    moved = client.send(f"/inspections/{inspection.id}/dates/call", fields, page=again)
    assert moved.status_code == 302
    assert data_due_of(inspection.id) == data_due + timedelta(days=1)
    call = queries.get_anchor(queries.get_inspection(inspection.id), "call")
    assert call.changed_by is None, "nobody changed the call"
    bare = f"/inspections/{inspection.id}/dates/arrival?again=1&at-day=x"
    assert client.get(bare).status_code == 422


def data_due_of(inspection_id: int) -> datetime:
    return queries.get_anchor(queries.get_inspection(inspection_id), "data_due").at
