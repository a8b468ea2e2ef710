"""Calendars at secret addresses: what is in them, and who gets nothing at all."""

import logging
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from readiness.extensions import db
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.operations import move_anchor, tick_task
from readiness.london import LONDON
from readiness.meetings.operations import add_series
from readiness.meetings.rules import Rhythm
from readiness.notifications import calendar_routes, calendars, jobs
from readiness.notifications.models import CalendarFeed
from readiness.notifications.operations import feeds
from readiness.notifications.rules.calendars import Entry
from readiness.people.models import Person, Post
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.support.calendar_files import list_events
from tests.support.client import InspectingClient

NOW = CALL + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def at_the_call(app: Flask) -> Iterator[None]:
    """Everything happens on the day of the call; earlier questions are forgotten."""
    calendar_routes.ASKED.clear()
    calendar_routes.MISSED.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def me(client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR)
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def inspection(me: Person) -> Inspection:
    made = make_inspection(me)
    post = db.session.scalar(select(Post).where(Post.key == "inspection-coordinator"))
    assert post is not None
    post.holder = me
    db.session.commit()
    return made


def make_address(client: InspectingClient, key: str = "own", version: int = 0) -> str:
    """The path of a new address, read from the page that shows it once."""
    path = f"/emails/calendars/{key}/address"
    page = client.send(path, {"version": version}, "/emails/calendars").text
    found = re.search(r'value="http://[^/]+(/emails/calendars/[^"]+\.ics)"', page)
    assert found is not None, page
    return found[1]


def revoke(client: InspectingClient, version: int = 1) -> None:
    done = client.send("/emails/calendars/own/revoke", {"version": version}, "/emails/calendars")
    assert "is revoked" in done.text


def read(app: Flask, path: str, status: int = 200) -> bytes:
    """What somebody who is not signed in gets there."""
    answer = app.test_client().get(path)
    assert answer.status_code == status
    return answer.get_data()


def test_ones_own_calendar_holds_tasks_actions_meetings_and_fixed_points(
    app: Flask, client: InspectingClient, me: Person, inspection: Inspection
) -> None:
    make_action(me, title="Ring the schools", days=2)
    make_action(make_person(), title="Of somebody else")
    post = db.session.scalars(select(Post).where(Post.key == "dcs")).one()
    rhythm = Rhythm(date(2026, 12, 3), time(10))
    add_series(
        actor=None, title="Readiness meeting", chair_post=post, rhythm=rhythm, place="Harbour room"
    )
    task = find_task(inspection, "open-inspection")
    number, was_due = task.id, task.due_at
    task.note = "words about a task"
    db.session.commit()
    events = list_events(read(app, make_address(client)))
    due = events[f"Due: {task.title}"]
    assert due.dtstart.value == was_due
    assert due.uid.value == f"task-{number}@127.0.0.1"
    assert due.url.value.endswith(f"/inspections/{inspection.id}/tasks/{number}")
    assert due.transp.value == "TRANSPARENT"
    assert events["Due: Ring the schools"].dtstart.value == date(2026, 12, 2)
    assert events["Call-day huddle"].dtstart.value == CALL + timedelta(hours=2)
    assert events["Child-level data due at 5pm"].dtend.value == datetime(
        2026, 12, 1, 17, tzinfo=LONDON
    )
    meeting = events["Readiness meeting"]
    assert meeting.location.value == "Harbour room"
    assert meeting.uid.value.startswith("meeting-1-202701")
    assert "Of somebody else" not in "".join(events)
    assert "words about a task" not in "".join(each.serialize() for each in events.values())


def test_the_calendar_of_an_inspection_holds_its_dates_and_no_task(
    app: Flask, client: InspectingClient, inspection: Inspection
) -> None:
    events = list_events(read(app, make_address(client, f"inspection-{inspection.id}")))
    assert len(events) > 8
    assert not any(title.startswith("Due:") for title in events)
    assert "Report published (estimate)" in events
    assert events["Feedback meeting"].uid.value.startswith(f"inspection-{inspection.id}-feedback@")


def test_the_sequence_rises_with_a_moved_date_and_the_identifier_stays(
    app: Flask, client: InspectingClient, me: Person, inspection: Inspection
) -> None:
    path = make_address(client)
    before = list_events(read(app, path))
    at = datetime(2026, 12, 1, 15, tzinfo=LONDON)
    move_anchor(
        actor=me, inspection_id=inspection.id, key="data_due", at=at, version=inspection.version
    )
    db.session.commit()
    after = list_events(read(app, path))
    old, new = before["Child-level data due at 5pm"], after["Child-level data due at 3pm"]
    assert new.dtend.value == at
    assert new.uid.value == old.uid.value
    assert int(new.sequence.value) > int(old.sequence.value)
    task = find_task(inspection, "open-inspection")
    title = f"Due: {task.title}"
    tick_task(actor=me, task=task, version=task.version)
    db.session.commit()
    assert title in after
    assert title not in list_events(read(app, path))


