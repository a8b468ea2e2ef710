"""Ofsted's own workbook of 2019, read and checked."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness.annexe_a.checking import check_files
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.demo.extracts import generate_lists
from tests.support.annexe_a import check_lists
from tests.support.soak import in_full, soak

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
    assert "sheet-unread" not in {found.rule for found in result.findings}
    assert result.frames[1].values["Contact Source"][0] is not None


@soak
@given(
    as_at=st.dates(date(2023, 1, 1), date(2030, 12, 31)),
    seed=st.integers(0, 10_000),
    scale=st.sampled_from([0.01, 0.1, 0.3]),
)
@settings(max_examples=in_full(200, else_=1), deadline=None)
@example(as_at=CLEAN_DAY, seed=2024, scale=0.1)
@example(as_at=date(2028, 12, 30), seed=57, scale=0.3)
@example(as_at=date(2023, 6, 4), seed=121, scale=0.1)
def test_the_clean_lists_of_the_invented_council_have_no_findings(
    as_at: date, seed: int, scale: float
) -> None:
    lists = generate_lists(as_at, seed=seed, scale=scale)
    assert [found.message for found in check_lists(lists, as_at).findings] == []


def test_a_council_that_is_late_is_asked_about_what_is_past_its_limit() -> None:
    found = check_lists(generate_lists(CLEAN_DAY, scale=0.1, late=True), CLEAN_DAY).findings
    assert {finding.rule for finding in found} == {"past-its-limit"}
    assert len({finding.code for finding in found}) > 5
