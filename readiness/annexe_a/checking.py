"""Check files against an edition of Annexe A: every list, every rule, one result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness.annexe_a.frames import Context, Finding, ListFrame, hash_sent
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules.cells import check_cells
from readiness.annexe_a.rules.duplicates import check_duplicates
from readiness.annexe_a.rules.rows import check_age, check_order, check_together
from readiness.annexe_a.rules.structure import check_columns, check_edition
from readiness.annexe_a.rules.windows import check_window
from readiness.checklists.annexe_a import Edition
from readiness.office.gate import Limits
from readiness.office.sheets import Sheet, read_sheets

RULES = (
    check_edition,
    check_columns,
    check_cells,
    check_age,
    check_order,
    check_together,
    check_duplicates,
    check_window,
)
LIMITS = Limits(size=200 * 1024**2)


@dataclass(frozen=True)
class ListResult:
    """One list: how many rows, errors and warnings, and the hash of its content."""

    number: int
    name: str
    rows: int
    errors: int
    warnings: int
    content_hash: str


@dataclass(frozen=True)
class CheckResult:
    """The answer of a check. `frames` holds each list found, by number."""

    as_at: date
    edition: str
    lists: tuple[ListResult, ...]
    findings: tuple[Finding, ...]
    frames: dict[int, ListFrame]


def check_files(
    paths: Sequence[Path], *, edition: Edition, as_at: date, limits: Limits = LIMITS
) -> CheckResult:
    """Check workbooks and csv files together. Raises Unusable for a file that cannot be read."""
    sheets = [sheet for path in paths for sheet in read_sheets(path, limits=limits)]
    return check_sheets(sheets, edition=edition, as_at=as_at)


def check_sheets(sheets: Sequence[Sheet], *, edition: Edition, as_at: date) -> CheckResult:
    """As check_files, for sheets already read."""
    frames = read_lists(sheets, edition)
    context = Context(as_at)
    findings = [
        found
        for _, frame in sorted(frames.items())
        for rule in RULES
        for found in rule(frame, context)
    ]
    for spec in edition.lists:
        if spec.number not in frames:
            text = f"List {spec.number} ({spec.name}) is missing. Add it."
            findings.append(Finding(spec.number, 0, "", "", "list-missing", "error", text))
    ordered = tuple(sorted(findings, key=lambda f: (f.list, f.row)))
    results = tuple(_result(frame, edition.name, ordered) for _, frame in sorted(frames.items()))
    return CheckResult(as_at, edition.name, results, ordered, frames)


def _result(frame: ListFrame, edition: str, findings: Sequence[Finding]) -> ListResult:
    spec = frame.spec
    mine = [found.severity for found in findings if found.list == spec.number]
    digest = hash_sent(frame, edition)
    height = frame.values.height
    return ListResult(
        spec.number, spec.name, height, mine.count("error"), mine.count("warning"), digest
    )
