"""The two weeks of a trial run stepped through: each reminder once, and to nobody outside."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.inspections.operations import preview_anchor_move
from readiness.inspections.queries import get_calendar, list_participants, list_tasks
from readiness.inspections.reminding import list_due_tasks
from readiness.inspections.rules.exercise import Part
from readiness.london import LONDON
from readiness.notifications.models import Message, Reminder
from readiness.notifications.operations import announce
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import WorkingTime
from readiness.notifications.rules.outbox import MessageState
from readiness.notifications.rules.reminders import decide_owed
from readiness.notifications.rules.sections import Section
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.trial_runs.operations import (
    add_participant,
    remove_participant,
    run_clock,
)
from readiness.trial_runs.queries.runs import list_timings
from readiness.trial_runs.rules.timings import list_late
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.notifications import Mailbox, remind_at, work_at
from tests.factories.people import make_person
from tests.factories.trial_runs import REAL, make_everybody, make_few, make_trial, step
from tests.support.checklist_files import spoil
from tests.support.soak import in_full, soak

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHORT = "inspections/ilacs-short.yaml"
LAST = CALL + timedelta(days=12)
"""The Friday on which fieldwork ends is the eleventh day after the call."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def ledger() -> list[tuple[Any, ...]]:
    columns = (
        Reminder.subject_kind,
        Reminder.subject_id,
        Reminder.rule,
        Reminder.due_version,
        Reminder.recipient_id,
    )
    return [tuple(row) for row in db.session.execute(select(*columns))]


def step_through(facilitator: Person, trial: Inspection) -> int:
    """From due time to due time until fieldwork has ended; how many steps.

    A round comes every minute: in `make soak` after each step, else a few are made in a minute.
    """
    a_minute = in_full(1, else_=10)
    due = {task.due_at for task in list_tasks(trial.id) if CALL < task.due_at <= LAST}
    for steps, moment in enumerate(sorted(due), 1):
        step(facilitator, trial, moment)
        if steps % a_minute == 0:
            remind_at(REAL + steps * MINUTE)
    return len(due)


@soak
def test_two_weeks_are_stepped_through_with_every_reminder_exactly_once(
    facilitator: Person,
) -> None:
    in_full(make_everybody, else_=make_few)()
    trial = make_trial(facilitator)
    steps = step_through(facilitator, trial)
    assert steps > 50
    step(facilitator, trial, at("2026-12-14 09:00"))
    remind_at(REAL + (steps + 1) * MINUTE)
    rules, calendar = get_rules(), get_calendar()
    working = WorkingTime(rules.opens, rules.closes, calendar)
    dues = list_due_tasks(REAL)
    owed = decide_owed(dues, rules.rules, set(), now_for(trial), working)
    told = Counter(key for key in ledger() if not key[0].endswith("digest"))
    assert set(told) == {tuple(each.key) for each in owed}
    assert set(told.values()) == {1}
    states = Counter(db.session.scalars(select(Message.state)))
    assert set(states) == {MessageState.SENDING}, "each was handed to the workers"
    assert states.total() > in_full(400, else_=20)


def test_a_clock_stepped_over_many_due_times_ends_with_one_email_a_person(
    app: Flask, mailbox: Mailbox, facilitator: Person, trial: Inspection
) -> None:
    work_at(app, REAL)
    before = len(mailbox.letters)
    step(facilitator, trial, at("2026-12-04 10:00"))
    work_at(app, REAL + MINUTE)
    work_at(app, REAL + 2 * MINUTE)
    letters = Counter(letter.to_address for letter in mailbox.letters[before:])
    assert len(letters) >= 4
    assert set(letters.values()) == {1}
    assert "its exercise clock it was Friday 4 December 2026, 10am" in mailbox.letters[-1].text
    timings = list_timings(trial.id)
    over = {timing.due_at for timing in timings if timing.stepped_over}
    assert len(over) > 10
    assert max(over) < at("2026-12-04 10:00")
    assert list_late(timings, at("2026-12-04 10:00")) == (), "nobody had the chance to be late"


def test_nothing_is_sent_in_the_night_of_the_exercise(
    app: Flask, mailbox: Mailbox, facilitator: Person, trial: Inspection
) -> None:
    step(facilitator, trial, at("2026-12-01 23:30"))
    work_at(app, REAL)
    assert mailbox.letters == []
    step(facilitator, trial, at("2026-12-02 08:00"))
    work_at(app, REAL + MINUTE)
    assert len(mailbox.letters) >= 4


def test_nobody_is_emailed_outside_their_own_real_hours(
    app: Flask, mailbox: Mailbox, facilitator: Person, trial: Inspection
) -> None:
    step(facilitator, trial, at("2026-12-01 11:00"))
    work_at(app, REAL.replace(hour=22))
    assert mailbox.letters == []


def test_a_running_clock_brings_reminders_as_its_hours_pass(
    app: Flask, mailbox: Mailbox, facilitator: Person, trial: Inspection
) -> None:
    assert trial.exercise_clock is not None
    run_clock(actor=facilitator, inspection=trial, version=trial.exercise_clock.version, speed=60)
    db.session.commit()
    work_at(app, REAL)
    first = len(mailbox.letters)
    work_at(app, REAL + 3 * MINUTE)
    assert len(mailbox.letters) > first


