"""Injects: prepared, given once when their time has come, seen, dealt with, and kept secret."""

import io
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
from readiness.inspections.queries import list_tasks
from readiness.inspections.rules.exercise import Part
from readiness.notifications.models import Message
from readiness.notifications.rules.outbox import TRIAL_OVER, MessageState
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from readiness.trial_runs.exercise_pages import find_time
from readiness.trial_runs.exports import write_report
from readiness.trial_runs.jobs import give_now
from readiness.trial_runs.learned_pages import gather_learned
from readiness.trial_runs.operations import (
    acknowledge_inject,
    add_inject,
    add_participant,
    answer_inject,
    end_trial,
    give_due_injects,
    give_inject,
    move_inject,
    remove_participant,
    skip_inject,
)
from readiness.trial_runs.queries.injects import (
    find_addressee,
    get_inject_for,
    is_told_to,
    list_prepared,
    list_told_to,
    may_judge,
)
from readiness.trial_runs.rules.injects import InjectState
from tests.factories.inspections import CALL
from tests.factories.notifications import Mailbox, remind_at, work_at
from tests.factories.people import make_person
from tests.factories.trial_runs import REAL, make_inject, step

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DIRECTOR = "holder director-supporting-families"


def test_it_is_given_once_at_its_time_and_told_to_the_holder_of_its_post(
    app: Flask,
    mailbox: Mailbox,
    facilitator: Person,
    council: dict[str, Person],
    trial: Inspection,
) -> None:
    inject = make_inject(trial)
    give_now(REAL)
    assert inject.state is InjectState.PREPARED
    step(facilitator, trial, CALL + 3 * HOUR)
    give_now(REAL)
    db.session.commit()
    assert give_due_injects(now=REAL) == 0
    assert (inject.state, inject.given_at) == (InjectState.GIVEN, CALL + 3 * HOUR)
    work_at(app, REAL)
    told = [letter for letter in mailbox.letters if "data lead is ill" in letter.subject]
    assert [letter.to_address for letter in told] == [council[DIRECTOR].email]
    assert "rings in sick" in told[0].text


@pytest.mark.parametrize("was_handed_over", [False, True])
def test_what_waits_of_it_is_taken_back_when_the_trial_run_ends(
    app: Flask,
    mailbox: Mailbox,
    facilitator: Person,
    council: dict[str, Person],
    trial: Inspection,
    was_handed_over: bool,
) -> None:
    inject = make_inject(trial)
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    db.session.commit()
    if was_handed_over:
        remind_at(REAL)
    end_trial(actor=facilitator, inspection=trial, version=trial.version)
    db.session.commit()
    work_at(app, REAL + 12 * HOUR)
    work_at(app, REAL + 96 * HOUR)
    told = db.session.scalars(select(Message).where(Message.trial_id == trial.id)).all()
    assert {(message.state, message.last_error) for message in told} == {
        (MessageState.WITHDRAWN, TRIAL_OVER)
    }
    assert not [letter for letter in mailbox.letters if "data lead is ill" in letter.subject]


def test_a_worker_that_was_down_gives_what_it_missed_when_it_is_back(
    facilitator: Person, trial: Inspection
) -> None:
    injects = [make_inject(trial, after=minutes) for minutes in (10, 20, 30)]
    step(facilitator, trial, CALL + 5 * HOUR)
    assert give_due_injects(now=REAL) == 3
    assert {inject.state for inject in injects} == {InjectState.GIVEN}


def test_it_takes_nobodys_tasks_away(facilitator: Person, trial: Inspection) -> None:
    inject = make_inject(trial)
    before = [(task.version, task.state, task.handed_to_id) for task in list_tasks(trial.id)]
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    assert [(t.version, t.state, t.handed_to_id) for t in list_tasks(trial.id)] == before


