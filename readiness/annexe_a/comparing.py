"""What changed between two extracts: rows that joined and left, findings new, fixed, still there.

A row is followed by its list’s key, as it is sent; a finding by its rule, its column and the key
of its row. Equal ones are counted against each other, so that rows which repeat a key count too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from readiness.annexe_a.checking import CheckResult
from readiness.annexe_a.frames import ROW, ListFrame
from readiness.annexe_a.rules.declaring import count_rows

APART = "\x1f"
ROWS = {"list": pl.Int64, "row": pl.Int64, "key": pl.String, "child": pl.String}
FOUND = ("list", "row", "code", "severity", "column")
RULE = ["list", "code", "severity"]


@dataclass(frozen=True)
class Side:
    """One extract as it is compared: its rows with ROWS, its findings with FOUND."""

    rows: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True)
class ListChange:
    """The rows of one list; `joined` and `left` hold an identifier for each row."""

    number: int
    name: str
    rows_old: int
    rows_new: int
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class FindingChange:
    """What one rule finds in one list, with an identifier for each finding (“” for a list’s own).

    `gone` counts those of `fixed` whose row is not in the new extract.
    """

    list: int
    code: str
    severity: str
    new: tuple[str, ...]
    fixed: tuple[str, ...]
    still: tuple[str, ...]
    gone: int


@dataclass(frozen=True)
class Comparison:
    """Two extracts held against each other."""

    lists: tuple[ListChange, ...]
    findings: tuple[FindingChange, ...]


@dataclass(frozen=True)
class ComparedResults(Comparison):
    """Two checks held against each other."""

    old: CheckResult
    new: CheckResult


def compare_results(old: CheckResult, new: CheckResult) -> ComparedResults:
    """Hold `new` against `old`, both checked by the same edition."""
    frames = {**old.frames, **new.frames}
    names = {number: frame.spec.name for number, frame in sorted(frames.items())}
    compared = compare_sides(_side(old), _side(new), names)
    return ComparedResults(compared.lists, compared.findings, old, new)


def compare_sides(old: Side, new: Side, names: Mapping[int, str]) -> Comparison:
    """Hold one extract against another; `names` are those of the lists that are in either."""
    joined = _count_changes(old.rows, new.rows, ["list", "key"])
    return Comparison(
        lists=tuple(_list_change(number, name, joined) for number, name in names.items()),
        findings=tuple(_compare_findings(old, new)),
    )


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
    told = [tuple(getattr(found, name) for name in FOUND) for found in result.findings]
    kinds = [pl.Int64, pl.Int64, pl.String, pl.String, pl.String]
    schema = dict(zip(FOUND, kinds, strict=True))
    return Side(join_rows(result.frames.values()), pl.DataFrame(told, schema=schema, orient="row"))


def _count_changes(old: pl.DataFrame, new: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """How many of equal ones were `old` and are `new`, with whose they are.

    Equal ones are counted against each other: `more`, `less` and `both` say how it ends.
    """
    then = old.group_by(by).agg(pl.len().cast(pl.Int64).alias("old"), pl.col("child").first())
    now = new.group_by(by).agg(pl.len().cast(pl.Int64).alias("new"), pl.col("child").first())
    both = then.join(now, on=by, how="full", coalesce=True).with_columns(
        pl.col("old", "new").fill_null(0), pl.coalesce("child", "child_right").alias("child")
    )
    change = pl.col("new") - pl.col("old")
    return both.with_columns(
        change.clip(lower_bound=0).alias("more"),
        (-change).clip(lower_bound=0).alias("less"),
        pl.min_horizontal("old", "new").alias("both"),
    )


def _list_change(number: int, name: str, counted: pl.DataFrame) -> ListChange:
    rows = counted.filter(pl.col("list") == number)
    before, after = int(rows["old"].sum()), int(rows["new"].sum())
    return ListChange(number, name, before, after, _name(rows, "more"), _name(rows, "less"))


def _compare_findings(old: Side, new: Side) -> Iterable[FindingChange]:
    told = [*RULE, "column", "key"]
    counted = _count_changes(_place(old), _place(new), told)
    there = new.rows.select("list", "key").unique().with_columns(there=pl.lit(True))
    marked = counted.join(there, on=["list", "key"], how="left")
    is_gone = (pl.col("key") != "") & pl.col("there").is_null()
    gone = pl.when(is_gone).then("less").otherwise(0).alias("gone")
    for rule, rows in marked.with_columns(gone).sort(RULE).group_by(RULE, maintain_order=True):
        number, code, severity = rule
        yield FindingChange(
            int(str(number)),
            str(code),
            str(severity),
            new=_name(rows, "more"),
            fixed=_name(rows, "less"),
            still=_name(rows, "both"),
            gone=int(rows["gone"].sum()),
        )


def _place(side: Side) -> pl.DataFrame:
    """Findings with the key of their row; one without a row is the list’s own."""
    placed = side.findings.join(side.rows, on=["list", "row"], how="left")
    return placed.with_columns(pl.col("key", "child").fill_null(""))


def _name(rows: pl.DataFrame, count: str) -> tuple[str, ...]:
    """Whose these are, each as often as `count` says."""
    return tuple(
        rows.select(pl.col("child").repeat_by(count).explode().drop_nulls().sort())["child"]
    )
