"""The pages of the requests log and of people told: words, filters, ticks, files, few queries."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from docx import Document
from flask import Flask
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from readiness import clock
from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.notifications.sources import list_dues
from readiness.people.models import Person, Post
from readiness.people.permissions import Role
from readiness.requests import queries, reminding
from readiness.requests.models import InspectorRequest
from readiness.requests.rules import RequestState
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person
from tests.factories.requests import in_hours, make_request
from tests.support.client import InspectingClient
from tests.support.statements import statements

TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


@pytest.fixture
def keeper(app: Flask, client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR, "Cleo Keeper")
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def owner(inspection: Inspection) -> Person:
    person = make_person(Role.HEAD_OF_SERVICE, "Olu Owner")
    post_of("data-lead").holder = person
    db.session.commit()
    return person


def post_of(key: str) -> Post:
    found = db.session.scalar(select(Post).where(Post.key == key))
    assert found is not None
    return found


def log_of(inspection: Inspection) -> str:
    return f"/inspections/{inspection.id}/requests"


def text(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return " ".join(answer.get_data(as_text=True).split())


def post(
    client: InspectingClient, path: str, token: str, fields: Mapping[str, object]
) -> TestResponse:
    """Send a form with a token that was taken from a page before."""
    return client.post(path, data={**fields, "csrf_token": token})


def fields(**more: object) -> dict[str, object]:
    """The short form as it opens on that Tuesday, with what a person writes."""
    return {
        "question": "Supervision records of the front door",
        "asked_by": "Lead inspector",
        "area": "documents",
        "post": "",
        "due_at-day": "9",
        "due_at-month": "12",
        "due_at-year": "2026",
        "due_at-time": "17:00",
        **more,
    }


def test_the_short_form_is_filled_in_already_and_gives_the_next_number(
    client: InspectingClient, inspection: Inspection, keeper: Person, owner: Person
) -> None:
    here = log_of(inspection)
    page, token = text(client, here), client.find_token("/password")
    assert "Inspectors have asked for nothing yet." in page
    for value in ('value="9"', 'value="12"', 'value="2026"', 'value="17:00"'):
        assert value in page, "the end of the next working day stands in the boxes"
    sent = fields(post=str(post_of("data-lead").id))
    assert post(client, here, token, sent).status_code == 302
    page = text(client, here)
    assert "Request 1 is logged." in page
    assert "1 of 1 request is open: none is late." in page
    assert "Olu Owner, Data and Performance Lead" in page
    refused = post(client, here, token, fields(question=""))
    assert refused.status_code == 422
    assert "Write what was asked." in refused.get_data(as_text=True)
    late = post(client, here, token, fields(**{"due_at-day": "1"}))
    assert "The due time has passed already." in late.get_data(as_text=True)
    assert "Supervision records" in late.get_data(as_text=True)


def test_a_request_is_answered_accepted_and_flagged_on_its_pages(
    client: InspectingClient, inspection: Inspection, keeper: Person, owner: Person
) -> None:
    version = make_version()
    make_request(inspection, actor=keeper, post=post_of("data-lead"))
    here = log_of(inspection)
    one = f"{here}/1"
    client.sign_in_quickly(owner)
    assert "Inspectors wait for your answer" in text(client, "/")
    token = client.find_token(one)
    nothing = post(client, f"{one}/answer", token, {"version": 1})
    assert "Choose the document that was given" in nothing.get_data(as_text=True)
    sent = {"version": 1, "document": str(version.id), "answer": "Page 4"}
    assert post(client, f"{one}/answer", token, sent).status_code == 302
    page = text(client, one)
    assert "Answered by Olu Owner" in page
    assert ", version 1" in page
    assert "Inspectors accepted the answer" not in page, "that is not for its owner to say"
    again = post(client, f"{one}/tick", token, {"version": 1})
    assert again.status_code == 409
    assert "Answered by Olu Owner at 10:00:00" in again.get_data(as_text=True)
    client.sign_in_quickly(keeper)
    seen = queries.get_request(inspection.id, 1).version
    flag = {"version": seen, "flag_reason": "It is last year’s"}
    token = client.find_token(here)
    assert post(client, f"{one}/flag", token, flag).status_code == 302
    assert "Flagged: <span data-own-words>It is last year’s" in text(client, here)
    tick = {"version": seen + 1, "next": f"{here}?state=open#request-1"}
    assert post(client, f"{one}/tick", token, tick).headers["Location"].endswith("#request-1")
    accepted = client.post(
        f"{one}/accept",
        data={"version": seen + 2, "csrf_token": token},
        headers={"HX-Request": "true", "HX-Target": "request-1"},
    )
    assert "Accepted" in accepted.get_data(as_text=True)
    assert "<html" not in accepted.get_data(as_text=True)
    assert accepted.headers["HX-Trigger-After-Settle"] == "ticked", "the figures are read anew"
    page = text(client, here)
    assert "No request fits" in page, "what is accepted is not shown unasked"
    assert "Download the whole log" in page


def test_the_list_filters_by_address_and_says_what_is_late_in_words(
    client: InspectingClient, inspection: Inspection, keeper: Person, owner: Person
) -> None:
    make_request(inspection, question="Late one", post=post_of("data-lead"), hours=-2)
    make_request(inspection, question="Nobody’s, 100%", area="access", hours=30)
    here = log_of(inspection)
    assert "Overdue by 2 hours" in text(client, here)
    only = {
        f"owner={owner.id}": "Late one",
        "owner=0": "Nobody’s",
        "state=overdue": "Late one",
        "state=needed": "Nobody’s",
        "area=access": "Nobody’s",
        "day=2026-12-09": "Nobody’s",
        "search=100%25": "Nobody’s",
        "search=lead+late": "Late one",
    }
    for query, words in only.items():
        page = text(client, f"{here}?{query}")
        assert "1 request</h2>" in page, query
        assert words in page, query
    for nonsense in ("owner=x&state=so&day=never&page=99", "day=0001-01-01"):
        assert "2 requests</h2>" in text(client, f"{here}?{nonsense}"), nonsense


def test_requests_stand_on_the_board_with_a_link_and_are_not_for_observers(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    board = f"/inspections/{inspection.id}"
    assert "requests open" not in text(client, board)
    make_request(inspection, hours=-1)
    page = text(client, board)
    assert "requests open, 1 of them overdue" in page
    assert f'href="{log_of(inspection)}?state=overdue#log"' in page
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = text(client, board)
    assert "requests open" not in page
    assert "Wall screen" in page
    for path in ("", "/1", "/log.csv", "/log.docx", "/daily"):
        assert client.get(f"{log_of(inspection)}{path}").status_code == 403
    assert client.get(f"{board}/told").status_code == 403


def test_a_request_of_another_inspection_is_a_page_not_found(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    other = make_inspection(is_trial=True)
    make_request(inspection)
    assert client.get(f"{log_of(inspection)}/1").status_code == 200
    assert client.get(f"{log_of(other)}/1").status_code == 404
    for path in ("/told/1/take-back", "/wall/screens/1/end"):
        answer = client.send(f"/inspections/{other.id}{path}", {}, page="/password")
        assert answer.status_code == 404


def test_five_hundred_requests_of_a_day_take_no_more_queries_than_two(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    board, here = f"/inspections/{inspection.id}", log_of(inspection)
    pages = (f"{here}?search=question&owner=0&page=3", f"{board}/wall", "/")
    make_request(inspection, hours=-1)
    few = [_count(client, page) for page in pages]
    row = {
        "inspection_id": inspection.id,
        "asked_by": "Inspector",
        "asked_at": in_hours(-1),
        "area": "data",
        "due_at": in_hours(-0.5),
        "state": RequestState.NEEDED,
        "answer": "",
        "flag_reason": "",
        "changed_at": in_hours(-1),
        "version": 1,
    }
    rows = [{**row, "number": n, "question": f"A question, {n}"} for n in range(2, 501)]
    db.session.execute(insert(InspectorRequest), rows)
    db.session.commit()
    many = [_count(client, page) for page in pages]
    assert many == few
    assert max(many) <= 15
    page = text(client, here)
    assert "500 of 500 requests are open: 500 are overdue, 500 have no owner." in page
    assert "Showing 1 to 50 of 500 requests." in page


def _count(client: InspectingClient, page: str) -> int:
    with statements() as sent:
        assert client.get(page).status_code == 200
    return len(sent)


def test_the_log_comes_out_as_csv_and_as_word_and_nothing_in_it_runs(
    client: InspectingClient, inspection: Inspection, keeper: Person, owner: Person
) -> None:
    make_request(inspection, question="=1+1", post=post_of("data-lead"), hours=-2)
    make_request(inspection, question="Another", area="access")
    answer = client.get(f"{log_of(inspection)}/log.csv?area=data")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Inspection", inspection.title]
    assert [row[4] for row in rows] == ["What was asked", "'=1+1"]
    assert rows[1][6:10] == [
        "Olu Owner, Data and Performance Lead",
        "08/12/2026 08:00",
        "With its owner",
        "Overdue by 2 hours",
    ]
    word = client.get(f"{log_of(inspection)}/log.docx")
    assert word.headers["Content-Disposition"].endswith('log 2026-12-08 1000.docx"')
    document = Document(io.BytesIO(word.data))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    said = [paragraph.text for paragraph in document.paragraphs] + cells
    assert "2 of 2 requests are open: 1 is overdue, 1 has no owner." in said
    assert "Another" in said
    trial = make_inspection(is_trial=True)
    named = client.get(f"{log_of(trial)}/log.docx").headers["Content-Disposition"]
    assert 'filename="TRIAL RUN requests log' in named
    make_request(trial)
    answer = client.get(f"{log_of(trial)}/log.csv")
    assert answer.data.decode("utf-8-sig").splitlines()[1].startswith('"Trial run: Short')


def test_the_daily_list_holds_what_came_what_went_and_what_is_open(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    make_request(inspection, question="Of today")
    with time_machine.travel(TUESDAY - timedelta(days=1), tick=False):
        make_request(inspection, question="Of yesterday and open")
        make_request(inspection, question="Done yesterday", actor=keeper)
        one = f"{log_of(inspection)}/3"
        client.sign_in_quickly(keeper)
        post(client, f"{one}/tick", client.find_token("/password"), {"version": 1})
    daily = f"{log_of(inspection)}/daily"
    client.sign_in_quickly(keeper)
    page = text(client, daily)
    assert "Of today" in page
    assert "Of yesterday and open" in page
    assert "Done yesterday" not in page
    before = text(client, f"{daily}?day=2026-12-07")
    assert "Done yesterday" in before
    assert "Of today" not in before


def test_people_are_ticked_as_told_with_one_click_or_with_time_and_note(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    told = f"/inspections/{inspection.id}/told"
    page, token = text(client, told), client.find_token("/password")
    assert "0 of the 14 whom the plan names have been told; " in page
    assert post(client, f"{told}/leader", token, {}).status_code == 302
    page = text(client, told)
    assert "Told: Leader of the council" in page
    assert "Tuesday 8 December 2026, 10am, by <span data-own-words>Cleo Keeper" in page
    post(client, f"{told}/leader", token, {})
    assert "Cleo Keeper noted at 10:00:00" in text(client, told)
    sent = {
        "audience": "-",
        "title": "The youth council",
        "what": "That it has begun",
        "told_by": "Olu Owner",
        "note": "They asked who comes",
        "told_at-day": "7",
        "told_at-month": "12",
        "told_at-year": "2026",
        "told_at-time": "9am",
    }
    assert post(client, told, token, sent).status_code == 302
    page = text(client, told)
    assert "They asked who comes" in page
    assert "That it has begun" in page
    nobody = post(client, told, token, {**sent, "title": ""})
    assert nobody.status_code == 422
    assert '<a href="#title">Say who was told.' in nobody.get_data(as_text=True)
    early = post(client, told, token, {**sent, "told_at-day": "9"})
    assert '<a href="#told_at-day">Nobody can have been told later' in early.text
    mistake = next(b for b in queries.list_briefings(inspection.id) if b.key == "leader").id
    post(client, f"{told}/{mistake}/take-back", token, {})
    assert "0 of the 14" in text(client, told)


def test_owners_are_reminded_by_number_and_the_keeper_of_what_nobody_has(
    inspection: Inspection, keeper: Person, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_of("inspection-coordinator").holder = keeper
    db.session.commit()
    make_request(inspection, question="The plan of case 1043", post=post_of("data-lead"))
    make_request(inspection, area="access")
    dues = [due for due in list_dues(clock.now()) if due.kind == "request"]
    assert [(due.title, due.owner_name, due.is_pressing) for due in dues] == [
        ("Request 1: data and performance", "Olu Owner", True),
        ("Request 2: rooms, passes and accounts", "Cleo Keeper", True),
    ]
    assert dues[0].path == f"{log_of(inspection)}/1"
    kept = [entry.subject_title for entry in db.session.scalars(select(Activity))]
    assert not any("1043" in title for title in [*kept, *(due.title for due in dues)])
    moved = replace(queries.get_spec(), keeper="a-post-that-is-new")
    monkeypatch.setattr(reminding, "get_spec", lambda: moved)
    dues = [due for due in list_dues(clock.now()) if due.kind == "request"]
    assert [due.owner_name for due in dues] == ["Olu Owner", ""]


def test_in_a_closed_inspection_nothing_grows_later_and_nothing_can_be_done(
    client: InspectingClient, inspection: Inspection, keeper: Person
) -> None:
    make_request(inspection, actor=keeper, hours=-2)
    close_inspection(actor=keeper, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False):
        page = text(client, log_of(inspection))
        assert "Overdue by 2 hours" in page
        assert "Log this request" not in page
        for words in ("Take it", "Give it an owner", "Put this entry right"):
            assert words not in page + text(client, f"{log_of(inspection)}/1")
        told = text(client, f"/inspections/{inspection.id}/told")
        assert "Note that they were told" not in told
    with time_machine.travel(TUESDAY + timedelta(days=9), tick=False):
        client.sign_in_quickly(keeper)
        assert "Requests, Tuesday 8 December 2026" in text(client, f"{log_of(inspection)}/daily")


def test_the_history_of_a_request_is_in_real_time_on_an_exercise_clock(
    client: InspectingClient, keeper: Person
) -> None:
    trial = make_inspection(
        call_at=TUESDAY + timedelta(days=6), is_trial=True, on_exercise_clock=True
    )
    number = make_request(trial, hours=200).number
    page = client.get(f"/inspections/{trial.id}/requests/{number}").get_data(as_text=True)
    assert "(just now)" in page
