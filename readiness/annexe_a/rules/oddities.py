"""What is possible but unlikely: sudden changes, heaps, one value throughout, odd caseloads."""

from collections.abc import Callable, Iterable

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context
from readiness.annexe_a.rules.declaring import (
    ALL,
    CHILDREN,
    COLUMN,
    LIST,
    LOCAL,
    WARNING,
    Plan,
    Rule,
    Table,
    Tables,
    in_row,
    on_day,
)
from readiness.annexe_a.rules.names import (
    ADOPTED,
    AGE,
    BIRTH,
    CARE_REVIEW,
    CARE_VISIT,
    CONFERENCE,
    DECIDED,
    DENTAL,
    GENDER,
    HEALTH,
    ID,
    NEED_END,
    ORDER,
    PATHWAY,
    PLAN_REVIEW,
    PLAN_VISIT,
    SEEN,
    TEAM,
    WORKER,
)
from readiness.checklists.annexe_a import ColumnKind

ODD = "unlikely"
FEW_CODES = 4
"""Codes of so few choices may well be the same throughout."""
DESKS = (3, 4, 5, 6, 7, 8, 9)


def _frame(rows: Iterable[tuple[int, str, str]]) -> pl.DataFrame:
    """Lists as a whole, with the column and what the sentence says."""
    schema = {LIST: pl.Int64, ROW: pl.Int64, COLUMN: pl.String, "detail": pl.String}
    full = [(number, 0, column, said) for number, column, said in rows]
    return pl.DataFrame(full, schema=schema, orient="row")


def _large(tables: Tables, context: Context) -> list[Table]:
    fewest = context.standards["oddities.fewest_rows"]
    return [table for table in tables.tables.values() if table.data.height >= fewest]


def find_one_value(tables: Tables, context: Context) -> pl.DataFrame:
    """Columns of many choices filled with one."""
    found = []
    for table in _large(tables, context):
        names = [
            name
            for name, column in table.columns.items()
            if len(column.codes) > FEW_CODES or name in (GENDER, TEAM, WORKER)
        ]
        tables.asked.update((table.number, name) for name in names)
        counts = table.data.select(pl.col(name).drop_nulls().n_unique() for name in names)
        full = table.data.select(pl.col(name).count() for name in names)
        fewest = context.standards["oddities.fewest_rows"]
        found += [
            (table.number, name, str(table.data[name].drop_nulls()[0]))
            for name in names
            if counts[name][0] == 1 and full[name][0] >= fewest
        ]
    return _frame(found)


def find_empty_columns(tables: Tables, context: Context) -> pl.DataFrame:
    """Columns of dates or numbers without a single value in a long list."""
    found = []
    for table in _large(tables, context):
        names = [n for n, c in table.columns.items() if not c.required and _is_told(n)]
        tables.asked.update((table.number, name) for name in names)
        blank = table.data.select(pl.col(ORIGINAL + n).null_count().alias(n) for n in names)
        found += [(table.number, n, "") for n in names if blank[n][0] == table.data.height]
    return _frame(found)


def _is_told(name: str) -> bool:
    """Whether a column that may be blank is filled for most children."""
    return name in (
        BIRTH, AGE, SEEN, PLAN_VISIT, CARE_VISIT, HEALTH, DENTAL, CARE_REVIEW, PATHWAY
    )  # fmt: skip


def _dates(table: Table) -> list[str]:
    return [name for name, column in table.columns.items() if column.kind is ColumnKind.DATE]


