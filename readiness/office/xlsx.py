"""Sheets of rows to an Excel workbook: real dates, text that stays text, the same bytes each time.

Rows are written as they come, so memory stays flat. No text becomes a formula, a link or a
number, whatever it begins with. Knows no domain word.
"""

import errno
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from readiness.errors import Unusable
from readiness.office.cells import column_letter, cut_text
from readiness.office.names import is_device, safe_name

Cell = str | int | float | date | None

FIRST_DAY = date(1900, 1, 1)
"""Excel has no day before this one: such a date is written as text."""
A4 = 9
MARGIN, HEADER_MARGIN = 0.4, 0.75
"""Inches of paper left blank: the list itself gets the room, and is the larger for it."""
DATE_FORMAT = "dd/mm/yyyy"
GREY = "#F3F2F1"


class Look(StrEnum):
    """How a row is set."""

    PLAIN = "plain"
    WRAPPED = "wrapped"
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    COUNTED = "counted"


LOOKS: Mapping[Look, Mapping[str, Any]] = {
    Look.PLAIN: {},
    # Small, so that thirty lines of codes fit into the highest row there can be.
    Look.WRAPPED: {"text_wrap": True, "valign": "top", "font_size": 10},
    Look.TITLE: {"bold": True, "font_size": 14},
    Look.HEADING: {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": GREY,
        "bottom": 1,
    },
    Look.STRONG: {"bold": True, "text_wrap": True, "valign": "top"},
    Look.COUNTED: {"num_format": "#,##0"},
}


@dataclass(frozen=True)
class SheetOut:
    """One sheet to write.

    `looks` sets single rows (counted from 0) apart from `body`; `frozen` rows stay in sight and
    are repeated on every printed page; `header` stands at the top of every printed page.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[float] = ()
    looks: Mapping[int, Look] = field(default_factory=dict)
    body: Look = Look.PLAIN
    frozen: int = 0
    header: str = ""


WRAPS = frozenset(look for look, settings in LOOKS.items() if settings.get("text_wrap"))
LINE, SMALL_LINE, HIGHEST_ROW = 15, 13, 409
MOST_KEPT = 50_000


@dataclass(frozen=True)
class Drawn:
    """A look as the file has it: what a cell says after its address, kept for each value."""

    text: str
    dated: str
    number: str
    cells: dict[str | date, str] = field(default_factory=dict)


class PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A sheet of XlsxWriter whose rows are written here, in a third of the time.

    XlsxWriter makes the package, styles and pages. Its own rows would also take a text from
    <r> to </r> for markup.
    """

    def add_row(self, number: int, row: Sequence[Cell], look: Drawn, height: int = 0) -> None:
        """Write row `number` (from 0, each above the one before); blanks are left out."""
        at = number + 1
        high = f' ht="{height}" customHeight="1"' if height else ""
        parts = [f'<row r="{at}"{high}>']
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str | date):
                cell = look.cells.get(value) or self._draw(value, look)
            else:
                cell = self._draw_number(value, look)
            parts.append(f'<c r="{column_letter(place)}{at}"{cell}')
        self._check_dimensions(number, max(len(row) - 1, 0))
        self.fh.write("".join([*parts, "</row>"]))

    def _draw_number(self, value: float, look: Drawn) -> str:
        # Not kept by value: 1, 1.0 and True would be one and the same.
        if isinstance(value, bool):
            return f'{look.text} t="b"><v>{value:d}</v></c>'
        return f"{look.number}><v>{value:.16G}</v></c>"

    def _draw(self, value: str | date, look: Drawn) -> str:
        if isinstance(value, date) and value < FIRST_DAY:
            value = spell_date(value)
        if isinstance(value, str):
            cell = f'{look.text} t="inlineStr"><is>{self._draw_text(value)}</is></c>'
        else:
            cell = f"{look.dated}><v>{self._convert_date_time(value):.0f}</v></c>"
        if len(look.cells) > MOST_KEPT:
            look.cells.clear()
        look.cells[value] = cell
        return cell

    def _draw_text(self, text: str) -> str:
        text = cut_text(text)
        keep = ' xml:space="preserve"' if text != text.strip() else ""
        escaped = self._escape_data(self._escape_control_characters(text))
        return f"<t{keep}>{escaped}</t>"

    def release(self) -> None:
        """Close the file its rows wait in."""
        self._opt_close()


