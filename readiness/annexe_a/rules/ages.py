"""Whether many wrong ages have one cause: the extract was taken on another day than was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.rules.names import AGE, BIRTH
from readiness.annexe_a.rules.persons import NO_DATE_UNTIL, takes_unborn
from readiness.plain_words import format_day, plural

AGE_WRONG = "age-wrong"
"""The group of rules that hold an age against the date of birth."""
FEW = 5
"""So many wrong ages or fewer are mistakes of single rows."""
LEFT_AT_MOST = 0.1
"""The share of the wrong ages that another day may leave wrong and still be the likely one."""
YEAR, MONTH = 10_000, 100
SPAN = {"first": pl.Int64, "next": pl.Int64}


@dataclass(frozen=True)
class AsAtDoubt:
    """`wrong` ages disagree with `as_at`; from `first` to `last` all but `left` would agree."""

    as_at: date
    wrong: int
    first: date
    last: date
    left: int

    @property
    def day(self) -> date:
        """The day to suggest, the one nearest to what was said."""
        return self.last if self.last <= self.as_at else self.first


def has_many_wrong(groups: Iterable[str]) -> bool:
    """Whether so many findings are of wrong ages that they may have one cause."""
    return sum(group == AGE_WRONG for group in groups) > FEW


def suggest_as_at(frames: Iterable[ListFrame], as_at: date, latest: date) -> AsAtDoubt | None:
    """The days up to `latest` on which the most ages agree, where that settles nearly all.

    None where few ages are wrong, or no one day explains them.

    A child is `age` years old from one birthday until the day before the next, so each row
    allows a span of days; the days wanted lie in the most spans. A day is the whole number
    20261124, in which a birthday is `age` times 10,000 later, on 29 February too.
    """
    spans = pl.concat([pl.DataFrame(schema=SPAN), *(_spans(f, as_at) for f in frames)])
    wrong = spans.height - _count(spans, _number(as_at))
    if wrong <= FEW:
        return None
    first, following, agree = _densest(spans, _number(as_at), _number(latest))
    left = spans.height - agree
    if left > wrong * LEFT_AT_MOST:
        return None
    last = latest if following > _number(latest) else _day(following) - timedelta(days=1)
    return AsAtDoubt(as_at, wrong, _day(first), last, left)


def spell_doubt(doubt: AsAtDoubt) -> str:
    """“54 ages disagree with the as-at date … They would agree on …: was it taken then?”"""
    which = "They" if not doubt.left else f"All but {doubt.left} of them"
    days = f"on {format_day(doubt.first)}"
    if doubt.first != doubt.last:
        days = f"from {format_day(doubt.first)} to {format_day(doubt.last)}"
    return (
        f"{plural(doubt.wrong, 'age')} disagree with the as-at date {format_day(doubt.as_at)}. "
        f"{which} would agree {days}: was the extract taken then?"
    )


def _spans(frame: ListFrame, as_at: date) -> pl.DataFrame:
    if not {BIRTH, AGE} <= frame.letters.keys():
        return pl.DataFrame(schema=SPAN)
    born, age = pl.col(BIRTH), pl.col(AGE).cast(pl.Int64)
    known = (born.dt.year() > NO_DATE_UNTIL) & age.is_not_null() & age.is_between(-1, 150)
    if not takes_unborn(frame.spec):
        known &= born <= as_at
    month = born.dt.month().cast(pl.Int64)
    number = born.dt.year().cast(pl.Int64) * YEAR + month * MONTH + born.dt.day().cast(pl.Int64)
    first = number + age * YEAR
    return frame.values.filter(known).select(first=_kept(first), next=_kept(first + YEAR))


def _kept(number: pl.Expr) -> pl.Expr:
    """The day a birthday is kept: 1 March for 29 February in a year without one."""
    year = number // YEAR
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    is_odd = (number % YEAR == 2 * MONTH + 29) & ~is_leap
    return pl.when(is_odd).then(number - number % MONTH + MONTH + 1).otherwise(number)


def _count(spans: pl.DataFrame, number: int) -> int:
    return spans.filter((pl.col("first") <= number) & (pl.col("next") > number)).height


def _densest(spans: pl.DataFrame, said: int, latest: int) -> tuple[int, int, int]:
    """Where the most spans lie upon each other: from, up to but without, and how many."""
    steps = pl.concat(
        [
            spans.select(at="first", step=pl.lit(1)),
            spans.select(at="next", step=pl.lit(-1)),
        ]
    )
    heights = (
        steps.group_by("at")
        .agg(pl.col("step").sum())
        .sort("at")
        .select("at", pl.col("at").shift(-1).alias("next"), pl.col("step").cum_sum().alias("agree"))
        .filter((pl.col("at") <= latest) & pl.col("next").is_not_null())
        .sort(pl.col("agree"), (pl.col("at") - said).abs(), descending=[True, False])
    )
    if heights.is_empty():
        return said, said + 1, 0
    at, following, agree = heights.row(0)
    return at, following, agree


def _number(day: date) -> int:
    return day.year * YEAR + day.month * MONTH + day.day


def _day(number: int) -> date:
    return date(number // YEAR, number // MONTH % MONTH, number % MONTH)
