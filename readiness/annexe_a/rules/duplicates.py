"""Rows that repeat another’s key, and spells of one child that overlap."""

from collections.abc import Callable
from datetime import date

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.declaring import (
    COLUMN,
    ERROR,
    LIST,
    LOCAL,
    WARNING,
    MissingPartError,
    Plan,
    Rule,
    Table,
    Tables,
    blank,
    col,
)
from readiness.annexe_a.rules.names import (
    ADOPTER,
    ASSESS_END,
    ASSESS_START,
    CONFERENCE,
    ENQUIRY,
    HELP_END,
    HELP_START,
    ID,
    canonical_of,
)

FIRST, SAME = "first", "same throughout"
EVENTS, CHILDREN = (1, 2, 3, 4, 5), (6, 7, 8)
PEOPLE, ADOPTERS = (9, 10), (11,)
GROUP = "duplicate"
MOST_SHOWN = 2
NEVER = date.max
NONE = pl.DataFrame(
    schema={
        LIST: pl.Int32,
        ROW: pl.Int64,
        COLUMN: pl.String,
        FIRST: pl.Int64,
        "key": pl.String,
        "differences": pl.String,
    }
)


def _key(table: Table) -> list[str]:
    spec = table.frame.spec
    return [canonical_of(spec.column(name)) for name in spec.key]


def _repeats(table: Table, *, same: bool | None) -> pl.DataFrame:
    """Rows after the first with the same key: all, or those that are (not) the same throughout."""
    key = _key(table)
    names = list(table.columns)
    full = table.data.filter(
        pl.all_horizontal(pl.col(key).is_not_null()) & pl.struct(key).is_duplicated()
    )
    if full.is_empty():
        return NONE
    firsts = [pl.col(name).first().over(key).alias(f"first {name}") for name in names]
    beside = full.with_columns(pl.col(ROW).first().over(key).alias(FIRST), *firsts)
    again = beside.filter(pl.col(ROW) != pl.col(FIRST)).with_columns(
        pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"first {n}")) for n in names).alias(SAME),
        _differences(names).alias("differences"),
    )
    if same is not None:
        again = again.filter(pl.col(SAME) == same)
    words = ", ".join(f"“{name}”" for name in table.frame.spec.key)
    return again.select(
        pl.lit(table.number).alias(LIST),
        ROW,
        pl.lit(key[0]).alias(COLUMN),
        FIRST,
        pl.lit(words).alias("key"),
        "differences",
    )


def _differences(names: list[str]) -> pl.Expr:
    """“; “Allocated Team”: A there, B here”: the columns in which a repeat differs."""
    said = [
        pl.when(~pl.col(name).eq_missing(pl.col(f"first {name}"))).then(
            pl.format(
                "“{}”: {} there, {} here",
                pl.lit(name),
                pl.col(f"first {name}").cast(pl.String).fill_null("blank"),
                pl.col(name).cast(pl.String).fill_null("blank"),
            )
        )
        for name in names
    ]
    different = pl.concat_list(said).list.drop_nulls()
    return (
        pl.when(different.list.len() > 0)
        .then(
            pl.concat_str(
                pl.lit(" They differ: "),
                different.list.head(MOST_SHOWN).list.join("; "),
                pl.lit("."),
            )
        )
        .otherwise(pl.lit(""))
    )


def _in_lists(numbers: tuple[int, ...], same: bool | None) -> Plan:
    def find(tables: Tables, context: Context) -> pl.DataFrame:
        parts = []
        for number in numbers:
            table = tables.tables.get(number)
            if table is not None and set(_key(table)) <= table.columns.keys():
                tables.asked.update((number, name) for name in table.columns)
                parts.append(_repeats(table, same=same))
        if not parts:
            raise MissingPartError
        return pl.concat(parts)

    return Plan(find)


def _rule(
    code: str, lists: tuple[int, ...], advice: str, same: bool | None, severity: str, cites: str
) -> Rule:
    says = f"This row repeats row {{first}}: the same {{key}}.{{differences}} {advice}"
    return Rule(code, lists, "", says, _in_lists(lists, same), severity, GROUP, cites)


def _overlap(number: int, start: str, end: str) -> Callable[[Tables, Context], pl.DataFrame]:
    """Rows that begin before one of the child’s earlier rows has ended: that which ends last."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        rows = tables.children(number, start, end).filter(col(start).is_not_null())
        until = pl.when(blank(end)).then(NEVER).otherwise(col(end)).alias("until")
        rows = rows.select(ID, start, ROW, until)
        # One for each day on which rows begin: what begins on the same day overlaps nothing.
        order = [ID, start, "until", ROW]
        spells = rows.sort(order, descending=[False, False, True, False], nulls_last=True)
        spells = spells.group_by(ID, start, maintain_order=True).first()
        is_last = pl.col("until") == pl.col("until").cum_max().over(ID)
        earlier = spells.with_columns(pl.when(is_last).then(ROW).alias(FIRST)).select(
            ID,
            start,
            pl.col(FIRST).forward_fill().shift(1).over(ID),
            pl.col("until").cum_max().shift(1).over(ID).alias("latest"),
        )
        beside = rows.join(earlier, on=[ID, start]).filter(pl.col("latest") > pl.col(start))
        return beside.sort(ID, start, ROW).select(ROW, FIRST)

    return find


def find_shared_conferences(tables: Tables, context: Context) -> pl.DataFrame:
    """Enquiries about one child that name the same conference."""
    rows = tables.children(5, CONFERENCE, ENQUIRY).filter(col(CONFERENCE).is_not_null())
    key = [ID, CONFERENCE]
    shared = rows.with_columns(
        pl.col(ROW).first().over(key).alias(FIRST), pl.col(ENQUIRY).n_unique().over(key).alias("n")
    )
    return shared.filter((pl.col(ROW) != pl.col(FIRST)) & (pl.col("n") > 1)).select(ROW, FIRST)


RULES = (
    _rule(
        "event-twice", EVENTS, "Keep one of them.", True, ERROR,
        "Guidance tab, Lists 1 to 5: a child may appear more than once, an event may not",
    ),
    _rule(
        "event-twice-differing", EVENTS, "Check that both happened.", False, WARNING, LOCAL,
    ),
    _rule(
        "child-twice", CHILDREN, "Keep one of them.", None, ERROR,
        "Guidance tab, Lists 6 to 8: each child should have only a single entry",
    ),
    _rule("person-twice", PEOPLE, "Keep one of them.", None, ERROR, LOCAL),
    _rule(
        "adopter-twice", ADOPTERS, "Keep one of them.", None, ERROR,
        f"Guidance tab, List 11: {ADOPTER}, one row per adopter",
    ),
    Rule(
        "early-help-overlaps", (2,), HELP_START,
        "This begins before the early help of row {first} ended. Check that both were open.",
        Plan(_overlap(2, HELP_START, HELP_END)), WARNING, "overlap", LOCAL,
    ),
    Rule(
        "assessments-overlap", (4,), ASSESS_START,
        "This begins before the assessment of row {first} was authorised. Check that both ran.",
        Plan(_overlap(4, ASSESS_START, ASSESS_END)), WARNING, "overlap", LOCAL,
    ),
    Rule(
        "conference-of-two-enquiries", (5,), CONFERENCE,
        "The conference is that of row {first} too. Give it to the enquiry it came from.",
        Plan(find_shared_conferences), WARNING, "overlap",
        f"Guidance tab, List 5: {CONFERENCE}",
    ),
)  # fmt: skip