def find_heaps(tables: Tables, context: Context) -> pl.DataFrame:
    """Dates of which a large share is one day."""
    share = context.standards["oddities.heaped_share"]
    fewest = context.standards["oddities.fewest_rows"]
    found = []
    for table in _large(tables, context):
        names = _dates(table)
        tables.asked.update((table.number, name) for name in names)
        top = table.data.select(
            pl.struct(
                pl.col(n).drop_nulls().mode().first().alias("day"),
                (pl.col(n) == pl.col(n).drop_nulls().mode().first()).sum().alias("times"),
                pl.col(n).count().alias("all"),
            ).alias(n)
            for n in names
        )
        for name in names:
            cell = top[name][0]
            if cell["all"] >= fewest and cell["times"] * 100 > share * cell["all"]:
                said = f"{cell['times']} of {cell['all']} are {cell['day']:%d/%m/%Y}"
                found.append((table.number, name, said))
    return _frame(found)


def find_firsts(tables: Tables, context: Context) -> pl.DataFrame:
    """Dates of which a large share is the first of a month."""
    share = context.standards["oddities.first_of_month_share"]
    return _share(tables, context, share, lambda name: pl.col(name).dt.day() == 1, births=False)


def find_january(tables: Tables, context: Context) -> pl.DataFrame:
    """Births of which a large share is on 1 January."""
    share = context.standards["oddities.first_january_share"]
    return _share(
        tables,
        context,
        share,
        lambda name: (pl.col(name).dt.day() == 1) & (pl.col(name).dt.month() == 1),
        births=True,
    )


def _share(
    tables: Tables, context: Context, share: int, test: Callable[[str], pl.Expr], *, births: bool
) -> pl.DataFrame:
    found = []
    fewest = context.standards["oddities.fewest_rows"]
    for table in _large(tables, context):
        names = [name for name in _dates(table) if (name == BIRTH) is births]
        tables.asked.update((table.number, name) for name in names)
        times = table.data.select(test(name).sum().alias(name) for name in names)
        full = table.data.select(pl.col(name).count() for name in names)
        found += [
            (table.number, name, f"{times[name][0]} of {full[name][0]}")
            for name in names
            if full[name][0] >= fewest and times[name][0] * 100 > share * full[name][0]
        ]
    return _frame(found)


def find_changes(tables: Tables, context: Context) -> pl.DataFrame:
    """Lists with many more or fewer rows than in the last extract."""
    share, fewest = (
        context.standards["oddities.changed_share"],
        context.standards["oddities.fewest_rows"],
    )
    found = []
    for number, before in context.rows_before.items():
        table = tables.tables.get(number)
        now = table.data.height if table else 0
        if table and before >= fewest and abs(now - before) * 100 > share * before:
            found.append((number, "", f"{now:,} rows now, {before:,}"))
    return _frame(found)


def find_caseloads(tables: Tables, context: Context) -> pl.DataFrame:
    """Workers with more open cases on list 6 than anybody can hold."""
    rows = tables.get(6, WORKER, NEED_END, ID).filter(
        pl.col(ORIGINAL + NEED_END).is_null() & pl.col(WORKER).is_not_null()
    )
    counted = rows.with_columns(
        pl.len().over(WORKER).alias("cases"), pl.int_range(pl.len()).over(WORKER).alias("place")
    )
    most = context.standards["oddities.caseload"]
    heavy = counted.filter((pl.col("cases") > most) & (pl.col("place") == 0))
    return heavy.select(ROW, "cases")


def find_teams_of_a_worker(tables: Tables, context: Context) -> pl.DataFrame:
    """Workers who are in more teams than is likely."""
    parts = [
        tables.get(n, TEAM, WORKER).select(pl.lit(n).alias(LIST), ROW, TEAM, WORKER)
        for n in DESKS
        if tables.there(n, TEAM, WORKER)
    ]
    if not parts:
        return _frame([])
    rows = pl.concat(parts).filter(pl.col(WORKER).is_not_null() & pl.col(TEAM).is_not_null())
    counted = rows.with_columns(
        pl.col(TEAM).n_unique().over(WORKER).alias("teams"),
        pl.int_range(pl.len()).over(WORKER).alias("place"),
    )
    most = context.standards["oddities.teams_of_a_worker"]
    many = counted.filter((pl.col("teams") > most) & (pl.col("place") == 0))
    return many.select(LIST, ROW, pl.lit(WORKER).alias(COLUMN), "teams")


