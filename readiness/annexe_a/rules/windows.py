"""The period each list covers, and the day it was taken on."""

from datetime import date, timedelta

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.ages import suggest_as_at
from readiness.annexe_a.rules.declaring import (
    ALL,
    CHILDREN,
    LIST,
    LOCAL,
    WARNING,
    MissingPartError,
    Plan,
    Rule,
    Table,
    Tables,
    ago,
    blank,
    col,
    filled,
)
from readiness.annexe_a.rules.names import (
    ASSESS_START,
    BIRTH,
    CARE_VISIT,
    CONTACTED,
    ENQUIRY,
    HELP_START,
    LAST_CONTACT,
    PLAN_VISIT,
    REFERRED,
    SEEN,
    canonical_of,
)
from readiness.plain_words import format_day

OUTSIDE, TAKEN = "outside-window", "taken-another-day"
NOTIFIED = "Front_Sheet tab, What point of time are the lists: the Wednesday of the week before"
WEDNESDAY = 2
PERIODS = {
    1: ("contact", "was not received in the six months before"),
    2: ("early-help", "was neither assessed in the six months before nor is it open at"),
    3: ("referral", "was not received in the six months before"),
    4: ("assessment", "was not in the six months before, and is not open at"),
    5: ("enquiry", "did not begin in the six months before, and is decided at"),
    6: ("need", "did not end in the six months before, and is not open at"),
    7: ("plan", "did not end in the six months before, and is not open at"),
    8: ("care", "did not end in the six months before, and is not open at"),
    10: ("adoption", "was neither adopted nor reversed in the twelve months before, nor waits at"),
    11: ("adopter", "had nothing in the twelve months before, and is not in the process at"),
}
FREQUENT = {
    1: CONTACTED, 2: HELP_START, 3: REFERRED, 4: ASSESS_START, 5: ENQUIRY,
    6: SEEN, 7: PLAN_VISIT, 8: CARE_VISIT, 9: LAST_CONTACT,
}  # fmt: skip
"""The date of each list that something happens on nearly every day."""


def _outside(number: int) -> Plan:
    """Rows none of whose window dates is in the period, and which are not open."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        table = tables.tables.get(number)
        if table is None:
            raise MissingPartError
        spec = table.frame.spec
        named = (spec.window_on, spec.starts, spec.ends)
        on, opens, ends = ([canonical_of(spec.column(name)) for name in part] for part in named)
        rows = tables.get(number, *dict.fromkeys([*on, *opens, *ends]))
        start = ago(context, months=spec.months)
        belongs = pl.any_horizontal([col(n).is_between(start, context.as_at) for n in on])
        past = pl.any_horizontal([col(n) < start for n in on])
        if opens:
            begun = pl.any_horizontal(col(name).is_not_null() for name in opens)
            still = [begun, *(blank(name) for name in ends)]
            belongs = belongs.fill_null(False) | pl.all_horizontal(still)
        # A date that is not understood, or lies ahead, has a finding of its own.
        unknown = pl.any_horizontal([filled(n) & col(n).is_null() for n in on])
        outside = past & ~unknown & ~belongs.fill_null(False)
        return rows.filter(outside).select(ROW, pl.lit(on[0]).alias("column"))

    return Plan(find)


def _window_rule(number: int) -> Rule:
    name, what = PERIODS[number]
    return Rule(
        f"{name}-outside-window", (number,), "",
        f"This row is outside the list’s period: it {what} the as-at date. Leave it out.",
        _outside(number), WARNING, OUTSIDE, f"Guidance tab, List {number}: its period",
    )  # fmt: skip


def earliest_snapshot(called_on: date) -> date:
    """The Wednesday of the week before the week of the call.

    Ofsted writes “the week before the inspection”: it is read as that before the call, and what is
    older is a question rather than an error.
    """
    monday = called_on - timedelta(days=called_on.weekday())
    return monday - timedelta(days=7 - WEDNESDAY)


def find_early_snapshot(tables: Tables, context: Context) -> pl.DataFrame:
    """The lists, where they were taken before that Wednesday."""
    called = context.called_on
    if called is None or context.as_at >= earliest_snapshot(called):
        return _lists({})
    return _lists(dict.fromkeys(tables.tables, format_day(earliest_snapshot(called))))


def find_late_snapshot(tables: Tables, context: Context) -> pl.DataFrame:
    """Lists whose latest dates are well before the as-at date, and so of another day."""
    days = context.standards["oddities.stale_days"]
    # So many rows in half a year that three weeks without any are not chance.
    fewest = 3 * context.standards["oddities.fewest_rows"]
    found = {}
    for number, name in FREQUENT.items():
        if tables.there(number, name) and tables.tables[number].data.height >= fewest:
            tables.asked.add((number, name))
            latest = _latest(tables.tables[number], name, context.as_at)
            if latest is not None and (context.as_at - latest).days > days:
                found[number] = format_day(latest)
    return _lists(found)


def _latest(table: Table, name: str, as_at: date) -> date | None:
    found = table.data.filter(col(name) <= as_at)[name].max()
    return found if isinstance(found, date) else None


def find_other_days(tables: Tables, context: Context) -> pl.DataFrame:
    """Lists whose ages nearly all fit another day, while those of the others fit the as-at date."""
    found = {}
    for number in CHILDREN:
        if tables.there(number, BIRTH, "Age of Child (Years)"):
            doubt = suggest_as_at([tables.tables[number].frame], context.as_at, context.as_at)
            if doubt is not None:
                found[number] = format_day(doubt.day)
    # Where every list says so the as-at date itself is in doubt, which is said elsewhere.
    some = 0 < len(found) < sum(number in tables.tables for number in CHILDREN)
    return _lists(found if some else {})


def _lists(found: dict[int, str]) -> pl.DataFrame:
    rows = [(number, 0, said) for number, said in found.items()]
    return pl.DataFrame(
        rows, schema={LIST: pl.Int64, ROW: pl.Int64, "detail": pl.String}, orient="row"
    )


RULES = (
    *(_window_rule(number) for number in PERIODS),
    Rule(
        "taken-too-early", ALL, "",
        "The list was taken before {detail}, the earliest day Ofsted accepts. Take it again.",
        Plan(find_early_snapshot), WARNING, TAKEN, NOTIFIED,
    ),
    Rule(
        "latest-dates-old", tuple(FREQUENT), "",
        "Nothing on this list is later than {detail}: was it taken on the as-at date?",
        Plan(find_late_snapshot), WARNING, TAKEN, LOCAL,
    ),
    Rule(
        "ages-of-another-day", CHILDREN, "",
        "The ages on this list fit {detail}, not the as-at date: was it taken then?",
        Plan(find_other_days), WARNING, TAKEN, LOCAL,
    ),
)  # fmt: skip
