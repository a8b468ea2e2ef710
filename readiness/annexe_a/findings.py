"""What is wrong in lists, read from the file store, counted, and chosen for a page.

The sentences of findings repeat values of cells, which is child-level; counts do not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from readiness.annexe_a.comparing import find_added
from readiness.annexe_a.keeping import read_columns, read_findings
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.placing import PLACED, place_findings
from readiness.annexe_a.rulebook import find_guidance, spell_rule
from readiness.annexe_a.seals import current_seal
from readiness.files.store import FileStore

SEVERITIES = ("error", "warning")
NOBODY = "none"
"""What an address says for the findings of no team, worker or child."""
EXPLAINED = "explained"
SORTS: Mapping[str, tuple[str, ...]] = {
    "where": ("list", "severity", "row"),
    "rule": ("code", "list", "row"),
    "severity": ("severity", "list", "row"),
    "column": ("column", "list", "row"),
    "team": ("team", "worker", "list", "row"),
    "worker": ("worker", "team", "list", "row"),
    "child": ("child", "list", "row"),
}
"""What the rows can be sorted by, and what decides between equals."""


@dataclass(frozen=True)
class WantedFindings:
    """Which findings to show: a part left out is not asked for. Names columns, never values.

    `rule` is a rule’s code, or the group it belongs to. `team`, `worker` and `child` are opaque
    keys, or NOBODY. `explained` is yes, no or nothing.
    """

    number: int | None = None
    rule: str = ""
    severity: str = ""
    column: str = ""
    team: str = ""
    worker: str = ""
    child: str = ""
    explained: str = ""
    fresh: bool = False
    """Only those that were not there in the upload before."""
    sort: str = ""
    descending: bool = False

    @property
    def address(self) -> dict[str, object]:
        """What an address asks for it with; parts left out are not there."""
        asked = {
            "list": self.number,
            "rule": self.rule,
            "severity": self.severity,
            "column": self.column,
            "team": self.team,
            "worker": self.worker,
            "child": self.child,
            "explained": self.explained,
            "fresh": "yes" if self.fresh else "",
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class RuleCount:
    """How often a rule found something; `number` is the list’s, None for all lists together.

    `rule` is the code of the one rule; `explained` of `count` are.
    """

    number: int | None
    rule: str
    severity: str
    count: int
    explained: int = 0

    @property
    def words(self) -> str:
        """The rule’s name as a heading has it: “date-unreadable” is “Not a date”."""
        return spell_rule(self.rule)

    @property
    def guidance(self) -> str:
        """Where the rule comes from."""
        return find_guidance(self.rule)


@dataclass(frozen=True)
class GroupCount:
    """What was found of one list, team, worker or child; `key` is what an address calls it.

    `name` is empty for the findings of nobody.
    """

    key: str
    name: str
    errors: int
    warnings: int
    explained: int


@dataclass(frozen=True)
class FindingRow:
    """One finding as the page shows it; `message` may repeat the value of a cell."""

    list: int
    row: int
    column: str
    cell: str
    rule: str
    severity: str
    message: str
    code: str
    child: str
    team: str
    worker: str
    place: int
    reference: str
    child_key: str
    team_key: str
    worker_key: str
    explained: bool = False

    @property
    def guidance(self) -> str:
        """Where the rule comes from."""
        return find_guidance(self.code)

    @property
    def title(self) -> str:
        """The rule in words."""
        return spell_rule(self.code)


def load_findings(
    versions: Iterable[ListVersion], store: FileStore, columns: Sequence[str] = tuple(PLACED)
) -> pl.DataFrame:
    """The findings of these versions together, by list and then as each was found.

    `columns` are those that are wanted: to read all takes several times as long as to read few.
    """
    kept = {one: _read(one, store) for one in versions if one.errors or one.warnings}
    if not kept:
        return pl.DataFrame(schema={name: PLACED[name] for name in columns})
    found = read_columns(kept.values(), columns)
    if found is not None:
        return found
    return pl.concat(_load(*one, store, columns) for one in kept.items())


def _read(version: ListVersion, store: FileStore) -> bytes:
    with store.open(version.findings_sha256) as stream:
        return stream.read()


def _load(
    version: ListVersion, content: bytes, store: FileStore, columns: Sequence[str]
) -> pl.DataFrame:
    found = read_columns([content], columns)
    if found is not None:
        return found
    # Kept before findings were placed: the list says whose they are.
    placed = place_findings(read_findings(content), load_frame(version, store), current_seal())
    return placed.select(columns)


def mark_explained(findings: pl.DataFrame, references: Collection[str]) -> pl.DataFrame:
    """The findings, each with whether it is explained."""
    known = pl.Series(list(references), dtype=pl.String)
    return findings.with_columns(pl.col("reference").is_in(known.implode()).alias(EXPLAINED))


def only_fresh(findings: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Those that were not among the findings of before; as many of equal ones as were added."""
    return findings.filter(find_added(findings["reference"], before["reference"]))


