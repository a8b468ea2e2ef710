"""What lists do not say by themselves: what became of a child in another list, and missing ages.

Such a column is not there where the other list, or a column of it, is not.
"""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import Table, col
from readiness.annexe_a.rules.persons import years_old
from readiness.annexe_a.rules.standing import find_on_plan

TO_REFERRAL = "days from the contact to the child’s next referral"
TO_ASSESSMENT = "days from the referral to the child’s next assessment"
TO_REFERRAL_OF_HELPED = "days from the early help to the child’s next referral"
FROM_HELP = "days from the child’s early help to the referral"
LINKS = (
    (1, n.CONTACTED, 3, n.REFERRED, TO_REFERRAL, "forward"),
    (2, n.HELP_START, 3, n.REFERRED, TO_REFERRAL_OF_HELPED, "forward"),
    (3, n.REFERRED, 4, n.ASSESS_START, TO_ASSESSMENT, "forward"),
    (3, n.REFERRED, 2, n.HELP_START, FROM_HELP, "backward"),
)
ALREADY = "whether the child had a plan when the enquiry began"
OF_OTHERS = {link[4]: link[2] for link in LINKS} | {ALREADY: 7}
"""What follows from another list, and from which."""
PLACE, THERE = "place", "there"


def follow(tables: dict[int, Table]) -> dict[int, pl.DataFrame]:
    """The data of each list, with what the same child’s other list has."""
    data = {number: table.data for number, table in tables.items()}
    for number, start, other, then, name, way in LINKS:
        if _has(tables, number, start) and _has(tables, other, then):
            days = _days(tables[number].data, start, tables[other].data, then, way)
            data[number] = data[number].with_columns(days.alias(name))
    if _has(tables, 5, n.ENQUIRY) and _has(tables, 7, n.PLAN_START, n.PLAN_END):
        already = find_on_plan(data[5], data[7]).alias(ALREADY)
        data[5] = data[5].with_columns(already)
    return data


def _has(tables: dict[int, Table], number: int, *columns: str) -> bool:
    return number in tables and {n.ID, *columns} <= tables[number].columns.keys()


def _days(one: pl.DataFrame, start: str, other: pl.DataFrame, then: str, way: str) -> pl.Series:
    """Days between a row and the nearest row of its child on that side, null where none is."""
    dated = one.select(pl.col(n.ID), pl.col(start)).with_row_index(PLACE)
    left = dated.drop_nulls().sort(start)
    right = other.select(pl.col(n.ID), pl.col(then).alias(THERE)).drop_nulls().sort(THERE)
    joined = left.join_asof(
        right,
        left_on=start,
        right_on=THERE,
        by=n.ID,
        strategy="forward" if way == "forward" else "backward",
        check_sortedness=False,
    ).select(PLACE, (pl.col(THERE) - pl.col(start)).dt.total_days().abs().alias("days"))
    return dated.join(joined, on=PLACE, how="left", maintain_order="left")["days"]


def fill_ages(data: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The data with the age that the date of birth gives, where the list gives none."""
    if n.BIRTH not in data.columns:
        return data
    given = [col(n.AGE)] if n.AGE in data.columns else []
    return data.with_columns(pl.coalesce(*given, years_old(context)).alias(n.AGE))
