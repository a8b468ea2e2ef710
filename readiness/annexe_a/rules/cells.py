"""One cell at a time: blanks, kinds, codes, least numbers, dates to come.

Source: the Guidance tab, the field of the column’s name on every list. That a column may not be
blank is a local standard where the Guidance does not say so (`required` in the checklists).
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from readiness.annexe_a.frames import LONGEST, ROW, Context, Finding, ListFrame
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec

WRONG = {
    ColumnKind.DATE: ("date-unreadable", "is not a date. Write it like 31/01/2026."),
    ColumnKind.WHOLE: ("whole-unreadable", "is not a whole number. Write digits only."),
    ColumnKind.CODE: ("code-unknown", "is not one of the codes of this column. Choose one."),
}
BIRTH, AGE = "Date of Birth", "Age of Child (Years)"
UNBORN = -1
LONGEST_WAIT = "10mo"
SHOWN = 60


def check_cells(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """Every rule of one cell, for every column that is there."""
    for column in frame.spec.columns:
        if column.name in frame.letters:
            yield from check_required(frame, column)
            yield from check_understood(frame, column)
            yield from check_minimum(frame, column)
            yield from check_future(frame, column, context)
    yield from check_length(frame)


def check_required(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    """A cell of a required column is not blank. Source: the checklist’s `required`."""
    if column.required and frame.originals[column.name].null_count():
        blank = frame.values[ROW].filter(frame.originals[column.name].is_null())
        text = f"“{column.name}” is blank. Fill it in."
        yield from frame.findings(blank, column.name, "required-blank", "error", text)


def check_understood(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    """A cell holds what its column is for: a date, a whole number, one of the codes.

    Source: Guidance tab, “in a DD/MM/YYYY format” and “Please use codes”.
    """
    original, values = frame.originals[column.name], frame.values[column.name]
    if values.null_count() == original.null_count():
        return
    wrong = original.is_not_null() & values.is_null()
    rule, words = WRONG[column.kind]
    for row, text in zip(frame.values[ROW].filter(wrong), original.filter(wrong), strict=True):
        message = f"“{_shown(text)}” {words}"
        yield frame.finding(row, column.name, rule, "error", message)


def _reaches(least: object, *, below: int) -> bool:
    return isinstance(least, int) and least < below


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def check_minimum(frame: ListFrame, column: ColumnSpec) -> Iterator[Finding]:
    """A number is not below the least its field allows.

    Source: Guidance tab, such as “The lowest possible value will be one” and, for an unborn
    child, the age -1.
    """
    values = frame.values[column.name]
    if column.minimum is not None and _reaches(values.min(), below=column.minimum):
        small = (values < column.minimum).fill_null(False)
        text = f"“{column.name}” is below {column.minimum}, the least it can be. Correct it."
        rows = frame.values[ROW].filter(small)
        yield from frame.findings(rows, column.name, "below-minimum", "error", text)


def check_future(frame: ListFrame, column: ColumnSpec, context: Context) -> Iterator[Finding]:
    """A date is not after the as-at date; an unborn child’s expected date may be.

    Source: local standard, for the lists are of what has happened; Guidance tab, Date of Birth:
    “If an expected birth date is available for an unborn child, enter this date”, on the lists
    whose age may be -1. More than ten months ahead is no expected date (local standard).
    """
    last = frame.values[column.name].max() if column.kind is ColumnKind.DATE else None
    if not isinstance(last, date) or last <= context.as_at:
        return
    latest = pl.lit(context.as_at)
    if column.name == BIRTH and takes_unborn(frame):
        latest = latest.dt.offset_by(LONGEST_WAIT)
    rows = frame.values.filter(pl.col(column.name) > latest)[ROW]
    text = f"“{column.name}” is after the as-at date. Correct it."
    yield from frame.findings(rows, column.name, "date-in-future", "error", text)


def takes_unborn(frame: ListFrame) -> bool:
    """Whether the list may hold an unborn child: its age may be -1."""
    return any(c.name == AGE and c.minimum == UNBORN for c in frame.spec.columns)


def check_length(frame: ListFrame) -> Iterator[Finding]:
    """A text fits into a cell of Excel. Source: local standard; the workbook would cut it."""
    texts = pl.exclude(ROW).str.len_chars()
    longest = frame.originals.select(texts.max()).row(0, named=True)
    text = f"This text is longer than the {LONGEST:,} characters a cell holds. Shorten it."
    for name in [name for name, most in longest.items() if most and most > LONGEST]:
        rows = frame.originals.filter(pl.col(name).str.len_chars() > LONGEST)[ROW]
        yield from frame.findings(rows, name, "text-too-long", "error", text)
