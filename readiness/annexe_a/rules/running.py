"""Run the rules over lists: one pass over each list, one over all together.

Every rule of a row is a column of true and false, and all of a list are worked out at once; a
finding is made only where one is true.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context, Finding, ListFrame
from readiness.annexe_a.rules.declaring import (
    COLUMN,
    LIST,
    InCells,
    InRow,
    MissingPartError,
    Plan,
    Rule,
    Stray,
    Table,
    Tables,
    Unread,
    make_table,
)
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec

SHOWN = 60
LONGEST = 1000
"""Characters of a sentence: a cell that is quoted in it may hold a whole book."""
NONE_BESIDE: Mapping[int, ListFrame] = MappingProxyType({})
WRONG = {
    ColumnKind.DATE: "date-unreadable",
    ColumnKind.WHOLE: "whole-unreadable",
    ColumnKind.CODE: "code-unknown",
}
"""The groups of cells that were not understood, by what their column is for."""


def run_rules(
    rules: Sequence[Rule],
    frames: Mapping[int, ListFrame],
    context: Context,
    beside: Mapping[int, ListFrame] = NONE_BESIDE,
) -> list[Finding]:
    """Everything these rules find in the lists, held against those beside them too."""
    findings: list[Finding] = []
    tables = {n: prepare_table(rules, frame, context)[0] for n, frame in beside.items()}
    for number, frame in frames.items():
        tables[number], first = prepare_table(rules, frame, context)
        findings += [*first, *find_in_list(rules, tables[number], context)]
    across = find_across(rules, tables, context)
    return findings + [found for found in across if found.list in frames]


def run_across(
    rules: Sequence[Rule], frames: Mapping[int, ListFrame], context: Context
) -> list[Finding]:
    """What the rules over several rows and lists find in these lists, and nothing else."""
    tables = {n: prepare_table(rules, frame, context)[0] for n, frame in frames.items()}
    return list(find_across(rules, tables, context))


def prepare_table(
    rules: Sequence[Rule], frame: ListFrame, context: Context
) -> tuple[Table, list[Finding]]:
    """A list as the rules look at it, and what was found in making it so.

    Rows that are none are gone; dates that lie ahead, or stand for none, count as unknown.
    """
    table, strays = _take_strays(rules, make_table(frame))
    table, hidden = _hide(rules, table, context)
    return table, [*strays, *hidden]


def find_in_list(rules: Sequence[Rule], table: Table, context: Context) -> list[Finding]:
    """What the rules of rows and cells find in one list."""
    return [*_run_rows(rules, table, context), *_run_unread(rules, table)]


@dataclass(frozen=True)
class _Mask:
    """A rule at a column of a list, and the expression that is true where it is broken."""

    rule: Rule
    column: str
    fails: pl.Expr
    detail: pl.Expr | None = None


def _take_strays(rules: Iterable[Rule], table: Table) -> tuple[Table, list[Finding]]:
    """The table without the rows that are none, and what was found of them."""
    if table.data.is_empty():
        return table, []
    masks = [
        _Mask(rule, "", rule.find.fails(table))
        for rule in rules
        if isinstance(rule.find, Stray) and table.number in rule.lists and table.columns
    ]
    found, stray = _find(masks, table)
    if found:
        table = replace(table, data=table.data.filter(~pl.col(ROW).is_in(stray)))
    return table, found


def _hide(rules: Iterable[Rule], table: Table, context: Context) -> tuple[Table, list[Finding]]:
    """The table without what the rules that hide find, and what was found of it."""
    if table.data.is_empty():
        return table, []
    masks = [
        mask
        for rule in rules
        if _hides(rule) and table.number in rule.lists
        for mask in _masks(rule, table, context)
    ]
    found, _ = _find(masks, table)
    wrong = {name for name, c in table.columns.items() for f in found if f.column == c.name}
    if wrong:
        known = [
            pl.when(~pl.any_horizontal(m.fails for m in masks if m.column == name))
            .then(pl.col(name))
            .alias(name)
            for name in sorted(wrong)
        ]
        table = replace(table, data=table.data.with_columns(known))
    return table, found


def _hides(rule: Rule) -> bool:
    return isinstance(rule.find, InCells) and rule.find.hides


def _run_rows(rules: Iterable[Rule], table: Table, context: Context) -> list[Finding]:
    if table.data.is_empty():
        return []
    masks = [
        mask
        for rule in rules
        if table.number in rule.lists and not _hides(rule)
        for mask in _masks(rule, table, context)
        if set(mask.fails.meta.root_names()) <= set(table.data.columns)
    ]
    return _find(masks, table)[0]


def _masks(rule: Rule, table: Table, context: Context) -> Iterator[_Mask]:
    if isinstance(rule.find, InRow):
        detail = rule.find.detail(context) if rule.find.detail else None
        yield _Mask(rule, rule.column, rule.find.fails(context), detail)
    elif isinstance(rule.find, InCells):
        for name, column in table.columns.items():
            if rule.find.applies(column, table.frame.spec):
                yield _Mask(rule, name, rule.find.fails(column, name, context))


def _find(masks: Sequence[_Mask], table: Table) -> tuple[list[Finding], list[int]]:
    """The findings of all masks, and the rows they are at."""
    if not masks or table.data.is_empty():
        return [], []
    worked = table.data.select(mask.fails.alias(str(at)) for at, mask in enumerate(masks))
    counts = worked.select(pl.all().sum()).row(0)
    findings: list[Finding] = []
    rows: list[int] = []
    for at, count in enumerate(counts):
        if count:
            broken = table.data.filter(worked[str(at)])
            findings += _say(masks[at], broken, table)
            rows += broken[ROW].to_list()
    return findings, rows


def _say(mask: _Mask, broken: pl.DataFrame, table: Table) -> Iterator[Finding]:
    says, column = mask.rule.says, mask.column
    rows = broken[ROW].to_list()
    parts: dict[str, list[object]] = {}
    if "{value}" in says:
        parts["value"] = [shorten(text) for text in broken[ORIGINAL + column]]
    if mask.detail is not None:
        parts["detail"] = broken.select(mask.detail.alias("detail"))["detail"].to_list()
    spec = table.columns.get(column)
    named = spec.name if spec else column
    fixed = {"column": named, "least": spec.minimum if spec else ""}
    if not parts:
        text = says.format(**fixed)
        yield from (make_finding(mask.rule, table, row, column, text) for row in rows)
        return
    for at, row in enumerate(rows):
        text = says.format(**fixed, **{name: values[at] for name, values in parts.items()})
        yield make_finding(mask.rule, table, row, column, text)


def make_finding(
    rule: Rule, table: Table, row: int, column: str, message: str, group: str = ""
) -> Finding:
    """A finding of a rule at a row and column (by canonical name) of a list."""
    frame = table.frame
    actual = table.columns[column].name if column in table.columns else column
    cell = f"{frame.letters[actual]}{row}" if row and actual in frame.letters else ""
    return Finding(
        table.number,
        row,
        actual,
        cell,
        group or rule.group,
        rule.severity,
        message if len(message) <= LONGEST else f"{message[:LONGEST]}…",
        rule.code,
    )


def shorten(text: object) -> str:
    """A cell as a sentence quotes it."""
    words = str(text)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _run_unread(rules: Sequence[Rule], table: Table) -> Iterator[Finding]:
    """Cells that hold something which was not understood, each by the first rule that fits."""
    asked = [rule for rule in rules if isinstance(rule.find, Unread)]
    for name, column in table.columns.items():
        if column.kind not in WRONG or not asked:
            continue
        wrong = _not_understood(table, column)
        if wrong is None:
            continue
        known: dict[str, Rule | None] = {}
        for row, text in wrong.iter_rows():
            if text not in known:
                known[text] = next(
                    (
                        rule
                        for rule in asked
                        if isinstance(rule.find, Unread)
                        and column.kind in rule.find.kinds
                        and rule.find.fits(text.strip(), column)
                    ),
                    None,
                )
            rule = known[text]
            if rule is not None:
                words = rule.says.format(value=shorten(text), column=column.name)
                yield make_finding(rule, table, row, name, words, WRONG[column.kind])


def _not_understood(table: Table, column: ColumnSpec) -> pl.DataFrame | None:
    """Rows and texts of a column that were not understood, of the rows the rules look at."""
    values, originals = table.frame.values[column.name], table.frame.originals[column.name]
    if values.null_count() == originals.null_count():
        return None
    wrong = originals.is_not_null() & values.is_null()
    found = table.frame.originals.select(ROW, column.name).filter(wrong)
    return found.filter(pl.col(ROW).is_in(table.data[ROW].implode()))


def find_across(
    rules: Iterable[Rule], tables: dict[int, Table], context: Context
) -> Iterator[Finding]:
    """What the rules over several rows and lists find."""
    known = Tables(tables)
    for rule in rules:
        if isinstance(rule.find, Plan):
            try:
                found = rule.find.find(known, context)
            except MissingPartError:
                continue
            yield from _say_found(rule, found, tables)


def _say_found(rule: Rule, found: pl.DataFrame, tables: Mapping[int, Table]) -> Iterator[Finding]:
    for row in found.iter_rows(named=True):
        number, column = row.get(LIST, rule.lists[0]), row.get(COLUMN, rule.column)
        words = rule.says.format_map({"column": column, **row})
        yield make_finding(rule, tables[number], row[ROW], column, words)
