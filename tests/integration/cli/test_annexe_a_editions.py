"""A new edition of the lists is a folder of YAML: no command needs to be told of it otherwise."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from readiness.annexe_a.__main__ import annexe_a
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.place import checklists_folder

DAY = ("--as-at", "2026-11-24")
VETERAN = "Has the Young Person Served in the Forces"
COLUMN = f"""
  - name: {VETERAN}
    type: code
    required: false
    codes: yes_no
    guidance: Whether the young person has served.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checklists with an invented edition: the last with a column, a code and a heading changed."""
    folder = tmp_path_factory.mktemp("checklists")
    lists = folder / "annexe_a"
    shutil.copytree(checklists_folder() / "annexe_a" / "2024", lists / "2024")
    shutil.copytree(lists / "2024", lists / "2027")
    change(lists / "2027" / "edition.yaml", 'name: "2024"', 'name: "2027"')
    code = "    - label: d) Eligible child\n"
    change(lists / "2027" / "edition.yaml", code, f"{code}    - label: e) Staying put\n")
    change(
        lists / "2027" / "list_01.yaml",
        "- name: Date of Contact\n",
        "- name: Contact Date\n    aliases: [Date of Contact]\n",
    )
    change(lists / "2027" / "list_01.yaml", "    - Date of Contact", "    - Contact Date")
    change(lists / "2027" / "list_01.yaml", "  - Date of Contact", "  - Contact Date")
    with (lists / "2027" / "list_09.yaml").open("a", encoding="utf-8") as file:
        file.write(COLUMN)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def leavers(folder: Path) -> Path:
    """A care leaver as the invented edition has it."""
    file = folder / "list_9.csv"
    columns = [column.name for column in load_edition(folder, "2027").list(9).columns]
    known = {"Child Unique ID": "007", "Eligibility Category": "Staying put", VETERAN: "n"}
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([columns, [known.get(name, "") for name in columns]])
    return file


def run(folder: Path, *arguments: str | Path) -> Result:
    words = ["--checklists", folder, *arguments]
    return CliRunner().invoke(annexe_a, list(map(str, words)))


def test_diff_says_what_the_new_edition_changed(folder: Path) -> None:
    lists = json.loads(run(folder, "diff", "2024", "2027", "--json").stdout)["lists"]
    contacts, leavers = lists
    assert (contacts["list"], leavers["list"]) == (1, 9)
    assert [(c["was"], c["column"]) for c in contacts["changed"]] == [
        ("Date of Contact", "Contact Date")
    ]
    assert (leavers["columns_old"], leavers["columns_new"]) == (17, 18)
    assert leavers["added"] == [VETERAN]
    assert [c["codes_added"] for c in leavers["changed"]] == [["e) Staying put"]]


def test_lists_are_checked_and_built_by_the_new_edition(
    folder: Path, leavers: Path, tmp_path: Path
) -> None:
    checked = json.loads(run(folder, "check", leavers, *DAY, "--edition", "2027", "--json").stdout)
    assert checked["edition"] == "2027"
    about = {found["code"] for found in checked["findings"] if found["list"] == 9}
    assert about.isdisjoint({"column-extra", "column-missing", "code-unknown", "edition-wrong"})
    out = tmp_path / "out.xlsx"
    run(folder, "build", leavers, *DAY, "--edition", "2027", "--out", out)
    book = openpyxl.load_workbook(out)
    (row,) = book["List_9"].iter_rows(min_row=3, values_only=True)
    assert (row[0], row[-1]) == ("007", "b) No")
    assert "e) Staying put" in row
    assert "2027" in [row[1] for row in book["Front_Sheet"].iter_rows(values_only=True)]
    assert VETERAN in [row[1] for row in book["Guidance"].iter_rows(values_only=True)]


def test_the_rules_know_a_column_with_a_new_heading_by_the_old_one_among_its_aliases(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list_1.csv"
    file.write_text(
        "\n".join(["Child Unique ID,Contact Date,Contact Source", *2 * ["1,01/01/2020,q"]])
    )
    checked = json.loads(run(folder, "check", file, *DAY, "--edition", "2027", "--json").stdout)
    found = {(found["code"], found["column"]) for found in checked["findings"]}
    assert ("contact-outside-window", "Contact Date") in found
    assert "event-twice" in {code for code, _ in found}


def test_lists_of_the_new_edition_are_told_apart_in_one_sentence(
    folder: Path, leavers: Path
) -> None:
    checked = json.loads(run(folder, "check", leavers, *DAY, "--json").stdout)
    (said,) = [f["message"] for f in checked["findings"] if f["code"] == "edition-wrong"]
    assert said == (
        "These lists look like the 2027 edition: List 9 has 18 columns, where that of 2024 has 17. "
        "Check them as edition 2027."
    )
    assert run(folder, "check", leavers, *DAY).stdout.splitlines()[-1] == said


def test_an_edition_with_a_fault_that_nobody_chose_stops_nothing(
    folder: Path, leavers: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder / "annexe_a", tmp_path / "annexe_a")
    (tmp_path / "annexe_a" / "2027" / "list_03.yaml").unlink()
    checked = json.loads(run(tmp_path, "check", leavers, *DAY, "--json").stdout)
    assert "column-extra" in {found["code"] for found in checked["findings"]}
