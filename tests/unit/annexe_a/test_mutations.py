"""The clean lists broken in one way at a time: the right rule at the right cell, and no other.

A rule that does not look at what was broken cannot change its answer, so each break is tried
with the rules that do. `make test` tries some of the breaks; `make soak` all, and one in twelve
with every rule.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from readiness.annexe_a.frames import Finding, ListFrame
from readiness.annexe_a.mapping import map_series
from readiness.annexe_a.reading import Reading
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.catalogue import RULES, rules_by_code
from readiness.annexe_a.rules.declaring import (
    InCells,
    InRow,
    MissingPartError,
    Plan,
    Rule,
    Table,
    Tables,
)
from readiness.annexe_a.rules.running import (
    find_across,
    find_in_list,
    prepare_table,
    run_rules,
)
from readiness.demo.children import Row
from readiness.demo.extracts import generate_lists
from readiness.office.sheets import Cell, Sheet
from readiness.office.sheets_child import as_text
from tests.support.annexe_a import DAY, EDITION
from tests.support.annexe_a_breaks import Break, make_breaks
from tests.support.annexe_a_rules import context_of
from tests.support.soak import IN_FULL, in_full, soak

SIZES = {1: 40, 2: 20, 3: 36, 4: 36, 5: 14, 6: 150, 7: 36, 8: 54, 9: 27, 10: 12, 11: 14}
LISTS = generate_lists(DAY, sizes=SIZES)
PLANS = tuple(rule for rule in RULES if isinstance(rule.find, Plan))
FEWEST, SAMPLE, EVERY_RULE = 300, 25, 12
FOUND_AT_LEAST = 0.99


@dataclass(frozen=True)
class Outcome:
    """Whether a break was found as it must be, and what was found that it does not imply."""

    one: Break
    is_found: bool
    strangers: tuple[Finding, ...]


@soak
def test_every_single_break_is_found_at_its_cell_and_implies_the_rest() -> None:
    breaks = list(make_breaks(LISTS))
    assert len(breaks) >= FEWEST
    tried = in_full(breaks, else_=breaks[:: len(breaks) // SAMPLE])
    outcomes = [
        try_break(one, every=IN_FULL and at % EVERY_RULE == 0) for at, one in enumerate(tried)
    ]
    amiss = [spell(one) for one in outcomes if not one.is_found or one.strangers]
    assert len(amiss) <= len(tried) * (1 - FOUND_AT_LEAST), "\n".join(amiss)


def test_the_unbroken_lists_have_no_finding() -> None:
    assert run_rules(RULES, clean_frames(), context_of()) == []


def test_the_breaks_reach_every_list_and_column() -> None:
    reached = {(one.number, one.column) for one in make_breaks(LISTS)}
    columns = {(spec.number, column.name) for spec in EDITION.lists for column in spec.columns}
    assert columns <= reached


def try_break(one: Break, *, every: bool) -> Outcome:
    """Check the lists with this break, with every rule or with those that it concerns."""
    frames = {**clean_frames(), one.number: break_list(one)}
    findings = find_all(one, frames, every=every)
    right = [f for f in findings if f.code in one.codes and is_there(f, one)]
    others = [f for f in findings if f not in right]
    return Outcome(one, bool(right), tuple(f for f in others if not is_implied(f, one, frames)))


def find_all(one: Break, frames: Mapping[int, ListFrame], *, every: bool) -> set[Finding]:
    """What every rule finds, or those whose answer the break can change."""
    if every:
        return {*run_rules(RULES, frames, context_of())}
    plans = [rule for rule in PLANS if one.how != "cell" or looks_at(rule, one)]
    changed, first = prepare_table(RULES, frames[one.number], context_of())
    tables = {**clean_tables(), one.number: changed}
    alone = find_in_list(RULES, changed, context_of())
    return {*first, *alone, *find_across(plans, tables, context_of())}


def is_there(found: Finding, one: Break) -> bool:
    """Whether a finding is at the cell that was broken."""
    return (found.list, found.row) == one.at and (
        found.column == one.column or one.how not in ("cell", "column")
    )


def is_implied(found: Finding, one: Break, frames: Mapping[int, ListFrame]) -> bool:
    """Whether the break brings this finding about."""
    if one.is_strict:
        return False
    if not looks_at(rules_by_code()[found.code], one) and one.how == "cell":
        return False
    return found.row == 0 or bool(people_of(found, frames) & people_broken(one, frames))


def looks_at(rule: Rule, one: Break) -> bool:
    """Whether a rule looks at the broken column, or at a row’s person whose identifier is gone."""
    name = n.canonical(one.column)
    return (one.number, name) in reads(rule) or name in (n.ID, n.ADOPTER)


@cache
def reads(rule: Rule) -> frozenset[tuple[int, str]]:
    """The lists and columns that a rule looks at."""
    if isinstance(rule.find, InRow):
        names = rule.find.fails(context_of()).meta.root_names()
        plain = [name.removeprefix("original of ") for name in names]
        return frozenset((number, name) for number in rule.lists for name in plain)
    if isinstance(rule.find, Plan):
        known = Tables(clean_tables())
        with suppress(MissingPartError):
            rule.find.find(known, context_of())
        return frozenset(known.asked)
    if isinstance(rule.find, InCells):
        return frozenset(
            (spec.number, n.canonical(column.name))
            for spec in EDITION.lists
            for column in spec.columns
            if rule.find.applies(column, spec)
        )
    return frozenset()


def people_of(found: Finding, frames: Mapping[int, ListFrame]) -> set[Cell]:
    return people_at(frames[found.list], found.row)


def people_broken(one: Break, frames: Mapping[int, ListFrame]) -> set[Cell]:
    """Whose row was broken: as it is now and as it was."""
    number, row = one.at
    people = people_at(frames[number], row) | people_at(clean_frames()[number], row)
    if one.how == "column":
        return {*frames[number].originals.get_column(frames[number].originals.columns[1])}
    return people


def people_at(frame: ListFrame, row: int) -> set[Cell]:
    """Child, adopter and family of a row."""
    there = frame.originals.filter(frame.originals["row of the sheet"] == row)
    names = [name for name in (n.ID, n.ADOPTER, n.FAMILY) if name in there.columns]
    return {there[name][0] for name in names if there.height} - {None}


def break_list(one: Break) -> ListFrame:
    """The list with the break."""
    if one.how == "cell":
        return change_cell(clean_frames()[one.number], one)
    headings, rows = titles(one.number), list(LISTS[one.number])
    blank: Row = (None,) * (len(headings) - 1)
    added: dict[str, Row] = {
        "twice": rows[len(rows) // 2],
        "total": ("Total", *blank),
        "headings": tuple(headings),
        "note": ("Source: the case system, this week", *blank),
    }
    if one.how in added:
        return read(one.number, headings, [*rows, added[one.how]])
    if one.how == "extra":
        return read(one.number, [*headings, one.column], [(*row, "a note") for row in rows])
    at = headings.index(one.column)
    return read(
        one.number, headings[:at] + headings[at + 1 :], [r[:at] + r[at + 1 :] for r in rows]
    )


def change_cell(frame: ListFrame, one: Break) -> ListFrame:
    """The list with one cell of another text, read as the reader reads it."""
    texts = frame.originals[one.column].to_list()
    texts[one.place or 0] = as_text(one.value)
    original = pl.Series(one.column, texts, dtype=pl.String)
    value = map_series(original, frame.spec.column(one.column), one.number)
    return replace(
        frame,
        originals=frame.originals.with_columns(original),
        values=frame.values.with_columns(value.alias(one.column)),
    )


def titles(number: int) -> list[str]:
    return [column.name for column in EDITION.list(number).columns]


@cache
def clean_tables() -> dict[int, Table]:
    frames = clean_frames().items()
    return {number: prepare_table(RULES, frame, context_of())[0] for number, frame in frames}


@cache
def clean_frames() -> dict[int, ListFrame]:
    return {
        spec.number: read(spec.number, titles(spec.number), LISTS[spec.number])
        for spec in EDITION.lists
    }


def read(number: int, headings: list[str], rows: Sequence[Row]) -> ListFrame:
    reading = Reading(EDITION)
    reading.take(Sheet.from_rows(f"List_{number}", [headings, *rows]), "sheet 1")
    return reading.frames[number]


def spell(outcome: Outcome) -> str:
    one = outcome.one
    what = f"List {one.number}, {one.column}, row {one.at[1]}, {one.how}: {one.value!r}"
    missing = "" if outcome.is_found else f" not found as {sorted(one.codes)};"
    strange = "; ".join(f"{f.code} at list {f.list} {f.cell}" for f in outcome.strangers[:4])
    return f"{what}:{missing} {strange}"
