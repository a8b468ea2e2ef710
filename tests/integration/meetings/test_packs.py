"""Packs of meetings: owed on their day, made once, made anew when the meeting moves, told of."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.clock import LONDON
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import register_file
from readiness.meetings import operations
from readiness.meetings.jobs import SCHEDULE, prepare_meetings
from readiness.meetings.models import Meeting
from readiness.meetings.queries import (
    get_meeting,
    list_planned,
)
from readiness.meetings.rules import find_preparing
from readiness.notifications.models import Message
from readiness.notifications.rules.outbox import SUBJECT_OVER, MessageState
from readiness.people.models import Person
from readiness.work.models import OwedWork
from readiness.work.runner import run_owed_work
from readiness.work.schedule import latest_slot
from tests.factories.meetings import make_meeting, make_series
from tests.factories.notifications import remind_at
from tests.integration.meetings.conftest import NOW
from tests.support.databases import on_both_databases

pytestmark = pytest.mark.usefixtures("morning")


def owed() -> list[OwedWork]:
    return list(db.session.scalars(select(OwedWork).where(OwedWork.kind == operations.PACK)))


@pytest.mark.parametrize(
    ("slot", "packs"),
    [
        (datetime(2026, 12, 4, 7, 30, tzinfo=LONDON), 0),
        (datetime(2026, 12, 7, 7, 30, tzinfo=LONDON), 1),
        (datetime(2026, 12, 8, 7, 30, tzinfo=LONDON), 1),
    ],
)
def test_the_pack_is_owed_the_working_day_before_or_late_after_an_outage(
    chair: Person, slot: datetime, packs: int
) -> None:
    make_series(chair, first_day=NOW.date() + timedelta(weeks=2))
    with clock.at(slot):
        prepare_meetings(slot)
        prepare_meetings(slot)
        db.session.commit()
    assert len(owed()) == packs


def test_when_meetings_are_next_seen_to_is_when_their_job_next_runs() -> None:
    (job,) = SCHEDULE
    for hour in range(0, 24 * 7, 7):
        now = datetime(2026, 10, 21, tzinfo=UTC) + timedelta(hours=hour)  # the clocks go back
        seen_to = find_preparing(now)
        assert latest_slot(job, seen_to) == seen_to > now
        before = latest_slot(job, seen_to - timedelta(seconds=1))
        assert before is not None
        assert before <= now


@on_both_databases
def test_the_worker_makes_the_pack_once_and_keeps_it(app: Flask, chair: Person) -> None:
    meeting = make_meeting(chair)
    operations.ask_pack(actor=chair, meeting=meeting)
    db.session.commit()
    run_owed_work(app, owed()[0].id)
    db.session.rollback()
    made = get_meeting(meeting.id)
    assert made.pack_sha256 is not None
    assert made.pack_made_at == clock.now()
    with clock.at(NOW + timedelta(hours=1)):
        prepare_meetings(clock.now())
        db.session.commit()
    assert len(owed()) == 1
    letters = db.session.scalars(select(Message)).all()
    assert [(letter.recipient.name, letter.subject) for letter in letters] == [
        ("Dana Director", "Readiness meeting, Tuesday 24 November 2026, 10am: the pack is ready")
    ]
    assert f"/meetings/{meeting.id}" in letters[0].text
    events = db.session.scalars(select(Activity.event).where(Activity.area == "meetings"))
    assert list(events).count("meetings:meeting:packed") == 1


def test_of_the_pack_of_a_meeting_that_is_off_nobody_is_told_any_more(chair: Person) -> None:
    make_series(chair)
    meetings = list_planned()[:2]
    stored = register_file(current_store().put(io.BytesIO(b"pack")), now=NOW)
    for meeting in meetings:
        operations.keep_pack(meeting=meeting, stored=stored, made_at=NOW)
    off = meetings[0]
    operations.cancel_meeting(actor=chair, meeting=off, version=off.version, reason="Half term")
    db.session.commit()
    remind_at(NOW.replace(hour=20))
    found = {m.key: (m.state, m.last_error) for m in db.session.scalars(select(Message))}
    assert found == {
        f"meeting-pack:{off.id}:1:{chair.id}": (MessageState.WITHDRAWN, SUBJECT_OVER),
        f"meeting-pack:{meetings[1].id}:1:{chair.id}": (MessageState.WAITING, ""),
    }


@pytest.fixture
def plain_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of a few words, for these are about when they are made."""

    def write(meeting: Meeting, *_: object, made_at: datetime, **__: object) -> bytes:
        return f"{meeting.at} {made_at}".encode()

    monkeypatch.setattr("readiness.meetings.jobs.write_pack", write)
    monkeypatch.setattr("readiness.meetings.jobs.list_sections", lambda *_: ())


