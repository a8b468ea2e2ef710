"""What a rule of the lists is: declared once, run by `running`, printed by `catalogue`.

A rule names itself, says in a sentence what is wrong and what to do, cites the guidance it comes
from, and holds the expression that is true where a row breaks it. It is one of six shapes,
after what it must look at: a row, a cell, a cell that could not be read, a row that is none, or
several rows and lists, or what only the reader sees.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context, ListFrame
from readiness.annexe_a.rules.names import ID, canonical_of
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec

ERROR, WARNING = "error", "warning"
LOCAL = "Local standard"
LIST, COLUMN = "list", "column"
NIL = r"(?i)^\s*(nil( return)?s?|no (records?|children|cases|data|rows|entries)( .*)?|none)\.?\s*$"
CHILDREN = tuple(range(1, 11))
ALL = tuple(range(1, 12))


@dataclass(frozen=True)
class InRow:
    """True where a row breaks the rule. `detail` is put into the sentence at `{detail}`."""

    fails: Callable[[Context], pl.Expr]
    detail: Callable[[Context], pl.Expr] | None = None


@dataclass(frozen=True)
class InCells:
    """As InRow, for every column that `applies`; given the column and its canonical name.

    What a rule that `hides` has found (a date that lies ahead, or stands for none) counts as
    unknown for every other rule.
    """

    applies: Callable[[ColumnSpec, ListSpec], bool]
    fails: Callable[[ColumnSpec, str, Context], pl.Expr]
    hides: bool = False


@dataclass(frozen=True)
class Unread:
    """Why a cell of these kinds was not understood: the first rule whose `fits` is true."""

    kinds: tuple[ColumnKind, ...]
    fits: Callable[[str, ColumnSpec], bool]


@dataclass(frozen=True)
class Stray:
    """True where a row is none of the list’s: no other rule looks at it."""

    fails: Callable[["Table"], pl.Expr]


@dataclass(frozen=True)
class Plan:
    """Rows found by looking at many: ROW, and where needed LIST, COLUMN and parts of the sentence.

    ROW 0 is the list as a whole.
    """

    find: Callable[["Tables", Context], pl.DataFrame]


@dataclass(frozen=True)
class WhileReading:
    """Found by the reader, before there are rows."""


Find = InRow | InCells | Unread | Stray | Plan | WhileReading


@dataclass(frozen=True)
class Rule:
    """One rule. `kind` is the group of alike rules it belongs to, by default itself.

    `column` is where it is found: "" for the list as a whole or for many columns. `says` may hold
    {column}, {value} (the cell as it came), {detail} and what a plan gives.
    """

    code: str
    lists: tuple[int, ...]
    column: str
    says: str
    find: Find
    severity: str = ERROR
    kind: str = ""
    cites: str = ""

    @property
    def group(self) -> str:
        """The name of its group, which findings carry as `rule`."""
        return self.kind or self.code

    @property
    def guidance(self) -> str:
        """Where it comes from: a tab and field of Ofsted’s workbook, or the local standard."""
        if self.cites:
            return self.cites
        lists = spell_lists(self.lists)
        return f"Guidance tab, {lists}: {self.column}" if self.column else f"Guidance tab, {lists}"

    @property
    def where(self) -> str:
        """“List 6: Case Status”."""
        lists = spell_lists(self.lists)
        return f"{lists}: {self.column}" if self.column else lists

    def warns(self) -> "Rule":
        """The same as a warning."""
        return replace(self, severity=WARNING)

    def local(self) -> "Rule":
        """The same as a warning that rests on a local standard."""
        return replace(self, severity=WARNING, cites=LOCAL)


def spell_lists(lists: tuple[int, ...]) -> str:
    """“List 6”, “Lists 6 to 8”, “Lists 3 and 5”, “every list”."""
    if lists == ALL:
        return "every list"
    if len(lists) == 1:
        return f"List {lists[0]}"
    if len(lists) > 2 and list(lists) == list(range(lists[0], lists[-1] + 1)):
        return f"Lists {lists[0]} to {lists[-1]}"
    return f"Lists {', '.join(map(str, lists[:-1]))} and {lists[-1]}"


@dataclass(frozen=True)
class Table:
    """A list for rules: values by canonical name, originals beside them, without stray rows."""

    frame: ListFrame
    data: pl.DataFrame
    columns: dict[str, ColumnSpec]
    """The columns that are there, by canonical name."""
    nil_rows: tuple[int, ...] = ()
    """Rows that say there are none: they are not among the data."""

    @property
    def number(self) -> int:
        """The list’s number."""
        return self.frame.spec.number


def make_table(frame: ListFrame) -> Table:
    """The table of a list as it was read."""
    there = {canonical_of(c): c for c in frame.spec.columns if c.name in frame.letters}
    data = frame.values.select(ROW, *(pl.col(c.name).alias(name) for name, c in there.items()))
    originals = frame.originals.select(
        pl.col(c.name).alias(ORIGINAL + name) for name, c in there.items()
    )
    both = data.hstack(originals.get_columns())
    if not there:
        return Table(frame, both, there)
    texts = originals.columns
    nil = first_cell(texts).str.contains(NIL) & is_alone(texts)
    rows = tuple(both.filter(nil)[ROW])
    return Table(frame, both.filter(~pl.col(ROW).is_in(rows)) if rows else both, there, rows)


def count_rows(frame: ListFrame) -> int:
    """How many rows a list has; none where its only row says that there are none."""
    rows = frame.values.height
    return 0 if rows == 1 and make_table(frame).nil_rows else rows


def first_cell(columns: Sequence[str]) -> pl.Expr:
    """The first of these cells that has anything in it."""
    return pl.coalesce(pl.col(name) for name in columns)


def is_alone(columns: Sequence[str]) -> pl.Expr:
    """Whether a row has one filled cell only."""
    return pl.sum_horizontal(pl.col(name).is_not_null() for name in columns) == 1


class MissingPartError(Exception):
    """A list or column that a plan needs is not there: the plan has nothing to say."""


@dataclass
class Tables:
    """The lists that are there; `asked` gathers what plans look at."""

    tables: dict[int, Table]
    asked: set[tuple[int, str]] = field(default_factory=set)

    def there(self, number: int, *columns: str) -> bool:
        """Whether the list is there with these columns."""
        return number in self.tables and set(columns) <= self.tables[number].columns.keys()

    def get(self, number: int, *columns: str) -> pl.DataFrame:
        """ROW and these columns of a list. Raises MissingPartError where one is not there."""
        if not self.there(number, *columns):
            raise MissingPartError
        self.asked.update((number, name) for name in columns)
        originals = [ORIGINAL + name for name in columns]
        # Not select(), which plans a query first: there are hundreds of these.
        return self.tables[number].data[[ROW, *columns, *originals]]

    def children(self, number: int, *columns: str) -> pl.DataFrame:
        """As get, with the identifier, for the rows that have one."""
        return self.get(number, ID, *columns).filter(pl.col(ID).is_not_null())


def col(name: str) -> pl.Expr:
    """The value of a column; null where it is blank or was not understood."""
    return pl.col(name)


def blank(name: str) -> pl.Expr:
    """Whether the cell is blank."""
    return pl.col(ORIGINAL + name).is_null()


def filled(name: str) -> pl.Expr:
    """Whether the cell has anything in it."""
    return pl.col(ORIGINAL + name).is_not_null()


def is_code(name: str, *codes: str) -> pl.Expr:
    """Whether the label is one of these, by its letter (“a)”) or its code (“E11”, “N9”)."""
    found = pl.col(name)
    tests = [
        found.str.starts_with(code)
        if code.endswith(")")
        else found.str.contains(rf"(^|\) ){code}(:| |$)")
        for code in codes
    ]
    return tests[0] if len(tests) == 1 else pl.any_horizontal(tests)


def day(when: date) -> pl.Expr:
    """A day as an expression."""
    return pl.lit(when)


def ago(context: Context, *, months: int = 0, days: int = 0) -> pl.Expr:
    """The day so many months and days before the as-at date."""
    return pl.lit(context.as_at).dt.offset_by(f"-{months}mo").dt.offset_by(f"-{days}d")


def working_days(context: Context, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """England’s working days after `start`, up to and including `end`."""
    return pl.business_day_count(
        start.dt.offset_by("1d"), end.dt.offset_by("1d"), holidays=list(context.holidays)
    )


def on_day(context: Context, name: str) -> pl.Expr:
    """Whether a date is on a Saturday, a Sunday or a bank holiday."""
    return (pl.col(name).dt.weekday() > 5) | pl.col(name).is_in(list(context.holidays))


def in_row(
    number: int | tuple[int, ...],
    code: str,
    column: str,
    says: str,
    fails: Callable[[Context], pl.Expr],
    detail: Callable[[Context], pl.Expr] | None = None,
    *,
    kind: str = "",
    cites: str = "",
) -> Rule:
    """A rule of one row, found at a column."""
    lists = (number,) if isinstance(number, int) else number
    return Rule(code, lists, column, says, InRow(fails, detail), kind=kind, cites=cites)
