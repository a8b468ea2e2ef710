"""Csv files read back as a spreadsheet would."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.office.csv import FORMULA_STARTS, Cell, harmless, write_csv


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_rows_come_back_as_they_went_in() -> None:
    content = write_csv(["Name", "Note"], [["Ann, Lee", 'says “hello" \nthere'], [None, "é"]])
    assert read(content) == [["Name", "Note"], ["Ann, Lee", 'says “hello" \nthere'], ["", "é"]]


def test_a_csv_begins_with_the_mark_excel_looks_for_and_ends_lines_its_way() -> None:
    assert write_csv(["a"], [["b"]]) == b"\xef\xbb\xbfa\r\nb\r\n"


def test_dates_numbers_and_yes_or_no_are_written_the_british_way() -> None:
    row: list[Cell] = [
        date(2026, 11, 3),
        datetime(2026, 11, 3, 17, 5, tzinfo=UTC),
        -4,
        2.5,
        True,
        False,
    ]
    assert read(write_csv(["a"], [row]))[1] == [
        "03/11/2026",
        "03/11/2026 17:05",
        "-4",
        "2.5",
        "Yes",
        "No",
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\xa0=1", "＝1+1"],
)
def test_text_that_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert read(write_csv([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


def test_text_that_cannot_be_written_does_not_stop_the_rest() -> None:
    assert read(write_csv(["a\0b"], [["\ud800"]])) == [["ab"], ["?"]]


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).lstrip(" \xa0").startswith(FORMULA_STARTS)
