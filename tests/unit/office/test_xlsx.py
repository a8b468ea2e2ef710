"""What the workbook writer writes, read back cell by cell."""

import errno
import os
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string

from readiness.errors import Unusable
from readiness.office.cells import column_letter
from readiness.office.gate import Limits
from readiness.office.sheets import read_sheets
from readiness.office.xlsx import Cell, Look, SheetOut, write_xlsx

MADE = date(2026, 11, 25)
TEXTS = [
    "=1+1",
    "+44",
    "-1",
    "@here",
    "https://example.org",
    "00123",
    "12345678901234567890",
    "<r><t>no markup</t></r>",
    "<r>&</r>",
    " spaces ",
    "one\r\ntwo",
    "\x01",
    "_x0041_",
    "☃",
]


def write(path: Path, *rows: list[Cell]) -> Path:
    write_xlsx(path, [SheetOut("One", rows)], title="A title", created=MADE)
    return path


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "book.xlsx", [text, "after"])
    (sheet,) = read_sheets(path, limits=Limits(size=1_000_000))
    assert sheet.columns == {0: [text], 1: ["after"]}
    cell = openpyxl.load_workbook(path)["One"]["A1"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.hyperlink is None


def test_dates_are_real_and_shown_day_first(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", [date(2026, 1, 31), 5, None, date(1850, 2, 1)])
    row = openpyxl.load_workbook(path)["One"][1]
    midnight = datetime.combine(date(2026, 1, 31), time())
    assert [cell.value for cell in row] == [midnight, 5, None, "01/02/1850"]
    assert row[0].number_format == "dd/mm/yyyy"


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first = write(tmp_path / "one.xlsx", ["a", 1, MADE]).read_bytes()
    assert write(tmp_path / "two.xlsx", ["a", 1, MADE]).read_bytes() == first


def test_a_wrapped_row_is_as_high_as_its_text(tmp_path: Path) -> None:
    sheet = SheetOut("One", [["a\nb\nc"], ["d"]], widths=(20,), body=Look.WRAPPED)
    write_xlsx(tmp_path / "book.xlsx", [sheet], title="", created=MADE)
    heights = openpyxl.load_workbook(tmp_path / "book.xlsx")["One"].row_dimensions
    assert (heights[1].height, heights[2].height) == (39, None)


def test_a_missing_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="its folder does not exist"):
        write(tmp_path / "none" / "book.xlsx", ["a"])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_in_a_sentence_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = write(tmp_path / "book.xlsx", ["before"])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    with pytest.raises(Unusable, match="the disk is full"):
        write(path, ["after"])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@given(st.integers(0, 16_383))
def test_a_column_has_the_letters_excel_gives_it(place: int) -> None:
    assert column_index_from_string(column_letter(place)) == place + 1


def test_numbers_are_written_each_as_it_is_though_python_takes_some_for_the_same(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "out.xlsx", [1.0, 1, True, 0, 0.1, 1e21, 123456789012345])
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r'<c r="[A-Z]1"([^>]*)><v>([^<]*)</v>', sheet)
    written = [(re.sub(r' s="\d+"', "", kind), number) for kind, number in cells]
    assert written == [
        ("", "1"),
        ("", "1"),
        (' t="b"', "1"),
        ("", "0"),
        ("", "0.1"),
        ("", "1E+21"),
        ("", "123456789012345"),
    ]


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A rename over a device such as /dev/full takes the device from the machine."""
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(Unusable, match="not a file"):
        write_xlsx(pipe, [SheetOut("One", [])], title="One", created=date(2026, 11, 24))
    assert pipe.is_fifo()
