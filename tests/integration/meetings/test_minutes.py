"""What the minutes say was changed while a meeting was held, and by whom."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from readiness.actions.models import Action
from readiness.actions.operations import drop_action
from readiness.extensions import db
from readiness.meetings import operations
from readiness.meetings.changing import list_changed
from readiness.meetings.exports import write_minutes
from readiness.meetings.models import Meeting
from readiness.meetings.queries import get_meeting
from readiness.meetings.rules import Change, Presence
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.register.gathering import read_register
from readiness.register.operations import confirm
from readiness.register.rules.judging import Status
from tests.factories.actions import make_action
from tests.factories.fieldwork import make_bare_inspection
from tests.factories.meetings import make_meeting
from tests.factories.people import make_person
from tests.support.documents import words_of

MONDAY = "2026-11-30"


@pytest.fixture
def chair(app: Flask) -> Person:
    return make_person(Role.DIRECTOR, "Dana Director")


def say_ready(actor: Person, key: str, version: int) -> None:
    now = datetime.fromisoformat(f"{MONDAY} 10:00").replace(tzinfo=UTC)
    confirm(actor=actor, register=read_register(now), key=key, status=Status.READY, version=version)
    db.session.commit()


def drop(actor: Person, action: Action) -> None:
    drop_action(actor=actor, action=action, version=action.version, reason="Not needed now.")
    db.session.commit()


def test_minutes_name_what_those_present_changed_between_its_beginning_and_its_end(
    chair: Person,
) -> None:
    away = make_person(Role.DIRECTOR, "Avery Away")
    with time_machine.travel(f"{MONDAY} 09:00+00:00", tick=False) as clock:
        meeting: Meeting = make_meeting(chair)
        kept, early, rehearsed = (make_action(chair, title=t) for t in ("Ring", "Early", "Trial"))
        rehearsed.trial_id = make_bare_inspection(is_trial=True).id
        theirs = make_action(away, title="Theirs")
        drop(chair, early)
        clock.move_to(f"{MONDAY} 10:20+00:00")
        say_ready(chair, "navigators-named", 0)
        for actor, action in ((chair, kept), (chair, rehearsed), (away, theirs)):
            drop(actor, action)
        came = {chair.id: (None, Presence.PRESENT), away.id: (None, Presence.ABSENT)}
        meeting = get_meeting(meeting.id)
        operations.record_attendance(actor=chair, meeting=meeting, presence=came)
        version = meeting.version
        operations.end_meeting(actor=chair, meeting=meeting, version=version, sections=())
        db.session.commit()
        clock.move_to(f"{MONDAY} 10:40+00:00")
        say_ready(chair, "navigators-named", 1)
    meeting = get_meeting(meeting.id)
    changed = list_changed(meeting, closed_by=chair)
    assert changed == (
        Change("Navigators and note-takers are named", "", "Ready", ("Dana Director",)),
        Change("Ring", "Open", "Not needed", ("Dana Director",)),
    )
    words = words_of(write_minutes(meeting, (), (), council="Exampleshire", changed=changed))
    assert "Changed in the meeting" in words
    assert "from 10am to 10.20am." in words
    assert "Ring\nOpen\nNot needed\nDana Director" in words
    assert "Changed in" not in words_of(write_minutes(meeting, (), (), council="Exampleshire"))
