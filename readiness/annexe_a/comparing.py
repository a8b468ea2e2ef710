"""What changed between two extracts: rows that joined and left, findings new, fixed, still there.

A row is followed by its list’s key, as it is sent; a finding by its rule, its column and the key
of its row. Equal ones are counted against each other, so that rows which repeat a key count too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from readiness.annexe_a.checking import CheckResult
from readiness.annexe_a.frames import ROW, ListFrame
from readiness.annexe_a.rules.declaring import count_rows

APART = "\x1f"
ROWS = {"list": pl.Int64, "row": pl.Int64, "key": pl.String, "child": pl.String}
FOUND = ("list", "row", "code", "severity", "mark")
RULE = ["list", "code", "severity"]
ALONE = "alone"
"""Whether a row or a finding is on this side only; of equal ones, as many as are too many."""
Counts = dict[tuple[Any, ...], tuple[int, int]]
NONE = (0, 0)


class Which(StrEnum):
    """What became of rows (joined or left) or of findings."""

    JOINED = "joined"
    LEFT = "left"
    NEW = "new"
    FIXED = "fixed"
    STILL = "still"


@dataclass(frozen=True)
class Side:
    """One extract as it is compared: its rows with ROWS, its findings with FOUND.

    The `mark` of a finding is the same where its list, rule, severity, column and the key of its
    row are.
    """

    rows: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True)
class ListChange:
    """How many rows of one list there were and are, and how many joined and left."""

    number: int
    name: str
    rows_old: int
    rows_new: int
    joined: int
    left: int


@dataclass(frozen=True)
class FindingChange:
    """How much one rule finds in one list that is new, fixed and still there.

    `gone` counts those of `fixed` whose row is not in the new extract.
    """

    list: int
    code: str
    severity: str
    new: int
    fixed: int
    still: int
    gone: int


@dataclass(frozen=True)
class Comparison:
    """Two extracts held against each other, counted: it names no row."""

    lists: tuple[ListChange, ...]
    findings: tuple[FindingChange, ...]


@dataclass(frozen=True)
class Matched:
    """Two extracts held against each other: both sides with ALONE."""

    old: Side
    new: Side

    def count(self, names: Mapping[int, str]) -> Comparison:
        """How many there are of everything; `names` are those of the lists that are in either."""
        then, now = _count_alone(self.old.rows, ["list"]), _count_alone(self.new.rows, ["list"])
        return Comparison(
            tuple(_list_change(number, name, then, now) for number, name in names.items()),
            tuple(self._count_findings()),
        )

    def list_identifiers(
        self, which: Which, number: int, code: str = "", severity: str = ""
    ) -> tuple[str, ...]:
        """Whose rows of a list these are, or whose findings: one for each, “” for a list’s own.

        Of one rule where its `code` is given, of one severity likewise.
        """
        side = self.old if which in (Which.LEFT, Which.FIXED) else self.new
        if which in (Which.JOINED, Which.LEFT):
            return tuple(side.rows.filter(ALONE, pl.col("list") == number)["child"].sort())
        asked = {"list": number, "code": code or None, "severity": severity or None}
        chosen = side.findings.filter(pl.col(ALONE) != (which is Which.STILL))
        for name, value in asked.items():
            chosen = chosen if value is None else chosen.filter(pl.col(name) == value)
        named = chosen.join(
            side.rows.select("list", "row", "child"), on=["list", "row"], how="left"
        )
        return tuple(
            named.with_columns(pl.col("child").fill_null("")).sort(*RULE, "child")["child"]
        )

    def _count_findings(self) -> Iterable[FindingChange]:
        then, now = _count_alone(self.old.findings, RULE), _count_alone(self.new.findings, RULE)
        gone = {tuple(rule): count for *rule, count in self._count_gone().iter_rows()}
        for number, code, severity in sorted(then.keys() | now.keys()):
            rule = (number, code, severity)
            (_, fixed), (there, new) = then.get(rule, NONE), now.get(rule, NONE)
            counts = (new, fixed, there - new, gone.get(rule, 0))
            yield FindingChange(number, code, severity, *counts)

    def _count_gone(self) -> pl.DataFrame:
        """How many findings of each rule went with their row."""
        fixed = self.old.findings.filter(ALONE).select(*RULE, "row")
        rows = self.old.rows.filter(pl.col("key") != "").select("list", "row", "key")
        placed = fixed.join(rows, on=["list", "row"])
        return placed.join(self.new.rows, on=["list", "key"], how="anti").group_by(RULE).len()


@dataclass(frozen=True)
class ComparedResults(Comparison):
    """Two checks held against each other."""

    old: CheckResult
    new: CheckResult
    matched: Matched


def compare_results(old: CheckResult, new: CheckResult) -> ComparedResults:
    """Hold `new` against `old`, both checked by the same edition."""
    frames = {**old.frames, **new.frames}
    names = {number: frame.spec.name for number, frame in sorted(frames.items())}
    matched = match_sides(_side(old), _side(new))
    compared = matched.count(names)
    return ComparedResults(compared.lists, compared.findings, old, new, matched)


def match_sides(old: Side, new: Side) -> Matched:
    """Hold one extract against another."""
    then, now = (mark_with(side.rows, "list", "key") for side in (old, new))
    before, after = old.findings["mark"], new.findings["mark"]
    return Matched(
        Side(_flag(old.rows, then, now), _flag(old.findings, before, after)),
        Side(_flag(new.rows, now, then), _flag(new.findings, after, before)),
    )


def find_added(now: pl.Series, then: pl.Series) -> pl.Series:
    """Which of these were not there then; of equal ones the last, as many as were added."""
    added = ~now.is_in(then.implode())
    if now.n_unique() == now.len():
        return added
    # To count equal ones is slow, so only those are counted that are there several times.
    named = pl.DataFrame({"mark": now}).with_row_index("at")
    again = named.filter(~added & now.is_duplicated())
    turn = pl.int_range(pl.len()).over("mark").alias("turn")
    counts = then.alias("mark").value_counts(name="then")
    more = again.with_columns(turn).join(counts, on="mark").filter(pl.col("turn") >= pl.col("then"))
    return added.scatter(more["at"], True)


def mark_with(table: pl.DataFrame, *columns: str) -> pl.Series:
    """What these columns say together, for each row."""
    return table.select(pl.concat_str(*columns, separator=APART).alias("mark")).to_series()


def key_rows(frame: ListFrame) -> pl.DataFrame:
    """The rows of a list with ROWS: where each stands, its key, and whose it is.

    A column of the key that is not there is blank. No row has the key of the list as a whole, “”,
    and a nil return has no row.
    """
    names = [name for name in frame.spec.key if name in frame.letters]
    table = frame.values.select(pl.col(ROW).alias("row")).with_columns(
        pl.coalesce(frame.values[name].cast(pl.String), frame.originals[name])
        .fill_null("")
        .alias(f"key {at}")
        for at, name in enumerate(names)
    )
    parts = [pl.lit(""), *(pl.col(f"key {at}") for at in range(len(names)))]
    rows = table if count_rows(frame) else table.clear()
    return rows.select(
        pl.lit(frame.spec.number, dtype=pl.Int64).alias("list"),
        "row",
        pl.concat_str(*parts, separator=APART).alias("key") if names else pl.lit("").alias("key"),
        (pl.col("key 0") if names else pl.lit("")).alias("child"),
    )


def join_rows(frames: Iterable[ListFrame]) -> pl.DataFrame:
    """The rows of several lists."""
    return pl.concat([pl.DataFrame(schema=ROWS), *map(key_rows, frames)])


def _side(result: CheckResult) -> Side:
    told = [(one.list, one.row, one.code, one.severity, one.column) for one in result.findings]
    kinds = [pl.Int64, pl.Int64, pl.String, pl.String, pl.String]
    schema = dict(zip(["list", "row", "code", "severity", "column"], kinds, strict=True))
    found, rows = pl.DataFrame(told, schema=schema, orient="row"), join_rows(result.frames.values())
    placed = found.join(rows, on=["list", "row"], how="left", maintain_order="left")
    # A finding without a row is the list’s own.
    placed = placed.with_columns(pl.col("key").fill_null(""))
    return Side(rows, found.with_columns(mark_with(placed, *RULE, "column", "key")))


def _flag(table: pl.DataFrame, marks: pl.Series, others: pl.Series) -> pl.DataFrame:
    return table.with_columns(find_added(marks, others).alias(ALONE))


def _count_alone(table: pl.DataFrame, by: list[str]) -> Counts:
    """How many there are, and how many of them are alone."""
    counted = table.group_by(by).agg(pl.len(), pl.col(ALONE).sum().alias(ALONE))
    return {tuple(key): (there, alone) for *key, there, alone in counted.iter_rows()}


def _list_change(number: int, name: str, then: Counts, now: Counts) -> ListChange:
    (before, left), (after, joined) = then.get((number,), NONE), now.get((number,), NONE)
    return ListChange(number, name, before, after, joined, left)
