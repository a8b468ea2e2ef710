"""Recording gaps and closing them: who may, what is kept, and what is refused."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import confirm_done, drop_action, report_done
from readiness.actions.queries import get_action
from readiness.actions.rules import Source
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.models import Person, Post
from readiness.people.permissions import Role
from readiness.sections import Period
from readiness.trial_runs import operations
from readiness.trial_runs.models import Gap
from readiness.trial_runs.operations import Seen
from readiness.trial_runs.pack import make_section
from readiness.trial_runs.queries.gaps import find_task, get_gap, get_line, list_gaps
from readiness.trial_runs.queries.runs import get_trial
from readiness.trial_runs.rules.gaps import GapFilter, GapKind, GapState, Severity
from tests.factories.gaps import make_gap, make_trial
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.databases import on_both_databases

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def coordinator(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Cleo Chair")


@pytest.fixture
def trial(coordinator: Person) -> Inspection:
    return make_trial(coordinator)


@pytest.fixture
def observer(app: Flask) -> Person:
    return make_person(Role.OBSERVER, "Olu Observer")


def seen_now(gap: Gap) -> Gap:
    """The gap as a page of its own would get it."""
    db.session.expire_all()
    return get_gap(gap.inspection_id, gap.id)


def agree(gap: Gap, owner: Person, by: Person) -> Action:
    action = operations.agree_gap_action(
        actor=by,
        gap=seen_now(gap),
        title="Fit a lock",
        detail="",
        owner=owner,
        due_on=clock.today() + timedelta(days=7),
    )
    db.session.commit()
    return get_action(action.id)


def state(gap: Gap) -> GapState:
    return get_line(seen_now(gap)).state


def test_an_observer_records_a_gap_that_its_steps_owner_owns(
    trial: Inspection, observer: Person
) -> None:
    gap = make_gap(trial, observer)
    assert gap.owner_post.key == "facilities-lead"
    entry = db.session.scalars(
        select(Activity).where(Activity.event == "trial_runs:gap:recorded")
    ).one()
    assert (entry.inspection_id, entry.subject_title) == (trial.id, "Gap 1 (Rooms and access)")
    assert "lock" not in str(entry.changes)


@on_both_databases
def test_a_gap_is_closed_when_somebody_other_than_the_owner_confirms_its_action(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    gap, owner = make_gap(trial, observer), make_person(Role.HEAD_OF_SERVICE)
    assert state(gap) is GapState.NO_ACTION
    action = agree(gap, owner, coordinator)
    assert (action.source, action.source_id) == (Source.TRIAL_RUN, gap.id)
    assert action.source_words.startswith(f"Gap {gap.id} (Rooms and access), Trial run: Short")
    assert state(gap) is GapState.ACTION_AGREED
    report_done(actor=owner, action=get_action(action.id), version=1, outcome="It locks.")
    db.session.commit()
    assert state(gap) is GapState.AWAITING_CONFIRMATION
    with pytest.raises(NotAllowed):
        confirm_done(actor=owner, action=get_action(action.id), version=2)
    confirm_done(actor=coordinator, action=get_action(action.id), version=2)
    db.session.commit()
    assert state(gap) is GapState.CLOSED
    assert list_gaps(GapFilter()) == []
    closed = list_gaps(GapFilter(state=GapState.CLOSED))
    assert [line.ended_at for line in closed] == [get_action(action.id).confirmed_at]
    assert list_gaps(GapFilter(all_states=True, kind=GapKind.DATA)) == []


def test_an_action_that_was_dropped_closes_nothing(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    gap = make_gap(trial, observer)
    agreed = agree(gap, make_person(), coordinator)
    action = get_action(agreed.id)
    drop_action(actor=coordinator, action=action, version=1, reason="Too dear.")
    db.session.commit()
    assert state(gap) is GapState.NO_ACTION


def test_a_gap_is_accepted_with_a_reason_and_opened_again(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    holder = make_person(Role.HEAD_OF_SERVICE)
    gap = seen_now(make_gap(trial, observer))
    gap.owner_post.holder = holder
    db.session.commit()
    gap = seen_now(gap)
    for who, reason, error in (
        (observer, "So be it.", NotAllowed),
        (holder, "It is my own.", NotAllowed),
        (coordinator, " ", Refused),
    ):
        with pytest.raises(error):
            operations.accept_gap(actor=who, gap=gap, version=gap.version, reason=reason)
    operations.accept_gap(actor=coordinator, gap=gap, version=gap.version, reason="Mended.")
    db.session.commit()
    assert state(gap) is GapState.ACCEPTED
    with pytest.raises(Refused, match="accepted"):
        agree(gap, holder, coordinator)
    gap = seen_now(gap)
    operations.reopen_gap(actor=coordinator, gap=gap, version=gap.version, reason="It broke.")
    db.session.commit()
    assert (state(gap), gap.accepted_because) == (GapState.NO_ACTION, "")
    agree(gap, holder, coordinator)
    gap = seen_now(gap)
    with pytest.raises(Refused, match="not without an action"):
        operations.accept_gap(actor=coordinator, gap=gap, version=gap.version, reason="Enough.")


def test_the_deputy_of_somebody_who_left_does_not_accept_what_is_theirs_now(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    holder, deputy = make_person(Role.HEAD_OF_SERVICE), make_person(Role.HEAD_OF_SERVICE)
    gap = seen_now(make_gap(trial, observer))
    gap.owner_post.holder, gap.owner_post.deputy = holder, deputy
    assert operations.may_accept_gap(deputy, gap)
    holder.is_active = False
    assert not operations.may_accept_gap(deputy, gap)
    assert operations.may_accept_gap(coordinator, gap)


def test_the_database_keeps_no_acceptance_without_a_reason(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    gap = make_gap(trial, observer)
    gap.accepted_by, gap.accepted_at = coordinator, clock.now()
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_gap_is_changed_by_who_recorded_it_and_the_second_writer_is_told(
    trial: Inspection, observer: Person
) -> None:
    gap = make_gap(trial, observer)
    other = Seen(GapKind.PEOPLE, Severity.MINOR, "Nobody had the key.", None, gap.owner_post)
    somebody = make_person()
    with pytest.raises(NotAllowed):
        operations.change_gap(actor=somebody, gap=seen_now(gap), version=1, seen=other)
    operations.change_gap(actor=observer, gap=seen_now(gap), version=1, seen=other)
    db.session.commit()
    gap = seen_now(gap)
    assert (gap.kind, gap.task_id) == (GapKind.PEOPLE, None)
    with pytest.raises(ChangedMeanwhile, match="Olu Observer changed this gap"):
        operations.change_gap(actor=observer, gap=gap, version=1, seen=other)


def test_a_gap_has_an_owner_words_and_a_trial_run(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    post = db.session.scalars(select(Post)).first()
    for words, owner in (("  ", post), ("No key.", None)):
        seen = Seen(GapKind.ROOMS, Severity.MINOR, words, None, owner)
        with pytest.raises(Refused):
            operations.record_gap(actor=observer, inspection=trial, seen=seen)
    with pytest.raises(NotFound):
        find_task(trial.id + 1, 1)
    real = make_inspection(coordinator)
    with pytest.raises(NotFound):
        get_trial(real.id)
    with pytest.raises(Refused):
        operations.note_went_well(actor=observer, inspection=real, text="All of it.")
    with pytest.raises(Refused, match="real inspection"):
        operations.end_trial(actor=coordinator, inspection=real, version=1)


def test_a_gap_is_recorded_after_the_end_and_stands_in_the_pack(
    coordinator: Person, trial: Inspection, observer: Person
) -> None:
    with pytest.raises(Refused, match="has ended"):
        operations.ask_report(actor=coordinator, inspection=trial)
    operations.end_trial(actor=coordinator, inspection=trial, version=trial.version)
    make_gap(trial, observer, severity=Severity.MINOR)
    make_gap(trial, observer, step="create-accounts", kind=GapKind.IT)
    period = Period(clock.now() - timedelta(days=1), clock.now(), clock.now())
    section = make_section(period)
    assert section.answer == (
        "2 of 2 gaps are open: 1 is serious, 2 have no action yet. 0 gaps were closed since the "
        "last meeting."
    )
    assert [row[1:4] for row in section.rows] == [
        ("IT", "Serious", "IT Lead"),
        ("Rooms and access", "Minor", "Facilities Lead"),
    ]
    assert dict(section.figures)["Gaps open"] == 2
