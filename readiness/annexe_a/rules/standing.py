"""What is open: an episode of need, a plan, care, an assessment; and what was on a given day."""

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, Context
from readiness.annexe_a.rules.declaring import blank, col, filled, is_code
from readiness.annexe_a.rules.names import (
    ASSESS_END,
    ASSESS_START,
    CARE_END,
    CARE_START,
    ENQUIRY,
    ID,
    LEGAL,
    NEED_END,
    NEED_START,
    PLAN_END,
    PLAN_START,
)

PLACE = "place"


def is_open(start: str, end: str) -> pl.Expr:
    """Whether something has begun and not ended."""
    return filled(start) & blank(end)


def in_need(_context: Context) -> pl.Expr:
    """With an open episode of need."""
    return is_open(NEED_START, NEED_END)


def on_plan(_context: Context) -> pl.Expr:
    """With a protection plan now."""
    return is_open(PLAN_START, PLAN_END)


def in_care(_context: Context) -> pl.Expr:
    """In care now."""
    return is_open(CARE_START, CARE_END)


def in_short_breaks() -> pl.Expr:
    """Whether the legal status is of a series of short breaks, which is not counted as care."""
    return is_code(LEGAL, "V3", "V4").fill_null(False)


def counted_in_care(context: Context) -> pl.Expr:
    """In care now, and not by a series of short breaks."""
    return in_care(context) & ~in_short_breaks()


def in_assessment(_context: Context) -> pl.Expr:
    """Under assessment now."""
    return is_open(ASSESS_START, ASSESS_END)


def find_on_plan(enquiries: pl.DataFrame, plans: pl.DataFrame) -> pl.Series:
    """By row of list 5: whether the child had a protection plan (list 7) when the enquiry began."""
    began = enquiries.select(ID, ENQUIRY).with_row_index(PLACE)
    beside = began.join(
        plans.select(ID, PLAN_START, PLAN_END, ORIGINAL + PLAN_END), on=ID, how="inner"
    )
    going = blank(PLAN_END) | (col(PLAN_END) >= col(ENQUIRY))
    found = beside.filter((col(PLAN_START) <= col(ENQUIRY)) & going)[PLACE]
    return began[PLACE].is_in(found.implode())