def write_xlsx(path: Path, sheets: Iterable[SheetOut], *, title: str, created: date) -> None:
    """Write a workbook at `path`, whole or not at all: it is made beside it and then renamed.

    The same arguments give the same bytes. Raises Unusable with one sentence where the folder
    is missing or full.
    """
    if is_device(path):
        raise Unusable(f"“{path.name}” is not a file that can be replaced. Choose another name.")
    try:
        # Unfinished parts stay beside the result, so that whoever clears that folder clears them.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as folder:
            unfinished = Path(folder) / "workbook.xlsx"
            _write(unfinished, sheets, title, created)
            unfinished.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise Unusable(_why_not(path, error)) from None


def _write(path: Path, sheets: Iterable[SheetOut], title: str, created: date) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    midnight = datetime.combine(created, time())
    looks = {look: _draw_look(book, look) for look in Look}
    try:
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name, PlainSheet), sheet, looks)
        book.set_properties({"title": title, "created": midnight})
        book.close()
    finally:
        for written in book.worksheets():
            written.release()


def _draw_look(book: Any, look: Look) -> Drawn:
    plain, dated = LOOKS[look], {"num_format": DATE_FORMAT, "align": "left"}
    # Right, but not so far that it touches the text of the next column.
    number = book.add_format({**plain, "align": "right", "indent": 1})._get_xf_index()
    text = book.add_format(plain)._get_xf_index() if plain else 0
    day = book.add_format({**plain, **dated})._get_xf_index()
    return Drawn(f' s="{text}"' if text else "", f' s="{day}"', f' s="{number}"')


def _write_sheet(out: Any, sheet: SheetOut, looks: Mapping[Look, Drawn]) -> None:
    _set_page(out, sheet)
    number = 0
    for number, row in enumerate(sheet.rows):
        look = sheet.looks.get(number, sheet.body)
        height = _height(row, sheet.widths, look) if look in WRAPS else 0
        out.add_row(number, row, looks[look], height if height > LINE else 0)
    if sheet.widths:
        # Numbers kept as text are meant: no green corner in every cell.
        out.ignore_errors({"number_stored_as_text": _area(number, len(sheet.widths))})


def _height(row: Sequence[Cell], widths: Sequence[float], look: Look) -> int:
    """The points a row needs for its longest wrapped text; no program works it out by itself."""
    lines = 1
    for value, width in zip(row, widths, strict=False):
        if isinstance(value, str):
            lines = max(lines, sum(1 + int(len(line) / width) for line in value.split("\n")))
    line = SMALL_LINE if look is Look.WRAPPED else LINE
    return min(line * lines, HIGHEST_ROW)


def _area(last_row: int, width: int) -> str:
    return f"A1:{column_letter(width - 1)}{last_row + 1}"


def spell_date(day: date) -> str:
    """A date as text that cannot be misread: dd/mm/yyyy, or ISO before the year 1000."""
    return f"{day.day:02}/{day.month:02}/{day.year}" if day.year >= 1000 else day.isoformat()


def _set_page(out: Any, sheet: SheetOut) -> None:
    for place, width in enumerate(sheet.widths):
        out.set_column(place, place, width)
    out.set_paper(A4)
    out.set_landscape()
    out.fit_to_pages(1, 0)
    out.set_margins(MARGIN, MARGIN, HEADER_MARGIN if sheet.header else MARGIN, HEADER_MARGIN)
    out.set_footer("&L&A&RPage &P of &N")
    if sheet.header:
        out.set_header("&C" + sheet.header.replace("&", "&&")[:200])
    if sheet.frozen:
        out.freeze_panes(sheet.frozen, 0)
        out.repeat_rows(0, sheet.frozen - 1)


def _why_not(path: Path, error: Exception) -> str:
    shown = f"“{safe_name(path.name)}”"
    reason = error if isinstance(error, OSError) else error.__context__ or error.args[0]
    number = reason.errno if isinstance(reason, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return f"{shown} cannot be written: the disk is full. Make room and try again."
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f"{shown} cannot be written: its folder does not exist. Make the folder first."
    return f"{shown} cannot be written there. Choose a folder you may write to."
