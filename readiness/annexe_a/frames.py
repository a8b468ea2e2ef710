"""What the reading of Annexe A hands on: a list as polars frames, and findings about it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec

ROW = "row of the sheet"
LONGEST = 32_767
"""The most characters an Excel cell holds: what is longer is sent cut, and found."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `row` is the row of the source sheet, 0 for the whole list."""

    list: int
    row: int
    column: str
    cell: str
    rule: str
    severity: str
    message: str


@dataclass(frozen=True)
class ListFrame:
    """A list as read. `values` is typed and mapped; `originals` is the text as it came.

    Both have ROW and one column per column found. `letters` gives the sheet's column letter.
    A value that cannot be understood is null in `values` and kept in `originals`.
    """

    spec: ListSpec
    values: pl.DataFrame
    originals: pl.DataFrame
    letters: dict[str, str]
    extra: tuple[str, ...]

    def finding(self, row: int, column: str, rule: str, severity: str, message: str) -> Finding:
        """A finding at a row and column of this list."""
        cell = f"{self.letters[column]}{row}" if row and column in self.letters else ""
        return Finding(self.spec.number, row, column, cell, rule, severity, message)

    def findings(
        self, rows: Iterable[int], column: str, rule: str, severity: str, message: str
    ) -> Iterator[Finding]:
        """The same finding at each of these rows."""
        for row in rows:
            yield self.finding(row, column, rule, severity, message)


def sent_columns(frame: ListFrame) -> list[list[str | int | date | None]]:
    """Every column of the list as it is sent, those that are missing blank, in Ofsted’s order.

    A value that was understood is sent in its canonical spelling (a label with its letter, a
    date, a number), one that was not is sent as it came.
    """
    return [_sent(frame, column) for column in frame.spec.columns]


def _sent(frame: ListFrame, column: ColumnSpec) -> list[str | int | date | None]:
    if column.name not in frame.letters:
        return [None] * frame.values.height
    values, originals = frame.values[column.name], _shortened(frame.originals[column.name])
    if column.kind in (ColumnKind.TEXT, ColumnKind.CODE):
        return _shortened(values).zip_with(values.is_not_null(), originals).to_list()
    if not (values.is_null() & originals.is_not_null()).any():
        return values.to_list()
    pairs = zip(values.to_list(), originals.to_list(), strict=True)
    return [original if value is None else value for value, original in pairs]


def _shortened(texts: pl.Series) -> pl.Series:
    return texts.str.slice(0, LONGEST)


def hash_sent(frame: ListFrame, edition: str) -> str:
    """SHA-256 of what would be sent: edition, list, and every value of every row in order.

    A column that is missing counts as blank, and rows without any value do not count: they
    are the same on the paper that goes out.
    """
    columns = pl.DataFrame(
        [pl.Series(c.name, _spelt(frame, c), dtype=pl.String) for c in frame.spec.columns]
    )
    rows = columns.filter(~pl.all_horizontal(pl.all().is_null()))
    # Quoting everything keeps a blank and an empty text, and a comma in a text, apart.
    body = rows.write_csv(quote_style="non_numeric", line_terminator="\n")
    return hashlib.sha256(f"{edition}\n{frame.spec.number}\n{body}".encode()).hexdigest()


def _spelt(frame: ListFrame, column: ColumnSpec) -> pl.Series:
    if column.name not in frame.letters:
        return pl.Series([None] * frame.values.height, dtype=pl.String)
    originals = _shortened(frame.originals[column.name])
    values = _shortened(frame.values[column.name].cast(pl.String))
    return values.zip_with(values.is_not_null(), originals)


@dataclass(frozen=True)
class Context:
    """What a rule may know besides the list."""

    as_at: date
