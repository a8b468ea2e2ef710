"""Workbooks and csv files as sheets, and files that would do harm."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from readiness.errors import Unusable
from readiness.office.gate import Limits
from readiness.office.sheets import read_sheets

LIMITS = Limits(size=10_000_000)


def test_a_workbook_keeps_its_dates_and_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("One").write_datetime(1, 1, date(2026, 1, 31))
    (sheet,) = read_sheets(path, limits=LIMITS)
    assert (sheet.name, sheet.rows) == ("One", [[None, None], [None, date(2026, 1, 31)]])


def test_a_cell_in_the_far_corner_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1048575, 16383, "b")
    with pytest.raises(Unusable, match="cannot be read"):
        read_sheets(path, limits=LIMITS)


def test_a_csv_of_an_old_windows_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list_1.csv"
    path.write_bytes("Name;Town\nZoë;Orléans\n".encode("cp1252"))
    (sheet,) = read_sheets(path, limits=LIMITS)
    assert sheet.rows == [["Name", "Town"], ["Zoë", "Orléans"]]
