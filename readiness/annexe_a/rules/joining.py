"""Plans that hold one list against another, child by child."""

from collections.abc import Callable

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context
from readiness.annexe_a.rules.declaring import ERROR, Plan, Rule, Tables, col
from readiness.annexe_a.rules.names import ID

OTHER = "other "
ACROSS = "lists-disagree"
Condition = Callable[[Context], pl.Expr]


def other(name: str) -> pl.Expr:
    """The value of a column of the other list."""
    return pl.col(OTHER + name)


def other_blank(name: str) -> pl.Expr:
    """Whether the cell of the other list is blank."""
    return pl.col(OTHER + ORIGINAL + name).is_null()


Among = int | tuple[int, str]
"""A list, or a list and the column by which rows meet where that is not the child."""


def absent(
    code: str,
    at: tuple[int, str],
    says: str,
    among: Among,
    *,
    where: Condition | None = None,
    there: Condition | None = None,
    cites: str = "",
) -> Rule:
    """Rows of a list, `where` the condition holds, whose child is not among those `there`.

    `at` is the list and the column the rule is found at.
    """
    return _membership((code, says, cites), at, among, where, there, is_there=False)


def present(
    code: str,
    at: tuple[int, str],
    says: str,
    among: Among,
    *,
    where: Condition | None = None,
    there: Condition | None = None,
    cites: str = "",
) -> Rule:
    """As absent, for rows whose child is there and must not be."""
    return _membership((code, says, cites), at, among, where, there, is_there=True)


def _membership(
    words: tuple[str, str, str],
    at: tuple[int, str],
    among: Among,
    where: Condition | None,
    there: Condition | None,
    *,
    is_there: bool,
) -> Rule:
    (code, says, cites), (number, column) = words, at
    second, key = among if isinstance(among, tuple) else (among, ID)

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        keys = _chosen(tables, second, key, context, there).select(key)
        rows = _chosen(tables, number, key, context, where)
        if is_there:
            return rows.join(keys, on=key, how="semi").select(ROW)
        return rows.join(keys, on=key, how="anti").select(ROW)

    return Rule(code, (number,), column, says, Plan(find), ERROR, ACROSS, cites)


def compared(
    code: str,
    at: tuple[int, str],
    says: str,
    against: Among,
    fails: Condition,
    *,
    cites: str = "",
) -> Rule:
    """Rows that fail beside the child’s row of another list, whose columns are `other(name)`.

    The sentence may hold {there}, the row of the other list.
    """
    number, column = at
    second, key = against if isinstance(against, tuple) else (against, ID)

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        test = fails(context)
        names = test.meta.root_names()
        ours = [_plain(name) for name in names if not name.startswith(OTHER)]
        theirs = [_plain(name.removeprefix(OTHER)) for name in names if name.startswith(OTHER)]
        others = _keyed(tables, second, key, theirs)
        beside = others.select(pl.col(key), pl.exclude(key).name.prefix(OTHER))
        joined = _keyed(tables, number, key, ours).join(beside, on=key, how="inner")
        found = joined.filter(test.fill_null(False))
        return found.group_by(ROW, maintain_order=True).agg(
            pl.col(OTHER + ROW).first().alias("there")
        )

    return Rule(code, (number,), column, says, Plan(find), ERROR, ACROSS, cites)


def _plain(name: str) -> str:
    return name.removeprefix(ORIGINAL)


def _chosen(
    tables: Tables, number: int, key: str, context: Context, condition: Condition | None
) -> pl.DataFrame:
    """The rows of a list for which the condition holds, with what it speaks of."""
    if condition is None:
        return _keyed(tables, number, key, [])
    test = condition(context)
    columns = [name.removeprefix(ORIGINAL) for name in test.meta.root_names()]
    return _keyed(tables, number, key, columns).filter(test.fill_null(False))


def _keyed(tables: Tables, number: int, key: str, columns: list[str]) -> pl.DataFrame:
    return tables.get(number, *dict.fromkeys([key, *columns])).filter(col(key).is_not_null())
