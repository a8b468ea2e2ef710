"""The exercise clock: set by facilitators, never back, and for trial runs alone."""

import io
import re
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.inspections.operations import close_inspection, tick_task
from readiness.inspections.queries import get_inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.queries import get_person
from readiness.trial_runs.exports import write_report
from readiness.trial_runs.learned_pages import gather_learned
from readiness.trial_runs.operations import begin_clock, pause_clock, run_clock, step_clock
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.factories.trial_runs import REAL, make_trial, step
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def small(facilitator: Person) -> Inspection:
    """A trial run without a council around it."""
    return make_trial(facilitator)


def version(trial: Inspection) -> int:
    assert trial.exercise_clock is not None
    return trial.exercise_clock.version


def test_it_begins_at_the_call_paused(small: Inspection) -> None:
    assert now_for(small) == CALL
    with clock.at(REAL + 5 * HOUR):
        assert now_for(small) == CALL


def test_it_runs_pauses_and_runs_on_from_where_it_was(
    facilitator: Person, small: Inspection
) -> None:
    run_clock(actor=facilitator, inspection=small, version=version(small), speed=60)
    with clock.at(REAL + MINUTE):
        assert now_for(small) == CALL + HOUR
        pause_clock(actor=facilitator, inspection=small, version=version(small))
    with clock.at(REAL + 30 * MINUTE):
        assert now_for(small) == CALL + HOUR
        run_clock(actor=facilitator, inspection=small, version=version(small), speed=12)
    with clock.at(REAL + 35 * MINUTE):
        assert now_for(small) == CALL + 2 * HOUR
    said = [entry.event for entry in list_subject_activity("inspection", small.id)]
    assert said[:2] == ["trial_runs:clock:started", "trial_runs:clock:paused"]


def test_it_is_found_again_after_everything_was_restarted(
    facilitator: Person, small: Inspection
) -> None:
    run_clock(actor=facilitator, inspection=small, version=version(small), speed=240)
    db.session.commit()
    trial_id = small.id
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    with clock.at(REAL + 6 * MINUTE):
        assert now_for(get_inspection(trial_id)) == CALL + 24 * HOUR


def test_it_is_never_set_back(facilitator: Person, small: Inspection) -> None:
    step(facilitator, small, CALL + 3 * HOUR)
    with pytest.raises(Refused, match=r"shows Monday 30 November 2026, 12\.15pm and never goes"):
        step_clock(actor=facilitator, inspection=small, version=version(small), to=CALL + HOUR)
    assert now_for(small) == CALL + 3 * HOUR


@on_both_databases
def test_of_two_who_step_at_once_the_second_is_told_who_did_it(
    app: Flask, facilitator: Person, small: Inspection
) -> None:
    other = make_person(Role.DIRECTOR, "Robin Director")
    trial_id, seen = small.id, version(small)
    db.session.rollback()

    def act(person_id: int, hours: int) -> str:
        with clock.at(REAL):
            step_clock(
                actor=get_person(person_id),
                inspection=get_inspection(trial_id),
                version=seen,
                to=CALL + hours * HOUR,
            )
            db.session.commit()
        return "stepped"

    first, second = facilitator.id, other.id
    db.session.rollback()
    said = sorted(run_at_once(app, lambda: act(first, 1), lambda: act(second, 2)), key=len)
    assert said[0] == "stepped"
    assert "set the exercise clock at 10:15:00 on Friday 27 November 2026, after you" in said[1]
    assert said[1].startswith(("Avery Coordinator", "Robin Director"))
    assert now_for(get_inspection(trial_id)) in {CALL + HOUR, CALL + 2 * HOUR}


def test_what_is_no_speed_and_what_runs_not_are_refused(
    facilitator: Person, small: Inspection
) -> None:
    with pytest.raises(Refused, match="1, 12, 60 or 240"):
        run_clock(actor=facilitator, inspection=small, version=version(small), speed=7)
    with pytest.raises(Refused, match="paused already"):
        pause_clock(actor=facilitator, inspection=small, version=version(small))
    with pytest.raises(ChangedMeanwhile, match="already"):
        begin_clock(actor=facilitator, inspection=small)


def test_a_head_of_service_may_not_set_it(small: Inspection) -> None:
    with pytest.raises(NotAllowed, match="run trial runs"):
        step_clock(
            actor=make_person(Role.HEAD_OF_SERVICE), inspection=small, version=1, to=CALL + HOUR
        )


def test_a_trial_run_in_real_time_may_change_over_but_never_back_in_time(
    facilitator: Person,
) -> None:
    begun = make_inspection(facilitator, is_trial=True, call_at=REAL - HOUR)
    with pytest.raises(Refused, match="moves in real time"):
        step_clock(actor=facilitator, inspection=begun, version=1, to=CALL)
    begin_clock(actor=facilitator, inspection=begun)
    assert now_for(begun) == REAL


def test_what_is_done_is_done_at_the_time_of_the_exercise_and_recorded_in_real_time(
    facilitator: Person, small: Inspection
) -> None:
    step(facilitator, small, CALL + 3 * HOUR)
    task = find_task(small, "call-cascade")
    tick_task(actor=facilitator, task=task, version=task.version)
    assert task.done_at == CALL + 3 * HOUR
    (entry, *_) = list_subject_activity("task", task.id)
    assert entry.at == REAL


def test_a_closed_trial_run_stays_at_the_moment_it_ended(
    facilitator: Person, small: Inspection
) -> None:
    run_clock(actor=facilitator, inspection=small, version=version(small), speed=60)
    with clock.at(REAL + MINUTE):
        close_inspection(actor=facilitator, inspection_id=small.id, version=small.version)
    with clock.at(REAL + 50 * HOUR):
        assert now_for(small) == CALL + HOUR
        with pytest.raises(Refused, match="closed"):
            step_clock(actor=facilitator, inspection=small, version=version(small), to=CALL)


def test_its_report_says_first_when_it_ended_by_the_exercise_clock(
    facilitator: Person, small: Inspection
) -> None:
    step(facilitator, small, CALL + 2 * HOUR)
    with clock.at(REAL + HOUR):
        close_inspection(actor=facilitator, inspection_id=small.id, version=small.version)
    db.session.commit()
    report = write_report(gather_learned(small), council="Example", made_at=REAL + HOUR)
    table = Document(io.BytesIO(report)).tables[0]
    ended = next(row.cells[1].text for row in table.rows if row.cells[0].text == "Ended")
    assert ended.startswith("Monday 30 November 2026, 11.15am on its exercise clock")
    in_time = next(row.cells[1].text for row in table.rows if row.cells[0].text == "Done in time")
    assert re.fullmatch(r"\d+ stepped over", in_time), "nobody did more than take the call"


def test_a_real_inspection_has_no_exercise_clock(facilitator: Person) -> None:
    with pytest.raises(Refused, match="Only a trial run"):
        make_inspection(facilitator, on_exercise_clock=True)


@on_both_databases
def test_the_database_itself_refuses_a_real_inspection_an_exercise_clock(app: Flask) -> None:
    real = make_inspection()
    statement = text(
        "INSERT INTO exercise_clock (inspection_id, is_trial, real_at, exercise_at, speed,"
        " is_paused, version) VALUES (:id, :is_trial, :at, :at, 1, true, 1)"
    )
    values = {"id": real.id, "at": "2026-12-01 12:00:00+00:00"}
    for is_trial in (True, False):
        with pytest.raises(IntegrityError):
            db.session.execute(statement, {**values, "is_trial": is_trial})
        db.session.rollback()