def choose_findings(findings: pl.DataFrame, wanted: WantedFindings) -> pl.DataFrame:
    """Those that are wanted, in the order that is: usually errors before warnings, list by list."""
    asked = {
        "list": wanted.number,
        "severity": wanted.severity or None,
        "column": wanted.column or None,
        "team_key": _key(wanted.team),
        "worker_key": _key(wanted.worker),
        "child_key": _key(wanted.child),
        EXPLAINED: wanted.explained == "yes" if wanted.explained else None,
    }
    chosen = findings
    for name, value in asked.items():
        if value is not None:
            chosen = chosen.filter(pl.col(name) == value)
    if wanted.rule:
        # An address may name the one rule or the group it belongs to.
        chosen = chosen.filter((pl.col("code") == wanted.rule) | (pl.col("rule") == wanted.rule))
    first, *others = SORTS.get(wanted.sort, SORTS["where"])
    descending = [wanted.descending, *(False for _ in others)]
    return chosen.sort(first, *others, descending=descending, maintain_order=True)


def _key(asked: str) -> str | None:
    return "" if asked == NOBODY else asked or None


def count_by_rule(findings: pl.DataFrame, *, by_list: bool = False) -> tuple[RuleCount, ...]:
    """How often each rule found something, errors and then the most frequent first."""
    keys = ["list", "code", "severity"] if by_list else ["code", "severity"]
    order = [*(["list"] if by_list else []), "severity", "len", "code"]
    descending = [name == "len" for name in order]
    told = pl.col(EXPLAINED).sum() if EXPLAINED in findings.columns else pl.lit(0).alias(EXPLAINED)
    counted = findings.group_by(keys).agg(pl.len(), told).sort(order, descending=descending)
    return tuple(
        RuleCount(row.get("list"), row["code"], row["severity"], row["len"], row[EXPLAINED])
        for row in counted.iter_rows(named=True)
    )


def count_by(findings: pl.DataFrame, kind: str) -> pl.DataFrame:
    """What was found of each list, team, worker or child, the most errors first.

    With the columns of GroupCount; what is nobody’s comes last.
    """
    key = pl.col("list").cast(pl.String) if kind == "list" else pl.col(f"{kind}_key")
    name = pl.col(kind).cast(pl.String)
    is_error = pl.col("severity") == "error"
    counted = findings.group_by(key.alias("key")).agg(
        name.first().alias("name"),
        is_error.sum().alias("errors"),
        (~is_error).sum().alias("warnings"),
        pl.col(EXPLAINED).sum(),
    )
    if kind == "list":
        return counted.sort(pl.col("key").cast(pl.Int64))
    nobody = pl.col("key") == ""
    return counted.sort(nobody, "errors", "warnings", "name", descending=[False, True, True, False])


def take_counts(counted: pl.DataFrame, first: int, size: int) -> tuple[GroupCount, ...]:
    """`size` counts from the place `first`, which counts from 0."""
    return tuple(GroupCount(**row) for row in counted.slice(first, size).iter_rows(named=True))


def take_page(findings: pl.DataFrame, first: int, size: int) -> tuple[FindingRow, ...]:
    """`size` findings from the place `first`, which counts from 0."""
    return tuple(FindingRow(**row) for row in findings.slice(first, size).iter_rows(named=True))


def find_row(findings: pl.DataFrame, reference: str) -> FindingRow | None:
    """The first finding of this reference, if any."""
    rows = take_page(findings.filter(pl.col("reference") == reference), 0, 1)
    return rows[0] if rows else None


def find_there(findings: pl.DataFrame, references: Sequence[str]) -> frozenset[str]:
    """Which of these references are among the findings."""
    known = pl.Series(references, dtype=pl.String)
    return frozenset(known.filter(known.is_in(findings["reference"].implode())))
