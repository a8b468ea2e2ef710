"""Realistic faults for the demo extracts, and the list of what was planted where.

They are the faults data leads chase before an inspection. Each is planted in rows far apart,
always the same ones, so that PLANTED can be checked against the findings one by one. The
understood ones are untidy but not wrong: a check must read them without an error.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.demo.children import Cell, Row, months_before

MAPPED = "Abuse/neglect"
"""How the demo council’s case system says “N1 - Abuse or neglect”."""
Lists = dict[int, list[list[Cell]]]
Change = Callable[[list[Cell], date], None]
Fits = Callable[[Row], bool]


@dataclass(frozen=True)
class Planted:
    """One kind of fault: `count` rows of list `number`, in the column at `column` (0 first).

    `fault` says which kind: required, code, type, age, duplicate, order, future, window,
    pair, minimum, or understood for what is untidy but not wrong. With `recent` only rows fit
    whose date there is of the later half. At a small scale fewer rows may fit than `count`.
    """

    number: int
    column: int
    what: str
    count: int
    fault: str
    fits: Fits
    change: Change
    recent: bool = False


def _put(column: int, value: Cell) -> Change:
    def change(row: list[Cell], as_at: date) -> None:
        row[column] = value

    return change


def _day(row: list[Cell], column: int) -> date:
    value = row[column]
    if not isinstance(value, date):
        raise TypeError(f"Column {column} of this list holds no date to spoil.")
    return value


def _written(column: int, pattern: str) -> Change:
    """Write a date as text in a form of its own."""

    def change(row: list[Cell], as_at: date) -> None:
        row[column] = _day(row, column).strftime(pattern)

    return change


def _older(row: list[Cell], as_at: date) -> None:
    row[4] = as_at.year - _day(row, 3).year + 2


def _long_ago(column: int) -> Change:
    def change(row: list[Cell], as_at: date) -> None:
        row[column] = months_before(as_at, 9)

    return change


def _after_as_at(column: int) -> Change:
    def change(row: list[Cell], as_at: date) -> None:
        row[column] = as_at + timedelta(days=12)

    return change


def _ends_before_start(start: int, end: int, *between: int) -> Change:
    """Let an episode end a week before it starts, the start staying in the past.

    What happened `between` is left blank, so that only the two dates disagree.
    """

    def change(row: list[Cell], as_at: date) -> None:
        day = _day(row, end)
        row[start], row[end] = day, day - timedelta(days=7)
        for column in between:
            row[column] = None

    return change


def _same(row: list[Cell], as_at: date) -> None:
    """A duplicate: the row is written twice as it is."""


def _any(row: Row) -> bool:
    return True


def _blank(column: int) -> Fits:
    return lambda row: row[column] is None


def _filled(column: int) -> Fits:
    return lambda row: row[column] is not None


def _is(column: int, value: Cell) -> Fits:
    return lambda row: row[column] == value


def _by_police(row: Row) -> bool:
    return row[6] == "q) 6: Police"


PLANTED = (
    Planted(1, 6, "Contact source without its letter (“6: Police”)", 8, "understood",
            _by_police, _put(6, "6: Police")),
    Planted(1, 5, "Contact received nine months ago", 3, "window", _any, _long_ago(5)),
    Planted(2, 2, "Ethnicity given as a group (“White”)", 4, "code",
            _is(2, "a) WBRI"), _put(2, "White")),
    Planted(2, 7, "Organisation left blank", 3, "required", _any, _put(7, None)),
    Planted(3, 0, "Referral listed twice", 3, "duplicate", _any, _same),
    Planted(3, 6, "Referral source by a word that is no code (“Facebook”)", 2, "code",
            _any, _put(6, "Facebook")),
    Planted(4, 6, "Start date as text in a form of its own (“w/c 03 March, 2026”)", 2, "type",
            _filled(8), _written(6, "w/c %d %B, %Y")),
    Planted(4, 8, "Authorised on a date in the future", 1, "future", _filled(8), _after_as_at(8)),
    Planted(5, 12, "Team left blank", 2, "required", _any, _put(12, None)),
    Planted(6, 13, "No worker on an open case", 5, "required", _blank(9), _put(13, None)),
    Planted(6, 10, "Closed without a reason", 3, "pair", _filled(9), _put(10, None)),
    Planted(6, 7, "Primary need without its words (“N1”)", 6, "understood",
            _is(7, "N1 - Abuse or neglect"), _put(7, "N1")),
    Planted(6, 7, f"Primary need in words that the council has mapped (“{MAPPED}”)", 4, "code",
            _is(7, "N1 - Abuse or neglect"), _put(7, MAPPED)),
    Planted(6, 2, "Ethnicity in words that nobody has mapped (“Wht Brit”)", 5, "code",
            _is(2, "a) WBRI"), _put(2, "Wht Brit")),
    Planted(7, 4, "Age above what the date of birth gives", 4, "age", _any, _older),
    Planted(7, 12, "Plan ended before it started", 2, "order", _filled(12),
            _ends_before_start(6, 12, 9, 10, 11)),
    Planted(8, 13, "Last visit in the future", 2, "future", _blank(19), _after_as_at(13),
            recent=True),
    Planted(8, 18, "No placement in 12 months (0)", 2, "minimum", _any, _put(18, 0)),
    Planted(8, 24, "Placement postcode left blank", 3, "required", _any, _put(24, None)),
    Planted(8, 23, "Provider in words that nobody has mapped (“Private prov.”)", 3, "code",
            _is(23, "e) PR4: Private provision"), _put(23, "Private prov.")),
    Planted(9, 16, "Activity as a word that is no code (“NEET”)", 2, "code",
            _filled(16), _put(16, "NEET")),
    Planted(10, 14, "Adoption no longer the plan, and no reason", 1, "pair",
            _filled(13), _put(14, None)),
    Planted(11, 6, "Enquiry date as text (“03.03.26 approx”)", 1, "type", _any,
            _written(6, "%d.%m.%y approx")),
)  # fmt: skip
"""What plant_errors plants, in order; a row carries one fault at most."""


def plant_errors(lists: Mapping[int, Sequence[Row]], as_at: date) -> dict[int, list[Row]]:
    """A copy of the lists with everything in PLANTED, in the rows `planted_rows` names."""
    changed: Lists = {number: [list(row) for row in rows] for number, rows in lists.items()}
    for planted, places in planted_rows(lists):
        rows = changed[planted.number]
        for place in places:
            planted.change(rows[place], as_at)
            if planted.fault == "duplicate":
                rows.append(list(rows[place]))
    return {number: [tuple(row) for row in rows] for number, rows in changed.items()}


def planted_rows(lists: Mapping[int, Sequence[Row]]) -> Iterator[tuple[Planted, tuple[int, ...]]]:
    """Each planted fault with the places of its rows in the clean list, from 0.

    The second row of a duplicate stands at the end of its list.
    """
    used: dict[int, set[int]] = {number: set() for number in lists}
    for planted in PLANTED:
        rows, taken = lists[planted.number], used[planted.number]
        fitting = [
            place for place, row in enumerate(rows) if place not in taken and planted.fits(row)
        ]
        if planted.recent:
            fitting = _later_half(rows, fitting, planted.column)
        step = max(1, len(fitting) // planted.count)
        places = tuple(fitting[step // 2 :: step][: planted.count])
        taken.update(places)
        yield planted, places


def _later_half(rows: Sequence[Row], places: Sequence[int], column: int) -> list[int]:
    """Those of these rows, in their order, whose date is of the later half."""
    dates = {place: _day(list(rows[place]), column) for place in places}
    middle = sorted(dates.values())[len(dates) // 2] if dates else None
    return [place for place in places if middle is not None and dates[place] >= middle]
