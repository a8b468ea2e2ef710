"""What the lists have for the scorecard: each measure an expression over one list.

`checklists/annexe_a/reconciliation.yaml` says which figure is counted by which measure; the limits
(four weeks, ten working days) are those of the council’s standards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, Context
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import Table, col, day, filled, is_code, working_days
from readiness.annexe_a.rules.standing import counted_in_care, in_need, on_plan

Condition = Callable[[Context], pl.Expr]


@dataclass(frozen=True)
class Measure:
    """The rows of a list that are counted: `among` all, and of those, `counted` in a share.

    `on` is the date of an event: then rows are counted within a time. Without it children are.
    """

    list: int
    among: Condition
    counted: Condition | None = None
    on: str = ""


@dataclass(frozen=True)
class Counted:
    """What a list has: the count itself or a share’s numerator, `of` its denominator.

    `children` are the identifiers behind `count`; none for events.
    """

    count: int
    of: int | None
    children: frozenset[str]


def _need_open(context: Context) -> pl.Expr:
    """In need and nothing more: neither a protection plan nor in care."""
    return in_need(context) & is_code(n.STATUS, "c)", "d)")


def _everyone(_context: Context) -> pl.Expr:
    return pl.col(ORIGINAL + n.ID).is_not_null()


def _within_days(name: str, limit: str) -> Condition:
    def within(context: Context) -> pl.Expr:
        days = (day(context.as_at) - col(name)).dt.total_days()
        return days.is_between(0, context.standards[limit])

    return within


def _within_working_days(name: str, limit: str) -> Condition:
    """On the as-at date or at most so many of England’s working days before."""
    return lambda context: (
        (col(name) <= context.as_at)
        & (working_days(context, col(name), day(context.as_at)) <= context.standards[limit])
    )


def _took_at_most(start: str, end: str, limit: str) -> Condition:
    return lambda context: working_days(context, col(start), col(end)).is_between(
        0, context.standards[limit]
    )


def _has(name: str, *codes: str) -> Condition:
    return lambda _context: is_code(name, *codes)


MEASURES = {
    "children_in_need": Measure(6, _need_open),
    "need_planned": Measure(6, _need_open, _has(n.STATUS, "c)")),
    "need_visited": Measure(6, _need_open, _within_days(n.SEEN, "visits.child_in_need")),
    "protection_plans": Measure(7, on_plan),
    "plan_visited": Measure(
        7, on_plan, _within_working_days(n.PLAN_VISIT, "visits.child_protection_working_days")
    ),
    "children_in_care": Measure(8, counted_in_care),
    "care_visited": Measure(8, counted_in_care, _within_days(n.CARE_VISIT, "visits.child_in_care")),
    "care_leavers": Measure(9, _everyone),
    "leavers_in_touch": Measure(9, _everyone, _has(n.IN_TOUCH, "a)")),
    "leavers_active": Measure(
        9, _everyone, lambda _context: col(n.ACTIVITY).str.contains(r"^(\w\) ?)?[FP]\d")
    ),
    "leavers_suitably_housed": Measure(9, _everyone, _has(n.SUITABLE, "a)")),
    "assessments_in_time": Measure(
        4,
        lambda _context: filled(n.ASSESS_END),
        _took_at_most(n.ASSESS_START, n.ASSESS_END, "assessments.completed_working_days"),
        on=n.ASSESS_END,
    ),
    "conferences_in_time": Measure(
        5,
        lambda _context: filled(n.CONFERENCE),
        _took_at_most(n.ENQUIRY, n.CONFERENCE, "conferences.initial_working_days"),
        on=n.CONFERENCE,
    ),
}
"""Every measure by its name."""


def missing_columns(measure: Measure, table: Table, context: Context) -> tuple[str, ...]:
    """The columns that the measure needs and the list does not have."""
    names = [n.ID, *([measure.on] if measure.on else [])]
    for condition in (measure.among, measure.counted):
        if condition is not None:
            names += [name.removeprefix(ORIGINAL) for name in condition(context).meta.root_names()]
    return tuple(name for name in dict.fromkeys(names) if name not in table.columns)


def count_measure(
    measure: Measure, table: Table, context: Context, span: tuple[date, date] | None = None
) -> Counted:
    """What the list has for a measure whose columns are there; events within `span`."""
    rows = table.data.filter(measure.among(context).fill_null(False))
    if measure.on and span is not None:
        rows = rows.filter(col(measure.on).is_between(*span).fill_null(False))
    chosen = rows
    if measure.counted is not None:
        chosen = rows.filter(measure.counted(context).fill_null(False))
    of = None if measure.counted is None else _count(measure, rows)
    children = frozenset() if measure.on else frozenset(chosen[n.ID].drop_nulls().str.strip_chars())
    return Counted(_count(measure, chosen), of, children)


def _count(measure: Measure, rows: pl.DataFrame) -> int:
    """Events, or children: one who stands there twice is one child."""
    if measure.on:
        return rows.height
    return rows[n.ID].drop_nulls().n_unique() + rows[n.ID].null_count()
