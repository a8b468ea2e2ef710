"""Cells of one row against each other: age and date of birth, dates in order, pairs."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame
from readiness.annexe_a.rules.cells import AGE, BIRTH, UNBORN, takes_unborn

IN_ORDER: dict[int, tuple[tuple[str, str], ...]] = {
    2: (("Assessment start date", "Assessment completion date"),),
    4: (("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),),
    5: (
        (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        ),
    ),
    6: (("CIN Start Date", "CIN Closure Date"),),
    7: (("Child Protection Plan Start Date", "Child Protection Plan End Date"),),
    8: (
        (BIRTH, "Date Started to be Looked After"),
        ("Date Started to be Looked After", "Date Ceased to be Looked After"),
        ("Start date of current legal status", "Date Ceased to be Looked After"),
        ("Start Date of Most Recent Placement", "Date Ceased to be Looked After"),
    ),
    10: (
        (BIRTH, "Date the Child Entered Care"),
        (
            "Date of Decision that Child Should be Placed for Adoption",
            "Date of Matching Child and Prospective Adopters",
        ),
        ("Date of Matching Child and Prospective Adopters", "Date Placed for Adoption"),
        ("Date Placed for Adoption", "Date of Adoption Order"),
        (
            "Date of Decision that Child Should be Placed for Adoption",
            "Date of Decision that Child Should No Longer be Placed for Adoption",
        ),
    ),
    11: (
        ("Date Stage 1 started", "Date Stage 1 ended"),
        ("Date Stage 2 started", "Date Stage 2 ended"),
        ("Date Stage 1 ended", "Date Stage 2 started"),
        ("Date application submitted", "Date application approved"),
        ("Date adopter matched with child(ren)", "Date child/children placed with adopter(s)"),
        ("Date child/children placed with adopter(s)", "Date of Adoption Order"),
    ),
}
TOGETHER: dict[int, tuple[str, str]] = {
    6: ("CIN Closure Date", "Reason for Closure"),
    8: ("Date Ceased to be Looked After", "Reason Ceased to be Looked After"),
    10: (
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
    ),
    11: ("Date of leaving adoption process", "Reason for leaving adoption process"),
}


def check_age(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """The age is that at the last birthday on the as-at date; -1 for an unborn child.

    Source: Guidance tab, Age of Child (Years): “the child’s age in years at their last
    birthday. If a child is unborn, enter their age as ‘-1’”.
    """
    if not {BIRTH, AGE} <= frame.letters.keys():
        return
    born, at = pl.col(BIRTH), context.as_at
    # Months and days come as eight bits: widened before they are multiplied.
    birthday = born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    before = birthday > at.month * 100 + at.day
    years = at.year - born.dt.year() - before.cast(pl.Int32)
    right = pl.when(born > at).then(UNBORN).otherwise(years).alias("right age")
    known = born.is_not_null() & pl.col(AGE).is_not_null()
    if not takes_unborn(frame):
        known &= born <= at  # the date itself is found to be in the future
    wrong = frame.values.select(ROW, AGE, right, known=known).filter(
        pl.col("known") & (pl.col(AGE) != pl.col("right age"))
    )
    for row, age in zip(wrong[ROW], wrong["right age"], strict=True):
        text = f"The age does not fit the date of birth: it would be {age} on the as-at date."
        yield frame.finding(row, AGE, "age-wrong", "error", text)


def check_order(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """What comes later is not dated before what comes first.

    Source: local standard, from what the Guidance tab says each date of the list is.
    """
    for start, end in IN_ORDER.get(frame.spec.number, ()):
        if {start, end} <= frame.letters.keys():
            rows = frame.values.filter(pl.col(end) < pl.col(start))[ROW]
            text = f"“{end}” is before “{start}”. Correct one of them."
            yield from frame.findings(rows, end, "dates-out-of-order", "error", text)


def check_together(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """An end date and its reason are both given or both blank.

    Source: Guidance tab, the reason of lists 6 and 8 (“Please leave blank if the most recent
    episode is open”), 10 and 11 (“enter the date of leaving the process and reason”).
    """
    pair = TOGETHER.get(frame.spec.number, ())
    if not pair or not set(pair) <= frame.letters.keys():
        return
    first, second = (frame.originals[name].is_null() for name in pair)
    for name, other, wrong in ((*pair, first & ~second), (*pair[::-1], second & ~first)):
        text = f"“{name}” is blank but “{other}” is given. Give both or neither."
        rows = frame.values[ROW].filter(wrong)
        yield from frame.findings(rows, name, "not-together", "error", text)
