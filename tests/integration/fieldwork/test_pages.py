"""The pages of the week on site: what each role reads, and what a form brings about."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import event

from readiness import clock
from readiness.extensions import db
from readiness.fieldwork.exports import name_timetable
from readiness.fieldwork.queries.talk import list_notes
from readiness.fieldwork.queries.timetable import list_entries
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_posts_by_key
from readiness.people.models import Absence, Person
from readiness.people.permissions import Role
from tests.factories.fieldwork import (
    ARRIVAL,
    make_bare_inspection,
    make_case,
    make_entry,
    make_referral,
)
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.fieldwork_pages import moment_fields, page, stands_now, text, version_in


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_bare_inspection()


@pytest.fixture
def runner(client: InspectingClient, inspection: Inspection) -> Person:
    person = make_person(Role.COORDINATOR, "Cory Coordinator")
    client.sign_in_quickly(person)
    return person


def entry_fields(**other: object) -> dict[str, object]:
    return {
        "kind": "interview",
        "title": "Foster carers",
        "day-day": 7,
        "day-month": 12,
        "day-year": 2026,
        "starts": "9.30am",
        "ends": "10:30",
        "room": "Harbour room",
        "inspector": "",
        "note_taker": "",
        "others": "cory  coordinator\nfoster carers’ group",
        **other,
    }


def test_an_entry_is_added_with_its_people_and_what_clashes_is_said(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    here = page(inspection, "timetable")
    assert "The timetable is empty" in text(client, here)
    post = list_posts_by_key()["psw"]
    make_entry(inspection, people=(runner,))
    db.session.add(Absence(person_id=runner.id, first_day=ARRIVAL.date(), last_day=ARRIVAL.date()))
    db.session.commit()
    fields = entry_fields(posts=[post.id])
    assert client.send(f"{here}/new", fields).status_code == 302
    shown = text(client, here)
    assert "2 entries are on the timetable, on 1 day: 2 clash with another and 2 have" in shown
    assert "Harbour room is also taken by “Meet the social workers”, 9am to 10am." in shown
    assert "Cory Coordinator is away that day." in shown
    assert "foster carers’ group" in shown
    wrong = client.send(f"{here}/new", entry_fields(starts="soon", ends="9am"))
    assert wrong.status_code == 422
    assert "like 9.15am" in wrong.text
    backwards = client.send(f"{here}/new", entry_fields(ends="9.30am"))
    assert '<a href="#ends">It must end after it begins.' in backwards.text


def test_the_second_to_change_an_entry_sees_how_it_stands(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    entry = make_entry(inspection)
    path, version = page(inspection, f"timetable/{entry.id}"), entry.version
    opened = text(client, path)
    assert 'value="09:00"' in opened
    changed = entry_fields(version=version, title="Meet the carers")
    assert client.send(path, changed).status_code == 302
    second = client.send(path, {**changed, "title": "Mine"})
    stands_now(second, "Meet the carers", "Harbour room", "foster carers’ group")
    assert 'value="Mine"' in second.text
    mine = {**changed, "title": "Mine", "version": version_in(second)}
    assert client.send(path, mine).status_code == 302
    version = list_entries(inspection.id)[0].version
    assert client.send(f"{path}/remove", {"version": version}, page=path).status_code == 302
    assert list_entries(inspection.id) == []


def test_who_has_left_stays_on_an_entry_that_is_changed_otherwise(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    left, namesake = make_person(name="Ann"), make_person(name="Ann")
    entry = make_entry(inspection, people=(left,), note_taker=left)
    left.is_active = False
    db.session.commit()
    path = page(inspection, f"timetable/{entry.id}")
    fields = entry_fields(version=entry.version, others="Ann", note_taker=left.id)
    assert client.send(path, fields).status_code == 302
    (changed,) = list_entries(inspection.id)
    assert [row.person for row in changed.attendees] == [left]
    assert changed.note_taker == left != namesake


def test_the_filter_and_the_files_hold_the_same_entries(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    ann = make_person(name="Ann")
    make_entry(inspection, people=(ann,))
    make_entry(inspection, ARRIVAL + timedelta(days=1), title="Feedback", note_taker=runner)
    here = page(inspection, "timetable")
    for query, there, not_there in (
        (f"person={ann.id}", "Meet the social workers", "Feedback"),
        ("day=2026-12-08", "Feedback", "Meet the social workers"),
    ):
        for path in (f"{here}?{query}", f"{here}/print?{query}"):
            shown = text(client, path)
            assert there in shown
            assert not_there not in shown
    assert "Nothing fits." in text(client, f"{here}?day=2030-01-01")
    assert '<a class="govuk-link" href="/emails/calendars">In your calendar' in text(client, here)
    answer = client.get(f"{here}.docx?day=2026-12-08")
    document = Document(io.BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1:] == [
        ["9am to 10am", "Feedback (meeting)", "Harbour room", "", "", "Cory Coordinator"]
    ]
    assert "Fieldwork timetable.docx" in answer.headers["Content-Disposition"]
    night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert name_timetable(inspection, night) == "2026-07-01 Fieldwork timetable.docx"


def test_the_timetable_asks_no_more_the_longer_it_is(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        client.get(page(inspection, "timetable"))
        return len(asked)

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    make_entry(inspection, people=(runner,))
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        few = count()
        for hour in range(1, 9):
            people = (make_person(), make_person())
            make_entry(inspection, ARRIVAL + timedelta(hours=hour), people=people)
        assert count() == few <= 15
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_keep_in_touch_meeting_is_noted_with_a_point_and_an_action(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    here, today = page(inspection, "keep-in-touch"), clock.now()
    assert "No keep-in-touch meeting has been noted yet." in text(client, here)
    fields = {**moment_fields("day", today), "present": "Lead inspector", "said": "All well"}
    assert client.send(here, fields).status_code == 302
    assert client.send(here, fields).status_code == 422
    (note,) = list_notes(inspection.id)
    path = f"{here}/{note.id}"
    point = {
        "kind": "concern",
        "point": "Caseloads differ",
        "evidence": "The caseload report",
        **moment_fields("due_at", today - timedelta(hours=1)),
    }
    assert client.send(f"{path}/points", {"kind": "theme"}, page=path).status_code == 422
    client.send(f"{path}/points", point, page=path)
    action = {"title": "Print it", "owner": runner.id, **moment_fields("due_on", today)}
    client.send(f"{path}/actions", action, page=path)
    shown = text(client, path)
    assert "1 concern raised: 1 answer is owed, and late." in shown
    assert "Print it" in shown
    answer_change_and_withdraw_its_point(client, inspection, here, path)
    change = {"present": "Two of us", "said": "Well", "version": note.version + 7}
    assert client.send(f"{path}/change", change, page=path).status_code == 409
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert client.get(here).status_code == 403


def answer_change_and_withdraw_its_point(
    client: InspectingClient, inspection: Inspection, here: str, path: str
) -> None:
    """What becomes of the one point of a note, step by step."""
    (point_row,) = list_notes(inspection.id)[0].points
    given = f"{path}/points/{point_row.id}/answered"
    client.send(given, {"version": point_row.version}, page=path)
    assert "no answer is owed" in text(client, here)
    own = f"{path}/points/{point_row.id}"
    assert "Caseloads differ" in text(client, own)
    changed = {"kind": "theme", "point": "Caseloads", "evidence": "It", "version": 2}
    late = client.send(own, {**changed, "version": 1}, page=own)
    stands_now(late, "Concern", "Caseloads differ", "The caseload report")
    assert client.send(own, {**changed, "version": version_in(late)}).status_code == 302
    assert client.send(f"{own}/withdraw", {"version": 3}, page=own).status_code == 422
    gone = {"version": 2, "reason": "Nobody said it"}
    late = client.send(f"{own}/withdraw", gone, page=own)
    assert late.status_code == 409
    assert "Nobody said it" in late.text
    gone["version"] = 3
    assert client.send(f"{own}/withdraw", gone, page=own).status_code == 302
    assert "Nobody said it" in text(client, path)
    assert "0 points" in text(client, here)


@on_both_databases
def test_the_board_and_the_first_page_count_with_links(
    client: InspectingClient, inspection: Inspection, runner: Person
) -> None:
    tomorrow = (clock.now() + timedelta(days=1)).replace(hour=10, minute=0)
    for starts_at in (tomorrow, tomorrow + timedelta(days=1)):
        make_entry(inspection, starts_at, note_taker=runner)
    psw = list_posts_by_key()["psw"]
    psw.holder = runner
    db.session.commit()
    make_case(inspection)
    make_referral(inspection, runner)
    shown = text(client, f"/inspections/{inspection.id}")
    for rest, words in (("timetable", "on the timetable"), ("cases", "audits are back")):
        assert f'href="{page(inspection, rest)}"' in shown
        assert words in shown
    today = text(client, "/")
    assert "Records checked: 1 selected case" in today
    assert "Case 1, referred back by inspectors" in today
    assert today.count("Harbour room. You take the notes") == 1
