"""Invitations by e-mail: sent once, moved, called off, and only to those who are there."""

import threading
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.operations import close_inspection, move_anchor
from readiness.inspections.rules.exercise import Part
from readiness.london import LONDON
from readiness.notifications import jobs
from readiness.notifications.calendars import OWN, list_entries
from readiness.notifications.models import Invitation, Message, PersonHours
from readiness.notifications.operations import invite
from readiness.notifications.rules.hours import USUAL_HOURS
from readiness.notifications.rules.outbox import Ending, Letter, MessageState
from readiness.people.models import Person, Post
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, make_inspection
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person
from tests.support.calendar_files import read_calendar
from tests.support.databases import on_both_databases

NOON = CALL.replace(hour=10, minute=0)
HOUR = timedelta(hours=1)


def round_at(app: Flask, now: datetime) -> None:
    """What a minute does: write what is owed, and send it."""
    with clock.at(now), writing():
        jobs.invite_now(now)
        db.session.commit()
    work_at(app, now)


def invitations(mailbox: Mailbox, person: Person) -> list[Letter]:
    return [letter for letter in mailbox.to(person) if letter.calendar]


def subjects(mailbox: Mailbox, person: Person) -> list[str]:
    return [letter.subject.partition(",")[0] for letter in invitations(mailbox, person)]


def sequence_of(letter: Letter) -> int:
    return int(read_calendar(letter.calendar).vevent.sequence.value)


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    with clock.at(CALL):
        return make_inspection()


POSTS = ("inspection-coordinator", "data-lead", "dcs", "facilities-lead")


def make_few() -> dict[str, Person]:
    """Holders and deputies of a few posts: each more is another dozen emails."""
    people = {}
    for post in db.session.scalars(select(Post).where(Post.key.in_(POSTS)).order_by(Post.id)):
        post.holder = people[f"holder {post.key}"] = make_person()
        post.deputy = people[f"deputy {post.key}"] = make_person()
    db.session.commit()
    return people


@pytest.fixture
def council(inspection: Inspection) -> dict[str, Person]:
    return make_few()


def sent_since(mailbox: Mailbox, count: int) -> list[Letter]:
    return [letter for letter in mailbox.letters[count:] if letter.calendar]


def expect_invitations(mailbox: Mailbox, council: dict[str, Person]) -> None:
    """Each is invited to what concerns their post, and nobody twice."""
    assert sorted(subjects(mailbox, council["holder inspection-coordinator"])) == [
        "Invitation: Call-day huddle",
        "Invitation: Child-level data due at 5pm",
        "Invitation: Documents due at 5pm",
        "Invitation: Feedback meeting",
        "Invitation: Inspectors arrive at 9am",
    ]
    assert subjects(mailbox, council["holder facilities-lead"]).count("Invitation: Call-day huddle")
    assert "Invitation: Feedback meeting" not in subjects(mailbox, council["holder data-lead"])
    assert "Invitation: Child-level data due at 5pm" in subjects(
        mailbox, council["holder data-lead"]
    )
    assert invitations(mailbox, council["deputy data-lead"]) == []


def expect_a_move(mailbox: Mailbox, count: int, first: Letter, ends: datetime) -> Letter:
    """All are told of the new time; it is the same entry of the calendar, later in sequence."""
    moved = sent_since(mailbox, count)
    assert {each.subject for each in moved} == {
        "Changed: Child-level data due at 3pm, Tuesday 1 December 2026, 2.30pm"
    }
    mine = next(each for each in moved if each.to_address == first.to_address)
    event, again = read_calendar(first.calendar).vevent, read_calendar(mine.calendar).vevent
    assert again.uid.value == event.uid.value
    assert sequence_of(mine) > sequence_of(first)
    assert again.dtend.value == ends
    return mine


def expect_the_end(mailbox: Mailbox, count: int, moved: Letter) -> None:
    """What is still to come is called off."""
    ended = [each for each in sent_since(mailbox, count) if each.to_address == moved.to_address]
    assert sorted(each.subject.partition(",")[0] for each in ended) == [
        "Cancelled: Child-level data due at 3pm",
        "Cancelled: Documents due at 5pm",
        "Cancelled: Feedback meeting",
        "Cancelled: Inspectors arrive at 9am",
    ], "the huddle is over"
    assert {each.calendar_method for each in ended} == {"CANCEL"}
    (last,) = (each for each in ended if "Child" in each.subject)
    assert sequence_of(last) > sequence_of(moved)
    assert read_calendar(last.calendar).vevent.status.value == "CANCELLED"


