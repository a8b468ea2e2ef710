"""`annexe-a` keeps its contract: output, exit codes, and one sentence where it cannot."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from flask import Flask

from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.cli import register_commands
from readiness.demo.extracts import write_demo_workbook

DAY = ("--as-at", "2026-11-24")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("extracts") / "faulty.xlsx"
    edition = load_edition(checklists_folder())
    write_demo_workbook(path, date(2026, 11, 24), edition=edition, scale=0.1, faulty=True)
    return path


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = Flask("readiness", instance_path=str(tmp_path))
    settings = SimpleNamespace(checklists_path=checklists_folder(), council_name="Eastmere Council")
    app.extensions["readiness.settings"] = settings
    register_commands(app)
    return app


def run(app: Flask, *arguments: str | Path) -> Result:
    with app.app_context():
        return CliRunner().invoke(app.cli, ["annexe-a", *map(str, arguments)], prog_name="flask")


def test_the_demo_workbook_passes_its_own_check_and_can_be_built_again(
    app: Flask, tmp_path: Path
) -> None:
    out, built = tmp_path / "demo.xlsx", tmp_path / "built.xlsx"
    made = run(app, "demo", *DAY, "--out", out, "--scale", "0.1")
    assert (made.exit_code, made.stderr) == (0, "")
    checked = run(app, "check", out, *DAY, "--json")
    assert checked.exit_code == 0, checked.output
    answer = json.loads(checked.stdout)
    assert set(answer) == {"as_at", "edition", "lists", "mapped", "findings"}
    assert (answer["as_at"], answer["edition"], answer["findings"]) == ("2026-11-24", "2024", [])
    assert [found["list"] for found in answer["lists"]] == list(range(1, 12))
    assert set(answer["lists"][0]) == {"list", "rows", "errors", "warnings"}
    result = run(app, "build", out, *DAY, "--layout", "plain", "--out", built)
    assert result.exit_code == 0, result.output
    assert "0 errors and 0 warnings remain" in result.stdout
    assert run(app, "check", built, *DAY).exit_code == 0


def test_errors_exit_1_and_each_finding_has_its_place(app: Flask, faulty: Path) -> None:
    result = run(app, "check", faulty, *DAY, "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)["findings"]
    keys = {"list", "row", "column", "cell", "rule", "severity", "message", "code", "guidance"}
    assert all(set(found) == keys for found in findings)
    sheet = openpyxl.load_workbook(faulty)
    for found in findings:
        assert found["cell"].endswith(str(found["row"]))
        if found["rule"] == "code-unknown":
            value = sheet[f"List_{found['list']}"][found["cell"]].value
            assert f"“{value}”" in found["message"]


def test_a_workbook_is_built_although_errors_remain_and_they_are_counted(
    app: Flask, faulty: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    result = run(app, "build", faulty, *DAY, "--out", out, "--council", "Northmere Council")
    assert result.exit_code == 0, result.output
    assert "errors and" in result.stdout
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:3] == ["Front_Sheet", "Guidance", "List_1"]
    assert book["Front_Sheet"]["B3"].value == "Northmere Council"
    run(app, "build", faulty, *DAY, "--out", out)
    assert openpyxl.load_workbook(out)["Front_Sheet"]["B3"].value == "Eastmere Council"


def test_a_folder_stands_for_the_workbooks_and_csv_files_in_it(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    (folder / "list_1.csv").write_text("Child Unique ID,Gender\n1,a\n")
    (folder / "List_2.CSV").write_text("Child Unique ID;Gender\n1;b\n2;b\n")
    (folder / "~$book.xlsx").write_text("lock")
    (folder / "readme.txt").write_text("not a list")
    result = run(app, "check", folder, *DAY, "--json")
    rows = {found["list"]: found["rows"] for found in json.loads(result.stdout)["lists"]}
    assert rows == {1: 1, 2: 2}


def refusals(folder: Path) -> dict[str, tuple[list[str | Path], str]]:
    """Arguments that cannot be used, and what the sentence must say."""
    empty = folder / "none"
    empty.mkdir()
    (folder / "notes.csv").write_text("some,notes\n1,2\n")
    (folder / "text.xlsx").write_text("this is no workbook")
    (folder / "nothing.xlsx").touch()
    (folder / "list_1.csv").write_text("Child Unique ID,Gender\n1,a\n")
    (folder / "list_1.xlsm").write_bytes(b"PK\x03\x04")
    (folder / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with xlsxwriter.Workbook(folder / "other.xlsx") as book:
        book.add_worksheet("Notes").write(0, 0, "nothing")
    csv, out = folder / "list_1.csv", folder / "none" / "deeper" / "out.xlsx"
    return {
        "missing": (["check", folder / "gone.xlsx", *DAY], "cannot be opened"),
        "bare folder": (["check", empty, *DAY], "no .xlsx or .csv file"),
        "no list": (["check", folder / "notes.csv", *DAY], "none of the lists"),
        "no sheet": (["check", folder / "other.xlsx", *DAY], "none of the lists"),
        "not one": (["check", folder / "text.xlsx", *DAY], "named as an Excel workbook"),
        "empty": (["check", folder / "nothing.xlsx", *DAY], "is empty"),
        "macros": (["check", folder / "list_1.xlsm", *DAY], "macros"),
        "locked": (["check", folder / "locked.xlsx", *DAY], "password"),
        "edition": (["check", csv, *DAY, "--edition", "1999"], "no edition 1999"),
        "date": (["check", csv, "--as-at", "24/11/2026"], "is not a date"),
        "year": (["check", csv, *DAY, "--called-on", "0001-01-01"], "from 1990 to 2099"),
        "out": (["build", csv, *DAY, "--out", out], "folder does not exist"),
        "out folder": (["build", csv, *DAY, "--out", empty], "cannot be written"),
        "demo out": (["demo", *DAY, "--scale", "0.1", "--out", out], "folder does not exist"),
        "scale": (["demo", *DAY, "--scale", "0", "--out", folder / "a.xlsx"], "above 0"),
    }


@pytest.mark.parametrize(
    "case",
    [
        "missing",
        "bare folder",
        "no list",
        "no sheet",
        "not one",
        "empty",
        "macros",
        "locked",
        "edition",
        "date",
        "out",
        "out folder",
        "demo out",
        "scale",
    ],
)
def test_what_cannot_be_used_gets_one_sentence_and_exit_2(
    app: Flask, tmp_path: Path, case: str
) -> None:
    arguments, words = refusals(tmp_path)[case]
    before = sorted(tmp_path.rglob("*"))
    result = run(app, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before
