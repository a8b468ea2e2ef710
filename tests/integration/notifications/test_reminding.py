"""From a due time to an e-mail, once each: outages, nights, holidays, clocks and leavers."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.queries import get_task, list_tasks
from readiness.inspections.reminding import list_due_tasks
from readiness.inspections.rules.tasks import TaskState
from readiness.london import LONDON
from readiness.notifications import jobs
from readiness.notifications.models import Message, Reminder
from readiness.notifications.operations import set_hours
from readiness.notifications.queries import find_hours
from readiness.notifications.rules.hours import MailHours
from readiness.notifications.rules.outbox import Ending, MessageState
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.work.schedule import fire_if_due
from tests.factories.inspections import CALL, make_inspection
from tests.factories.notifications import Mailbox, make_council, remind_at, work_at
from tests.factories.people import make_person
from tests.support.checklist_files import spoil
from tests.support.databases import on_both_databases
from tests.support.soak import in_full, soak

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
QUIET = CALL + timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def leave_open(inspection: Inspection, *keys: str) -> list[Task]:
    """Tick everything but the tasks of these steps, so that a test sees only its own."""
    every = list(list_tasks(inspection.id))
    for task in every:
        if task.step_key not in keys:
            task.state = TaskState.DONE
    db.session.commit()
    return [task for task in every if task.step_key in keys]


def due_at(task: Task, moment: datetime) -> None:
    task.due_at = moment
    db.session.commit()


def ledger() -> list[tuple[Any, ...]]:
    columns = (
        Reminder.subject_id,
        Reminder.rule,
        Reminder.due_version,
        Reminder.recipient_id,
    )
    return [tuple(row) for row in db.session.execute(select(*columns))]


def states() -> list[MessageState]:
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


@pytest.fixture
def council(app: Flask) -> dict[str, Person]:
    """A running inspection whose posts are all filled."""
    make_inspection()
    return make_council()


@pytest.fixture
def task(council: dict[str, Person]) -> Task:
    """The one open task, of the data lead, due on Tuesday at 3pm."""
    inspection = db.session.scalar(select(Inspection))
    assert inspection is not None
    data = next(t for t in list_tasks(inspection.id) if t.post.key == "data-lead")
    (task,) = leave_open(inspection, data.step_key)
    due_at(task, at("2026-12-01 15:00"))
    return task


@on_both_databases
def test_a_late_task_is_told_to_its_owner_and_upwards_each_once(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    moments = [at("2026-12-01 12:00") + n * timedelta(minutes=30) for n in range(12)]
    for moment in moments:
        work_at(app, moment)
    owner = mailbox.to(council["holder data-lead"])
    assert [letter.subject for letter in owner] == [
        "1 task: 1 due now or soon", "1 task: 1 due now or soon",
    ]  # fmt: skip
    for who in ("deputy data-lead", "holder hos-quality-assurance",
                "holder director-supporting-families"):  # fmt: skip
        (letter,) = mailbox.to(council[who])
        assert letter.subject.startswith("1 task of others: 1 overdue")
        assert f"/inspections/{task.inspection_id}/tasks/{task.id}" in letter.text
        assert council["holder data-lead"].name in letter.html
    assert len(mailbox.letters) == 5
    assert len({letter.reference for letter in mailbox.letters}) == 5


@soak
@on_both_databases
def test_three_days_without_a_mail_server_end_with_one_email_each_and_nothing_twice(
    app: Flask, mailbox: Mailbox, council: dict[str, Person]
) -> None:
    mailbox.answers = lambda _letter: Ending.UNREACHABLE
    for hours in range(0, 3 * 24, in_full(1, else_=8)):
        work_at(app, CALL + hours * HOUR)
    assert mailbox.letters == []
    assert MessageState.SENT not in states()
    mailbox.answers = lambda _letter: Ending.ACCEPTED
    back = at("2026-12-03 10:00")
    for minutes in range(3):
        work_at(app, back + timedelta(minutes=minutes))
    got = [letter.to_address for letter in mailbox.letters]
    assert len(got) == len(set(got)) > 10, "one catch-up e-mail a person"
    assert set(states()) == {MessageState.SENT}
    assert len(ledger()) == len(set(ledger()))
    owned = {due.id for due in list_due_tasks(back) if due.due_at <= back}
    assert owned <= {line[0] for line in ledger()}
    data_lead = mailbox.to(council["holder data-lead"])[0]
    me = council["holder data-lead"].id
    mine = [d for d in list_due_tasks(back) if d.chain.owner == me and d.due_at <= back]
    assert all(due.title in data_lead.text for due in mine)


def test_a_clock_put_forward_a_day_and_back_loses_nothing_and_doubles_nothing(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    start, day = at("2026-12-01 09:00"), timedelta(days=1)
    scheduled = jobs.SCHEDULE[0]

    def fire(moment: datetime) -> None:
        with clock.at(moment):
            fire_if_due(app, scheduled, moment)
        db.session.rollback()
        work_at(app, moment)

    fire(start)
    fire(start + day)
    told = len(mailbox.letters)
    assert told == 4, "the wrong clock says it is late"
    due_at(task, at("2026-12-01 13:00"))
    with clock.at(start + HOUR):
        assert fire_if_due(app, scheduled, start + HOUR), "the clock is right again"
    db.session.rollback()
    for minutes in range(0, 600, 60):
        fire(start + HOUR + timedelta(minutes=minutes))
    owner = council["holder data-lead"]
    assert len(mailbox.to(owner)) == 1 + 2, "the new due time is told of in its own time"
    assert len(ledger()) == len(set(ledger()))


@soak
@pytest.mark.parametrize("night", ["2026-10-24 20:00", "2026-03-28 20:00"])
def test_the_schedule_goes_on_through_both_clock_changes(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task, night: str
) -> None:
    begin = at(night).astimezone(UTC)
    due_at(task, begin + timedelta(hours=5))
    rang: list[datetime] = []
    bell = replace(jobs.SCHEDULE[0], name="bell", function=rang.append)
    change = (datetime.combine(begin.date() + timedelta(days=1), time(1), UTC) - begin) // MINUTE
    first, last = in_full((0, 600), else_=(change - 60, change + 60))
    moments = [begin + minute * MINUTE for minute in range(first, last)]
    for moment in moments:
        fire_if_due(app, bell, moment)
    assert rang == moments, "every minute of the night, also the hour that comes twice"
    for minute in range(0, 600, 60):
        work_at(app, begin + minute * MINUTE)
    assert mailbox.letters == []
    work_at(app, at(night) + timedelta(hours=36))
    (letter,) = mailbox.to(council["holder data-lead"])
    assert letter.subject == "1 task: 1 overdue"


def test_reminders_of_the_night_come_together_in_the_morning(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    due_at(task, at("2026-12-01 19:00"))
    for hours in range(14):
        work_at(app, at("2026-12-01 18:00") + hours * HOUR)
    assert mailbox.letters == []
    work_at(app, at("2026-12-02 08:00"))
    (letter,) = mailbox.to(council["holder data-lead"])
    assert letter.subject == "1 task: 1 overdue"


def test_who_asked_for_it_is_told_of_an_inspection_at_night(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    owner = council["holder data-lead"]
    set_hours(actor=owner, hours=MailHours(any_time=True), version=0)
    due_at(task, at("2026-12-01 21:00"))
    work_at(app, at("2026-12-01 21:00"))
    assert len(mailbox.to(owner)) == 1
    row = find_hours(owner.id)
    assert row is not None
    assert row.activity_title == f"the email hours of {owner.name}"


def test_what_was_done_in_the_meantime_is_not_told_and_is_owed_again_when_reopened(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    due_at(task, at("2026-12-01 19:00"))
    remind_at(at("2026-12-01 19:30"))
    assert len(ledger()) == 2
    task = get_task(task.inspection_id, task.id)
    task.state = TaskState.DONE
    db.session.commit()
    work_at(app, at("2026-12-02 08:00"))
    assert (mailbox.letters, states(), ledger()) == ([], [MessageState.WITHDRAWN], [])
    get_task(task.inspection_id, task.id).state = TaskState.TO_DO
    db.session.commit()
    work_at(app, at("2026-12-02 08:01"))
    assert len(mailbox.to(council["holder data-lead"])) == 1


def test_a_leaver_gets_nothing_and_the_deputy_is_told_instead(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    owner, deputy = council["holder data-lead"], council["deputy data-lead"]
    due_at(task, at("2026-12-01 19:00"))
    remind_at(at("2026-12-01 19:00"))
    owner.is_active = False
    db.session.commit()
    work_at(app, at("2026-12-02 08:00"))
    assert mailbox.to(owner) == []
    assert len(mailbox.to(deputy)) == 1
    assert MessageState.WITHDRAWN in states()


def test_who_is_away_is_not_told_and_the_deputy_is(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    owner, deputy = council["holder data-lead"], council["deputy data-lead"]
    day = date(2026, 12, 1)
    add_absence(actor=None, person=owner, first_day=day, last_day=day)
    db.session.commit()
    for minutes in (0, 30, 60):
        work_at(app, at("2026-12-01 15:00") + timedelta(minutes=minutes))
    assert mailbox.to(owner) == []
    assert len(mailbox.to(deputy)) == 1
    assert len(mailbox.to(council["holder hos-quality-assurance"])) == 1


def test_outside_the_inspection_week_a_digest_comes_on_working_mornings_only(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    owner = council["holder data-lead"]
    due_at(task, at("2027-01-05 12:00"))
    for day in range(20):
        for hour in (0, 3):
            work_at(app, at("2026-12-23 08:00") + timedelta(days=day, hours=hour))
    # Three working days before: Wednesday 30 December; the New Year and the weekend are not worked.
    assert len(mailbox.to(owner)) == 8
    assert mailbox.to(owner)[0].subject == "1 task: 1 due soon"
    assert [letter.subject for letter in mailbox.to(owner)].count("1 task: 1 due today") == 1
    weekly = mailbox.to(council["holder director-supporting-families"])
    assert [letter.subject for letter in weekly] == [
        "1 task of everybody’s: 1 due soon", "1 task of everybody’s: 1 overdue",
    ]  # fmt: skip


def test_a_digest_is_decided_in_the_morning_and_what_comes_later_waits_for_the_next(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    due_at(task, at("2027-03-20 12:00"))
    work_at(app, at("2027-03-01 08:00"))
    due_at(task, at("2027-03-01 16:00"))
    work_at(app, at("2027-03-01 14:00"))
    assert mailbox.to(council["holder data-lead"]) == []
    work_at(app, at("2027-03-02 08:00"))
    assert len(mailbox.to(council["holder data-lead"])) == 1


def test_a_digest_whose_time_is_changed_after_it_went_out_does_not_go_out_again_that_day(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task, tmp_path: Path
) -> None:
    due_at(task, at("2027-03-01 16:00"))
    work_at(app, at("2027-03-01 08:00"))
    settings = app.extensions["readiness.settings"]
    folder = tmp_path / "checklists"
    shutil.copytree(settings.checklists_path, folder)
    spoil(folder, "reminders.yaml", 'to: owner\n    at: "08:00"', 'to: owner\n    at: "09:00"')
    app.extensions["readiness.settings"] = replace(settings, checklists_path=folder)
    work_at(app, at("2027-03-01 09:00"))
    assert len(mailbox.to(council["holder data-lead"])) == 1
    work_at(app, at("2027-03-02 09:00"))
    assert len(mailbox.to(council["holder data-lead"])) == 2


def test_an_outage_over_easter_ends_with_one_digest(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    due_at(task, at("2027-03-25 12:00"))
    work_at(app, at("2027-03-24 08:00"))
    work_at(app, at("2027-03-30 11:00"))
    work_at(app, at("2027-03-30 11:01"))
    assert len(mailbox.to(council["holder data-lead"])) == 2


def test_a_trial_run_says_so_and_never_shares_an_email_with_the_real_thing(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    trial = make_inspection(is_trial=True)
    (rehearsed,) = leave_open(trial, task.step_key)
    due_at(rehearsed, task.due_at)
    work_at(app, at("2026-12-01 15:00"))
    real, played = mailbox.to(council["holder data-lead"])
    assert played.subject == "Trial run: 1 task: 1 due now or soon"
    assert "Trial run" not in real.subject
    assert "This is a trial run" in played.text


def test_a_moved_due_time_and_a_task_handed_over_are_told_anew(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    work_at(app, at("2026-12-01 13:00"))
    taker = make_person(name="A. Taker")
    task = get_task(task.inspection_id, task.id)
    task.handed_to = taker
    db.session.commit()
    work_at(app, at("2026-12-01 13:01"))
    assert len(mailbox.to(taker)) == 1
    due_at(task, at("2026-12-01 14:30"))
    work_at(app, at("2026-12-01 13:02"))
    assert len(mailbox.to(taker)) == 2
    assert len(mailbox.to(council["holder data-lead"])) == 1


def test_an_empty_post_is_told_to_whoever_stands_above_it(
    app: Flask, mailbox: Mailbox, council: dict[str, Person], task: Task
) -> None:
    post = get_task(task.inspection_id, task.id).post
    post.holder = post.deputy = None
    db.session.commit()
    work_at(app, at("2026-12-01 15:00"))
    assert len(mailbox.to(council["holder hos-quality-assurance"])) == 1


@pytest.mark.parametrize("hour", [0, 9])
def test_a_due_time_no_calendar_holds_stops_nobody_elses_reminders(
    app: Flask,
    mailbox: Mailbox,
    council: dict[str, Person],
    task: Task,
    caplog: pytest.LogCaptureFixture,
    hour: int,
) -> None:
    other = next(t for t in list_tasks(task.inspection_id) if t.id != task.id)
    other.state = TaskState.TO_DO
    due_at(other, datetime(1, 1, 1, hour, tzinfo=UTC))
    work_at(app, at("2026-12-01 15:00"))
    assert mailbox.to(council["holder data-lead"])
    assert f"Reminders of task {other.id} are left out: OverflowError" in caplog.text