@on_both_databases
def test_people_are_invited_once_told_of_a_move_and_of_the_end(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], inspection: Inspection
) -> None:
    coordinator, director = council["holder inspection-coordinator"], make_person(Role.DIRECTOR)
    round_at(app, NOON)
    round_at(app, NOON + timedelta(minutes=1))
    expect_invitations(mailbox, council)
    first = next(each for each in invitations(mailbox, coordinator) if "Child" in each.subject)
    event = read_calendar(first.calendar).vevent
    assert first.calendar_method == "REQUEST"
    assert event.attendee.value == f"mailto:{coordinator.email}"
    assert event.dtend.value == datetime(2026, 12, 1, 17, tzinfo=LONDON)
    assert f"/inspections/{inspection.id}" in first.text

    count, at = len(mailbox.letters), datetime(2026, 12, 1, 15, tzinfo=LONDON)
    with clock.at(NOON):
        move_anchor(
            actor=director, inspection_id=inspection.id, key="data_due", at=at,
            version=inspection.version,
        )  # fmt: skip
        db.session.commit()
    round_at(app, NOON + timedelta(hours=2))
    mine = expect_a_move(mailbox, count, first, at)

    count = len(mailbox.letters)
    with clock.at(NOON + timedelta(hours=3)):
        found = db.session.get_one(Inspection, inspection.id)
        close_inspection(actor=director, inspection_id=found.id, version=found.version)
        db.session.commit()
    round_at(app, NOON + timedelta(hours=4))
    expect_the_end(mailbox, count, mine)


@on_both_databases
def test_two_schedulers_at_once_write_each_invitation_once(
    app: Flask, council: dict[str, Person]
) -> None:
    together = threading.Barrier(2)

    def run() -> None:
        with app.app_context(), clock.at(NOON), writing():
            together.wait()
            invite(now=NOON)
            db.session.commit()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = [(m.recipient_id, m.subject) for m in db.session.scalars(select(Message))]
    assert len(written) == len(set(written)) > 8


def test_a_deputy_is_invited_for_the_days_away_and_leavers_get_nothing(
    app: Flask, mailbox: Mailbox, council: dict[str, Person]
) -> None:
    lead, deputy = council["holder data-lead"], council["deputy data-lead"]
    round_at(app, NOON)
    add_absence(actor=None, person=lead, first_day=date(2026, 12, 1), last_day=date(2026, 12, 1))
    council["holder dcs"].is_active = False
    db.session.commit()
    count = len(mailbox.to(council["holder dcs"]))
    round_at(app, NOON + timedelta(hours=2))
    assert "Cancelled: Child-level data due at 5pm" in subjects(mailbox, lead)
    assert subjects(mailbox, deputy) == ["Invitation: Child-level data due at 5pm"]
    assert len(mailbox.to(council["holder dcs"])) == count
    assert "Invitation: Feedback meeting" in subjects(mailbox, council["deputy dcs"])


def test_what_changes_overnight_is_read_once_and_what_falls_away_never(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], inspection: Inspection
) -> None:
    director, night = make_person(Role.DIRECTOR), CALL.replace(hour=20)
    coordinator = council["holder inspection-coordinator"]
    round_at(app, night)
    assert mailbox.letters == [], "nobody takes email at this hour"
    for number, hour in enumerate((14, 15)):
        with clock.at(night):
            found = db.session.get_one(Inspection, inspection.id)
            at = datetime(2026, 12, 1, hour, tzinfo=LONDON)
            move_anchor(
                actor=director, inspection_id=found.id, key="data_due", at=at, version=found.version
            )
            db.session.commit()
        round_at(app, night + timedelta(minutes=number + 1))
    round_at(app, datetime(2026, 12, 1, 8, tzinfo=LONDON))
    data = [each for each in invitations(mailbox, coordinator) if "Child" in each.subject]
    assert [each.subject for each in data] == [
        "Invitation: Child-level data due at 3pm, Tuesday 1 December 2026, 2.30pm"
    ]
    withdrawn = select(func.count(Message.id)).where(
        Message.state == MessageState.WITHDRAWN,
        Message.recipient_id == coordinator.id,
        Message.calendar != "",
    )
    assert db.session.scalar(withdrawn) == 2


def test_who_never_heard_of_an_event_is_not_told_that_it_is_off(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], inspection: Inspection
) -> None:
    night = CALL.replace(hour=20)
    round_at(app, night)
    with clock.at(night):
        found = db.session.get_one(Inspection, inspection.id)
        director = make_person(Role.DIRECTOR)
        close_inspection(actor=director, inspection_id=found.id, version=found.version)
        db.session.commit()
    round_at(app, night + timedelta(minutes=5))
    round_at(app, datetime(2026, 12, 1, 8, tzinfo=LONDON))
    assert [each for each in mailbox.letters if each.calendar] == []
    assert set(db.session.scalars(select(Invitation.is_cancelled))) == {True}


