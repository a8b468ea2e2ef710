"""Single ways to break the clean lists, made from the specification over every list and column.

A break knows the rule that must find it and the cell it is found at. Anything else it may bring
about is what a rule says that looks at the broken column, of the same child or family, or of the
list as a whole; where a cell can only not be understood, nothing else at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.declaring import InRow
from readiness.annexe_a.rules.groupings import GROUPINGS
from readiness.annexe_a.rules.shapes import ORDER
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec
from readiness.demo.children import Row
from readiness.office.sheets import Cell
from tests.support.annexe_a import DAY, EDITION
from tests.support.annexe_a_rules import context_of

Lists = Mapping[int, Sequence[Row]]
FIRST_ROW = 2
IDENTIFIERS = (n.ID, n.ADOPTER)
UNREADABLE: dict[ColumnKind, dict[str, Cell]] = {
    ColumnKind.DATE: {
        "date-unreadable": "last week",
        "date-no-such-day": "31/02/2026",
        "date-month-first": "10/31/2026",
        "date-as-number": "46336",
        "formula-error": "#N/A",
    },
    ColumnKind.WHOLE: {
        "whole-unreadable": "several",
        "number-not-whole": "1.5",
        "number-with-words": "2 times",
    },
    ColumnKind.CODE: {"code-unknown": "blue", "formula-error": "#REF!"},
    ColumnKind.TEXT: {"text-formula-error": "#VALUE!", "formula-as-text": "=VLOOKUP(A2)"},
}
"""By the kind of a column, what cannot be understood there and the rule that says so."""


@dataclass(frozen=True)
class Break:
    """One cell changed, one row added or taken away, or one column left out.

    `place` is the row from 0, None for a column; `value` what the cell becomes. With `codes`
    any one of them at the cell will do.
    """

    number: int
    column: str
    place: int | None
    value: Cell
    codes: frozenset[str]
    is_strict: bool = False
    how: str = "cell"

    @property
    def at(self) -> tuple[int, int]:
        """The list and the row of the sheet it is found at."""
        return self.number, 0 if self.place is None else self.place + FIRST_ROW


def make_breaks(lists: Lists) -> Iterator[Break]:
    """Every break of these lists."""
    for spec in EDITION.lists:
        rows = lists[spec.number]
        for at, column in enumerate(spec.columns):
            yield from _of_column(spec, column, at, rows)
        yield from _of_rows(spec, rows)
        yield from _orders(spec, rows)
    yield from _facts(lists)


def _of_column(spec: ListSpec, column: ColumnSpec, at: int, rows: Sequence[Row]) -> Iterator[Break]:
    filled = [place for place, row in enumerate(rows) if row[at] is not None] or [0]

    def cell(turn: int, value: Cell, *codes: str, strict: bool = True) -> Break:
        place = filled[(turn * 7 + at * 3) % len(filled)]
        # What was blank before is now given: other rules may mind that.
        was_there = rows[place][at] is not None
        return Break(spec.number, column.name, place, value, frozenset(codes), strict and was_there)

    yield Break(spec.number, column.name, None, None, frozenset({"column-missing"}), how="column")
    for turn, (code, value) in enumerate(UNREADABLE[column.kind].items()):
        yield cell(turn, value, code, strict=column.kind is not ColumnKind.TEXT)
    if column.required:
        yield cell(5, None, *BLANKS.get(column.name, ("required-blank",)), strict=False)
    if column.kind is ColumnKind.DATE:
        ahead = 400 if column.name == n.BIRTH and spec.number not in (8, 9) else 5
        codes = ("date-in-future", "birth-too-far-ahead")
        yield cell(6, DAY + timedelta(days=ahead), *codes, strict=column.name != n.BIRTH)
        yield cell(7, date(1900, 1, 1), "date-stand-in", strict=False)
    if column.minimum is not None:
        yield cell(8, column.minimum - 1, "below-minimum", strict=False)
    if column.kind is ColumnKind.CODE:
        yield from _codes(column, spec.number, cell)
    if column.name in IDENTIFIERS:
        yield cell(9, "1.23457E+15", "identifier-rounded", strict=False)
        yield cell(10, "1234.5", "identifier-decimal", strict=False)


BLANKS = {
    n.TEAM: ("team-blank", "unallocated-team", "last-team-blank"),
    n.WORKER: ("worker-blank", "unallocated-worker", "last-worker-blank"),
}


def _codes(column: ColumnSpec, number: int, cell: Callable[..., Break]) -> Iterator[Break]:
    first, *others = column.codes
    other = next((code for code in others if code.text != first.text), None)
    if first.letter and other and (number, column.name) != (11, n.GENDER):
        yield cell(11, f"{first.letter}) {other.text}", "code-contradicts")
    if other:
        yield cell(12, f"{first.label}; {other.label}", "code-several")
    grouping = next((texts[0] for key, texts in GROUPINGS.items() if key in column.name), None)
    if grouping:
        yield cell(13, grouping, "code-grouped")


def _of_rows(spec: ListSpec, rows: Sequence[Row]) -> Iterator[Break]:
    """A row twice, a total, the headings again, a note."""
    codes = {"event-twice", "child-twice", "person-twice", "adopter-twice"}
    end, first = len(rows), spec.columns[0].name
    yield Break(spec.number, first, end, None, frozenset(codes), how="twice")
    for how, code in (("total", "totals-row"), ("headings", "heading-row-again")):
        yield Break(spec.number, first, end, None, frozenset({code}), True, how)
    yield Break(spec.number, first, end, None, frozenset({"note-row"}), True, "note")
    yield Break(spec.number, "Notes", None, None, frozenset({"column-extra"}), True, "extra")


def _orders(spec: ListSpec, rows: Sequence[Row]) -> Iterator[Break]:
    """For every rule of dates in order, the later of two a day before the earlier."""
    places = {n.canonical(c.name): at for at, c in enumerate(spec.columns)}
    for rule in RULES:
        if rule.kind != ORDER or rule.lists != (spec.number,) or not isinstance(rule.find, InRow):
            continue
        names = rule.find.fails(context_of()).meta.root_names()
        if len(set(names)) != 2 or rule.column not in names or "is before “" not in rule.says:
            continue
        earlier = next(name for name in names if name != rule.column)
        for place, row in enumerate(rows):
            start = row[places[earlier]]
            if isinstance(start, date) and row[places[rule.column]] is not None:
                day = start - timedelta(days=1)
                column = spec.columns[places[rule.column]].name
                yield Break(spec.number, column, place, day, frozenset({rule.code}))
                break


def _facts(lists: Lists) -> Iterator[Break]:
    """Another gender, ethnicity or date of birth for a child who is on three rows or more."""
    times: dict[Cell, int] = {}
    for number in range(1, 11):
        for row in lists[number]:
            times[row[0]] = times.get(row[0], 0) + 1
    changes: dict[str, tuple[Cell, str]] = {
        n.GENDER: ("d) Neither", "gender-differs"),
        n.ETHNICITY: ("q) CHNE", "ethnicity-differs"),
        n.BIRTH: (date(2013, 2, 3), "birth-differs"),
    }
    for spec in EDITION.lists[:10]:
        names = [column.name for column in spec.columns]
        often = [p for p, row in enumerate(lists[spec.number]) if times[row[0]] > 2]
        for name, (value, code) in changes.items():
            if often:
                place = often[len(often) // 2]
                if lists[spec.number][place][names.index(n.AGE)] != -1:
                    yield Break(spec.number, name, place, value, frozenset({code}))