def test_the_morning_digest_comes_on_each_morning_of_the_exercise(
    app: Flask, mailbox: Mailbox, facilitator: Person, trial: Inspection
) -> None:
    remind_at(REAL)
    for minutes, morning in enumerate(("2026-12-01 08:05", "2026-12-02 08:05"), 1):
        step(facilitator, trial, at(morning))
        remind_at(REAL + minutes * MINUTE)
    digests = [key for key in ledger() if key[0] == "trial-digest"]
    assert {key[1] for key in digests} == {trial.id}
    assert {key[3] for key in digests if key[2] == "morning"} == {"2026-12-01", "2026-12-02"}
    assert {key[3] for key in digests if key[2] == "weekly"} == {"week-2026-11-30"}
    assert set(Counter(digests).values()) == {1}


def test_nothing_of_a_trial_run_leaves_for_anybody_outside_it(
    app: Flask,
    mailbox: Mailbox,
    facilitator: Person,
    council: dict[str, Person],
    trial: Inspection,
) -> None:
    outside = [
        council[f"{seat} {post}"] for seat in ("holder", "deputy") for post in ("dcs", "psw")
    ]
    outside += [council["holder director-supporting-families"], council["holder data-lead"]]
    for person in outside:
        remove_participant(actor=facilitator, inspection=trial, person=person)
    db.session.commit()
    step(facilitator, trial, at("2026-12-04 11:00"))
    work_at(app, REAL)
    told = {letter.to_address for letter in mailbox.letters}
    assert told.isdisjoint({person.email for person in outside})
    known = {found.person.email for found in list_participants(trial.id)}
    assert told <= known
    assert council["deputy data-lead"].email in told, "the deputy is in it and has the tasks"


def test_whoever_is_taken_out_is_not_sent_what_waits_for_them(
    app: Flask,
    mailbox: Mailbox,
    facilitator: Person,
    council: dict[str, Person],
    trial: Inspection,
) -> None:
    step(facilitator, trial, at("2026-12-01 11:00"))
    remind_at(REAL)  # handed to the workers
    leaver = council["holder data-lead"]
    remove_participant(actor=facilitator, inspection=trial, person=leaver)
    db.session.commit()
    work_at(app, REAL + MINUTE)
    assert mailbox.to(leaver) == []
    theirs = select(Message.state).where(Message.recipient_id == leaver.id)
    assert set(db.session.scalars(theirs)) == {MessageState.WITHDRAWN}


def test_an_observer_is_in_it_and_nobody_reminds_them(
    app: Flask,
    mailbox: Mailbox,
    facilitator: Person,
    council: dict[str, Person],
    trial: Inspection,
) -> None:
    watcher = council["holder director-supporting-families"]
    add_participant(actor=facilitator, inspection=trial, person=watcher, part=Part.OBSERVER)
    db.session.commit()
    step(facilitator, trial, at("2026-12-04 11:00"))
    work_at(app, REAL)
    assert mailbox.to(watcher) == []


def test_what_is_announced_of_a_trial_run_reaches_only_its_people(
    friday: None, trial: Inspection
) -> None:
    stranger, known = make_person(Role.DIRECTOR), list_participants(trial.id)[0].person
    new = announce(
        people=[stranger, known],
        key="note",
        subject="Trial run: a note",
        sections=[Section("Note", ())],
        now=REAL,
        trial_id=trial.id,
    )
    assert new == 1


def test_a_real_inspection_beside_it_goes_by_the_real_clock(
    app: Flask, facilitator: Person, trial: Inspection
) -> None:
    real = make_inspection(facilitator)
    step(facilitator, trial, at("2026-12-04 11:00"))
    assert now_for(real) == REAL
    remind_at(REAL)
    told = set(db.session.scalars(select(Message.trial_id)))
    assert told == {trial.id}


def test_a_checklist_edited_while_a_trial_run_goes_on_changes_nothing_in_it(
    app: Flask,
    facilitator: Person,
    trial: Inspection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [(task.title, task.due_at) for task in list_tasks(trial.id)]
    settings = app.extensions["readiness.settings"]
    folder = tmp_path / "checklists"
    shutil.copytree(settings.checklists_path, folder)
    spoil(folder, SHORT, '"Ring the call list"', '"Ring everybody"')
    spoil(folder, SHORT, "minutes: 60}", "minutes: 90}")
    changed = replace(settings, checklists_path=folder)
    monkeypatch.setitem(app.extensions, "readiness.settings", changed)
    step(facilitator, trial, at("2026-12-01 11:00"))
    assert preview_anchor_move(inspection_id=trial.id, key="call", at=CALL).tasks == ()
    assert [(task.title, task.due_at) for task in list_tasks(trial.id)] == before
    assert find_task(make_trial(facilitator), "call-cascade").title == "Ring everybody"
