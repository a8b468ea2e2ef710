"""An action is told to its owner in the summary of the morning, and to the director each week."""

from datetime import date, datetime

import pytest
from flask import Flask

from readiness import clock
from readiness.actions import operations
from readiness.actions.queries import get_action
from readiness.actions.rules import Origin, Source
from readiness.extensions import db
from readiness.london import LONDON
from readiness.meetings.operations import move_meeting
from readiness.meetings.queries import list_planned
from readiness.notifications import jobs
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.meetings import make_series
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person
from tests.support.reminders import leave_out_register

MONDAY = datetime(2026, 11, 23, 7, 59, tzinfo=LONDON)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: box)
    leave_out_register(monkeypatch)
    return box


def test_an_open_action_is_in_its_owners_summary_until_it_is_reported(
    app: Flask, mailbox: Mailbox
) -> None:
    with clock.at(MONDAY):
        owner, other = make_person(Role.CONTRIBUTOR), make_person(Role.DIRECTOR)
        action = make_action(owner, days=2, origin=Origin(Source.AUDIT, words="Audit 12"))
        number = action.id
    work_at(app, MONDAY.replace(hour=8, minute=0))
    (letter,) = mailbox.to(owner)
    assert "Ring every number of the call list" in letter.text
    assert "Audit 12" in letter.text
    assert f"/actions/{number}" in letter.text
    assert mailbox.to(other) == []
    with clock.at(MONDAY.replace(hour=9)):
        found = get_action(number)
        operations.report_done(actor=owner, action=found, version=found.version, outcome="Done")
        db.session.commit()
    work_at(app, MONDAY.replace(day=24, hour=8, minute=0))
    assert len(mailbox.to(owner)) == 1


def test_what_waits_to_be_confirmed_is_told_to_who_agreed_it_and_to_the_director(
    app: Flask, mailbox: Mailbox
) -> None:
    title = (
        "Reported as done on 23 November 2026, to be confirmed: Ring every number of the call list"
    )
    with clock.at(MONDAY):
        owner, asked, director = (make_person(Role.DIRECTOR) for _ in range(3))
        make_series(director, date(2026, 11, 26))
        for creator in (asked, owner):
            made = make_action(owner, actor=creator, days=-3, origin=Origin(Source.AUDIT))
            operations.report_done(actor=owner, action=made, version=made.version, outcome="Done")
        db.session.commit()
    work_at(app, datetime(2026, 11, 25, 8, tzinfo=LONDON))
    assert mailbox.to(owner) == []
    (morning,), (weekly,) = mailbox.to(asked), mailbox.to(director)
    assert morning.subject == "1 action: 1 overdue"
    assert morning.text.count(title) == 1
    assert weekly.text.count(title) == 2


def test_the_director_is_told_of_everybodys_actions_before_the_meeting_and_once_a_week(
    app: Flask, mailbox: Mailbox
) -> None:
    with clock.at(MONDAY):
        director, owner = make_person(Role.DIRECTOR), make_person(Role.CONTRIBUTOR)
        series = make_series(director, date(2026, 11, 26))
        make_action(owner, title="Late already", days=-3)
        make_action(owner, title="Due on Friday", days=4)
        make_action(owner, title="Far off", days=30)
    work_at(app, datetime(2026, 11, 24, 8, tzinfo=LONDON))
    assert mailbox.to(director) == []
    wednesday = datetime(2026, 11, 25, 8, tzinfo=LONDON)
    work_at(app, wednesday)
    (letter,) = mailbox.to(director)
    assert letter.subject == "2 actions of everybody’s: 1 overdue and 1 due soon"
    assert f"{owner.name}. Was due" in letter.text
    assert "Far off" not in letter.text
    with clock.at(wednesday):
        meeting = list_planned()[0]
        assert meeting.series_id == series.id
        at = datetime(2026, 11, 27, 10, tzinfo=LONDON)
        move_meeting(
            actor=director, meeting=meeting, version=meeting.version, at=at, reason="The hall"
        )
        db.session.commit()
    for day in (26, 27):
        work_at(app, datetime(2026, 11, day, 8, tzinfo=LONDON))
    assert len(mailbox.to(director)) == 1, "the meeting moved, and the week is told of already"
    work_at(app, datetime(2026, 12, 2, 8, tzinfo=LONDON))
    assert len(mailbox.to(director)) == 2, "also in the week without a meeting"
