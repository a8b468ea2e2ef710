"""Reads a workbook or csv file and prints its sheets as text. Run in a process of its own.

Each sheet is a line of JSON [name, row numbers or how many from 1, places of columns] and then
a line a column. Nothing is lost: what cannot be text is spelt as it would be read aloud.
"""

import codecs
import csv
import gc
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

TOO_MUCH = 3
MOST_CELLS = 40_000_000
ROWS_AT_ONCE = 2_000
MOST_KEPT = 50_000
DELIMITERS = ",;\t|"
LONGEST_FIELD = 10_000_000

Column = list[str | None]


class TooMuchError(Exception):
    """There are more cells than the limits allow."""


def as_text(value: Any) -> str | None:
    """A cell as the text one would read there; None for an empty one. Spaces stay."""
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _spell_float(value)
    return _spell_date(value) if isinstance(value, date) else str(value)


def _spell_float(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    # Not 1.5e+17: the digits, as many as the number is known by.
    exact = Decimal(repr(number))
    return format(exact, "f") if abs(exact.adjusted()) < 40 else repr(number)


def _spell_date(day: date) -> str:
    """31/01/2026, with the time where there is one; ISO before the year 1000."""
    text = f"{day.day:02}/{day.month:02}/{day.year}" if day.year >= 1000 else str(day)[:10]
    if not isinstance(day, datetime) or not (day.hour or day.minute or day.second):
        return text
    return f"{text} {day:%H:%M:%S}".removesuffix(":00")


def columns_of(rows: Iterable[Sequence[str | None]]) -> dict[int, Column]:
    """The columns of rows, by place; those without any cell are left out."""
    columns: list[Column] = []
    done = 0
    rows = iter(rows)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        width = max(map(len, chunk))
        if width * (done + len(chunk)) > MOST_CELLS:
            raise TooMuchError
        columns.extend([None] * done for _ in range(width - len(columns)))
        for place, column in enumerate(columns):
            column.extend(
                [row[place] or None for row in chunk]
                if all(len(row) > place for row in chunk)
                else [row[place] or None if place < len(row) else None for row in chunk]
            )
        done += len(chunk)
    return {place: column for place, column in enumerate(columns) if any(column)}


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a csv file: UTF-8, UTF-16 with its mark, or Windows 1252; any delimiter."""
    text = _writable(decode(content))
    csv.field_size_limit(LONGEST_FIELD)
    delimiter, skip = find_delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    # The line “sep=;” is for Excel and is not shown as a row, but counts as none there too.
    return rows[1:] if skip else rows


def decode(content: bytes) -> str:
    """The text of a file; a byte Windows 1252 has no letter for stays the character it numbers."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        codecs.register_error("as numbered", _as_numbered)
        return content.decode("cp1252", errors="as numbered")


def _writable(text: str) -> str:
    # The two characters that no workbook can hold, however they are written.
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _as_numbered(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


def find_delimiter(text: str) -> tuple[str, bool]:
    """What separates the cells, and whether a first line “sep=” says so."""
    if text[:4].lower() == "sep=" and text[4:5] in DELIMITERS and text[5:6] in "\r\n":
        return text[4], True

    def widths(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter)
        found = [len(row) for row in islice(rows, 10) if row]
        # The widest rows; among equals, those that are as wide throughout.
        return max(found, default=0), min(found, default=0)

    return max(DELIMITERS, key=widths), False


def read_workbook(path: str) -> Iterator[tuple[str, Sequence[int] | int, dict[int, Column]]]:
    """Name, row numbers and columns of every sheet that has a cell."""
    from python_calamine import CalamineWorkbook

    from readiness.office.sheets_tidy import tidy_copy

    copy = tidy_copy(path)
    book = CalamineWorkbook.from_object(copy.content if copy else path)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        # The reader gives empty rows before the first cell, but not empty columns.
        left = sheet.start[1] if sheet.start else 0
        read = columns_of(_spelt(sheet.iter_rows()))
        columns = {place + left: column for place, column in read.items()}
        numbers: Sequence[int] | int = len(next(iter(columns.values()), ()))
        if copy and numbers:
            numbers, columns = copy.put_back(columns)
        yield name, numbers, columns


def _spelt(rows: Iterable[list[Any]]) -> Iterator[list[str | None]]:
    # The same few thousand days and numbers stand in most cells. Typed: 1 is not TRUE.
    spell = lru_cache(MOST_KEPT, typed=True)(as_text)
    for row in rows:
        yield [cell if type(cell) is str else spell(cell) for cell in row]


def print_sheet(name: str, numbers: Sequence[int] | int, columns: dict[int, Column]) -> None:
    """Print one sheet as the lines the parent reads."""
    out = sys.stdout
    out.write(json.dumps([name, numbers, list(columns)]) + "\n")
    for column in columns.values():
        out.write(json.dumps(column) + "\n")


def main() -> None:
    """Limit this process, then print every sheet of the file: path, kind, name, limits."""
    path, kind, name, memory, seconds = sys.argv[1:]
    _limit(int(memory), int(seconds))
    gc.disable()  # A process this short ends before there is anything to collect.
    try:
        if kind == "csv":
            rows = read_csv(Path(path).read_bytes())
            print_sheet(name, len(rows), columns_of(rows))
        else:
            for sheet in read_workbook(path):
                print_sheet(*sheet)
    except TooMuchError:
        sys.exit(TOO_MUCH)


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's wall clock is the limit there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
