"""The week on site in calendars: whom its entries concern, and who is invited to keep in touch."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.models import TimetableEntry
from readiness.fieldwork.queries.timetable import lock_entry
from readiness.fieldwork.rules.timetable import EntryKind
from readiness.inspections.calendars import name_calendar
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.queries import list_posts_by_key
from readiness.inspections.rules.states import InspectionState
from readiness.notifications.calendars import OWN, list_entries, list_fixed_points
from readiness.notifications.models import Message
from readiness.notifications.operations import invite
from readiness.notifications.rules.calendars import Entry, FixedPoint
from readiness.notifications.rules.outbox import MessageState
from readiness.people.models import Absence, Person
from tests.factories.fieldwork import ARRIVAL, make_bare_inspection, make_entry
from tests.factories.people import make_person

UID = "fieldwork-"
NOW = ARRIVAL - timedelta(hours=22)
MEETING_AT = ARRIVAL + timedelta(hours=8)


@pytest.fixture
def ann(app: Flask) -> Person:
    return make_person(name="Ann")


def keep_in_touch(inspection: Inspection, *people: Person) -> TimetableEntry:
    return make_entry(
        inspection, MEETING_AT, title="Day 1", kind=EntryKind.KEEP_IN_TOUCH, people=people
    )


def points() -> list[FixedPoint]:
    return [point for point in list_fixed_points(NOW) if point.entry.uid.startswith(UID)]


def titles(entries: Iterable[Entry]) -> list[str]:
    return [entry.full_title for entry in entries if entry.uid.startswith(UID)]


def subjects() -> list[str]:
    with clock.at(NOW), writing():
        invite(now=NOW)
        db.session.commit()
    chosen = select(Message.subject).order_by(Message.id)
    return [each for each in db.session.scalars(chosen) if "Keep-in-touch" in each]


def test_who_holds_a_post_or_stands_in_is_invited_to_keep_in_touch_once_and_told_when_it_is_off(
    ann: Person,
) -> None:
    inspection = make_bare_inspection()
    post, deputy = list_posts_by_key()["psw"], make_person(name="Dot")
    post.holder, post.deputy = ann, deputy
    entry = make_entry(
        inspection, MEETING_AT, title="Day 1", kind=EntryKind.KEEP_IN_TOUCH, posts=(post,)
    )
    (point,) = points()
    assert point.people == {ann.id}
    assert (point.calendar, point.entry.place) == (name_calendar(inspection.id), "Harbour room")
    day = ARRIVAL.date()
    db.session.add(Absence(person_id=ann.id, first_day=day, last_day=day))
    db.session.commit()
    assert points()[0].people == {deputy.id}
    invited = "Invitation: Keep-in-touch meeting: Day 1, Monday 7 December 2026, 5pm"
    assert subjects() == subjects() == [invited]
    message = db.session.scalar(select(Message).where(Message.recipient_id == deputy.id))
    assert message is not None
    message.state = MessageState.SENT
    operations.remove_entry(
        actor=None, entry=lock_entry(inspection.id, entry.id), version=entry.version
    )
    db.session.commit()
    assert points() == []
    assert subjects()[-1].startswith("Cancelled: Keep-in-touch meeting: Day 1")


def test_the_timetable_stands_in_the_calendars_of_those_it_concerns_and_of_the_inspection(
    ann: Person,
) -> None:
    inspection, other = make_bare_inspection(), make_person()
    make_entry(inspection, people=(ann,), title="Duty team")
    keep_in_touch(inspection, ann)
    both = ["Keep-in-touch meeting: Day 1", "Meeting: Duty team"]
    assert titles(list_entries(OWN, ann, NOW)) == both
    assert titles(list_entries(OWN, other, NOW)) == []
    assert titles(list_entries(name_calendar(inspection.id), other, NOW)) == both
    inspection.state = InspectionState.CLOSED
    db.session.commit()
    assert points() == []
    for key in (OWN, name_calendar(inspection.id)):
        assert titles(list_entries(key, ann, NOW)) == []


def test_of_a_trial_run_only_its_people_are_invited_and_have_its_timetable(ann: Person) -> None:
    trial, outside = make_bare_inspection(is_trial=True), make_person()
    db.session.add(TrialParticipant(inspection_id=trial.id, person_id=ann.id))
    make_entry(trial, people=(ann, outside), title="Duty team")
    keep_in_touch(trial, ann, outside)
    assert [point.people for point in points()] == [{ann.id}]
    assert titles(list_entries(OWN, ann, NOW)) == [
        "Trial run: Keep-in-touch meeting: Day 1",
        "Trial run: Meeting: Duty team",
    ]
    assert titles(list_entries(OWN, outside, NOW)) == []
