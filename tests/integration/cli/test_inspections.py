"""`inspections start` prints the number and the address, and refuses with one sentence."""

import pytest
from click.testing import Result
from flask import Flask

from readiness.inspections import queries


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["inspections", "start", *arguments])


def test_an_inspection_starts_and_its_address_is_printed(app: Flask) -> None:
    result = run(app, "ilacs-short", "--call", "2026-11-30 09:15")
    assert result.exit_code == 0, result.stderr
    running = queries.find_running_inspection()
    assert running is not None
    assert result.stdout == f"{running.id} /inspections/{running.id}\n"


def test_a_second_real_one_is_refused_and_a_trial_run_is_not(app: Flask) -> None:
    run(app, "ilacs-short", "--call", "2026-11-30 09:15")
    second = run(app, "ilacs-short", "--call", "2026-11-30 09:15")
    assert (second.exit_code, second.stdout) == (1, "")
    assert "is running" in second.stderr
    trial = run(app, "jtai", "--call", "2026-11-30 09:15", "--trial")
    assert trial.exit_code == 0
    assert "is running in earnest: this trial run is beside it" in trial.stderr


@pytest.mark.parametrize(
    ("checklist", "call", "words"),
    [
        ("unheard-of", "2026-11-30 09:15", "There is no checklist"),
        ("ilacs-short", "tomorrow", "is not a date and time"),
        ("ilacs-short", "2026-11-30", "is not a date and time"),
        ("ilacs-short", "2026-03-29 01:30", "the clocks go forward that night"),
        ("ilacs-short", "1926-11-30 09:15", "2000"),
    ],
)
def test_unusable_input_is_answered_with_one_sentence(
    app: Flask, checklist: str, call: str, words: str
) -> None:
    result = run(app, checklist, "--call", call)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert queries.list_inspections() == ()


def test_the_list_names_each_with_its_number_state_and_tasks(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["inspections", "list"]).stdout == ""
    run(app, "jtai", "--call", "2026-11-30 09:15", "--trial")
    listed = app.test_cli_runner().invoke(args=["inspections", "list"])
    number, state, kind, title, done = listed.stdout.rstrip("\n").split("\t")
    assert (number, state, kind) == ("1", "running", "trial run")
    assert "30 November 2026" in title
    assert done == "1 of 79"


def test_a_trial_run_starts_on_an_exercise_clock_and_a_real_inspection_does_not(app: Flask) -> None:
    call = ("--call", "2026-11-30 09:15", "--exercise-clock")
    refused = run(app, "ilacs-short", *call)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Only a trial run" in refused.stderr
    assert run(app, "ilacs-short", *call, "--trial").exit_code == 0
    (begun,) = queries.list_running_inspections()
    assert begun.exercise_clock is not None
