"""The scorecard’s figures as somebody gives them: read from csv sheets, every row judged.

A file is taken whole or not at all. What is said of a row of children names the row, never what
stands in it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from readiness.annexe_a.mapping import fold
from readiness.checklists.reconciliation import FigureSpec, Reconciliation
from readiness.errors import Unusable
from readiness.office.sheets import Sheet
from readiness.plain_words import plural

HEADINGS = {
    "indicator": ("indicator", "ref", "reference"),
    "month": ("month", "period end", "reporting month"),
    "numerator": ("numerator", "num"),
    "denominator": ("denominator", "denom", "den"),
    "value": ("value", "current", "result"),
}
CHILD_HEADINGS = {
    "indicator": HEADINGS["indicator"],
    "child": ("child", "child identifier", "child unique id", "identifier"),
}
NEEDED = ("indicator", "month", "value")
HEADING_ROWS = 10
MOST_ROWS = 100_000
EARLIEST = 2000
LONGEST_SHOWN = 30
BLANK = frozenset({"", "n/a", "na", "-", "–"})
WHOLE = re.compile(r"(\d{1,7}|\d{1,3}(,\d{3}){1,2})(\.0{1,9})?", re.ASCII)
"""Below a thousand million, which is what the database holds."""
VALUE = re.compile(r"(\d{1,7}|\d{1,3}(,\d{3}){1,2})(\.\d{1,30})?%?", re.ASCII)
ROUNDING = 0.5
"""How far a share as written may be from its numerator and denominator: it may be rounded."""
MONTHS = ("%Y-%m", "%Y-%m-%d", "%m/%Y", "%d/%m/%Y", "%B %Y", "%b %Y", "%b %y", "%B %y")


@dataclass(frozen=True)
class Figure:
    """One figure of one month: a count, or a share’s numerator with `of`, its denominator.

    `children` are the identifiers of those counted, None where nobody said who they are.
    """

    ref: str
    count: int
    of: int | None = None
    children: frozenset[str] | None = None

    @property
    def words(self) -> str:
        """“615 of 790”, or “274”."""
        return f"{self.count:,}" if self.of is None else f"{self.count:,} of {self.of:,}"


Figures = Mapping[str, Figure]


@dataclass
class Given:
    """What a file gives: the figures of each month by reference, and the figures left out."""

    months: dict[date, dict[str, Figure]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    at: dict[tuple[date, str], int] = field(default_factory=dict)
    """The row in which each stands."""


def read_figures(sheet: Sheet, known: Reconciliation, today: date) -> Given:
    """The figures of a sheet. Raises Unusable where any row of it cannot be used."""
    places = _find_places(sheet, HEADINGS, NEEDED)
    given, faults = Given(), list[str]()
    for number, cells in _rows(sheet, places):
        try:
            _take_row(given, number, cells, known, today)
        except ValueError as wrong:
            faults.append(f"Row {number}: {wrong}")
    _refuse(faults)
    if not given.months:
        raise Unusable("There is no figure in the file that the lists can be held against.")
    return given


def read_children(sheet: Sheet, known: Reconciliation, figures: Figures) -> dict[str, Figure]:
    """The same figures with their children. Raises Unusable as read_figures does."""
    places = _find_places(sheet, CHILD_HEADINGS, tuple(CHILD_HEADINGS))
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for number, cells in _rows(sheet, places):
        try:
            _take_child(seen, number, _read_child(cells, known, figures))
        except ValueError as wrong:
            faults.append(f"Row {number} of the children: {wrong}")
    _refuse(faults)
    named: dict[str, set[str]] = {}
    for ref, child in seen:
        named.setdefault(ref, set()).add(child)
    return {ref: _name_children(one, named.get(ref)) for ref, one in figures.items()}


def _take_child(seen: dict[tuple[str, str], int], number: int, named: tuple[str, str]) -> None:
    if named in seen:
        raise ValueError(f"it is the same as row {seen[named]}. Remove one of them.")
    seen[named] = number


def _name_children(figure: Figure, children: set[str] | None) -> Figure:
    if children is None:
        return figure
    _check_number(figure, len(children))
    return replace(figure, children=frozenset(children))


def _check_number(figure: Figure, named: int) -> None:
    if figure.count != named:
        raise Unusable(
            f"{figure.ref} counts {figure.count:,}, but {plural(named, 'child', 'children')} "
            f"{'is' if named == 1 else 'are'} named for it. Name them all, or none."
        )


def _refuse(faults: list[str]) -> None:
    if faults:
        more = len(faults) - 1
        also = f" {plural(more, 'more row')} cannot be used either." if more else ""
        raise Unusable(f"{faults[0]}{also}")


def _find_places(
    sheet: Sheet, headings: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> dict[str, int]:
    """Where each column is. Raises Unusable where one is missing or there twice."""
    found: dict[str, int] = {}
    for place, text in _heading_row(sheet)[1].items():
        name = next((name for name, words in headings.items() if fold(text) in words), None)
        if name in found:
            raise Unusable(f"The heading “{name}” is there twice. Remove one of the columns.")
        if name is not None:
            found[name] = place
    missing = next((name for name in needed if name not in found), None)
    if missing is not None:
        raise Unusable(
            f"The first row has no heading “{missing}”. It needs the headings "
            f"{', '.join(headings)}."
        )
    return found


def _heading_row(sheet: Sheet) -> tuple[int, dict[int, str]]:
    """The place and the cells of the first row that has any."""
    first = sheet.first_rows(HEADING_ROWS)
    return next(((at, row) for at, row in enumerate(first) if row), (0, {}))


def _rows(sheet: Sheet, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row numbers and stripped cells by heading, without rows that are empty."""
    if len(sheet.numbers) > MOST_ROWS:
        raise Unusable(f"The file has more than {MOST_ROWS:,} rows. Take out what is not needed.")
    for number, cells in sheet.rows_below(_heading_row(sheet)[0], places):
        if any(cells.values()):
            yield number, cells


