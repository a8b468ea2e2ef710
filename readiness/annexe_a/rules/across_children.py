"""What must be the same wherever a child appears, counts that must fit the rows, and spellings."""

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.declaring import (
    CHILDREN,
    COLUMN,
    ERROR,
    LIST,
    LOCAL,
    WARNING,
    MissingPartError,
    Plan,
    Rule,
    Tables,
    col,
)
from readiness.annexe_a.rules.joining import ACROSS
from readiness.annexe_a.rules.names import (
    BIRTH,
    CONFERENCE,
    CONFERENCES,
    DISABLED,
    ENQUIRIES,
    ENQUIRY,
    ETHNICITY,
    GENDER,
    ID,
    REFERRALS,
    REFERRED,
    TEAM,
    WORKER,
)

TRUSTED = (8, 7, 6, 10, 9, 5, 4, 3, 2, 1)
"""Which list to go by where as many say one thing as another."""
SPELLING = "spelt-in-two-ways"
SAME_CHILD = "Guidance tab, each list: the same child by its Unique Identity number"


def _stacked(tables: Tables, column: str, lists: tuple[int, ...]) -> pl.DataFrame:
    parts = [
        tables.children(number, column).select(
            pl.lit(number).alias(LIST), ROW, ID, pl.col(column).cast(pl.String).alias("value")
        )
        for number in lists
        if tables.there(number, ID, column)
    ]
    if not parts:
        raise MissingPartError
    return pl.concat(parts).filter(pl.col("value").is_not_null())


def _differs(code: str, column: str, lists: tuple[int, ...], what: str) -> Rule:
    """The fact that most rows of a child state, and the rows that state another."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        rows = _stacked(tables, column, lists)
        trust = pl.col(LIST).replace_strict(list(TRUSTED), list(range(len(TRUSTED))))
        torn = rows.filter(pl.col("value").n_unique().over(ID) > 1).with_columns(
            pl.len().over(ID, "value").alias("votes"), trust.alias("trust")
        )
        best = (
            torn.sort("votes", "trust", ROW, descending=[True, False, False])
            .group_by(ID, maintain_order=True)
            .agg(
                pl.col("value").first().alias("right"),
                pl.col(LIST).first().alias("there"),
                pl.col(ROW).first().alias("at"),
            )
        )
        differing = torn.join(best, on=ID).filter(pl.col("value") != pl.col("right"))
        return differing.select(LIST, ROW, pl.lit(column).alias(COLUMN), "there", "at")

    return Rule(
        code, lists, column,
        f"The {what} is another than on list {{there}}, row {{at}}. Correct the wrong one.",
        Plan(find), ERROR, ACROSS, SAME_CHILD,
    )  # fmt: skip


def _same_count(code: str, number: int, column: str) -> Rule:
    """A twelve-month count is the same on every row of a child."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        rows = tables.children(number, column).filter(col(column).is_not_null())
        beside = rows.with_columns(
            pl.col(column).max().over(ID).alias("most"),
            pl.col(ROW).sort_by(column, descending=True).first().over(ID).alias("there"),
        )
        return beside.filter(pl.col(column) < pl.col("most")).select(ROW, "there")

    return Rule(
        code, (number,), column,
        f"“{column}” is the same on every row of a child, but differs from row {{there}}.",
        Plan(find), ERROR, "counts-disagree",
    )  # fmt: skip


def _least_count(code: str, number: int, column: str, when: str, what: str) -> Rule:
    """A twelve-month count is as large as the earlier rows of the child on the list, at least."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        rows = tables.children(number, column, when).filter(col(when).is_not_null())
        # Two on one day are a question of their own.
        times = rows.with_columns((pl.col(when).n_unique().over(ID) - 1).alias("earlier"))
        return times.filter(pl.col(column) < pl.col("earlier")).select(ROW, "earlier")

    return Rule(
        code, (number,), column,
        f"The list itself has {{earlier}} {what} of this child before the latest. Correct it.",
        Plan(find), ERROR, "counts-disagree",
    )  # fmt: skip


def find_too_few_conferences(tables: Tables, context: Context) -> pl.DataFrame:
    """Counts of conferences below those that earlier rows of the child have."""
    rows = tables.children(5, CONFERENCES, CONFERENCE, ENQUIRY)
    before = (col(CONFERENCE) < col(ENQUIRY).max().over(ID)) & (
        col(ENQUIRY) < col(ENQUIRY).max().over(ID)
    )
    held = rows.with_columns(
        pl.when(before).then(col(CONFERENCE)).n_unique().over(ID).alias("kinds"),
        pl.when(before).then(col(CONFERENCE)).is_null().any().over(ID).alias("has_none"),
    ).with_columns((pl.col("kinds") - pl.col("has_none").cast(pl.UInt32)).alias("earlier"))
    return held.filter(pl.col(CONFERENCES) < pl.col("earlier")).select(ROW, "earlier")


def _spelling(code: str, column: str, what: str) -> Rule:
    """Names that differ only in case, spacing, stops and the order of their words."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        parts = [
            tables.get(n, column).select(pl.lit(n).alias(LIST), ROW, pl.col(column).alias("value"))
            for n in (3, 4, 5, 6, 7, 8, 9)
            if tables.there(n, column)
        ]
        if not parts:
            raise MissingPartError
        rows = pl.concat(parts).filter(pl.col("value").is_not_null())
        names = rows.group_by("value").agg(pl.len().alias("times"))
        words = pl.col("value").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
        folded = names.with_columns(words.list.sort().list.join(" ").alias("folded"))
        usual = folded.sort("times", "value", descending=[True, False]).with_columns(
            pl.col("value").first().over("folded").alias("usual")
        )
        odd = usual.filter(pl.col("value") != pl.col("usual")).select("value", "usual")
        return rows.join(odd, on="value").select(
            LIST, ROW, pl.lit(column).alias(COLUMN), "value", "usual"
        )

    return Rule(
        code, (3, 4, 5, 6, 7, 8, 9), column,
        f"This {what} is mostly spelt “{{usual}}”. Spell it one way, or it counts as two.",
        Plan(find), WARNING, SPELLING, LOCAL,
    )  # fmt: skip


RULES = (
    _differs("birth-differs", BIRTH, CHILDREN, "date of birth"),
    _differs("gender-differs", GENDER, CHILDREN, "gender"),
    _differs("ethnicity-differs", ETHNICITY, CHILDREN, "ethnicity"),
    _differs("disability-differs", DISABLED, (4, 5, 6, 7, 8, 9, 10), "disability"),
    _same_count("referral-counts-differ", 3, REFERRALS),
    _same_count("enquiry-counts-differ", 5, ENQUIRIES),
    _same_count("conference-counts-differ", 5, CONFERENCES),
    _least_count("too-few-referrals", 3, REFERRALS, REFERRED, "referrals"),
    _least_count("too-few-enquiries", 5, ENQUIRIES, ENQUIRY, "enquiries"),
    Rule(
        "too-few-conferences", (5,), CONFERENCES,
        "The list itself has {earlier} conferences of this child before the latest enquiry.",
        Plan(find_too_few_conferences), ERROR, "counts-disagree",
    ),
    _spelling("team-spelling", TEAM, "team"),
    _spelling("worker-spelling", WORKER, "worker"),
)  # fmt: skip
