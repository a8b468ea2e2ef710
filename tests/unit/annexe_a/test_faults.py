"""Faults planted in lists, and where they are found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.annexe_a.mapping import as_date, code_lookup, match_code
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.office.sheets import Cell, Sheet
from tests.support.annexe_a import DAY, EDITION, check_sheets

GOOD: list[Cell] = [1.0, "b", "WBRI", date(2016, 1, 1), 10.0, "24/11/2026", "q) 6: Police"]


def contacts(*rows: list[Cell]) -> Sheet:
    headings: list[Cell] = [f" {column.name.upper()} :" for column in EDITION.list(1).columns]
    return Sheet.from_rows("List 1 Contacts", [["List 1"], headings, *rows])


def faults(*rows: list[Cell]) -> set[tuple[str, str]]:
    result = check_sheets([contacts(*rows)], edition=EDITION, as_at=DAY)
    return {(found.cell, found.rule) for found in result.findings if found.list == 1}


def test_a_good_row_has_no_fault() -> None:
    assert faults(GOOD) == set()


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (0, None, ("A3", "required-blank")),
        (1, "blue", ("B3", "code-unknown")),
        (3, "31/02/2016", ("D3", "date-unreadable")),
        (4, "ten", ("E3", "whole-unreadable")),
        (4, 9.0, ("E3", "age-wrong")),
        (4, -2.0, ("E3", "below-minimum")),
        (5, "25/11/2026", ("F3", "date-in-future")),
        (5, "2026-01-01", ("F3", "outside-window")),
    ],
)
def test_a_fault_is_found_at_its_cell(place: int, value: Cell, fault: tuple[str, str]) -> None:
    row = [*GOOD[:place], value, *GOOD[place + 1 :]]
    assert fault in faults(row)


def test_a_row_that_repeats_another_is_found() -> None:
    assert faults(GOOD, GOOD) == {("A4", "duplicate")}


def test_list_9_of_the_other_edition_is_named() -> None:
    old = load_edition(checklists_folder(), "2019").list(9)
    sheet = Sheet.from_rows("List_9", [[column.name for column in old.columns]])
    result = check_sheets([sheet], edition=EDITION, as_at=DAY)
    assert "edition-wrong" in {found.rule for found in result.findings}


def test_two_codes_with_the_letter_s_are_told_apart_by_their_code() -> None:
    lookup = code_lookup(EDITION.list(1).column("Ethnicity"), 1)
    assert match_code("s", lookup) is None
    assert match_code("refu", lookup) != match_code("NOBT", lookup)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_is_the_same_in_both_spellings(day: date) -> None:
    assert as_date(day.strftime("%d/%m/%Y")) == as_date(day.isoformat()) == day


@pytest.mark.parametrize(("reason", "expected"), [(None, True), ("a", False)])
def test_an_end_date_needs_its_reason(reason: str | None, expected: bool) -> None:
    headings: list[Cell] = ["CIN Start Date", "CIN Closure Date", "Reason for Closure"]
    sheet = Sheet.from_rows("List_6", [headings, ["01/10/2026", "02/11/2026", reason]])
    result = check_sheets([sheet], edition=EDITION, as_at=DAY)
    assert any(f.rule == "not-together" and f.cell == "C2" for f in result.findings) is expected
