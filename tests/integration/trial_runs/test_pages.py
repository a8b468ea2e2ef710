"""The facilitator’s page, an inject’s page, and the marks of a trial run wherever it is shown."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness.extensions import db
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.now import now_for
from readiness.inspections.queries import get_inspection
from readiness.inspections.rules.exercise import Part
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.trial_runs.models import Inject
from readiness.trial_runs.operations import give_inject, move_inject, skip_inject
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.factories.trial_runs import make_inject, step
from tests.support.client import InspectingClient

HOUR = timedelta(hours=1)
SHOWN = "On its exercise clock it is Monday 30 November 2026, 12.15pm, paused."


@pytest.fixture
def friday(app: Flask) -> None:
    """Requests live in the real present; what is shown goes by the exercise clock anyway."""


@pytest.fixture
def page(client: InspectingClient, facilitator: Person, trial: Inspection) -> str:
    client.sign_in_quickly(facilitator)
    return f"/inspections/{trial.id}/exercise"


def words_of(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_clock_is_started_paused_and_stepped_from_the_page(
    client: InspectingClient, trial: Inspection, page: str
) -> None:
    version = trial.exercise_clock.version if trial.exercise_clock else 0
    assert "The exercise clock shows Monday 30 November 2026, 9.15am, paused." in words_of(
        client, page
    )
    client.send(f"{page}/clock/quick-step", {"version": version, "target": "next"}, page)
    assert now_for(get_inspection(trial.id)) > CALL
    fields = {"to-day": "1", "to-month": "12", "to-year": "2026", "to-time": "11am"}
    client.send(f"{page}/clock/step", {"version": version + 1, **fields}, page)
    stepped = words_of(client, page)
    assert "1 December 2026, 11am, paused" in stepped
    assert "Cannot start yet" in stepped  # as the board says of the same task
    client.send(f"{page}/clock/run", {"version": version + 2, "speed": "240"}, page)
    assert "running 240 times as fast" in words_of(client, page)
    client.send(f"{page}/clock/pause", {"version": version + 3}, page)
    assert "paused" in words_of(client, page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"to-day": "30", "to-month": "11", "to-year": "2026", "to-time": "9am"},
            "never goes back",
        ),
        ({"to-day": "30", "to-month": "11", "to-year": "2036", "to-time": "9am"}, "Check the year"),
        ({"to-day": "31", "to-month": "11", "to-year": "2026", "to-time": "9am"}, "There is a pro"),
        ({}, "Enter the day and time to step to."),
    ],
)
def test_a_wrong_step_is_answered_with_a_sentence_and_changes_nothing(
    client: InspectingClient, trial: Inspection, page: str, fields: dict[str, str], said: str
) -> None:
    answer = client.send(f"{page}/clock/step", {"version": 1, **fields}, page)
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert said in shown
    assert 'href="#to-day"' in shown, "the summary leads to the boxes"
    assert 'id="to-error"' in shown, "which say it too"
    assert now_for(get_inspection(trial.id)) == CALL


def test_an_older_page_steps_nothing(
    client: InspectingClient, facilitator: Person, trial: Inspection, page: str
) -> None:
    step(facilitator, trial, CALL + HOUR)
    answer = client.send(f"{page}/clock/quick-step", {"version": 1, "target": "next"}, page)
    assert answer.status_code == 409
    assert "Avery Coordinator set the exercise clock at" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "target",
    ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-12-01T11:00", "x", ""],
)
def test_a_button_with_a_moment_that_cannot_be_steps_nothing(
    client: InspectingClient, trial: Inspection, page: str, target: str
) -> None:
    version = trial.exercise_clock.version if trial.exercise_clock else 0
    sent = {"version": version, "target": target}
    answer = client.send(f"{page}/clock/quick-step", sent, page)
    assert answer.status_code == 422
    assert "The moment of this button was lost" in answer.get_data(as_text=True)


def test_people_come_and_go(
    client: InspectingClient, council: dict[str, Person], trial: Inspection, page: str
) -> None:
    watcher = make_person(Role.OBSERVER, "Wren Watcher")
    leaver = council["holder data-lead"]
    client.send(f"{page}/people", {"person": watcher.id, "part": "observer"}, page)
    client.send(f"{page}/people/remove", {"person": leaver.id}, page)
    client.send(f"{page}/people/remove", {"person": council["deputy data-lead"].id}, page)
    found = set(db.session.scalars(select(TrialParticipant.person_id)))
    assert watcher.id in found
    assert leaver.id not in found
    said = words_of(client, page)
    assert "1 person observes" in said
    assert f"Not in it, so an open task of theirs is nobody’s:</strong> {leaver.name}." in said


def test_an_inject_is_added_given_and_dealt_with(
    client: InspectingClient,
    council: dict[str, Person],
    facilitator: Person,
    trial: Inspection,
    page: str,
) -> None:
    client.send(f"{page}/injects", {"key": "data-lead-is-ill"}, page)
    inject = db.session.scalars(select(Inject)).one()
    own = f"{page}/injects/{inject.id}"
    assert "What a good answer holds" in words_of(client, own)
    client.send(f"{own}/give", {"version": inject.version}, own)
    director = council["holder director-supporting-families"]
    client.sign_in_quickly(director)
    assert "rings in sick" in words_of(client, "/")
    assert "What a good answer holds" not in words_of(client, own)
    client.send(f"{own}/seen", {"version": 2}, own)
    answer = client.send(f"{own}/answer", {"version": 3, "answer": ""}, own)
    assert answer.status_code == 422
    client.send(f"{own}/answer", {"version": 3, "answer": "The deputy has them."}, own)
    assert "The deputy has them." in words_of(client, own)
    assert "rings in sick" not in words_of(client, "/")


def test_who_was_not_told_finds_no_inject(
    client: InspectingClient, council: dict[str, Person], facilitator: Person, trial: Inspection
) -> None:
    inject = make_inject(trial)
    give_inject(actor=facilitator, inject=inject, version=inject.version)
    db.session.commit()
    client.sign_in_quickly(council["holder psw"])
    path = f"/inspections/{trial.id}/exercise/injects/{inject.id}"
    assert client.get(path).status_code == 404
    token = client.find_token("/password")
    answer = client.post(f"{path}/seen", data={"version": 2, "csrf_token": token})
    assert answer.status_code == 404


def test_an_observer_opens_what_was_given_from_the_board_and_is_said_to_have_taken_part(
    client: InspectingClient, council: dict[str, Person], facilitator: Person, trial: Inspection
) -> None:
    given, _secret = make_inject(trial), make_inject(trial, "case-system-down", after=600)
    give_inject(actor=facilitator, inject=given, version=given.version)
    watcher = make_person(Role.OBSERVER, name="Wren Watcher")
    db.session.add(
        TrialParticipant(inspection_id=trial.id, person_id=watcher.id, part=Part.OBSERVER)
    )
    db.session.commit()
    board = f"/inspections/{trial.id}"
    client.sign_in_quickly(watcher)
    said = words_of(client, board)
    assert f'{board}/exercise/injects/{given.id}"' in said
    assert said.count("/exercise/injects/") == 1
    assert "What a good answer holds" in words_of(client, f"{board}/exercise/injects/{given.id}")
    assert "Wren Watcher" in words_of(client, f"{board}/learned")
    client.sign_in_quickly(council["holder psw"])
    assert "/exercise/injects/" not in words_of(client, board)


def test_a_real_inspection_has_no_such_page(client: InspectingClient, facilitator: Person) -> None:
    real = make_inspection(facilitator)
    client.sign_in_quickly(facilitator)
    assert client.get(f"/inspections/{real.id}/exercise").status_code == 404


def test_every_page_of_a_trial_run_says_so_and_what_its_clock_shows(
    client: InspectingClient, facilitator: Person, trial: Inspection, page: str
) -> None:
    inject = make_inject(trial)
    step(facilitator, trial, CALL + 3 * HOUR)
    task = find_task(trial, "call-cascade")
    board = f"/inspections/{trial.id}"
    paths = (
        board,
        f"{board}/print",
        f"{board}/tasks/{task.id}",
        f"{board}/bundles/",
        f"/annexe-a/inspections/{trial.id}",
        "/documents/",
        page,
        f"{page}/injects/{inject.id}",
    )
    for path in paths:
        said = words_of(client, path)
        assert SHOWN in said, path
        assert "TRIAL RUN" in said, path
    assert "On its exercise clock it is" in words_of(client, "/")
    assert "Trial run" in words_of(client, f"/activity?inspection={trial.id}")


def test_what_is_late_on_a_page_is_late_by_the_clock_of_the_exercise(
    client: InspectingClient, facilitator: Person, trial: Inspection
) -> None:
    client.sign_in_quickly(facilitator)
    board = f"/inspections/{trial.id}"
    assert "needs attention" not in words_of(client, board)
    assert ">Overdue<" not in words_of(client, "/inspections/mine")
    step(facilitator, trial, CALL + 3 * HOUR)
    task = find_task(trial, "call-cascade")
    assert "2 hours ago" in words_of(client, f"{board}/tasks/{task.id}")
    assert ">Overdue<" in words_of(client, board)


def test_files_made_from_a_trial_run_are_marked(
    client: InspectingClient, facilitator: Person, trial: Inspection
) -> None:
    client.sign_in_quickly(facilitator)
    answer = client.get(f"/activity.csv?inspection={trial.id}")
    assert 'filename="TRIAL RUN activity-' in answer.headers["Content-Disposition"]
    lines = answer.get_data(as_text=True).splitlines()
    assert all(line.endswith(",TRIAL RUN") for line in lines)
    assert "TRIAL RUN" not in client.get("/activity.csv").headers["Content-Disposition"]


def test_a_trial_run_is_started_on_an_exercise_clock_from_the_pages(
    client: InspectingClient, app: Flask
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    call = (
        "/inspections/new?checklist=ilacs-short&called-day=30&called-month=11&called-year=2026"
        "&called-time=9.15am&on_exercise_clock=y"
    )
    refused = client.get(call)
    assert refused.status_code == 422
    assert "Only a trial run moves on an exercise clock" in refused.get_data(as_text=True)
    assert "as a trial run on an exercise clock" in words_of(client, f"{call}&is_trial=y")
    fields = {
        "checklist": "ilacs-short",
        "called": "2026-11-30T09:15:00+00:00",
        "is_trial": "1",
        "on_exercise_clock": "1",
        "confirmed": "y",
    }
    client.send("/inspections/new", fields, f"{call}&is_trial=y")
    (begun,) = db.session.scalars(select(Inspection))
    assert begun.exercise_clock is not None
    assert now_for(begun) == CALL


def test_nobody_but_who_runs_it_reads_anywhere_that_an_inject_is_to_come(
    client: InspectingClient, facilitator: Person, trial: Inspection, page: str
) -> None:
    moved, skipped = make_inject(trial), make_inject(trial, "case-system-down")
    move_inject(actor=facilitator, inject=moved, version=moved.version, at=CALL + 5 * HOUR)
    skip_inject(actor=facilitator, inject=skipped, version=skipped.version)
    db.session.commit()
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    for path in ("/activity?area=trial_runs", "/activity.csv", "/"):
        assert words_of(client, path).count("an inject") == 4, path
    wall = f"/inspections/{trial.id}/wall"
    assert "an inject" not in words_of(client, wall), "everybody reads the same wall"
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    for path in ("/activity?area=trial_runs", "/activity.csv", "/", wall):
        assert "inject" not in words_of(client, path), path
    give_inject(actor=facilitator, inject=moved, version=moved.version)
    db.session.commit()
    assert "gave “The data lead is ill”" in words_of(client, "/activity?area=trial_runs")