def test_the_end_of_a_trial_run_is_told_once_to_those_who_heard_of_it_alone(
    app: Flask, mailbox: Mailbox
) -> None:
    night = CALL - timedelta(days=1)
    with clock.at(night):
        trial = make_inspection(is_trial=True, on_exercise_clock=True)
        council = make_few()
        heard, slept = council["holder inspection-coordinator"], council["holder dcs"]
        for person in (heard, slept):
            db.session.add(
                TrialParticipant(inspection_id=trial.id, person_id=person.id, part=Part.PLAYER)
            )
        db.session.add(PersonHours(person=heard, **asdict(replace(USUAL_HOURS, any_time=True))))
        db.session.commit()
    round_at(app, night)
    asked = len(invitations(mailbox, heard))
    assert asked > 3
    said = ", times by its exercise clock"
    assert all(f"{trial.title}{said}" in each.text for each in mailbox.to(heard) if each.calendar)
    first = read_calendar(invitations(mailbox, heard)[0].calendar).vevent
    assert first.description.value.startswith(f"{trial.title}{said}")
    assert invitations(mailbox, slept) == []
    with clock.at(night):
        found = db.session.get_one(Inspection, trial.id)
        close_inspection(
            actor=make_person(Role.DIRECTOR), inspection_id=found.id, version=found.version
        )
        db.session.commit()
    work_at(app, night + timedelta(minutes=1))  # takes back what waits before anybody invites
    for now in (night + timedelta(minutes=2), night + timedelta(minutes=3), NOON - HOUR):
        round_at(app, now)
    methods = [each.calendar_method for each in invitations(mailbox, heard)]
    assert methods == ["REQUEST"] * asked + ["CANCEL"] * asked
    assert said in invitations(mailbox, heard)[-1].text
    assert invitations(mailbox, slept) == []
    waits = select(func.count(Message.id)).where(Message.state == MessageState.WAITING)
    assert db.session.scalar(waits) == 0


def test_an_invitation_that_the_mail_server_put_off_was_not_heard(
    app: Flask, mailbox: Mailbox, inspection: Inspection
) -> None:
    director = make_person(Role.DIRECTOR)
    post = db.session.scalars(select(Post).where(Post.key == "dcs")).one()
    post.holder = director
    db.session.commit()
    mailbox.answers = lambda _letter: Ending.LATER
    round_at(app, NOON)
    assert db.session.scalar(select(func.count(Invitation.id))) != 0
    mailbox.answers = lambda _letter: Ending.ACCEPTED
    with clock.at(NOON):
        found = db.session.get_one(Inspection, inspection.id)
        close_inspection(actor=director, inspection_id=found.id, version=found.version)
        db.session.commit()
    round_at(app, NOON + HOUR)
    assert [each.subject for each in mailbox.letters if each.calendar] == []


def test_an_invitation_to_a_trial_run_says_so_and_reaches_only_people_of_the_exercise(
    app: Flask, mailbox: Mailbox
) -> None:
    with clock.at(CALL):
        trial = make_inspection(is_trial=True)
    council = make_few()
    outside, deputy = council["holder dcs"], council["deputy dcs"]
    observer = council["holder data-lead"]
    for person, part in ((deputy, Part.PLAYER), (observer, Part.OBSERVER)):
        db.session.add(TrialParticipant(inspection_id=trial.id, person_id=person.id, part=part))
    db.session.commit()
    round_at(app, NOON)
    got = subjects(mailbox, deputy)
    assert "Trial run: Invitation: Call-day huddle" in got
    assert all(subject.startswith("Trial run: ") for subject in got)
    assert invitations(mailbox, outside) == []
    assert invitations(mailbox, observer) == []
    own = [list_entries(OWN, person, NOON) for person in (outside, deputy)]
    assert [any("task-" in entry.uid for entry in entries) for entries in own] == [False, True]
    count = len(got)
    db.session.execute(delete(TrialParticipant))
    db.session.commit()
    round_at(app, NOON + timedelta(hours=1))
    assert {each.partition(" Feedback")[0] for each in subjects(mailbox, deputy)[count:]} >= {
        "Trial run: Cancelled:"
    }, "who is taken out hears that they are not needed any more"


def test_words_longer_than_a_column_are_no_news_every_minute(
    app: Flask, council: dict[str, Person], inspection: Inspection
) -> None:
    for anchor in db.session.get_one(Inspection, inspection.id).anchors:
        anchor.title = anchor.title.ljust(190, "x")
    db.session.commit()
    with clock.at(NOON), writing():
        assert invite(now=NOON) > 8
        assert invite(now=NOON) == 0
