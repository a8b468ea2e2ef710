"""Workbooks and csv files as sheets: nothing lost, and files that would do harm."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import Unusable
from readiness.office import sheets_child
from readiness.office.gate import Limits
from readiness.office.sheets import Column, Sheet, read_sheets
from readiness.office.sheets_child import as_text, columns_of, decode, find_delimiter, read_csv

LIMITS = Limits(size=10_000_000)
SHEET = "xl/worksheets/sheet1.xml"
MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_one(path: Path) -> Sheet:
    (sheet,) = read_sheets(path, limits=LIMITS)
    return sheet


def written(folder: Path, *cells: object) -> Path:
    """A workbook with these cells in row 1, as openpyxl writes them."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(cells))
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_a_workbook_keeps_its_dates_its_row_numbers_and_its_places(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("One").write_datetime(1, 1, date(2026, 1, 31))
    sheet = read_one(path)
    assert (sheet.name, list(sheet.numbers)) == ("One", [1, 2])
    assert sheet.columns == {1: [None, "31/01/2026"]}


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("#N/A", "#N/A"),
        ("=1+1", "=1+1"),
        (1234567.0, "1234567"),
        (0.1, "0.1"),
        (True, "TRUE"),
        ("  spaces  ", "  spaces  "),
        ("00123", "00123"),
        (datetime.combine(date(2026, 1, 31), time(9, 30)), "31/01/2026 09:30"),
        ("one\u2028two", "one\u2028two"),
    ],
)
def test_a_cell_is_read_as_it_stands(tmp_path: Path, cell: object, read: str) -> None:
    assert read_one(written(tmp_path, "a", cell)).columns == {0: ["a"], 1: [read]}


def test_cells_very_far_apart_are_read_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1, 1, date(2026, 1, 31))
        sheet.write(1048575, 16383, "b")
    read = read_one(path)
    assert list(read.numbers) == [1, 2, 1048576]
    assert read.columns == {
        0: ["a", None, None],
        1: [None, "31/01/2026", None],
        16383: [None, None, "b"],
    }


def change_sheet(path: Path, change: Callable[[str], str]) -> Path:
    """Rewrite the XML of the workbook’s one sheet."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[SHEET] = change(parts[SHEET].decode()).encode()
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_a_number_of_more_than_15_digits_keeps_them_all(tmp_path: Path) -> None:
    path = change_sheet(written(tmp_path, 98765), lambda xml: xml.replace("98765", "98765" * 4))
    assert read_one(path).columns == {0: ["98765" * 4]}


def test_a_sheet_whose_marks_have_a_prefix_keeps_its_errors(tmp_path: Path) -> None:
    def add_prefix(xml: str) -> str:
        named = re.sub(r"<(/?)(worksheet|sheetData|row|c|v)\b", r"<\1x:\2", xml)
        return named.replace("xmlns=", "xmlns:x=", 1)

    path = change_sheet(written(tmp_path, "a", "#REF!"), add_prefix)
    assert read_one(path).columns == {0: ["a"], 1: ["#REF!"]}


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Name;Town\nZoë;Orléans\n".encode("cp1252"), [["Name", "Town"], ["Zoë", "Orléans"]]),
        ("\ufeffa,b\r\n1,é".encode(), [["a", "b"], ["1", "é"]]),
        ("a\tb\n1\té".encode("utf-16"), [["a", "b"], ["1", "é"]]),
        (b"a,b\n\x81,\xe9", [["a", "b"], ["\x81", "é"]]),
        ("a,b\n1,x\u2028y".encode(), [["a", "b"], ["1", "x\u2028y"]]),
        (b'a,b\n"1\r\n2",3', [["a", "b"], ["1\r\n2", "3"]]),
        (b"sep=;\na;b\n1;2,3", [["a", "b"], ["1", "2,3"]]),
        (b"a, or b;c\n1;2", [["a, or b", "c"], ["1", "2"]]),
        (b"a\n\n1", [["a"], [], ["1"]]),
    ],
    ids=["cp1252", "mark", "utf-16", "no letter", "u2028", "break", "sep", "comma", "blank"],
)
def test_a_csv_file_is_read_whatever_wrote_it(content: bytes, rows: list[list[str]]) -> None:
    assert read_csv(content) == rows


@given(
    st.binary(max_size=200).filter(lambda content: content[:2] not in (b"\xff\xfe", b"\xfe\xff"))
)
def test_no_two_bytes_of_a_file_become_one_character_by_mistake(content: bytes) -> None:
    assert "\ufffd" not in decode(content) or "\ufffd".encode() in content


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_makes_the_widest_rows(delimiter: str) -> None:
    assert find_delimiter(f"a{delimiter}b, c{delimiter}d\n") == (delimiter, False)


def test_a_csv_file_passes_through_the_child_whole(tmp_path: Path) -> None:
    path = tmp_path / "list_1.csv"
    path.write_bytes("Name;Town\nZoë;\n".encode("cp1252"))
    sheet = read_one(path)
    assert sheet.name == "list_1"
    assert sheet.columns == {0: ["Name", "Zoë"], 1: ["Town", None]}


def test_rows_of_different_lengths_make_columns_of_one_length() -> None:
    rows: list[list[str | None]] = [["a"], ["b", "", "c"], []]
    expected: dict[int, Column] = {0: ["a", "b", None], 2: [None, "c", None]}
    assert columns_of(rows) == expected


def test_too_many_cells_are_refused_before_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_child, "MOST_CELLS", 3)
    with pytest.raises(sheets_child.TooMuchError):
        columns_of([["a", "b"], ["c", "d"]])


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_is_read_without_a_point(number: int) -> None:
    assert as_text(float(number)) == str(number)


def test_a_damaged_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = change_sheet(written(tmp_path, "a"), lambda xml: xml[:-200] + "<c")
    with pytest.raises(Unusable, match="cannot be read"):
        list(read_sheets(path, limits=LIMITS))


def test_a_file_that_takes_too_long_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="takes too long"):
        list(read_sheets(written(tmp_path, "a"), limits=LIMITS, seconds=0))


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"“other.xlsx” cannot be opened"):
        list(read_sheets(tmp_path / "none.xlsx", limits=LIMITS, name="other.xlsx"))
