"""`python -m readiness.annexe_a` without Flask, and what compare and diff say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from readiness.annexe_a.__main__ import annexe_a
from readiness.cli import find_command

ROOT = Path(__file__).resolve().parents[3]
DAY = ("--as-at", "2026-11-24")
LEAVERS_2019 = (
    "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),"
    "Does the Child have a Disability,Allocated Team,Allocated Worker,Eligibility Category,"
    "LA In Touch,Type of Accommodation,Suitability of Accommodation,Activity Status"
)
CONTACTS = "Child Unique ID,Date of Contact,Contact Source,Gender"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(annexe_a, list(map(str, arguments)))


def contacts(folder: Path, *rows: str) -> Path:
    folder.mkdir()
    (folder / "list_1.csv").write_text("\n".join([CONTACTS, *rows]) + "\n")
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Fixed in C1, still there in C2, left with C3, new in C4."""
    old = ("C1,01/11/2026,Police,girl", "C2,02/11/2026,Police,x", "C3,03/11/2026,Police,y")
    new = ("C1,01/11/2026,Police,b", "C2,2026-11-02,POLICE,z", "C4,04/11/2026,Police,w")
    return contacts(tmp_path / "old", *old), contacts(tmp_path / "new", *new)


def test_it_starts_without_flask_database_or_the_engine() -> None:
    code = (
        "import runpy, sys; sys.argv = ['annexe-a', '--help']\n"
        "try: runpy.run_module('readiness.annexe_a', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sorted({'flask', 'sqlalchemy', 'polars', 'yaml'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "[]"
    names = ("check", "build", "unknown", "compare", "profile", "rules", "measures", "diff", "demo")
    for name in names:
        assert f"  {name} " in told.stdout


def test_both_doors_have_the_same_commands() -> None:
    flask = find_command("annexe-a")
    assert getattr(flask, "commands", {}) == annexe_a.commands


def test_compare_counts_what_changed_and_names_no_child(pair: tuple[Path, Path]) -> None:
    result = run("compare", *pair, *DAY, "--json")
    answer = json.loads(result.stdout)
    assert answer["lists"] == [{"list": 1, "rows_old": 3, "rows_new": 3, "joined": 1, "left": 1}]
    codes = {found["code"]: found for found in answer["findings"] if found["list"] == 1}
    unknown = codes["code-unknown"]
    counts = [unknown[name] for name in ("new", "fixed", "still", "fixed_as_their_row_left")]
    assert counts == [1, 2, 1, 1]
    assert result.exit_code == 1, "an error is new"
    text = run("compare", *pair, *DAY).stdout
    assert text.startswith("From Tuesday 24 November 2026 to Tuesday 24 November 2026: 1 finding")
    assert not any(child in text + result.stdout for child in ("C1", "C2", "C3", "C4"))


def test_compare_names_rows_where_it_is_asked_to(pair: tuple[Path, Path]) -> None:
    answer = json.loads(run("compare", *pair, *DAY, "--json", "--identifiers").stdout)
    assert answer["lists"][0]["joined_identifiers"] == ["C4"]
    assert answer["lists"][0]["left_identifiers"] == ["C3"]
    unknown = next(found for found in answer["findings"] if found["code"] == "code-unknown")
    assert unknown["fixed_identifiers"] == ["C1", "C3"]
    assert "    joined: C4\n    left: C3\n" in run("compare", *pair, *DAY, "--identifiers").stdout


def test_rows_with_one_key_or_none_are_counted_each(tmp_path: Path) -> None:
    row, bare = "C1,01/11/2026,Police,b", ",,Police,b"
    old = contacts(tmp_path / "old", row, bare)
    new = contacts(tmp_path / "new", row, row, bare, bare, bare)
    answer = json.loads(run("compare", old, new, *DAY, "--json").stdout)
    assert (answer["lists"][0]["joined"], answer["lists"][0]["left"]) == (3, 0)


def test_the_same_extract_brings_nothing_new(pair: tuple[Path, Path]) -> None:
    result = run("compare", pair[0], pair[0], *DAY, "--json")
    assert result.exit_code == 0
    assert all(f["new"] == f["fixed"] == 0 for f in json.loads(result.stdout)["findings"])


def test_diff_says_what_changed_between_editions() -> None:
    lists = {
        found["list"]: found
        for found in json.loads(run("diff", "2019", "2024", "--json").stdout)["lists"]
    }
    assert sorted(lists) == [4, 6, 8, 9]
    leavers = lists[9]
    assert (leavers["columns_old"], leavers["columns_new"], leavers["removed"]) == (13, 17, [])
    assert "Allocated Personal Advisor" in leavers["added"]
    changed = {column["column"]: column for column in leavers["changed"]}
    assert changed["LA in Touch"]["was"] == "LA In Touch"
    assert changed["Eligibility Category"]["codes_added"] == ["d) Eligible child"]
    back = json.loads(run("diff", "2024", "2019", "--json").stdout)
    assert leavers["added"] == next(f["removed"] for f in back["lists"] if f["list"] == 9)
    assert "ask for the same" in run("diff", "2024", "2024").stdout


def test_lists_of_another_edition_are_told_apart_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "list_9.csv"
    file.write_text(LEAVERS_2019 + "\n" + ",".join("1" * 13) + "\n")
    said = run("check", file, *DAY).stdout.splitlines()[-1]
    assert said == (
        "These lists look like the 2019 edition: List 9 has 13 columns, where that of 2024 has 17. "
        "Check them as edition 2019."
    )
    assert run("compare", file, file, *DAY).stdout.splitlines()[-1] == f"NEW: {said}"
    assert "look like" not in run("check", file, *DAY, "--edition", "2019").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "gone.xlsx", "gone.xlsx", *DAY], "cannot be opened"),
        (["compare", "old", "new", *DAY, "--old-as-at", "then"], "is not a date"),
        (["diff", "2019", "1999"], "no edition 1999"),
        (["check", "wrong.csv", *DAY, "--mapping", "gone.csv"], "“gone.csv” cannot be opened"),
        (
            ["check", "wrong.csv", *DAY, "--mapping", "wrong.csv"],
            "wrong.csv: Line 2, “Read as”: “Purple”",
        ),
        (["check", "wrong.csv", *DAY, "--mapping", "wrong.csv"], "2 lines are wrong in all."),
        (["build", "wrong.csv", *DAY, "--out", "out.csv"], "“out.csv” must end in .xlsx."),
        (["build", "list_1.xlsx", *DAY, "--out", "list_1.xlsx"], "is one of the files to read"),
        (
            ["build", "a", *DAY, "--mapping", "b.xlsx", "--out", "b.xlsx"],
            "one of the files to read",
        ),
        (["unknown", ".", *DAY, "--out", "wrong.csv"], "is one of the files to read"),
        (["build", ".", *DAY, "--out", "Annex A.xlsx"], "would be read as lists the next time"),
        (
            ["unknown", "a", *DAY, "--mapping", "b.csv", "--out", "b.csv"],
            "one of the files to read",
        ),
        (["unknown", "wrong.csv", *DAY, "--out", "u.xlsx"], "“u.xlsx” must end in .csv."),
        (["demo", *DAY, "--out", "out.xls"], "“out.xls” must end in .xlsx."),
        (["profile", "wrong.csv", *DAY, "--out", "out.doc"], "“out.doc” must end in .docx."),
        (["--checklists", "nowhere", "diff", "2019", "2024"], "no checklists folder"),
        (["--checklists", "bare", "diff", "2019", "2024"], "none is here"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence_and_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    (tmp_path / "bare").mkdir()
    wrong = "What,Column,As it came,Read as\nValue,Gender,Boy,Purple\nCode,Gender,Boy,a\n"
    (tmp_path / "wrong.csv").write_text(wrong)
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_is_written_as_unknown_and_filled_in_is_read_checked_and_built(
    tmp_path: Path,
) -> None:
    lists = contacts(tmp_path / "lists", "C1,01/11/2026,Police,Boy", "C2,01/11/2026,Polis,boy")
    file, out = tmp_path / "unknown.csv", tmp_path / "out.xlsx"
    assert "2 values and 0 headings" in run("unknown", lists, *DAY, "--out", file).stdout
    file.write_bytes(file.read_bytes().replace(b"Boy,1,2,,", b"Boy,1,2,,m"))
    answer = json.loads(run("check", lists, *DAY, "--mapping", file, "--json").stdout)
    assert answer["mapped"] == [
        {"column": "Gender", "text": "Boy", "read_as": "a) Male", "lists": [1], "cells": 2}
    ]
    codes = [found["code"] for found in answer["findings"] if found["list"] == 1]
    assert (codes.count("value-mapped"), codes.count("code-unknown")) == (2, 1)
    said = run("build", lists, *DAY, "--mapping", file, "--out", out).stdout
    assert said.splitlines()[-1] == "The mapping read 2 cells in 1 spelling."
    front = [[cell.value for cell in row[:3]] for row in load_workbook(out)["Front_Sheet"].rows]
    assert front[-2:] == [
        ["Column", "Read by the council’s mapping", "Cells"],
        ["Gender", "“Boy” was read as “a) Male”", 2],
    ]
    assert load_workbook(out)["List_1"]["B3"].value == "a) Male"
    assert run("unknown", lists, *DAY, "--out", tmp_path / "no" / "where.csv").exit_code == 2


def test_a_fault_of_the_product_says_where_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("child C1")

    monkeypatch.setattr("readiness.annexe_a.edition_changes.compare_editions", fail)
    result = run("diff", "2019", "2024")
    assert result.exit_code == 2
    assert "stopped (RuntimeError)" in result.stderr
    assert "C1" not in result.stderr


FIGURES = "indicator,month,numerator,denominator,value"


@pytest.fixture
def leavers(tmp_path: Path) -> Path:
    """List 9 with two care leavers, one of them in touch."""
    folder = tmp_path / "lists"
    folder.mkdir()
    rows = ["Child Unique ID,LA In Touch,Allocated Team", "C1,a,T1", "C2,b,T1"]
    (folder / "list_9.csv").write_text("\n".join(rows) + "\n")
    return folder


def reconcile(folder: Path, *rows: str, children: str = "", command: str = "check") -> Result:
    figures, named = folder.with_name("figures.csv"), folder.with_name("children.csv")
    figures.write_text("\n".join([FIGURES, *rows]) + "\n")
    named.write_text(f"indicator,child\n{children}")
    more = ("--reported-children", named) if children else ()
    return run(command, folder, *DAY, "--reported", figures, *more)


def test_check_holds_the_lists_against_the_scorecards_figures(leavers: Path) -> None:
    told = reconcile(leavers, "CL,2026-10,,,3", "6.1,2026-10,1,2,50").stdout
    assert "1 of 3 figures for October 2026 differs from the lists." in told
    assert "  CL Care leavers: 2 in the lists, 3 reported\n" in told
    assert "Care leavers in touch" not in told, "they agree"


def test_the_children_that_differ_are_counted_and_named_only_on_request(leavers: Path) -> None:
    told = reconcile(leavers, "CL,2026-10,,,2", children="CL,C1\nCL,C9\n").stdout
    assert "    1 child only in the lists\n    1 child only reported\n" in told
    assert "C9" not in told
    figures, named = leavers.with_name("figures.csv"), leavers.with_name("children.csv")
    asked = ("--reported", figures, "--reported-children", named, "--identifiers", "--json")
    answer = json.loads(run("check", leavers, *DAY, *asked).stdout)["reconciliation"]
    line = next(one for one in answer["figures"] if one["indicator"] == "CL")
    assert answer["month"] == "2026-10"
    assert (line["in_lists"], line["reported"], line["state"]) == (2, 2, "children_differ")
    assert line["only_reported_identifiers"] == ["C9"]


def test_figures_that_cannot_be_used_are_one_sentence_and_exit_two(leavers: Path) -> None:
    bad = reconcile(leavers, "6.1,2026-10,3,2,")
    assert (bad.exit_code, bad.stdout) == (2, "")
    assert ".csv: Row 2: the numerator 3 is above the denominator 2." in bad.stderr
    named = leavers.with_name("children.csv")
    alone = run("check", leavers, *DAY, "--reported-children", named)
    assert (alone.exit_code, alone.stderr) == (2, "Give the figures too, with --reported.\n")
    assert "is not a csv file" in run("check", leavers, *DAY, "--reported", leavers / "x").stderr


def test_the_workbook_that_is_built_carries_the_sentence(leavers: Path) -> None:
    figures, out = leavers.with_name("f.csv"), leavers.with_name("out.xlsx")
    figures.write_text(f"{FIGURES}\nCL,2026-10,,,2\n")
    built = run("build", leavers, *DAY, "--reported", figures, "--out", out)
    assert built.exit_code == 0, built.stderr
    front = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Front_Sheet").to_python()
    said = {row[0]: row[1] for row in front}
    assert said["Against the scorecard"] == "1 of 1 figure for October 2026 agrees with the lists."


def test_a_mapping_serves_compare_and_profile_too(tmp_path: Path) -> None:
    old = contacts(tmp_path / "old", "C1,01/11/2026,Police,b")
    new = contacts(tmp_path / "new", "C1,01/11/2026,Bobby,b")
    (file := tmp_path / "mapping.csv").write_text(
        "What,Column,As it came,Read as\nValue,Contact Source,Bobby,Police\n"
    )
    said = run("compare", old, new, *DAY, "--mapping", file)
    assert ("code-unknown" in said.stdout, said.exit_code) == (False, 0)
    assert run("compare", old, new, *DAY).exit_code == 1
    assert "Police: 1" in run("profile", new, *DAY, "--mapping", file).stdout
    assert "Police: 1" not in run("profile", new, *DAY).stdout


def test_a_row_that_is_none_is_named_and_a_nil_return_is_no_row(tmp_path: Path) -> None:
    old = contacts(tmp_path / "old", "C1,01/11/2026,Police,b", "Total,1,,")
    new, out = contacts(tmp_path / "new", "Nil return,,,"), tmp_path / "out.xlsx"
    assert "List 1 row 3: error: This row is a total" in run("check", old, *DAY).stdout
    assert "List 1 Contacts: 0 rows" in run("check", new, *DAY).stdout
    told = run("compare", old, new, *DAY).stdout
    assert "List 1 Contacts: 2 then, 0 rows now; 0 joined, 2 left" in told
    assert run("build", new, *DAY, "--out", out).stdout.startswith(f"Wrote {out}: 1 list, 0 rows.")
    front = [[cell.value for cell in row[:3]] for row in load_workbook(out)["Front_Sheet"].rows]
    assert ["List 1", "Contacts", 0] in front
    assert load_workbook(out)["List_1"]["A3"].value == "Nil return"


def test_a_heading_of_initials_gets_its_suggestion(tmp_path: Path) -> None:
    (tmp_path / "list_1.csv").write_text("Child Unique ID,Gender,DOB\nC1,b,01/02/2020\n")
    run("unknown", tmp_path / "list_1.csv", *DAY, "--out", file := tmp_path / "unknown.csv")
    assert "Heading,,DOB,1,,Date of Birth," in file.read_text()


def test_what_is_written_is_told_to_programs_too(tmp_path: Path) -> None:
    source, out = tmp_path / "demo.xlsx", tmp_path / "built.xlsx"
    made = json.loads(run("demo", "--out", source, "--scale", "0.01", *DAY, "--json").stdout)
    told = json.loads(run("build", source, "--out", out, *DAY, "--json").stdout)
    assert made == {"out": str(source), "rows": sum(one["rows"] for one in told["lists"])}
    assert (told["out"], len(told["lists"])) == (str(out), 11)
    assert out.exists()
