"""`checklists check` and `timeline` keep their contract: output, exit codes and one sentence."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.exc import OperationalError

from readiness.checklists.folder import checklists_folder
from readiness.checklists.worklists import FILE as WORKLISTS
from readiness.cli import COMMANDS, register_commands
from tests.support.checklist_files import make_folder, spoil


class Bench:
    """An application that has nothing but the commands and a checklists folder."""

    def __init__(self, instance: Path) -> None:
        self.app = Flask("readiness", instance_path=str(instance))
        self.use(checklists_folder())
        register_commands(self.app)

    def use(self, folder: Path) -> None:
        self.database = Path(self.app.instance_path) / "readiness.sqlite3"
        self.app.extensions["readiness.settings"] = SimpleNamespace(
            checklists_path=folder, database_url=f"sqlite:///{self.database}"
        )

    def run(self, *arguments: str) -> Result:
        with self.app.app_context():
            return CliRunner().invoke(self.app.cli, list(arguments), prog_name="flask")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def answer(bench: Bench, *arguments: str) -> Any:
    result = bench.run("timeline", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_folder_without_faults_is_said_to_have_none(bench: Bench) -> None:
    result = bench.run("checklists", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "No faults in 5 checklists, 17 posts, 30 documents and 2 editions of Annexe A.\n"
    )


def test_each_fault_has_its_line_and_the_exit_code_says_so(bench: Bench, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "checklists")
    spoil(folder, "posts.yaml", "role: director", "role: boss")
    spoil(folder, "inspections/ilacs-short.yaml", "area: data", "area: dota")
    bench.use(folder)
    result = bench.run("checklists", "check")
    assert result.exit_code == 1
    first, second, last = result.stdout.splitlines()
    assert first.startswith("checklists/inspections/ilacs-short.yaml, line 52, area: ")
    assert second.startswith("checklists/posts.yaml, line 4, role: ")
    assert last == "2 faults found. Correct them and run this again."


def test_a_rule_that_worklists_misspell_is_a_fault(bench: Bench, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "checklists")
    (folder / "annexe_a").mkdir()
    words = (checklists_folder() / WORKLISTS).read_text(encoding="utf-8")
    (folder / WORKLISTS).write_text(words, encoding="utf-8")
    spoil(folder, WORKLISTS, "rule: duplicate", "rule: duplicat")
    bench.use(folder)
    result = bench.run("checklists", "check")
    assert result.exit_code == 1
    assert "“duplicat” is no rule of the lists." in result.stdout


def test_a_missing_folder_is_one_sentence(bench: Bench, tmp_path: Path) -> None:
    bench.use(tmp_path / "nowhere")
    result = bench.run("checklists", "check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "There is no checklists folder" in result.stderr


def test_the_timeline_for_programs_has_the_agreed_shape(bench: Bench) -> None:
    found = answer(bench, "ilacs-short", "--call", "2026-11-30 09:15")
    assert list(found) == ["anchors", "moved", "tasks"]
    assert found["anchors"]["call"] == "2026-11-30T09:15:00+00:00"
    assert found["anchors"]["data_due"] == "2026-12-01T17:00:00+00:00"
    assert found["anchors"]["documents_due"] == "2026-12-02T17:00:00+00:00"
    assert found["anchors"]["arrival"][:10] == "2026-12-07"
    assert found["anchors"]["fieldwork_end"][:10] == "2026-12-11"
    assert found["moved"] == []
    assert len(found["tasks"]) >= 60
    for task in found["tasks"]:
        assert list(task) == ["step", "title", "post", "due_at", "because"]
    times = [task["due_at"] for task in found["tasks"]]
    assert times == sorted(times)


def test_a_moved_anchor_is_named_for_programs(bench: Bench) -> None:
    found = answer(bench, "ilacs-short", "--call", "2026-08-24 09:15")
    assert found["moved"] == ["arrival"]
    assert found["anchors"]["arrival"] == "2026-09-01T09:00:00+01:00"


def test_the_timeline_counts_the_closure_days_of_the_council(
    bench: Bench, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, bench.database)
    with closing(sqlite3.connect(bench.database)) as connection, connection:
        connection.execute("INSERT INTO closure_day (day, name) VALUES ('2026-12-01', 'the move')")
    result = bench.run("timeline", "ilacs-short", "--call", "2026-11-30 09:15", "--json")
    assert json.loads(result.stdout)["anchors"]["data_due"][:10] == "2026-12-02"
    assert "closure days" not in result.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no database here yet"),
        (b"", "the database cannot be read"),
        (b"no database" * 100, "the database cannot be read"),
    ],
)
def test_the_timeline_says_that_closure_days_are_not_counted_where_it_cannot_know_them(
    bench: Bench, content: bytes | None, why: str
) -> None:
    if content is not None:
        bench.database.write_bytes(content)
    result = bench.run("timeline", "ilacs-short", "--call", "2026-11-30 09:15", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["anchors"]["data_due"][:10] == "2026-12-01"
    said = f"The council’s closure days were not counted: {why}."
    assert [line for line in result.stderr.splitlines() if "closure" in line] == [said]
    assert bench.database.exists() == (content is not None)


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-29 09:15",
        "2026-06-29T09:15",
        " 2026-06-29 09:15:00 ",
        "2026-06-29T08:15:00Z",
        "2026-06-29T10:15:00+02:00",
    ],
)
def test_a_call_may_be_written_plainly_or_in_iso(bench: Bench, written: str) -> None:
    found = answer(bench, "jtai", "--call", written)
    assert found["anchors"]["call"] == "2026-06-29T09:15:00+01:00"


@pytest.mark.parametrize(
    "written",
    ["", "tomorrow", "2026-11-30", "30/11/2026 09:15", "2026-02-30 09:15", "2026-11-30 25:00"],
)
def test_a_date_that_is_none_is_one_sentence(bench: Bench, written: str) -> None:
    result = bench.run("timeline", "ilacs-short", "--call", written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"“{written}” is not a date and time. Write the call like “2026-11-30 09:15”.\n"
    )


@pytest.mark.parametrize(
    "written",
    ["0001-01-01 00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "1987-06-01 09:15"],
)
def test_a_date_out_of_reach_is_one_sentence(bench: Bench, written: str) -> None:
    result = bench.run("timeline", "ilacs-short", "--call", written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "year" in result.stderr


def test_an_unknown_checklist_is_one_sentence_with_the_likely_one(bench: Bench) -> None:
    result = bench.run("timeline", "ilacs-shot", "--call", "2026-11-30 09:15")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "There is no checklist “ilacs-shot”. Did you mean “ilacs-short”?\n"


def test_an_unusual_call_works_and_is_questioned_beside_the_answer(bench: Bench) -> None:
    result = bench.run("timeline", "ilacs-short", "--call", "2021-11-27 21:15", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["anchors"]["arrival"][:10] == "2021-11-29"
    assert "Saturday 27 November 2021 is at the weekend." in result.stderr
    assert "9.15pm is an unusual hour" in result.stderr
    assert "years ago" in result.stderr


def test_the_timeline_for_people_is_grouped_by_day_and_names_owners(bench: Bench) -> None:
    result = bench.run("timeline", "ilacs-short", "--call", "2026-11-30 09:15")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Short inspection (ILACS, April 2026)"
    assert "  Child-level data due: Tuesday 1 December 2026, 5pm (confirm with Ofsted)" in lines
    monday, tuesday = (
        lines.index(f"{day} 2026") for day in ("Monday 30 November", "Tuesday 1 December")
    )
    assert monday < tuesday
    assert lines[monday + 1].strip() == (
        "9.30am  Take the notification call (Director of Children’s Services)"
    )


def test_an_unforeseen_error_is_a_sentence_and_its_words_are_not_logged(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "a child's details"

    def fail(_folder: Path, _rules: frozenset[str]) -> list[str]:
        raise RuntimeError(words)

    monkeypatch.setattr("readiness.cli.checklists.check_folder", fail)
    result = bench.run("checklists", "check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Something went wrong and the command stopped (RuntimeError).")
    assert "Traceback" not in result.output
    logged = (tmp_path / "commands.log").read_text(encoding="utf-8")
    assert "RuntimeError" in logged
    assert "in fail" in logged
    assert words not in logged


def test_help_lists_the_commands_and_each_explains_itself(bench: Bench) -> None:
    listed = bench.run("--help")
    assert listed.exit_code == 0
    for name in ("checklists", "timeline", "people", "demo", "serve", "worker"):
        assert name in COMMANDS
        assert name in listed.stdout
        assert bench.run(name, "--help").exit_code == 0


def test_commands_that_extensions_added_stay(tmp_path: Path) -> None:
    app = Flask("readiness", instance_path=str(tmp_path))

    @app.cli.command("db")
    def _migrations() -> None:
        """Migrations."""

    register_commands(app)
    assert CliRunner().invoke(app.cli, ["db", "--help"]).exit_code == 0
    assert CliRunner().invoke(app.cli, ["no-such-command"]).exit_code == 2


@pytest.mark.parametrize(
    ("called", "said"),
    [
        (("timeline", "ilacs-short"), "Missing option “--call”. “flask timeline --help”"),
        (("checklists", "chek"), "No such command “chek”."),
        (("serve", "--port", "x"), "Invalid value for “--port”: “x” is not a valid integer"),
    ],
)
def test_a_command_that_is_miscalled_says_so_in_one_line(
    bench: Bench, called: tuple[str, ...], said: str
) -> None:
    result = bench.run(*called)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1


def test_a_database_that_was_never_set_up_is_said_to_be_so(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path, _rules: frozenset[str]) -> list[str]:
        raise OperationalError("SELECT", {}, Exception("no such table: inspection"))

    monkeypatch.setattr("readiness.cli.checklists.check_folder", fail)
    result = bench.run("checklists", "check")
    assert result.exit_code == 2
    assert "run “.venv/bin/flask --app wsgi db upgrade” first" in result.stderr