def _take_row(
    given: Given, number: int, cells: Mapping[str, str], known: Reconciliation, today: date
) -> None:
    month = read_month(cells["month"], today)
    if known.is_elsewhere(cells["indicator"]):
        given.left_out.append(cells["indicator"])
        return
    spec = _find_spec(cells["indicator"], known)
    key = (month, spec.ref)
    if key in given.at:
        raise ValueError(f"{spec.ref} stands in row {given.at[key]} already. Remove one of them.")
    given.at[key] = number
    given.months.setdefault(month, {})[spec.ref] = read_figure(
        spec, cells.get("numerator", ""), cells.get("denominator", ""), cells.get("value", "")
    )


def _find_spec(written: str, known: Reconciliation) -> FigureSpec:
    spec = known.find(written)
    if spec is None:
        raise ValueError(
            f"“{_shown(written)}” is no indicator that is held against the lists. Leave the row "
            "out, or add it to checklists/annexe_a/reconciliation.yaml."
        )
    return spec


def read_month(written: str, today: date) -> date:
    """The first day of a month as people write it. Raises ValueError with a sentence."""
    month = _parse_month(written)
    if month is None:
        raise ValueError(f"“{_shown(written)}” is not a month. Write it like 2026-10.")
    if month > today:
        raise ValueError(f"{month:%B %Y} has not begun. Give a month that has figures.")
    return month


@lru_cache(maxsize=64)
def _parse_month(written: str) -> date | None:
    plain = re.sub(r"(?<=[A-Za-z])[ -](?=\d)", " ", written.strip())
    for pattern in MONTHS:
        with suppress(ValueError):
            found = datetime.strptime(plain, pattern).date().replace(day=1)  # noqa: DTZ007 - a month has no zone
            if found.year >= EARLIEST:
                return found
    return None


def read_figure(spec: FigureSpec, numerator: str, denominator: str, value: str) -> Figure:
    """The figure that these three cells mean. Raises ValueError with a sentence."""
    top, bottom = _whole("numerator", numerator), _whole("denominator", denominator)
    if not spec.kind.is_share:
        return Figure(spec.ref, _one_count(spec, top, bottom, value))
    if top is None or bottom is None:
        raise ValueError(f"{spec.ref} is a share. Give its numerator and its denominator.")
    if top > bottom:
        raise ValueError(
            f"the numerator {top:,} is above the denominator {bottom:,}. Correct one of them."
        )
    _check_share(top, bottom, value)
    return Figure(spec.ref, top, bottom)


def _one_count(spec: FigureSpec, top: int | None, bottom: int | None, value: str) -> int:
    if bottom is not None:
        raise ValueError(f"{spec.ref} is a count and has no denominator. Leave that cell empty.")
    count = _whole("value", value)
    if count is None and top is None:
        raise ValueError(f"{spec.ref} has no value. Give it, or leave the row out.")
    if count is not None and top is not None and count != top:
        raise ValueError(f"the value {count:,} is not the numerator {top:,}. Correct one of them.")
    return count if count is not None else top or 0


def _check_share(top: int, bottom: int, value: str) -> None:
    """A value beside numerator and denominator must be the same share."""
    if value.casefold() in BLANK:
        return
    if not VALUE.fullmatch(value):
        raise ValueError(f"the value “{_shown(value)}” is not a number. Write it like 77.8.")
    written = float(value.rstrip("%").replace(",", ""))
    exact = 100 * top / bottom if bottom else 0.0
    if abs(written - exact) > ROUNDING:
        raise ValueError(
            f"the value {written:g} is not {top:,} of {bottom:,}, which is {exact:.1f}. "
            "Correct one of them."
        )


def _whole(name: str, text: str) -> int | None:
    if text.casefold() in BLANK:
        return None
    if not WHOLE.fullmatch(text):
        raise ValueError(f"the {name} “{_shown(text)}” is not a whole number. Write it like 790.")
    return int(text.partition(".")[0].replace(",", ""))


def _read_child(
    cells: Mapping[str, str], known: Reconciliation, figures: Figures
) -> tuple[str, str]:
    written = cells.get("indicator", "")
    spec = known.find(written)
    if spec is None or spec.ref not in figures:
        raise ValueError("its indicator is none of the figures that are given with it.")
    if spec.kind.of_events:
        raise ValueError(f"{spec.ref} counts events, not children. Leave its children out.")
    child = cells.get("child", "")
    if not child:
        raise ValueError("it has no child identifier. Give it, or leave the row out.")
    return spec.ref, child


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
