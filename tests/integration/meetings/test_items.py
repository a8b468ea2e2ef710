"""The page of an item of the agenda: what is typed there is kept, whatever is pressed."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.actions.operations import report_done
from readiness.actions.rules import Origin, Source
from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.meetings import operations
from readiness.meetings.models import Meeting
from readiness.meetings.queries import get_meeting
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.meetings import make_meeting
from tests.factories.people import make_person
from tests.support.client import InspectingClient


@pytest.fixture
def chair(app: Flask, client: InspectingClient) -> Person:
    person = make_person(Role.DIRECTOR, "Dana Director")
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def meeting(chair: Person) -> Meeting:
    return make_meeting(chair)


def item(meeting: Meeting, key: str = "actions") -> str:
    return f"/meetings/{meeting.id}/agenda/{key}"


def list_changes(client: InspectingClient, here: str) -> list[str]:
    """Where the buttons of the rows lead, which send what was typed for the item along."""
    button = r'<button[^>]* form="write-it-down" name="next" value="([^"]+)"'
    return [unescape(found) for found in re.findall(button, client.get(here).text)]


def test_what_was_typed_is_kept_when_a_row_is_changed_and_both_come_back_to_the_item(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    action, here = make_action(chair, title="Ring every number"), item(meeting)
    (change,) = list_changes(client, here)
    typed = {"note": "Six rang.", "decision": "Ring again.", "version": 0, "next": change}
    assert client.send(here, typed).headers["Location"] == change
    now = get_meeting(meeting.id)
    assert (now.items[0].note, now.decisions[0].text) == ("Six rang.", "Ring again.")
    shown = client.get(change).text
    assert "Ring every number" in shown
    own = f'href="/actions/{action.id}">Its own page, where its owner and due date are changed</a>'
    assert own in shown
    assert f'name="to" value="/actions/{action.id}/done"' in shown
    assert f'name="next" value="{here}#rows"' in shown
    assert 'name="decision"' not in shown, "nothing else is typed there, to be lost"
    assert "Never name a child." in shown
    done = {"outcome": "All rang.", "version": action.version, "next": f"{here}#rows"}
    refused = client.send(f"/actions/{action.id}/done", {**done, "outcome": ""}, page=change)
    assert (refused.status_code, refused.text.count(f'name="next" value="{here}#rows"')) == (422, 1)
    answer = client.send(f"/actions/{action.id}/done", done, page=change)
    assert answer.headers["Location"] == f"{here}#rows"
    late = client.send(f"/actions/{action.id}/done", {**done, "outcome": "Two did not."})
    assert (late.status_code, "You wrote:" in late.text, "Two did not." in late.text) == (
        409, True, True,
    )  # fmt: skip
    assert list_changes(client, here) == []
    gone = client.get(change)
    assert (gone.status_code, "Go back to the agenda" in gone.text) == (404, True)


def test_an_end_is_confirmed_on_the_agenda_by_another_than_who_reported_it_or_owns_it(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    owner, here = make_person(Role.COORDINATOR), item(meeting)
    action = make_action(owner, origin=Origin(Source.TRIAL_RUN))
    report_done(actor=chair, action=action, version=action.version, outcome="All rang.")
    db.session.commit()
    told = "To be confirmed by somebody who neither owns it nor reported it as done"
    for barred in (chair, owner):
        client.sign_in_quickly(barred)
        assert (list_changes(client, here), told in client.get(here).text) == ([], True)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    (change,) = list_changes(client, here)
    assert "Confirm that it is done" in client.get(change).text
    client.sign_in_quickly(chair)
    shown = client.get(change).text
    assert (told in shown, f'"/actions/{action.id}/confirm"' in shown) == (True, False)


def test_an_arrangement_is_confirmed_on_the_way_through_the_agenda(
    client: InspectingClient, meeting: Meeting
) -> None:
    here = item(meeting, "register")
    change, *others = list_changes(client, here)
    nothing = client.send(here, {"version": 0, "next": change}, page=here)
    assert nothing.headers["Location"] == change
    shown = client.get(change).text
    assert "Saved." not in shown
    assert ">Its own page</a>" in shown
    noted = select(Activity.id).where(Activity.event.endswith(":attended"))
    assert db.session.scalar(noted) is None, "nobody said who came"
    confirm = re.search(r'name="to" value="(/readiness/things/[^"]+/confirm)"', shown)
    assert confirm is not None
    said = {"status": "ready", "note": "Looked at today.", "version": 0, "next": f"{here}#rows"}
    refused = client.send(confirm[1], {**said, "status": "not_ready", "note": ""}, page=change)
    assert f'name="next" value="{here}#rows"' in refused.text, "the way back is kept"
    assert client.send(confirm[1], said, page=change).headers["Location"] == f"{here}#rows"
    assert list_changes(client, here) == others
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    assert (list_changes(client, here), client.get(others[0]).status_code) == ([], 403)


def test_what_is_wrong_is_asked_for_on_the_page_where_it_is_said(
    client: InspectingClient, meeting: Meeting
) -> None:
    here = item(meeting, "register")
    page, (change, *_) = f"{here}/change", list_changes(client, here)
    of = unquote(change.partition("?of=")[2])
    to = f"{of}/confirm"
    said = {"of": of, "to": to, "next": f"{here}#rows", "version": 0, "note": " "}
    for status in ("not_ready", "needs_attention"):
        missing = client.send(page, {**said, "status": status}, page=change)
        assert (missing.status_code, "Error: Change it" in missing.text) == (422, True)
        assert missing.text.count("Say what is wrong, so that somebody can help.") == 2
        assert 'aria-describedby="said-hint said-error"' in missing.text
    sent = {**said, "status": "not_ready", "note": "The key is lost."}
    passed_on = client.send(page, sent, page=change)
    assert (passed_on.status_code, passed_on.headers["Location"]) == (307, to)
    assert client.send(page, {**said, "status": "ready"}, page=change).status_code == 307
    elsewhere = client.send(page, {**sent, "to": "//example.org/"}, page=change)
    assert elsewhere.headers["Location"] == here
    refused = client.send(to, {**said, "status": "not_ready"}, page=of)
    assert 'id="note-error"' in refused.text, "and at its box on the arrangement’s own page"
    assert client.send(to, sent, page=of).headers["Location"] == f"{here}#rows"


def test_what_was_typed_into_a_meeting_called_off_meanwhile_is_handed_back(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    make_action(chair)
    here = item(meeting)
    (change,) = list_changes(client, here)
    operations.cancel_meeting(actor=chair, meeting=meeting, version=1, reason="Half term")
    db.session.commit()
    day = clock.today() + timedelta(days=3)
    due = {"due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}
    action = {"action_title": "Ring the schools", "owner": chair.id, **due}
    typed = {"note": "Six rang.", "decision": "Ring again.", "version": 0, **action}
    late = client.send(here, typed)
    assert late.status_code == 409
    for words in ("Six rang.", "Ring again.", "Ring the schools"):
        assert f"data-own-words>{words}</p>" in late.text
    assert client.get(change).status_code == 404


def test_who_came_stays_as_typed_where_the_note_is_refused(
    client: InspectingClient, chair: Person, meeting: Meeting
) -> None:
    here = item(meeting)
    typed = {"note": "Six rang.", "version": 0}
    assert client.send(here, typed).status_code == 302
    late = client.send(here, {**typed, "note": "Seven rang.", f"person_{chair.id}": "present"})
    assert (late.status_code, "Seven rang." in late.text) == (409, True)
    assert '<option value="present" selected>' in late.text
