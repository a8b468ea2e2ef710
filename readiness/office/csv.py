"""Rows to a csv file that Excel opens well and that runs nothing."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

Cell = str | int | float | bool | date | None

# OWASP, "CSV injection": what makes Excel or LibreOffice take a cell for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

ROWS_AT_ONCE = 1000


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A csv file as bytes: UTF-8 with the mark Excel looks for, lines ended the Windows way.

    Dates read dd/mm/yyyy, with hh:mm for moments (as given, so pass London time). Text that
    a spreadsheet would take for a formula is given an apostrophe in front.
    """
    return b"".join(_write_parts(headings, rows))


def _write_parts(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file in parts: encoded at once, half a million rows need a quarter of the memory."""
    yield codecs.BOM_UTF8 + _write([headings])
    waiting = iter(rows)
    while part := list(islice(waiting, ROWS_AT_ONCE)):
        yield _write(part)


def _write(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8", errors="replace")


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """Text that a spreadsheet shows and never runs."""
    kept = text.replace("\0", "")
    return f"'{kept}" if kept.lstrip(" \xa0").startswith(FORMULA_STARTS) else kept
