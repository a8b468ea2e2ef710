"""Those who come are told once that a meeting is at another time, or off."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.extensions import db
from readiness.inspections.operations import add_closure
from readiness.meetings import operations
from readiness.meetings.models import Meeting
from readiness.meetings.queries import get_meeting, list_planned
from readiness.notifications.models import Message
from readiness.notifications.rules.outbox import SUBJECT_OVER, MessageState
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.meetings import make_series
from tests.factories.notifications import remind_at
from tests.factories.people import make_person, make_post
from tests.integration.meetings.conftest import NOW

pytestmark = pytest.mark.usefixtures("morning")
FIRST = NOW + timedelta(days=7, hours=1)
WHEN = "Tuesday 1 December 2026, 10am"


@pytest.fixture
def lead(app: Flask) -> Person:
    person = make_person(Role.COORDINATOR, "Cora Coordinator")
    make_post("coordinator", "Coordinator", person)
    return person


@pytest.fixture
def meeting(chair: Person, lead: Person) -> Meeting:
    make_series(chair, first_day=FIRST.date())
    return list_planned()[0]


def move(actor: Person, meeting: Meeting, at: datetime) -> None:
    found = get_meeting(meeting.id)
    operations.move_meeting(
        actor=actor, meeting=found, version=found.version, at=at, reason="Jo Child is ill"
    )
    db.session.commit()


def letters(state: MessageState = MessageState.WAITING) -> list[tuple[str, str]]:
    found = db.session.scalars(select(Message).where(Message.state == state).order_by(Message.id))
    return [(letter.recipient.name, letter.subject) for letter in found]


def say(news: str, known: str = WHEN) -> str:
    return f"Readiness meeting, {known}: {news}"


def test_all_who_come_but_who_moved_it_are_told_of_the_time_alone(
    chair: Person, lead: Person, meeting: Meeting
) -> None:
    move(chair, meeting, FIRST + timedelta(days=1))
    news = "now on Wednesday 2 December 2026, 10am"
    assert letters() == [(lead.name, say(news))]
    (letter,) = db.session.scalars(select(Message))
    assert f"The meeting of {WHEN} is {news}" in letter.text
    assert f"/meetings/{meeting.id}" in letter.text
    assert "Jo Child" not in letter.subject + letter.text + letter.html
    move(chair, meeting, FIRST + timedelta(days=1))
    assert letters() == [(lead.name, say(news))], "only the reason is another"


def test_a_second_move_is_told_from_the_time_that_each_knows(
    chair: Person, lead: Person, meeting: Meeting
) -> None:
    move(chair, meeting, FIRST + timedelta(days=1))
    move(chair, meeting, FIRST + timedelta(days=2))
    thursday = "Thursday 3 December 2026, 10am"
    assert letters() == [(lead.name, say(f"now on {thursday}"))]
    move(chair, meeting, FIRST)
    assert letters() == [], "back before anybody heard of it"
    move(lead, meeting, FIRST + timedelta(days=2))
    assert letters() == [(chair.name, say(f"now on {thursday}"))]
    with clock.at(NOW + timedelta(minutes=5)):
        move(chair, meeting, FIRST)
    assert letters() == [(lead.name, say(f"now on {WHEN}", thursday))], "who moved it knows"
    (waiting,) = db.session.scalars(select(Message).where(Message.state == MessageState.WAITING))
    waiting.state = MessageState.SENT
    with clock.at(NOW + timedelta(minutes=9)):
        move(chair, meeting, FIRST + timedelta(hours=1))
    assert letters() == [(lead.name, say("now on Tuesday 1 December 2026, 11am"))]


def test_of_a_meeting_that_is_off_they_are_told_so_and_nothing_else(
    chair: Person, lead: Person, meeting: Meeting
) -> None:
    move(chair, meeting, FIRST + timedelta(days=1))
    found = get_meeting(meeting.id)
    operations.cancel_meeting(
        actor=chair, meeting=found, version=found.version, reason="Jo Child is ill"
    )
    db.session.commit()
    assert letters() == [(lead.name, say("called off"))]
    remind_at(NOW.replace(hour=12))
    assert (lead.name, say("called off")) not in letters(MessageState.WITHDRAWN)


def test_nobody_is_told_of_one_that_was_not_held_or_of_the_time_of_one_that_is_over(
    chair: Person, lead: Person, meeting: Meeting
) -> None:
    move(chair, meeting, FIRST + timedelta(days=1))
    with clock.at(FIRST + timedelta(days=1, hours=2)):
        found = get_meeting(meeting.id)
        operations.cancel_meeting(
            actor=chair, meeting=found, version=found.version, reason="Nobody came"
        )
        db.session.commit()
        assert [subject for _, subject in letters()] == [
            say("now on Wednesday 2 December 2026, 10am")
        ]
        remind_at(clock.now().replace(hour=20))
    (letter,) = db.session.scalars(select(Message).where(Message.key.startswith("meeting-")))
    assert (letter.state, letter.last_error) == (MessageState.WITHDRAWN, SUBJECT_OVER)


def test_what_moves_by_itself_is_told_to_everybody_who_comes(
    chair: Person, lead: Person, meeting: Meeting
) -> None:
    add_closure(actor=None, day=FIRST.date(), name="Stocktaking")
    for _ in range(2):
        operations.plan_everything()
        db.session.commit()
    news = say("now on Wednesday 2 December 2026, 10am")
    assert letters() == [(lead.name, news), (chair.name, news)]
