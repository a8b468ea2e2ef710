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
    """Care leavers as a csv file in a folder."""
    folder = tmp_path_factory.mktemp("lists")
    for name, content in small_files({9: ROWS[9]}).items():
        (folder / name).write_bytes(content)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(annexe_a, list(map(str, arguments)))


def test_a_profile_has_every_measure_for_programs(lists: Path) -> None:
    answer = json.loads(run("profile", lists, *DAY, "--population", "50", "--json").stdout)
    by_key = {measure["key"]: measure for measure in answer["measures"]}
    touch = by_key["leavers-in-touch"]
    assert (touch["total"], touch["cells"]) == (3, {"Yes": 2, "No": 1})
    assert touch["counted"] == "Those with whom the council is in touch."
    assert touch["by"]["age"][1] == {
        "group": "17 and 18", "total": 1, "cells": {"Yes": 1, "No": 0}, "median": None,
    }  # fmt: skip
    assert (answer["population"], answer["suppressed"]) == (50, False)
    left_out = {one["key"]: one["why"] for one in answer["left_out"]}
    assert left_out["contacts"] == "List 1 is not here"
    assert len(by_key) + len(left_out) == len(MEASURES)


def test_a_profile_is_told_to_a_person_and_written_in_word(lists: Path, tmp_path: Path) -> None:
    file = tmp_path / "profile.docx"
    said = run("profile", lists, *DAY, "--council", "Northmere Council", "--out", file).stdout
    assert said.startswith("3 care leavers, as at Tuesday 24 November 2026.")
    assert "  Care leavers in touch: 66.7% (2 of 3)\n" in said
    assert "List 1 is not here: 5 measures left out.\n" in said
    assert "the number of children in the area is not set" in said
    document = Document(str(file))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["Former relevant", "2", "66.7%", "████████████████"] in cells
    assert ["By disability", "Not disabled"] in cells, "a group that nobody is in has no column"
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings == ["List 9, Care leavers, as at Tuesday 24 November 2026"]


def test_the_measures_are_told_to_programs_too() -> None:
    told = json.loads(run("measures", "--json").stdout)
    assert [one["key"] for one in told] == [measure.key for measure in MEASURES]
    touch = next(one for one in told if one["key"] == "leavers-in-touch")
    assert (touch["list"], touch["kind"], touch["has_rate"]) == (9, "share", False)
    assert touch["counted"] == "Those with whom the council is in touch."


def test_small_numbers_are_hidden_for_sharing(lists: Path) -> None:
    said = run("profile", lists, *DAY, "--suppress").stdout
    assert "  Care leavers in touch: hidden\n" in said
    assert "Numbers from 1 to 5 are hidden" in said


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
