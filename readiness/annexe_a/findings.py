"""What is wrong in lists, read from the file store, counted by rule, and chosen for a page.

The sentences of findings repeat values of cells, which is child-level; counts do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from readiness.annexe_a.keeping import FINDINGS, read_findings
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.rulebook import find_guidance, spell_rule
from readiness.files.store import FileStore

SEVERITIES = ("error", "warning")


@dataclass(frozen=True)
class WantedFindings:
    """Which findings to show: a part left out is not asked for. Names columns, never values.

    `rule` is a rule’s code, or the group it belongs to.
    """

    number: int | None = None
    rule: str = ""
    severity: str = ""
    column: str = ""


@dataclass(frozen=True)
class RuleCount:
    """How often a rule found something; `number` is the list’s, None for all lists together.

    `rule` is the code of the one rule.
    """

    number: int | None
    rule: str
    severity: str
    count: int

    @property
    def words(self) -> str:
        """The rule’s name as a heading has it: “date-unreadable” is “Not a date”."""
        return spell_rule(self.rule)

    @property
    def guidance(self) -> str:
        """Where the rule comes from."""
        return find_guidance(self.rule)


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

    @property
    def guidance(self) -> str:
        """Where the rule comes from."""
        return find_guidance(self.code)


def load_findings(versions: Iterable[ListVersion], store: FileStore) -> pl.DataFrame:
    """The findings of these versions together, by list and then as each was found."""
    parts = [pl.DataFrame(schema=FINDINGS)]
    for version in versions:
        if version.errors or version.warnings:
            with store.open(version.findings_sha256) as stream:
                parts.append(read_findings(stream.read()))
    return pl.concat(parts)


def choose_findings(findings: pl.DataFrame, wanted: WantedFindings) -> pl.DataFrame:
    """Those that are wanted, errors before warnings, in the order of list and row."""
    asked = {
        "list": wanted.number,
        "severity": wanted.severity or None,
        "column": wanted.column or None,
    }
    chosen = findings
    for name, value in asked.items():
        if value is not None:
            chosen = chosen.filter(pl.col(name) == value)
    if wanted.rule:
        # An address may name the one rule or the group it belongs to.
        chosen = chosen.filter((pl.col("code") == wanted.rule) | (pl.col("rule") == wanted.rule))
    return chosen.sort("list", "severity", "row", maintain_order=True)


def count_by_rule(findings: pl.DataFrame, *, by_list: bool = False) -> tuple[RuleCount, ...]:
    """How often each rule found something, errors and then the most frequent first."""
    keys = ["list", "code", "severity"] if by_list else ["code", "severity"]
    order = [*(["list"] if by_list else []), "severity", "len", "code"]
    descending = [name == "len" for name in order]
    counted = findings.group_by(keys).len().sort(order, descending=descending)
    return tuple(
        RuleCount(row.get("list"), row["code"], row["severity"], row["len"])
        for row in counted.iter_rows(named=True)
    )


def take_page(findings: pl.DataFrame, first: int, size: int) -> tuple[FindingRow, ...]:
    """`size` findings from the place `first`, which counts from 0."""
    return tuple(FindingRow(**row) for row in findings.slice(first, size).iter_rows(named=True))