def find_short_identifiers(tables: Tables, context: Context) -> pl.DataFrame:
    """Identifiers of digits alone that are shorter than nearly all: zeros may be lost."""
    parts = [
        tables.children(n).select(pl.lit(n).alias(LIST), ROW, ID)
        for n in CHILDREN
        if tables.there(n, ID)
    ]
    if not parts:
        return _frame([])
    rows = pl.concat(parts).filter(pl.col(ID).str.contains(r"^\d+$"))
    length = pl.col(ID).str.len_chars()
    share, fewest = (
        context.standards["oddities.short_identifiers_share"],
        context.standards["oddities.fewest_rows"],
    )
    counted = rows.with_columns(
        length.mode().max().alias("usual"), length.alias("length"), pl.len().alias("all")
    ).with_columns((pl.col("length") < pl.col("usual")).sum().alias("short"))
    odd = counted.filter(
        (pl.col("length") < pl.col("usual"))
        & (pl.col("all") >= fewest)
        & (pl.col("short") * 100 <= pl.col("all") * share)
    )
    return odd.select(LIST, ROW, pl.lit(ID).alias(COLUMN), "usual")


def _closed_day(number: int, code: str, column: str, what: str) -> Rule:
    return in_row(
        number, code, column, f"{what} is on a weekend or a bank holiday. Check the date.",
        lambda context: on_day(context, column), kind="on-a-closed-day", cites=LOCAL,
    ).warns()  # fmt: skip


def _odd(code: str, lists: tuple[int, ...], column: str, says: str, plan: Plan) -> Rule:
    return Rule(code, lists, column, says, plan, WARNING, ODD, LOCAL)


RULES = (
    _odd(
        "one-value-throughout", ALL, "",
        "“{column}” has “{detail}” wherever it is filled. Is that so, or a default?",
        Plan(find_one_value),
    ),
    _odd(
        "column-empty", ALL, "", "“{column}” is blank in every row. Was it exported?",
        Plan(find_empty_columns),
    ),
    _odd(
        "dates-on-one-day", ALL, "",
        "{detail} in “{column}”. Is that so, or is it the day on which data was moved?",
        Plan(find_heaps),
    ),
    _odd(
        "dates-on-the-first", ALL, "",
        "{detail} dates in “{column}” are the first of a month. Are they guesses?",
        Plan(find_firsts),
    ),
    _odd(
        "births-on-1-january", CHILDREN, BIRTH,
        "{detail} births are on 1 January. Are they guesses?", Plan(find_january),
    ),
    _odd(
        "rows-changed", ALL, "",
        "The list has {detail} in the last extract. Did something change, or is it cut short?",
        Plan(find_changes),
    ),
    _odd(
        "caseload-implausible", (6,), WORKER,
        "This worker has {cases} open cases. Are they truly one person’s?", Plan(find_caseloads),
    ),
    _odd(
        "worker-in-many-teams", DESKS, WORKER,
        "This worker is in {teams} teams. Are they one person?", Plan(find_teams_of_a_worker),
    ),
    _odd(
        "identifier-short", CHILDREN, ID,
        "This identifier is shorter than the others, of {usual} digits. Were zeros lost?",
        Plan(find_short_identifiers),
    ),
    _closed_day(5, "conference-on-closed-day", CONFERENCE, "The conference"),
    _closed_day(7, "review-conference-on-closed-day", PLAN_REVIEW, "The review conference"),
    _closed_day(8, "review-on-closed-day", CARE_REVIEW, "The review"),
    _closed_day(10, "decision-on-closed-day", DECIDED, "The decision"),
    _closed_day(10, "placement-order-on-closed-day", ORDER, "The court’s order"),
    _closed_day(10, "adoption-order-on-closed-day", ADOPTED, "The court’s order"),
)  # fmt: skip
