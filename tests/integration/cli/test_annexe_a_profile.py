"""`annexe-a profile` and `measures`: what they print, write and refuse."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from readiness.annexe_a.__main__ import annexe_a
from readiness.annexe_a.profile.catalogue import MEASURES
from tests.support.annexe_a_profile import ROWS, small_files

DAY = ("--as-at", "2026-11-24")


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Children in care and care leavers, as csv files in a folder."""
    folder = tmp_path_factory.mktemp("lists")
    for name, content in small_files({number: ROWS[number] for number in (8, 9)}).items():
        (folder / name).write_bytes(content)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(annexe_a, list(map(str, arguments)))


def test_a_profile_has_every_measure_for_programs_and_hides_small_numbers(lists: Path) -> None:
    answer = json.loads(run("profile", lists, *DAY, "--population", "50", "--json").stdout)
    by_key = {measure["key"]: measure for measure in answer["measures"]}
    care = by_key["care"]
    assert (care["total"], care["rate"], care["cells"]) == (4, 800, {"Number": 4})
    assert care["by"]["gender"][0] == {
        "group": "Male", "total": 4, "cells": {"Number": 4}, "median": None,
    }  # fmt: skip
    assert by_key["care-visited"]["counted"] == "Those last visited no more than 42 days ago."
    left_out = {one["key"]: one["why"] for one in answer["left_out"]}
    assert left_out["contacts"] == "List 1 is not here"
    assert len(by_key) + len(left_out) == len(MEASURES)
    hidden = json.loads(run("profile", lists, *DAY, "--suppress", "--json").stdout)
    totals = {measure["total"] for measure in hidden["measures"]}
    assert (hidden["suppressed"], totals) == (True, {None})


def test_a_profile_is_told_to_a_person_and_written_in_word(lists: Path, tmp_path: Path) -> None:
    file = tmp_path / "profile.docx"
    said = run("profile", lists, *DAY, "--council", "Northmere Council", "--out", file).stdout
    assert said.startswith("4 children in care and 3 care leavers, as at Tuesday 24 November 2026.")
    assert "  Children in care visited in time: 75% (3 of 4)\n" in said
    assert "List 1 is not here: 5 measures left out.\n" in said
    assert "the number of children in the area is not set" in said
    document = Document(str(file))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["Section 20", "1", "25%", "██████"] in cells
    assert ["By disability", "Not disabled"] in cells, "a group that nobody is in has no column"
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings[0] == "List 8, Children in care, as at Tuesday 24 November 2026"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--population", "0"], "0 is not in the range"),
        (["--out", "nowhere/profile.docx"], "cannot be written here"),
        (["--edition", "1999"], "no edition 1999"),
    ],
)
def test_what_cannot_be_used_is_refused(lists: Path, more: list[str], words: str) -> None:
    result = run("profile", lists, *DAY, *more)
    assert result.exit_code == 2
    assert words in result.stderr
