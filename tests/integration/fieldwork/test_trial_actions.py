"""What a keep-in-touch meeting of a trial run agrees stays in the trial run."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from readiness import clock
from readiness.actions.calendars import list_action_entries
from readiness.actions.models import Action
from readiness.actions.operations import change_action, reopen_action
from readiness.actions.queries import (
    Wanted,
    get_action,
    list_actions,
    list_lines,
    list_standings,
)
from readiness.actions.reminding import list_due_actions
from readiness.actions.rules import ActionState, Urgency
from readiness.errors import Refused
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.calendars import list_agreed
from readiness.fieldwork.models import KeepInTouch
from readiness.fieldwork.reminding import list_due_cases
from readiness.inspections.closing import list_still_open
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_in, today_in
from readiness.inspections.operations import close_inspection
from readiness.inspections.rules.exercise import Part
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.trial_runs.operations import add_participant
from tests.factories.actions import make_action
from tests.factories.fieldwork import make_referral
from tests.factories.inspections import CALL, make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.statements import statements

LATER = CALL + timedelta(weeks=30)
"""By a real clock; that of the exercise is paused at the call."""
PASSED_THERE = "by the clock of the trial run, where it is Monday 30 November 2026. Choose that day"


@pytest.fixture
def player(app: Flask) -> Person:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def trial(player: Person) -> Inspection:
    with time_machine.travel(CALL, tick=False):
        return make_inspection(player, is_trial=True, on_exercise_clock=True)


@pytest.fixture
def note(player: Person, trial: Inspection) -> KeepInTouch:
    day = today_in(trial.id)
    return operations.add_note(actor=player, inspection_id=trial.id, day=day, present="X")


def set_clock(trial: Inspection, to: datetime) -> None:
    assert trial.exercise_clock is not None
    trial.exercise_clock.exercise_at = to
    db.session.commit()


def agree(note: KeepInTouch, actor: Person, owner: Person, day: date) -> Action:
    return operations.agree_action(
        actor=actor, note=note, title="Print it", owner=owner, due_on=day
    )


def change(action: Action, actor: Person, day: date, title: str = "Print it") -> None:
    change_action(
        actor=actor,
        action=get_action(action.id),
        version=action.version,
        title=title,
        detail="",
        owner=actor,
        due_on=day,
        reason="The printer is broken",
    )
    db.session.flush()


def test_only_who_takes_part_owns_it_and_its_day_is_one_of_the_exercise(
    player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    other, day = make_person(Role.HEAD_OF_SERVICE, "Out Sider"), today_in(trial.id)
    watcher = make_person(Role.HEAD_OF_SERVICE, "Wat Cher")
    add_participant(actor=player, inspection=trial, person=watcher, part=Part.OBSERVER)
    with time_machine.travel(LATER, tick=False):
        for one in (other, watcher):
            with pytest.raises(Refused, match=f"{one.name} takes no part in this trial run"):
                agree(note, player, one, day)
            with (
                time_machine.travel(CALL, tick=False),
                pytest.raises(Refused, match=f"{one.name} takes no part in this trial run"),
            ):
                make_referral(trial, one)
        with pytest.raises(Refused, match=PASSED_THERE):
            agree(note, player, player, day - timedelta(days=1))
        assert agree(note, player, player, day).due_on == day


def test_its_day_is_changed_to_one_of_the_exercise_and_what_is_late_there_stays_changeable(
    player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    day = today_in(trial.id)
    with time_machine.travel(LATER, tick=False):
        action = agree(note, player, player, day)
        db.session.commit()
        change(action, player, day + timedelta(days=1))
        with pytest.raises(Refused, match=PASSED_THERE) as refused:
            change(action, player, day - timedelta(days=1))
        assert refused.value.about == "due_on"
        set_clock(trial, CALL + timedelta(days=3))
        change(action, player, action.due_on, title="Print it twice")
    assert (action.title, action.due_on) == ("Print it twice", day + timedelta(days=1))


def text(client: InspectingClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def test_an_action_is_as_late_as_its_trial_run_says_wherever_it_stands(
    client: InspectingClient, player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    client.sign_in_quickly(player)
    own = make_action(player, days=200)
    with statements() as none:
        assert client.get("/actions/").status_code == 200
    action = agree(note, player, player, today_in(trial.id))
    with time_machine.travel(CALL, tick=False):
        other = make_inspection(player, is_trial=True, on_exercise_clock=True)
    second = operations.add_note(
        actor=player, inspection_id=other.id, day=today_in(other.id), present="X"
    )
    set_clock(trial, CALL + timedelta(days=2))
    late = "2 days overdue by the clock of its trial run"
    with statements() as one:
        assert late in text(client, "/actions/")
    assert late in text(client, "/")
    shown = text(client, f"/actions/{action.id}")
    assert f": {late}." in shown
    assert "This action is practice" in shown
    to_note = f'href="/inspections/{trial.id}/fieldwork/keep-in-touch/{note.id}"'
    assert to_note in shown
    assert "This action is practice" not in text(client, f"/actions/{own.id}")
    agree(second, player, player, today_in(other.id))
    db.session.commit()
    with statements() as two:
        assert "due today by the clock of its trial run" in text(client, "/actions/")
    assert len(two) == len(one) == len(none) + 1
    rows = csv.DictReader(io.StringIO(client.get("/actions/actions.csv").data.decode("utf-8-sig")))
    said = {int(row["Number"]): row["How late"] for row in rows}
    assert (said[action.id], said[own.id]) == (late, "due in 200 days")
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert to_note not in text(client, f"/actions/{action.id}"), "the note is not for everybody"


def test_it_is_told_by_the_exercise_clock_and_counted_in_no_pack(
    player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    with time_machine.travel(LATER, tick=False):
        agree(note, player, player, today_in(trial.id))
        db.session.flush()
        (due,) = [due for due in list_due_cases(clock.now()) if due.kind == "action"]
        assert (due.trial_id, due.now) == (trial.id, now_in(trial.id))
        assert due.about == (
            "A keep-in-touch meeting: Trial run: Short inspection, 30 November 2026"
        ), "the day of the call is said once"
        assert list(list_due_actions(clock.now())) == []
        assert list_lines() == []


def test_it_ends_with_the_trial_run(
    client: InspectingClient, player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    action = agree(note, player, player, today_in(trial.id))
    db.session.commit()
    close_inspection(actor=player, inspection_id=trial.id, version=trial.version)
    assert (action.state, action.outcome) == (
        ActionState.NOT_NEEDED,
        "The trial run that it was part of has ended.",
    )
    with pytest.raises(Refused, match="Agree a new action instead"):
        reopen_action(actor=player, action=action, version=action.version, reason="It came back")
    client.sign_in_quickly(player)
    assert "Open it again" not in text(client, f"/actions/{action.id}")


def test_on_no_list_is_it_late_by_the_real_calendar_and_in_the_owners_own_it_is_practice(
    player: Person, trial: Inspection, note: KeepInTouch
) -> None:
    action = agree(note, player, player, today_in(trial.id))
    db.session.flush()
    with time_machine.travel(LATER, tick=False):
        today = clock.today()
        assert list_standings() == [action.standing]
        assert list_actions(Wanted(urgency=Urgency.OVERDUE), today) == []
        assert list_actions(Wanted(urgency=Urgency.LATER), today) == [action]
        assert list(list_action_entries(player, clock.now())) == []
        (entry,) = list_agreed(player, clock.now())
        assert (entry.begins, entry.is_trial) == (action.due_on, True)
    words = [found.words for found in list_still_open(trial)]
    assert "1 action of keep-in-touch meetings ends with this trial run" in words
