"""What a measure of the lists is: declared once, counted by `measuring`, printed by `book`.

A measure has a key, a title, and words for what it counts and out of what. It is one of four
shapes: a count, a share, a spread over categories, or a length of time. Each answers, for any row,
in which of its cells the row is counted (null: in none), so that all are counted alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import ago, blank, col, day, is_code, working_days
from readiness.annexe_a.rules.names import ID

Test = Callable[[Context], pl.Expr]
"""What is asked of a row: a boolean, a number of days or a code, as an expression."""
Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""Categories: the words of each, and the codes that belong to it."""
NOT_KNOWN = "Not known"
MONTHS = 6
"""How far back Lists 1 to 8 look."""


@dataclass(frozen=True)
class Count:
    """How many rows. `rate_months` gives a rate per 10,000 children: 0 for how many there are on
    the day, else the months in which they were counted, so that the rate is one of a year."""

    where: Test
    rate_months: int | None = None


@dataclass(frozen=True)
class Share:
    """How many of the rows `of` are `where`: a percentage."""

    of: Test
    where: Test


@dataclass(frozen=True)
class Spread:
    """The rows `of` by the codes of a column; what fits no group is not known."""

    of: Test
    column: str
    groups: Groups


@dataclass(frozen=True)
class Length:
    """How many days the rows `of` took: the median, and how many in each band.

    `bands` are the most days of each band but the last, which has no end.
    """

    of: Test
    days: Test
    bands: tuple[int, ...]
    unit: str = "days"


Shape = Count | Share | Spread | Length


@dataclass(frozen=True)
class Measure:
    """One measure. `counted` and `out_of` are its definition in words, without a full stop.

    They may hold {names.of_standards}. `out_of` is "" for a count.
    """

    key: str
    number: int
    title: str
    shape: Shape
    counted: str
    out_of: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of its cells, in order."""
        match self.shape:
            case Count():
                return ("Number",)
            case Share():
                return ("Yes", "No")
            case Spread(groups=groups):
                return (*(words for words, _ in groups), NOT_KNOWN)
            case Length(bands=bands):
                return label_bands(bands)

    def cell(self, context: Context) -> pl.Expr:
        """The number of the cell a row is counted in, null where it is in none."""
        match self.shape:
            case Count(where=where):
                return pl.when(where(context)).then(0)
            case Share(of=of, where=where):
                is_yes = where(context).fill_null(False)
                return pl.when(of(context)).then(pl.when(is_yes).then(0).otherwise(1))
            case Spread(of=of, column=column, groups=groups):
                return pl.when(of(context)).then(number_groups(column, groups))
            case Length(bands=bands):
                return _number_bands(self.length(context), bands)

    def length(self, context: Context) -> pl.Expr:
        """The days of a row, null where it is not counted or is no length."""
        if not isinstance(self.shape, Length):
            return pl.lit(None, dtype=pl.Int64)
        days = self.shape.days(context)
        return pl.when(self.shape.of(context) & (days >= 0)).then(days)


def number_groups(column: str, groups: Groups) -> pl.Expr:
    """The number of the group that a label belongs to; the last one is “not known”."""
    found: pl.Expr = pl.lit(len(groups))
    for number, (_, codes) in reversed(list(enumerate(groups))):
        found = pl.when(is_code(column, *codes)).then(number).otherwise(found)
    return found


def label_bands(bands: tuple[int, ...]) -> tuple[str, ...]:
    """“0 to 10”, “11 to 25”, “26 or more”."""
    starts = (0, *(most + 1 for most in bands))
    inner = (f"{least:,} to {most:,}" for least, most in zip(starts, bands, strict=False))
    return (*inner, f"{starts[-1]:,} or more")


def _number_bands(days: pl.Expr, bands: tuple[int, ...]) -> pl.Expr:
    above = [(days > most).cast(pl.Int32) for most in bands]
    return reduce(lambda total, one: total + one, above)


def every(*tests: Test) -> Test:
    """All of these."""
    return lambda context: pl.all_horizontal(test(context) for test in tests)


def known(name: str) -> Test:
    """Where the cell was understood."""
    return lambda context: col(name).is_not_null()


def code(name: str, *codes: str) -> Test:
    """Where the label is one of these codes."""
    return lambda context: is_code(name, *codes)


def above(name: str, least: int) -> Test:
    """Where a number is above this."""
    return lambda context: col(name) > least


def recent(name: str, months: int = MONTHS) -> Test:
    """Where a date is in the months before the as-at date, that day included."""
    return lambda context: col(name).is_between(ago(context, months=months), day(context.as_at))


def months_ago(name: str, months: int) -> Test:
    """Where a date is at least so many months back."""
    return lambda context: col(name) <= ago(context, months=months)


def still_open(start: str, end: str) -> Test:
    """Where something has begun and not ended."""
    return lambda context: (col(start) <= day(context.as_at)) & blank(end)


def first_of_child(test: Test) -> Test:
    """Where a row is its child’s first among those that pass: so children are counted once."""

    def first(context: Context) -> pl.Expr:
        child = pl.when(test(context)).then(col(ID))
        return child.is_not_null() & child.is_first_distinct()

    return first


def each_child(test: Test, key: str = ID) -> Test:
    """As the test, but of the rows of one child that pass only the first: a child counts once.

    A row without an identifier is a child of its own.
    """

    def once(context: Context) -> pl.Expr:
        passes = test(context)
        return passes & (col(key).is_null() | pl.when(passes).then(col(key)).is_first_distinct())

    return once


def is_repeated(test: Test) -> Test:
    """Where the child has more than one of the rows that pass."""
    return lambda context: test(context).sum().over(ID) > 1


def since(name: str) -> Test:
    """Days from a date to the as-at date."""
    return lambda context: (day(context.as_at) - col(name)).dt.total_days()


def between(start: str, end: str) -> Test:
    """Days from one date to another."""
    return lambda context: (col(end) - col(start)).dt.total_days()


def working_between(start: str, end: str) -> Test:
    """Working days after one date, up to and including the other."""
    return lambda context: working_days(context, col(start), col(end))


def working_since(name: str) -> Test:
    """Working days after a date, up to and including the as-at date."""
    return lambda context: working_days(context, col(name), day(context.as_at))


def at_most(days: Test, limit: str) -> Test:
    """Where days are no more than the standard of this name, and not fewer than none."""
    return lambda context: days(context).is_between(0, context.standards[limit])


def more_than(days: Test, limit: str) -> Test:
    """Where days are more than the standard of this name."""
    return lambda context: days(context) > context.standards[limit]
