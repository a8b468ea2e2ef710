"""Ofsted's own workbook of 2019, read and checked."""

from datetime import date
from pathlib import Path

import pytest

from readiness.annexe_a.checking import check_files, check_sheets
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.demo.extracts import generate_lists
from readiness.office.sheets import Cell, Sheet

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
SAMPLE = SAMPLES / "ofsted-annex-a-template-2019.xlsx"
CLEAN_DAY = date(2026, 11, 24)


@pytest.mark.skipif(not SAMPLE.exists(), reason="Ofsted’s workbook is not on this machine")
def test_the_toy_faults_of_ofsteds_workbook_are_found_at_their_cells() -> None:
    edition = load_edition(checklists_folder(), "2019")
    result = check_files([SAMPLE], edition=edition, as_at=date(2019, 10, 1))
    assert [found.number for found in result.lists] == list(range(1, 12))
    wrong = {(f.list, f.cell, f.rule) for f in result.findings if f.severity == "error"}
    toys = {row for row in range(3, 13) if row != 10}  # row 10 has no date of birth to read
    assert wrong == {
        (1, "E3", "age-wrong"),
        (2, "D10", "date-unreadable"),
        (2, "A12", "duplicate"),
        *((2, f"E{row}", "age-wrong") for row in toys),
    }
    outside = {(f.list, f.cell) for f in result.findings if f.rule == "outside-window"}
    assert outside == {(1, "F3"), *((2, f"F{row}") for row in range(3, 13))}
    assert result.frames[1].values["Contact Source"][0] is not None


def test_the_clean_lists_of_the_invented_council_have_no_findings() -> None:
    edition, sheets = load_edition(checklists_folder()), list[Sheet]()
    for number, rows in generate_lists(CLEAN_DAY, scale=0.1).items():
        headings: list[Cell] = [column.name for column in edition.list(number).columns]
        cells: list[list[Cell]] = [headings]
        cells.extend([*row] for row in rows)
        sheets.append(Sheet.from_rows(f"List {number}", cells))
    result = check_sheets(sheets, edition=edition, as_at=CLEAN_DAY)
    assert result.findings == ()
