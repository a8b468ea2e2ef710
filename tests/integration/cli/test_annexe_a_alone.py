"""`python -m readiness.annexe_a` without Flask, and what compare and diff say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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
    for name in ("check", "build", "compare", "rules", "diff", "demo"):
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
        (["--checklists", "nowhere", "diff", "2019", "2024"], "no checklists folder"),
        (["--checklists", "bare", "diff", "2019", "2024"], "none is here"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence_and_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    (tmp_path / "bare").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


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
