"""What the minutes say was changed while a meeting was held, and by whom."""

import pytest
import time_machine
from flask import Flask

from readiness import clock
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
NAVIGATORS = "Navigators and note-takers are named"


@pytest.fixture
def chair(app: Flask) -> Person:
    return make_person(Role.DIRECTOR, "Dana Director")


def say_ready(actor: Person, version: int) -> None:
    register, note = read_register(clock.now()), "Looked at the list."
    confirm(
        actor=actor,
        register=register,
        key="navigators-named",
        status=Status.READY,
        version=version,
        note=note,
    )
    db.session.commit()


def drop(actor: Person, action: Action) -> None:
    drop_action(actor=actor, action=action, version=action.version, reason="Not needed now.")
    db.session.commit()


def test_minutes_name_what_those_present_changed_between_its_beginning_and_its_end(
    chair: Person,
) -> None:
    away = make_person(Role.DIRECTOR, "Avery Away")
    with time_machine.travel(f"{MONDAY} 09:00+00:00", tick=False) as traveller:
        meeting: Meeting = make_meeting(chair)
        kept, early, rehearsed = (make_action(chair, title=t) for t in ("Ring", "Early", "Trial"))
        rehearsed.trial_id = make_bare_inspection(is_trial=True).id
        theirs = make_action(away, title="Theirs")
        drop(chair, early)
        traveller.move_to(f"{MONDAY} 10:20+00:00")
        say_ready(chair, 0)
        for actor, action in ((chair, kept), (chair, rehearsed), (away, theirs)):
            drop(actor, action)
        came = {chair.id: (None, Presence.PRESENT), away.id: (None, Presence.ABSENT)}
        meeting = get_meeting(meeting.id)
        operations.record_attendance(actor=chair, meeting=meeting, presence=came)
        version = meeting.version
        operations.end_meeting(actor=chair, meeting=meeting, version=version, sections=())
        db.session.commit()
        traveller.move_to(f"{MONDAY} 10:40+00:00")
        say_ready(chair, 1)
    meeting = get_meeting(meeting.id)
    changed = list_changed(meeting, closed_by=chair)
    assert changed == (
        Change(NAVIGATORS, "Not confirmed", "Ready", ("Dana Director",), ("Looked at the list.",)),
        Change("Ring", "Open", "Not needed", ("Dana Director",), ("Not needed now.",)),
    )
    words = words_of(write_minutes(meeting, (), (), council="Exampleshire", changed=changed))
    assert "Changed in the meeting" in words
    assert "from 10am to 10.20am." in words
    assert "Ring\nOpen\nNot needed\nNot needed now.\nDana Director" in words
    assert "Changed in" not in words_of(write_minutes(meeting, (), (), council="Exampleshire"))


def test_minutes_say_not_confirmed_of_what_was_said_so_long_ago_that_it_had_run_out(
    chair: Person,
) -> None:
    with time_machine.travel("2026-01-12 09:00+00:00", tick=False) as traveller:
        say_ready(chair, 0)
        traveller.move_to(f"{MONDAY} 09:00+00:00")
        meeting = make_meeting(chair)
        traveller.move_to(f"{MONDAY} 10:20+00:00")
        say_ready(chair, 1)
        (change,) = list_changed(get_meeting(meeting.id), closed_by=chair)
        assert (change.before, change.after) == ("Not confirmed", "Ready")