def test_an_unchanged_calendar_is_not_sent_twice_and_is_kept_by_nobody_else(
    app: Flask, client: InspectingClient, me: Person
) -> None:
    path = make_address(client)
    answer = app.test_client().get(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    again = app.test_client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_guessed_revoked_replaced_and_leavers_addresses_are_not_found(
    app: Flask, client: InspectingClient, me: Person
) -> None:
    path = make_address(client)
    folder, _, secret = path.rpartition("/")
    number = int(folder.rpartition("/")[2])
    for guess in (f"{folder}/guess.ics", f"/emails/calendars/{number + 1}/{secret}"):
        read(app, guess, 404)
    renewed = make_address(client, version=1)
    read(app, path, 404)
    read(app, renewed)
    revoke(client, version=2)
    read(app, renewed, 404)
    last = make_address(client, version=3)
    read(app, last)
    me = db.session.get_one(Person, me.id)
    me.is_active = False
    db.session.commit()
    assert app.test_client().get(last).status_code == 404
    jobs.invite_now(NOW)
    me.is_active = True
    db.session.commit()
    read(app, last, 404)


def test_the_outbox_is_locked_before_the_activity(
    client: InspectingClient, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_address(client)
    db.session.get_one(Person, me.id).is_active = False
    locked: list[str] = []
    monkeypatch.setattr(feeds, "lock_outbox", lambda: locked.append("outbox"))
    monkeypatch.setattr(feeds, "record", lambda **_: locked.append("activity"))
    assert feeds.revoke_leavers() == 1
    assert locked == ["outbox", "activity"]


def test_only_a_hash_is_kept_and_an_address_is_shown_once(
    app: Flask, client: InspectingClient, me: Person
) -> None:
    secret = make_address(client).rpartition("/")[2].removesuffix(".ics")
    feed = db.session.scalars(select(CalendarFeed)).one()
    assert secret not in f"{vars(feed)}"
    assert len(secret) >= 43
    assert secret not in client.get("/emails/calendars").text
    answer = client.send("/emails/calendars/own/address", {"version": 0}, "/emails/calendars")
    assert answer.status_code == 409, "sent again, it makes no second address"


def test_the_address_is_in_no_log_also_when_reading_it_breaks(
    app: Flask,
    client: InspectingClient,
    me: Person,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = make_address(client)
    secret = path.rpartition("/")[2].removesuffix(".ics")

    def break_down(_key: str, _person: Person, _now: datetime) -> list[Entry]:
        raise RuntimeError("It broke.")

    monkeypatch.setattr(calendar_routes, "list_entries", break_down)
    with caplog.at_level(logging.DEBUG):
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setattr(app, "testing", False)
        read(app, path, 500)
        read(app, path.replace(secret, "guess"), 404)
    assert "RuntimeError" in caplog.text
    assert secret not in caplog.text


def test_an_address_asked_for_too_often_and_a_guesser_have_to_wait(
    app: Flask, client: InspectingClient, me: Person
) -> None:
    path = make_address(client)
    for limit, asked, before in (
        (calendar_routes.ASKED, path, 200),
        (calendar_routes.MISSED, path.replace(".ics", "x.ics"), 404),
    ):
        assert app.test_client().get(asked).status_code == before
        name = next(iter(limit._seen))
        for _ in range(limit.most - 1):
            limit.count(name, NOW)
        answer = app.test_client().get(asked)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    assert app.test_client().get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 429
    with time_machine.travel(NOW + timedelta(hours=2)):
        read(app, path)


def test_there_is_no_calendar_of_what_is_not_there(client: InspectingClient, me: Person) -> None:
    for key in ("inspection-999", "inspection-x", "else"):
        path = f"/emails/calendars/{key}/address"
        assert client.send(path, {"version": 0}, "/emails/calendars").status_code == 404
    path = "/emails/calendars/own/revoke"
    assert client.send(path, {"version": 0}, "/emails/calendars").status_code == 422


def test_a_source_offered_twice_counts_once() -> None:
    known = (*calendars._entries, *calendars._points, *calendars._shared)
    for source in list(calendars._entries):
        calendars.add_entries(source)
    for points in list(calendars._points):
        calendars.add_fixed_points(points)
    for shared in list(calendars._shared):
        calendars.add_shared(shared)
    assert known == (*calendars._entries, *calendars._points, *calendars._shared)


def test_the_calendar_of_a_trial_run_is_for_those_in_it_alone_and_as_long_as_they_are(
    client: InspectingClient, me: Person
) -> None:
    trial = make_inspection(me, is_trial=True)
    key = f"inspection-{trial.id}"
    address = make_address(client, key)
    assert "Trial run: " in client.get(address).text
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    assert trial.title not in client.get("/emails/calendars").text
    refused = client.send(
        f"/emails/calendars/{key}/address", {"version": 0}, page="/emails/calendars"
    )
    assert refused.status_code == 404
    db.session.execute(delete(TrialParticipant).where(TrialParticipant.person_id == me.id))
    db.session.commit()
    client.sign_in_quickly(me)
    assert client.get(address).status_code == 404
    assert "Revoke" in client.get("/emails/calendars").text, "what was made can still be revoked"


def test_an_action_of_a_trial_run_is_in_the_calendar_of_who_owns_it_there_and_in_no_other(
    app: Flask, client: InspectingClient, me: Person
) -> None:
    trial = make_inspection(me, is_trial=True, on_exercise_clock=True)
    action = make_action(me, title="Print it", days=2)
    action.trial_id, action.source_words = trial.id, trial.title
    db.session.commit()
    own, shared = make_address(client), make_address(client, f"inspection-{trial.id}")
    due = list_events(read(app, own))["Trial run: Due: Print it"]
    assert due.dtstart.value == date(2026, 12, 2)
    assert due.url.value.endswith(f"/actions/{action.id}")
    assert f"{trial.title}, times by its exercise clock" in due.description.value
    other = make_person(Role.DIRECTOR)
    db.session.add(TrialParticipant(inspection_id=trial.id, person=other))
    db.session.commit()
    client.sign_in_quickly(other)
    for address in (shared, make_address(client)):
        assert "Print it" not in "".join(list_events(read(app, address)))
    db.session.execute(delete(TrialParticipant).where(TrialParticipant.person_id == me.id))
    db.session.commit()
    assert "Print it" not in "".join(list_events(read(app, own)))
