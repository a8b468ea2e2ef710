"""Cells of one row against each other: age and date of birth, dates in order.

Source: Guidance tab, “Age of Child (Years)”; the order of dates is a local standard.
"""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame

BIRTH, AGE = "Date of Birth", "Age of Child (Years)"
IN_ORDER = (
    ("Assessment start date", "Assessment completion date"),
    ("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),
    ("CIN Start Date", "CIN Closure Date"),
    ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
    ("Date Started to be Looked After", "Date Ceased to be Looked After"),
    ("Date Placed for Adoption", "Date of Adoption Order"),
    ("Date Stage 1 started", "Date Stage 1 ended"),
    ("Date Stage 2 started", "Date Stage 2 ended"),
)
TOGETHER = (
    ("CIN Closure Date", "Reason for Closure"),
    ("Date Ceased to be Looked After", "Reason Ceased to be Looked After"),
)


def check_age(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """The age is that at the as-at date, in whole years; -1 for an unborn child."""
    if not {BIRTH, AGE} <= frame.letters.keys():
        return
    born, at = pl.col(BIRTH), context.as_at
    # Months and days come as eight bits: widened before they are multiplied.
    birthday = born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    before = birthday > at.month * 100 + at.day
    age = pl.when(born > at).then(-1).otherwise(at.year - born.dt.year() - before.cast(pl.Int32))
    wrong = frame.values.with_columns(age.alias("right age")).filter(
        born.is_not_null() & pl.col(AGE).is_not_null() & (pl.col(AGE) != pl.col("right age"))
    )
    for row, right in zip(wrong[ROW], wrong["right age"], strict=True):
        text = f"The age does not fit the date of birth: it would be {right} on the as-at date."
        yield frame.finding(row, AGE, "age-wrong", "error", text)


def check_order(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """A date that ends something is not before the date that starts it."""
    for start, end in IN_ORDER:
        if {start, end} <= frame.letters.keys():
            for row in frame.values.filter(pl.col(end) < pl.col(start))[ROW]:
                text = f"“{end}” is before “{start}”."
                yield frame.finding(row, end, "dates-out-of-order", "error", text)


def check_together(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """An end date and its reason are both given or both blank, as their guidance asks."""
    for pair in TOGETHER:
        if set(pair) <= frame.letters.keys():
            first, second = (frame.originals[name].is_null() for name in pair)
            apart = first ^ second
            rows = frame.values[ROW].filter(apart)
            for row, blank in zip(rows, first.filter(apart), strict=True):
                name, other = pair if blank else pair[::-1]
                text = f"“{name}” is blank but “{other}” is given. Give both or neither."
                yield frame.finding(row, name, "not-together", "error", text)
