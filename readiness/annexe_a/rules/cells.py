"""One cell at a time: blanks, kinds, codes, future dates. Source: Guidance tab, every list."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec

WRONG = {
    ColumnKind.DATE: ("date-unreadable", "is not a date. Write it like 31/01/2026."),
    ColumnKind.WHOLE: ("whole-unreadable", "is not a whole number. Write digits only."),
    ColumnKind.CODE: ("code-unknown", "is not one of the codes of this column. Choose one."),
}
MAY_BE_AHEAD = "Date of Birth"
"""Guidance tab, Date of Birth: an unborn child has the expected date."""


def check_cells(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """Required blanks, values not understood, numbers too small, dates after the as-at date."""
    for column in frame.spec.columns:
        if column.name in frame.letters:
            yield from _blanks(frame, column)
            yield from _misunderstood(frame, column)
            yield from _too_small(frame, column)
            yield from _in_future(frame, column, context)


def _blanks(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    name = column.name
    if column.required:
        for row in frame.values[ROW].filter(frame.originals[name].is_null()):
            yield frame.finding(row, name, "required-blank", "error", f"“{name}” is blank.")


def _misunderstood(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    original = frame.originals[column.name]
    wrong = original.is_not_null() & frame.values[column.name].is_null()
    for row, text in zip(frame.values[ROW].filter(wrong), original.filter(wrong), strict=True):
        rule, words = WRONG[column.kind]
        yield frame.finding(row, column.name, rule, "error", f"“{text}” {words}")


def _too_small(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    if column.minimum is not None:
        small = (frame.values[column.name] < column.minimum).fill_null(False)
        for row in frame.values[ROW].filter(small):
            text = f"“{column.name}” is below {column.minimum}."
            yield frame.finding(row, column.name, "below-minimum", "error", text)


def _in_future(frame: ListFrame, column: ColumnSpec, context: Context) -> Iterator[Finding]:
    if column.kind is ColumnKind.DATE and column.name != MAY_BE_AHEAD:
        for row in frame.values.filter(pl.col(column.name) > context.as_at)[ROW]:
            text = f"“{column.name}” is after the as-at date."
            yield frame.finding(row, column.name, "date-in-future", "error", text)