def move(actor: Person, meeting: Meeting, at: datetime) -> Meeting:
    found = get_meeting(meeting.id)
    operations.move_meeting(
        actor=actor, meeting=found, version=found.version, at=at, reason="The chair is away"
    )
    db.session.commit()
    return found


def prepare(app: Flask, slot: datetime) -> None:
    """What the worker does on a morning: packs that are owed are made."""
    with clock.at(slot):
        prepare_meetings(slot)
        db.session.commit()
        for work in owed():
            run_owed_work(app, work.id)
    db.session.rollback()


def subjects(state: MessageState) -> list[str]:
    letters = db.session.scalars(select(Message).order_by(Message.id))
    return [letter.subject for letter in letters if letter.state is state]


@pytest.mark.usefixtures("plain_packs")
def test_a_meeting_that_moves_gets_a_pack_anew_and_it_is_told_of(app: Flask, chair: Person) -> None:
    ready = "Readiness meeting, {}, 10am: the pack is ready"
    first, later = ready.format("Tuesday 24 November 2026"), NOW + timedelta(weeks=3, hours=1)
    meeting = make_meeting(chair)
    prepare(app, NOW)
    early = get_meeting(meeting.id).pack_sha256
    move(chair, meeting, NOW + timedelta(hours=6))
    prepare(app, NOW)
    hour = first.replace("10am", "3pm")
    assert (subjects(MessageState.WITHDRAWN), subjects(MessageState.WAITING)) == ([first], [hour])
    assert move(chair, meeting, later).pack_made_at is None
    prepare(app, later - timedelta(days=4))
    assert get_meeting(meeting.id).pack_sha256 is None
    prepare(app, later - timedelta(days=1))
    moved = get_meeting(meeting.id)
    assert moved.pack_sha256 not in (None, early)
    again = ready.format("Tuesday 15 December 2026")
    assert subjects(MessageState.WITHDRAWN) == [first, hour]
    assert subjects(MessageState.WAITING) == [again]
    # Back on its first day, which is there: at once, and told once more.
    move(chair, meeting, NOW + timedelta(hours=1))
    prepare(app, NOW)
    assert subjects(MessageState.WAITING) == [first]


@pytest.mark.usefixtures("plain_packs")
def test_a_pack_asked_for_days_before_is_made_by_itself_on_its_day_and_not_told_again(
    app: Flask, chair: Person
) -> None:
    make_series(chair, NOW.date() + timedelta(weeks=1))
    meeting = list_planned()[0]
    operations.ask_pack(actor=chair, meeting=meeting)
    prepare(app, NOW)
    eve = NOW + timedelta(days=6)
    prepare(app, eve)
    assert get_meeting(meeting.id).pack_made_at == eve
    assert len(subjects(MessageState.WAITING)) == 1


def test_a_pack_that_names_a_time_that_changed_while_it_was_made_is_not_kept(
    app: Flask, chair: Person, plain_packs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_meeting(chair)
    operations.ask_pack(actor=chair, meeting=meeting)
    db.session.commit()

    def move_meanwhile(*_: object) -> tuple[()]:
        monkeypatch.setattr("readiness.meetings.jobs.list_agenda", lambda *_: ())
        move(chair, meeting, NOW + timedelta(days=1))
        return ()

    monkeypatch.setattr("readiness.meetings.jobs.list_agenda", move_meanwhile)
    run_owed_work(app, owed()[0].id)
    db.session.rollback()
    assert get_meeting(meeting.id).pack_sha256 is None
    run_owed_work(app, owed()[0].id)
    db.session.rollback()
    assert get_meeting(meeting.id).pack_sha256 is not None


def test_a_pack_that_is_made_meanwhile_is_no_change_of_the_meeting(
    app: Flask, chair: Person
) -> None:
    meeting = make_meeting(chair)
    seen = get_meeting(meeting.id).version
    operations.ask_pack(actor=chair, meeting=meeting)
    db.session.commit()
    run_owed_work(app, owed()[0].id)
    db.session.rollback()
    made = get_meeting(meeting.id)
    assert (made.pack_sha256 is not None, made.version) == (True, seen)
    operations.plan_everything()
    assert get_meeting(made.id) is made
