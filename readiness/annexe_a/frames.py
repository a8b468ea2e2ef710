"""What the reading of Annexe A hands on: a list as polars frames, and findings about it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from readiness.checklists.annexe_a import ListSpec

ROW = "row of the sheet"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Context:
    """What a rule may know besides the list."""

    as_at: date