def test_its_timing_is_kept_on_the_clock_of_the_exercise(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject, director = make_inject(trial), council[DIRECTOR]
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    step(facilitator, trial, CALL + 12 * MINUTE)
    acknowledge_inject(actor=director, inject=inject, version=inject.version)
    step(facilitator, trial, CALL + 2 * HOUR)
    answer_inject(
        actor=director, inject=inject, version=inject.version, answer="The deputy runs the lists."
    )
    assert inject.given_at == CALL
    assert inject.acknowledged_at == CALL + 12 * MINUTE
    assert inject.answered_at == CALL + 2 * HOUR
    assert inject.state is InjectState.ANSWERED


def test_the_report_tells_each_that_was_given_and_of_the_others_only_how_many(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject, director = make_inject(trial), council[DIRECTOR]
    make_inject(trial, "case-system-down", after=600)
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    step(facilitator, trial, CALL + 12 * MINUTE)
    acknowledge_inject(actor=director, inject=inject, version=inject.version)
    answer_inject(actor=director, inject=inject, version=inject.version, answer="The deputy ran.")
    report = Document(
        io.BytesIO(write_report(gather_learned(trial), council="Example", made_at=REAL))
    )
    table = next(t for t in report.tables if t.rows[0].cells[0].text == "Inject")
    (row,) = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert inject.title in row[0]
    assert row[1:3] == [inject.post.title, "Mon 30 Nov, 9.15am"]
    assert row[3] == f"Mon 30 Nov, 9.27am, {director.name}, after 12 minutes"
    assert row[4].startswith("The deputy ran.\nMon 30 Nov, 9.27am")
    assert "1 inject was prepared and not given." in [p.text for p in report.paragraphs]


def test_what_has_come_may_be_answered_before_the_worker_has_seen_it(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject = make_inject(trial)
    step(facilitator, trial, CALL + 2 * HOUR)
    answer_inject(
        actor=council[DIRECTOR], inject=inject, version=inject.version, answer="Done at once."
    )
    assert inject.given_at == CALL + 2 * HOUR
    assert give_due_injects(now=REAL) == 0


def test_what_was_answered_stays_on_the_page_of_the_inject_and_out_of_the_activity(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject = make_inject(trial)
    step(facilitator, trial, CALL + 2 * HOUR)
    answer_inject(
        actor=council[DIRECTOR], inject=inject, version=inject.version, answer="Done at once."
    )
    db.session.flush()
    assert inject.answer == "Done at once."
    recorded = db.session.scalars(
        select(Activity).where(Activity.event == "trial_runs:inject:answered")
    ).one()
    assert set(recorded.changes) == {"at"}


def test_until_its_time_nobody_but_the_facilitator_learns_of_it(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject, told = make_inject(trial), council[DIRECTOR]
    told.role = Role.HEAD_OF_SERVICE
    assert get_inject_for(facilitator, trial.id, inject.id) is inject
    with pytest.raises(NotFound):
        get_inject_for(told, trial.id, inject.id)
    assert list_told_to(told, [trial]) == []
    said = db.session.scalars(select(Activity.subject_title)).all()
    assert "an inject" in said
    assert not any("data lead is ill" in title for title in said)
    step(facilitator, trial, CALL + 2 * HOUR)
    assert get_inject_for(told, trial.id, inject.id) is inject
    assert list_told_to(told, [trial]) == [inject]
    other = council["holder psw"]
    with pytest.raises(NotFound):
        get_inject_for(other, trial.id, inject.id)
    add_participant(actor=facilitator, inspection=trial, person=other, part=Part.OBSERVER)
    assert may_judge(get_inject_for(other, trial.id, inject.id), other)


def test_where_the_holder_is_not_in_the_exercise_the_deputy_is_told(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject = make_inject(trial)
    remove_participant(actor=facilitator, inspection=trial, person=council[DIRECTOR])
    deputy = council["deputy director-supporting-families"]
    assert find_addressee(inject) is deputy
    remove_participant(actor=facilitator, inspection=trial, person=deputy)
    assert find_addressee(inject) is None
    give_inject(actor=facilitator, inject=inject, version=inject.version)


def test_it_can_be_left_out_or_moved_and_then_only_that(
    facilitator: Person, trial: Inspection
) -> None:
    moved, skipped = make_inject(trial), make_inject(trial, "case-system-down")
    move_inject(actor=facilitator, inject=moved, version=moved.version, at=CALL + 5 * HOUR)
    skip_inject(actor=facilitator, inject=skipped, version=skipped.version)
    step(facilitator, trial, CALL + 4 * HOUR)
    assert give_due_injects(now=REAL) == 0
    with pytest.raises(ChangedMeanwhile, match="Left out"):
        give_inject(actor=facilitator, inject=skipped, version=skipped.version)
    with pytest.raises(Refused, match="still to come"):
        move_inject(actor=facilitator, inject=moved, version=moved.version, at=CALL)


def test_the_second_to_answer_is_told_who_was_first(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject, director = make_inject(trial), council[DIRECTOR]
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    seen = inject.version
    answer_inject(actor=director, inject=inject, version=seen, answer="I have rung the deputy.")
    with pytest.raises(ChangedMeanwhile, match=f"{director.name} changed this at"):
        answer_inject(actor=director, inject=inject, version=seen, answer="So have I.")


def test_it_shows_to_the_holder_and_to_the_deputy_only_while_the_holder_is_away(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject, holder = make_inject(trial), council[DIRECTOR]
    deputy = council["deputy director-supporting-families"]
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    assert [is_told_to(inject, person) for person in (holder, deputy)] == [True, False]
    day = today_for(trial)
    add_absence(actor=None, person=holder, first_day=day, last_day=day)
    db.session.commit()
    assert [is_told_to(inject, person) for person in (holder, deputy)] == [False, True]
    assert list_told_to(deputy, [trial]) == [inject]


def test_only_those_who_were_told_answer_and_with_words(
    facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject = make_inject(trial)
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    with pytest.raises(NotAllowed, match="the holder answers it, or the deputy"):
        acknowledge_inject(actor=facilitator, inject=inject, version=inject.version)
    with pytest.raises(Refused, match="Write what was done"):
        answer_inject(actor=council[DIRECTOR], inject=inject, version=inject.version, answer="  ")


def test_the_prepared_time_is_counted_from_the_call(trial: Inspection) -> None:
    spec = list_prepared()["data-lead-is-ill"]
    at = clock.in_london(find_time(trial, spec))
    assert (at.date().isoformat(), f"{at:%H:%M}") == ("2026-12-01", "08:30")


def test_a_prepared_time_that_has_passed_is_refused(facilitator: Person, trial: Inspection) -> None:
    step(facilitator, trial, CALL + timedelta(days=3))
    spec = list_prepared()["data-lead-is-ill"]
    with pytest.raises(Refused, match="choose a moment that is still to come"):
        add_inject(actor=facilitator, inspection=trial, spec=spec, at=find_time(trial, spec))
    with pytest.raises(NotAllowed):
        add_inject(actor=make_person(), inspection=trial, spec=spec, at=CALL)
