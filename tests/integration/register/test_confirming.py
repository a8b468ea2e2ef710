"""Saying how an arrangement is: who may, what is kept, what is refused."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.register.gathering import read_register
from readiness.register.models import Confirmation
from readiness.register.operations import confirm
from readiness.register.queries import find_arrangement, list_newest_confirmations
from readiness.register.rules.judging import Status
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

KEY = "inspectors-rooms"
PAGE = f"/readiness/things/{KEY}"
SEND = f"{PAGE}/confirm"


@pytest.fixture
def holder(app: Flask) -> Person:
    person = make_person(Role.CONTRIBUTOR, "Pat Facilities")
    make_post("facilities-lead", "Facilities Lead", person, make_person(name="Devon Deputy"))
    return person


@pytest.fixture
def client(client: InspectingClient, holder: Person) -> InspectingClient:
    client.sign_in_quickly(holder)
    return client


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-24 15:00Z", tick=False) as made:
        yield made


def do(actor: Person | None, status: Status = Status.READY, **more: Any) -> Confirmation:
    given: dict[str, Any] = {"key": KEY, "version": 0, "note": "Looked", **more}
    made = confirm(actor=actor, register=read_register(clock.now()), status=status, **given)
    db.session.commit()
    return made


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Confirmation)) or 0


@pytest.mark.usefixtures("holder")
@on_both_databases
def test_the_newest_word_counts_and_every_word_is_kept(app: Flask) -> None:
    person = db.session.scalars(select(Person)).first()
    do(person, Status.NOT_READY, note="Double-booked")
    do(person, version=1)
    assert list_newest_confirmations()[KEY].status is Status.READY
    assert count() == 2
    arrangement = find_arrangement(KEY)
    assert arrangement is not None
    assert arrangement.version == 2
    entries = db.session.scalars(select(Activity).where(Activity.area == "register")).all()
    assert [entry.event for entry in entries] == [
        "register:arrangement:reported",
        "register:arrangement:confirmed",
    ]
    assert entries[1].changes["status"] == ["not_ready", "ready"]


def test_a_confirmation_goes_stale_after_its_interval(
    client: InspectingClient, traveller: time_machine.Traveller, holder: Person
) -> None:
    client.sign_in_quickly(holder)
    do(holder)
    assert "Pat Facilities confirmed this on 24 November 2026." in client.get(PAGE).text
    traveller.shift(timedelta(days=100))
    client.sign_in_quickly(holder)
    page = client.get(PAGE).text
    assert "Not confirmed" in page
    assert "It was to be looked at again by 24 February 2027: 8 days over." in page


def test_the_owner_confirms_with_a_note_and_a_file_and_reads_it_back(
    client: InspectingClient,
) -> None:
    content = b"Harbour room, four interview rooms"
    fields = {"status": "ready", "note": "Five rooms", "version": "0"}
    answer = client.send(SEND, {**fields, "file": (io.BytesIO(content), "rooms.txt")}, page=PAGE)
    assert answer.status_code == 302
    page = client.get(PAGE).text
    assert "It is noted how this is." in page
    assert "Pat Facilities confirmed this" in page
    assert "rooms.txt" in page
    assert "Pat Facilities confirmed Rooms for inspectors" in client.get("/activity").text
    assert "Five rooms" in client.get("/activity.csv").text
    kept = list_newest_confirmations()[KEY]
    address = f"{PAGE}/files/{kept.id}"
    assert client.send(address, {}, page=PAGE).data == content
    assert "downloaded a file of" in client.get("/activity").text
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    assert client.send(address, {}, page="/password").status_code == 403
    assert address not in client.get(PAGE).text
    assert "rooms.txt" not in client.get(PAGE).text
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    assert client.send(address, {}, page=PAGE).data == content
    other = f"/readiness/things/wifi-and-screens/files/{kept.id}"
    assert client.send(other, {}, page="/password").status_code == 404


def test_a_confirmation_without_a_file_has_none_to_open(
    client: InspectingClient, holder: Person
) -> None:
    made = do(holder)
    assert client.send(f"{PAGE}/files/{made.id}", {}, page="/password").status_code == 404


@pytest.mark.parametrize("who", ["deputy", "coordinator", "director"])
def test_the_deputy_and_those_who_work_on_every_task_confirm_too(
    client: InspectingClient, who: str
) -> None:
    person = (
        db.session.scalars(select(Person).where(Person.name == "Devon Deputy")).one()
        if who == "deputy"
        else make_person(Role(who))
    )
    client.sign_in_quickly(person)
    answer = client.send(SEND, {"status": "ready", "version": "0"}, page=PAGE)
    assert answer.status_code == 302
    assert list_newest_confirmations()[KEY].by_id == person.id


def test_somebody_elses_arrangement_is_refused_and_nothing_is_kept(
    client: InspectingClient,
) -> None:
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    assert "Save how it is" not in client.get(PAGE).text
    token = client.find_token("/password")
    answer = client.post(SEND, data={"status": "ready", "version": "0", "csrf_token": token})
    assert answer.status_code == 403
    assert "confirmed by the Facilities Lead" in answer.text
    assert count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"version": "0"}, "Choose how it is."),
        ({"status": "not_confirmed", "version": "0"}, "<title>Error: Rooms for"),
        ({"status": "not_ready", "version": "0"}, "Say what is wrong, so that somebody can help."),
        ({"status": "ready", "note": "x" * 1001, "version": "0"}, "1 character too long"),
        ({"status": "ready", "version": "7"}, "Open “Rooms for inspectors"),
        ({"status": "ready"}, "Open “Rooms for inspectors"),
    ],
)
def test_a_form_that_cannot_be_used_says_why_and_keeps_nothing(
    client: InspectingClient, fields: dict[str, str], sentence: str
) -> None:
    answer = client.send(SEND, fields, page=PAGE)
    assert answer.status_code in {409, 422}
    assert sentence in answer.text
    assert count() == 0


def test_a_bad_file_is_refused_by_the_gate_and_nothing_is_kept(client: InspectingClient) -> None:
    fields = {"status": "ready", "version": "0"}
    wrong = (io.BytesIO(b"MZ\x90\x00 a program"), "rooms.pdf")
    answer = client.send(SEND, {**fields, "file": wrong}, page=PAGE)
    assert answer.status_code == 422
    assert "rooms.pdf" in answer.text
    assert count() == 0


def test_the_second_of_two_people_is_told_what_the_first_said(
    client: InspectingClient, holder: Person
) -> None:
    do(holder, Status.NOT_READY, note="Double-booked")
    answer = client.send(SEND, {"status": "ready", "version": "0"}, page=PAGE)
    assert answer.status_code == 409
    assert "Pat Facilities said at" in answer.text
    assert "not ready" in answer.text
    assert count() == 1
    seen = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert seen is not None
    again = {"status": "ready", "version": seen[1]}
    assert client.send(SEND, again, page=PAGE).status_code == 302, "they have seen both"


@pytest.mark.usefixtures("holder")
def test_what_readiness_finds_out_itself_cannot_be_confirmed(app: Flask) -> None:
    for key in ("list-1", "document-self-evaluation", "deputies-named", "trial-run"):
        with pytest.raises(Refused, match="finds out by itself"):
            do(None, key=key)
    with pytest.raises(NotFound):
        do(None, key="nothing")


def test_an_operation_checks_rights_and_words_for_itself(holder: Person) -> None:
    with pytest.raises(NotAllowed):
        do(make_person(Role.QUALITY_LEAD))
    observer = make_person(Role.OBSERVER)
    post = make_post("psw", "Principal Social Worker", observer)
    assert post.holder == observer
    with pytest.raises(NotAllowed):
        do(observer, key="case-readers-named")
    with pytest.raises(Refused, match="Say whether it is ready"):
        do(holder, Status.NOT_CONFIRMED)
    with pytest.raises(Refused, match="Say what is wrong"):
        do(holder, Status.NEEDS_ATTENTION, note=" ")
    with pytest.raises(ChangedMeanwhile):
        do(holder, version=None)


@pytest.mark.usefixtures("holder")
@on_both_databases
def test_the_database_keeps_no_confirmation_that_confirms_nothing(app: Flask) -> None:
    arrangement_id = do(None).arrangement_id
    db.session.add(
        Confirmation(
            arrangement_id=arrangement_id, status=Status.NOT_CONFIRMED, at=clock.now(), note=""
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_an_arrangement_the_checklists_dropped_is_not_found_any_more(
    client: InspectingClient, holder: Person
) -> None:
    do(holder)
    arrangement = find_arrangement(KEY)
    assert arrangement is not None
    arrangement.key = "dropped"
    db.session.commit()
    assert client.get("/readiness/things/dropped").status_code == 404
    assert "Nobody has confirmed this yet." in client.get(PAGE).text


@pytest.mark.usefixtures("holder")
def test_trouble_without_a_word_is_refused_at_its_box_which_was_not_called_optional(
    client: InspectingClient,
) -> None:
    assert "or what is wrong (needed unless it is ready)" in client.get(PAGE).text
    answer = client.send(SEND, {"status": "not_ready", "version": "0"}, page=PAGE)
    assert answer.status_code == 422
    assert '<a href="#note">Say what is wrong' in answer.text
    assert 'id="note-error"' in answer.text
