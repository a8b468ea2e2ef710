"""Closing an inspection archives it; a director may keep it longer, or open it again."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.errors import NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections import operations
from readiness.inspections.archives import find_archive, get_archive, list_past_keeping
from readiness.inspections.jobs import tell_past_keeping
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection, get_task
from readiness.notifications.models import Message
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.bundles import make_document, make_draft
from tests.factories.fieldwork import make_case, make_note, make_referral
from tests.factories.inspections import find_task, make_inspection
from tests.factories.outcomes import VISIT
from tests.factories.people import make_person
from tests.factories.requests import make_request
from tests.support.at_once import run_at_once
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases


@pytest.fixture
def director(app: Flask) -> Person:
    return make_person(Role.DIRECTOR, "Robin Example")


@pytest.fixture
def inspection(director: Person) -> Inspection:
    return make_inspection(director)


@pytest.fixture
def visit(director: Person) -> Inspection:
    return make_inspection(director, key=VISIT)


def close(director: Person, inspection: Inspection) -> None:
    version = get_inspection(inspection.id).version
    operations.close_inspection(actor=director, inspection_id=inspection.id, version=version)
    db.session.commit()


def test_closing_lists_what_is_open_and_asks_before_it_archives(
    client: InspectingClient, director: Person, inspection: Inspection
) -> None:
    make_document()
    make_draft(inspection)
    make_request(inspection)
    make_referral(inspection, director)
    make_note(inspection, director)
    make_case(inspection)
    client.sign_in_quickly(director)
    path = f"/inspections/{inspection.id}/close"
    page = client.get(path).get_data(as_text=True)
    for words in (
        "tasks are not done",
        "is a draft",
        "1 request is not answered",
        "1 case referred back is open",
        "1 answer is owed to the lead inspector",
        "4 checks are not done on selected cases",
        "The publication of the report is not recorded",
        "The judgements are not recorded",
        "Action plan: that it was sent is not recorded",
    ):
        assert words in page
    asked = client.send(path, {"version": inspection.version})
    assert asked.status_code == 422
    assert "Say that it is to be left like that" in asked.get_data(as_text=True)
    assert get_inspection(inspection.id).is_running
    fields = {"version": get_inspection(inspection.id).version, "confirmed": "y"}
    assert client.send(path, fields).status_code == 302
    shown = client.get(f"/inspections/{inspection.id}/archive").get_data(as_text=True)
    assert "The judgements are not recorded" in shown
    assert "Robin Example" in shown
    assert inspection.title in client.get("/inspections/archive").get_data(as_text=True)
    board = client.get(f"/inspections/{inspection.id}").get_data(as_text=True)
    assert "Ring the call list" in board
    assert "Tick off" not in board


def test_it_is_kept_as_long_as_the_checklists_say_or_until_a_director_says_otherwise(
    client: InspectingClient, director: Person, visit: Inspection
) -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=clock.LONDON)
    with clock.at(leap_day):
        close(director, visit)
        trial = make_inspection(director, key=VISIT, is_trial=True)
        close(director, trial)
    archive = get_archive(visit.id)
    assert archive.keep_until == date(2038, 2, 28)
    assert get_archive(trial.id).keep_until == date(2032, 2, 28)
    told: dict[str, Any] = {"inspection_id": visit.id, "version": archive.version}
    with pytest.raises(NotAllowed):
        operations.change_keep_until(
            actor=make_person(Role.COORDINATOR), keep_until=date(2040, 1, 1), reason="?", **told
        )
    with pytest.raises(Refused, match="Choose a day after that"):
        operations.change_keep_until(
            actor=director, keep_until=date(2028, 2, 28), reason="Why", **told
        )
    client.sign_in_quickly(director)
    here = f"/inspections/{visit.id}/archive"
    day = {"keep_until-day": "1", "keep_until-month": "1", "keep_until-year": "2040"}
    fields = day | {"version": archive.version, "keep_because": ""}
    refused = client.send(f"{here}/keep", fields, here).get_data(as_text=True)
    assert "Say why it is kept until another day." in refused
    client.send(f"{here}/keep", fields | {"keep_because": "An inquiry asked"}, here)
    assert get_archive(visit.id).keep_until == date(2040, 1, 1)
    assert "An inquiry asked" in client.get(here).get_data(as_text=True)


def test_opening_it_again_does_not_lengthen_how_long_it_is_kept(
    client: InspectingClient, director: Person, visit: Inspection
) -> None:
    client.sign_in_quickly(director)
    close(director, visit)
    before = get_archive(visit.id)
    first = before.keep_until
    told: dict[str, Any] = {"actor": director, "inspection_id": visit.id, "reason": "A letter came"}
    operations.reopen_inspection(version=before.version, **told)
    db.session.commit()
    assert "opening it again did not lengthen that" in client.get(
        f"/inspections/{visit.id}/close"
    ).get_data(as_text=True)
    with clock.at(clock.now() + timedelta(days=800)):
        close(director, get_inspection(visit.id))
    again = get_archive(visit.id)
    assert (again.keep_until, again.keep_because) == (first, "")
    page = client.get(f"/inspections/{visit.id}/archive").get_data(as_text=True)
    assert "as before it was opened again" in page
    other = date(2045, 1, 1)
    operations.change_keep_until(version=again.version, keep_until=other, **told)
    operations.reopen_inspection(version=get_archive(visit.id).version, **told)
    close(director, get_inspection(visit.id))
    assert get_archive(visit.id).keep_until == other
    assert get_archive(visit.id).keep_because == "A letter came"


@on_both_databases
def test_a_director_opens_it_again_with_a_reason_and_not_beside_another(
    director: Person, visit: Inspection
) -> None:
    with pytest.raises(NotFound, match="not archived"):
        get_archive(visit.id)
    close(director, visit)
    told: dict[str, Any] = {
        "inspection_id": visit.id,
        "version": get_archive(visit.id).version,
    }
    with pytest.raises(NotAllowed):
        operations.reopen_inspection(actor=make_person(Role.COORDINATOR), reason="Why", **told)
    with pytest.raises(Refused, match="Say why"):
        operations.reopen_inspection(actor=director, reason=" ", **told)
    other = make_inspection(director, key=VISIT)
    with pytest.raises(Refused, match="only one inspection can be"):
        operations.reopen_inspection(actor=director, reason="A letter came", **told)
    close(director, other)
    operations.reopen_inspection(actor=director, reason="A letter came", **told)
    db.session.commit()
    again = get_inspection(visit.id)
    assert again.is_running
    assert again.closed_at is None
    assert find_archive(again) is None
    close(director, again)
    assert find_archive(get_inspection(visit.id)) is not None


def test_directors_are_told_once_that_something_is_past_the_day_it_was_kept_until(
    client: InspectingClient, director: Person, visit: Inspection
) -> None:
    make_person(Role.COORDINATOR)
    close(director, visit)
    archive = get_archive(visit.id)
    last = datetime.combine(archive.keep_until, datetime.min.time(), tzinfo=clock.LONDON)
    tell_past_keeping(last)
    assert db.session.scalars(select(Message)).all() == []
    for day in (1, 2):
        tell_past_keeping(last + timedelta(days=day))
    (message,) = db.session.scalars(select(Message)).all()
    assert message.recipient_id == director.id
    assert f"/inspections/{visit.id}/archive" in message.text
    assert [found.id for found in list_past_keeping(date(2100, 1, 1))] == [archive.id]
    assert get_inspection(visit.id).title in message.text
    archive.keep_until = clock.today() - timedelta(days=1)
    db.session.commit()
    client.sign_in_quickly(director)
    assert "decide what becomes of it" in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("settings", ["PostgreSQL"], indirect=True)
def test_what_was_begun_before_it_was_archived_does_not_land_after(
    app: Flask, director: Person, inspection: Inspection
) -> None:
    number, who = inspection.id, director.id
    task_id = find_task(inspection, "check-leave").id
    has_read, is_archived = threading.Event(), threading.Event()

    def comment() -> str:
        actor = db.session.get_one(Person, who)
        task = get_task(number, task_id)
        seen = operations.get_running(number)
        has_read.set()
        assert is_archived.wait(10)
        operations.add_comment(actor=actor, task=task, text=f"Too late for {seen.title}")
        db.session.commit()
        return "added"

    def archive() -> str:
        assert has_read.wait(10)
        close(db.session.get_one(Person, who), get_inspection(number))
        is_archived.set()
        return "archived"

    answers = run_at_once(app, comment, archive)
    assert "archived" in answers
    assert [words for words in answers if "is closed and archived" in words]
    assert get_task(number, task_id).comments == []
