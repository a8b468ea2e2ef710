"""The pages of meetings and their Word files, read back."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from docx import Document
from flask import Flask

from readiness.extensions import db
from readiness.inspections.models import ClosureDay
from readiness.meetings import operations
from readiness.meetings.exports import write_minutes
from readiness.meetings.models import Meeting
from readiness.meetings.queries import get_meeting, list_planned
from readiness.meetings.rules import MeetingState
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.plain_words import format_day
from readiness.work.queries import find_latest_owed
from readiness.work.runner import run_owed_work
from tests.factories.actions import make_action
from tests.factories.fieldwork import make_bare_inspection, make_note
from tests.factories.meetings import make_meeting
from tests.factories.people import make_person, make_post
from tests.factories.requests import make_request
from tests.support.client import InspectingClient, expect_conflict_told
from tests.support.documents import words_of
from tests.support.statements import statements

MONDAY = date(2026, 11, 30)
WEEK = ("requests", "fieldwork")


@pytest.fixture(autouse=True)
def on_a_monday() -> Iterator[time_machine.Traveller]:
    """A meeting of today is today: on a Saturday it would have moved."""
    with time_machine.travel(f"{MONDAY} 09:00+00:00") as traveller:
        yield traveller


@pytest.fixture
def chair(chair: Person, client: InspectingClient) -> Person:
    """Signed in."""
    client.sign_in_quickly(chair)
    return chair


@pytest.fixture
def meeting(chair: Person) -> Meeting:
    return make_meeting(chair)


def text(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.get_data(as_text=True).split())


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}"


def item(meeting: Meeting, key: str = "actions") -> str:
    return f"{page(meeting)}/agenda/{key}"


def test_a_series_is_planned_on_its_page(client: InspectingClient, chair: Person) -> None:
    make_post("director-supporting-families", "Director of Supporting Families", chair)
    assert "No meetings yet" in text(client, "/meetings/")
    day = MONDAY + timedelta(weeks=1)
    fields = {
        "title": "Readiness meeting",
        "chair": "director-supporting-families",
        "first_day-day": day.day,
        "first_day-month": day.month,
        "first_day-year": day.year,
        "starts_at": "9.30am",
        "weeks": "2",
        "place": "",
    }
    # The browser sends the version of what is not there yet: nothing.
    assert client.send("/meetings/series/new", {**fields, "version": ""}).status_code == 302
    assert len(list_planned()) == 4
    assert "The next meeting is in" in text(client, "/meetings/")
    series = list_planned()[0].series
    place = f"/meetings/series/{series.id}"
    late = client.send(place, {**fields, "weeks": "3", "version": series.version - 1})
    assert (late.status_code, "As it stands now" in late.text) == (409, True)
    assert '<option value="3" selected' in late.text
    assert f'name="version" type="hidden" value="{series.version}"' in late.text
    saturday = {"first_day-day": (day + timedelta(days=5)).day}
    wrong = client.send("/meetings/series/new", {**fields, **saturday, "starts_at": "late"})
    assert wrong.status_code == 422
    assert "like 9" in wrong.get_data(as_text=True)


def keep_minutes_unchanged(client: InspectingClient, meeting: Meeting) -> bytes:
    """The minutes, which a new name of the series leaves as they were."""
    kept: bytes = client.get(f"{page(meeting)}/minutes.docx").data
    get_meeting(meeting.id).series.title = "Children’s services board"
    db.session.commit()
    renamed = client.get(f"{page(meeting)}/minutes.docx")
    assert renamed.data == kept
    return kept


def test_a_meeting_is_walked_item_by_item_and_its_minutes_hold_it_all(
    client: InspectingClient,
    chair: Person,
    meeting: Meeting,
    on_a_monday: time_machine.Traveller,
) -> None:
    raised = {"title": "Parking for inspectors", "detail": "Two bays are gone."}
    assert client.send(f"{page(meeting)}/items", raised, page=page(meeting)).status_code == 302
    assert "Next: <span data-own-words>What must stay ready" in text(client, item(meeting, "own-1"))
    note = {"note": "Four bays are agreed.", "version": get_meeting(meeting.id).items[0].version}
    client.send(item(meeting, "own-1"), note)
    day = MONDAY + timedelta(days=4)
    action = {
        "action_title": "Mark four bays",
        "owner": chair.id,
        "due_on-day": day.day,
        "due_on-month": day.month,
        "due_on-year": day.year,
    }
    half = {**action, "owner": "", "decision": "Facilities marks the bays.", "version": 0}
    refused = client.send(item(meeting), half)
    assert refused.status_code == 422
    assert "Facilities marks the bays.</textarea>" in refused.text
    assert client.send(item(meeting), {**half, "owner": chair.id}).status_code == 302
    make_post("coordinator", "Coordinator", make_person(Role.COORDINATOR, "Cora Coordinator"))
    on_a_monday.move_to(f"{MONDAY} 10:50+00:00")
    end_once_somebody_came(client, chair, meeting)
    words = words_of(keep_minutes_unchanged(client, meeting))
    for said in (
        "Parking for inspectors",
        "Four bays are agreed.",
        "Facilities marks the bays.",
        "Mark four bays",
        "Dana Director",
        "Not noted\nCora Coordinator",
        "Harbour room",
        "0 actions are carried over",
    ):
        assert said in words, said
    assert "Actions open" in text(client, "/meetings/compare")


def end_once_somebody_came(client: InspectingClient, chair: Person, meeting: Meeting) -> None:
    """A meeting that has begun is ended when somebody is noted as present, and then has minutes."""
    version = get_meeting(meeting.id).version
    early = client.send(f"{page(meeting)}/end", {"version": version}, page=page(meeting))
    assert "Nobody is noted as present. Note who came, or say that" in early.text
    assert "Say that it was not held" in early.text
    assert "Nothing is noted yet of Cora Coordinator and Dana Director." in early.text
    came = {f"person_{chair.id}": "present"}
    client.send(f"{page(meeting)}/attendance", came, page=page(meeting))
    assert client.get(f"{page(meeting)}/minutes.docx").status_code == 404
    version = get_meeting(meeting.id).version
    client.send(f"{page(meeting)}/end", {"version": version}, page=page(meeting))
    assert "Held, with 1 person present. 1 decision, 1 action agreed, 0 carried over." in text(
        client, page(meeting)
    )


def test_a_note_that_meets_another_shows_both_and_loses_none(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    operations.write_note(
        actor=chair, meeting=get_meeting(meeting.id), key="actions", version=0, note="First"
    )
    db.session.commit()
    answer = client.send(item(meeting), {"note": "Second", "version": 0})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "First" in shown
    assert "Second" in shown


def test_a_fault_hides_nothing_of_what_somebody_else_changed(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    operations.write_note(
        actor=chair, meeting=get_meeting(meeting.id), key="actions", version=0, note="First"
    )
    db.session.commit()
    expect_conflict_told(
        client,
        item(meeting),
        page=item(meeting),
        faulty={"note": "Second", "action_title": "Without an owner"},
        right={"note": "Second"},
        versions=(0, 1),
    )


def test_the_pack_is_made_by_the_worker_and_holds_every_item(
    app: Flask, client: InspectingClient, meeting: Meeting
) -> None:
    assert client.get(f"{page(meeting)}/pack.docx").status_code == 404
    assert client.send(f"{page(meeting)}/pack", {}, page=page(meeting)).status_code == 302
    assert "Waiting to be made" in text(client, page(meeting))
    owed = find_latest_owed(operations.PACK, meeting.id)
    assert owed is not None
    run_owed_work(app, owed.id)
    pack = client.get(f"{page(meeting)}/pack.docx").data
    tables = Document(io.BytesIO(pack)).tables
    standing = next(table for table in tables if table.rows[0].cells[-1].text == "Why")
    widths = [column.width or 0 for column in standing.columns]
    assert widths[-1] == max(widths)
    words = words_of(pack)
    for title in (
        "Agenda",
        "1. What must stay ready",
        "2. Actions",
        "3. Annexe A",
        "4. Documents",
        "5. Gaps from trial runs",
        "6. What comes next",
    ):
        assert title in words, title


def test_who_came_is_noted_on_an_item_and_the_minutes_name_who_was_absent(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    away = make_person(Role.HEAD_OF_SERVICE, "Hari Head")
    make_post("hos-early-help", "Head of early help", away)
    here, one, other = item(meeting), f"person_{chair.id}", f"person_{away.id}"
    assert re.search(r"<details[^>]*> <summary[^>]*><span[^>]*>Note apologies", text(client, here))
    came = {one: "present", other: "absent", f"seen_{other}": "", "note": "", "version": 0}
    assert client.send(here, came).status_code == 302
    late = client.send(here, {**came, other: "apologies", "note": "Half the team"})
    assert (late.status_code, "Half the team" in late.text) == (409, True)
    assert '<option value="absent" selected>' in late.text
    minutes = words_of(write_minutes(get_meeting(meeting.id), (), (), council="Exampleshire"))
    assert "Apologies\nNobody\nAbsent\nHari Head" in minutes
    client.sign_in_quickly(away)
    assert "Note apologies" not in text(client, here)


def test_earlier_meetings_are_all_there_a_page_at_a_time(
    client: InspectingClient, meeting: Meeting
) -> None:
    days = [MONDAY - timedelta(weeks=2 * number) for number in range(1, 41)]
    states = {days[0]: MeetingState.CANCELLED}
    db.session.add_all(
        Meeting(
            series=meeting.series,
            rhythm_day=day,
            at=datetime.combine(day, time(10), tzinfo=UTC),
            state=states.get(day, MeetingState.HELD),
            figures={"Actions open": number, "Things ready": 3},
        )
        for number, day in enumerate(days)
    )
    db.session.commit()
    last = text(client, "/meetings/?page=2")
    assert "Showing 21 to 40 of 40 earlier meetings" in last
    assert format_day(days[-1]) in last
    assert last.count("Held</strong>") == 20
    assert "Showing 1 to 20 of 40" in text(client, "/meetings/")
    compared = text(client, "/meetings/compare")
    assert "the last 6 meetings" in compared
    assert "measured in the night before each meeting, not at its end" in compared
    assert format_day(days[0]) not in compared


def test_an_unknown_item_or_meeting_is_not_found(
    client: InspectingClient, meeting: Meeting
) -> None:
    assert client.get(item(meeting, "own-7")).status_code == 404
    assert client.get("/meetings/999").status_code == 404


def test_heads_of_service_read_and_raise_but_do_not_run(
    client: InspectingClient, meeting: Meeting
) -> None:
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    shown = text(client, page(meeting))
    assert "Put an item on the agenda" in shown
    assert "End the meeting" not in shown
    assert "Write it down" not in text(client, item(meeting))
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert client.get("/meetings/").status_code == 403


def test_an_item_takes_few_queries_and_the_agenda_no_more_as_it_grows(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    def count(path: str) -> int:
        with statements() as sent:
            assert client.get(path).status_code == 200
        return len(sent)

    inspection = make_bare_inspection()
    make_request(inspection, actor=chair)
    make_note(inspection, chair)
    trial = make_bare_inspection(is_trial=True)
    few = count(page(meeting))
    for number in range(12):
        make_action(chair, title=f"Action {number}")
    make_note(trial, chair)
    assert count(page(meeting)) == few <= 39
    for key in ("register", "actions", "annexe-a", "documents", "gaps", *WEEK, "next"):
        assert count(item(meeting, key)) <= 15, key
    assert "12 actions are open" in text(client, item(meeting))
    assert "In the next four weeks" not in text(client, item(meeting))


def test_a_meeting_not_held_yet_on_a_day_closed_since_says_so(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    moved, other = list_planned()[1:3]
    operations.move_meeting(
        actor=chair, meeting=moved, version=1, at=moved.at + timedelta(days=1), reason="Half term"
    )
    for found in (meeting, moved, other):
        db.session.add(ClosureDay(day=found.at.date(), name="Stocktaking"))
    db.session.commit()
    closed = "it is <span data-own-words>a closure day of the council, Stocktaking</span>."
    left = f"{closed} Move the meeting or leave it."
    moves = f"{closed} On Tuesday 1 December 2026, 7.30am, Readiness moves the meeting"
    for found, said in ((meeting, left), (moved, left), (other, moves)):
        assert said in text(client, page(found))
    shown = text(client, "/meetings/")
    assert (shown.count(left), shown.count(moves)) == (2, 1)
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    assert (closed in text(client, page(moved)), left in text(client, page(moved))) == (True, False)
    client.sign_in_quickly(chair)
    operations.cancel_meeting(actor=chair, meeting=moved, version=2, reason="Half term")
    db.session.commit()
    assert closed not in text(client, page(moved))
