"""Check files against an edition of Annexe A: every list, every rule, one result."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from readiness.annexe_a.edition_changes import find_other_edition
from readiness.annexe_a.frames import Context, Finding, ListFrame, hash_sent
from readiness.annexe_a.limits import LIMITS
from readiness.annexe_a.reading import Reading
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.declaring import count_rows
from readiness.annexe_a.rules.running import run_rules
from readiness.annexe_a.spellings import NO_SPELLINGS, Spellings, apply_spellings
from readiness.checklists.annexe_a import Edition, load_other_editions
from readiness.checklists.place import checklists_folder
from readiness.checklists.standards import Standards, has_standards, load_standards
from readiness.errors import Unusable
from readiness.inspections.calendar import england_bank_holidays
from readiness.office.gate import Limits, safe_name
from readiness.office.sheets import Sheet, read_sheets

YEARS_OF_HOLIDAYS = 6
"""How far back a date is asked whether it was a working day."""


@dataclass(frozen=True)
class ListResult:
    """One list: how many rows, errors and warnings, and what was read of it."""

    number: int
    name: str
    rows: int
    errors: int
    warnings: int
    frame: ListFrame = field(repr=False, compare=False)
    edition: str

    @cached_property
    def content_hash(self) -> str:
        """The hash of what would be sent; worked out when it is asked for."""
        return hash_sent(self.frame, self.edition)


@dataclass(frozen=True)
class CheckResult:
    """The answer of a check. `frames` holds each list found, by number."""

    as_at: date
    edition: str
    lists: tuple[ListResult, ...]
    findings: tuple[Finding, ...]
    frames: dict[int, ListFrame]


@dataclass(frozen=True)
class Known:
    """What else is known when lists are checked; what is not is not asked about.

    `standards` and `other_editions` (than the one checked against, read only where the headings do
    not fit it) are by default those of the product’s own checklists. `beside` are lists of the
    same day that are not checked now: those that are, are held against them. `only` are the
    numbers of the lists to take; others in the files are left out.
    """

    standards: Standards | None = None
    called_on: date | None = None
    rows_before: Mapping[int, int] = field(default_factory=dict)
    beside: Mapping[int, ListFrame] = field(default_factory=dict)
    spellings: Spellings = NO_SPELLINGS
    only: frozenset[int] | None = None
    other_editions: Iterable[Edition] | None = None


NOTHING_ELSE = Known()


def check_files(
    paths: Sequence[Path],
    *,
    edition: Edition,
    as_at: date,
    limits: Limits = LIMITS,
    names: Mapping[Path, str] | None = None,
    known: Known = NOTHING_ELSE,
    ahead: Iterator[Sheet] | None = None,
) -> CheckResult:
    """Check workbooks and csv files together; `names` says what to call each file.

    `ahead` are the sheets of the first file, where they are being read already. Raises Unusable
    with one sentence for a file that cannot be read or has none of the lists.
    """
    reading = Reading(edition, known.spellings)
    called = [(names or {}).get(path, path.name) for path in paths]
    for path, name, file in zip(paths, called, name_files(called), strict=True):
        sheets = ahead or read_sheets(path, limits=limits, name=name)
        ahead = None
        if not _read_file(sheets, file if paths[1:] else "", reading):
            raise Unusable(
                f"{file} has none of the lists of Annexe A. Name its sheets (or the csv file) "
                "List_1 to List_11, or leave it out."
            )
    reading.finish()
    return check_reading(reading, as_at, known)


def name_files(names: Sequence[str]) -> list[str]:
    """What to call files in a sentence: “list_1.csv”, and which of those that share a name."""
    safe = [safe_name(name) for name in names]
    return [
        f"“{name}”" + (f" (file {number})" if safe.count(name) > 1 else "")
        for number, name in enumerate(safe, start=1)
    ]


def _read_file(sheets: Iterable[Sheet], file: str, reading: Reading) -> bool:
    """Whether the file has any list; `file` says which it is where there are several."""
    place = f" of {file}" if file else ""
    found = [
        reading.take(sheet, f"sheet {number}{place}")
        for number, sheet in enumerate(sheets, start=1)
    ]
    return any(found)


def check_reading(reading: Reading, as_at: date, known: Known = NOTHING_ELSE) -> CheckResult:
    """As check_files, for lists already taken."""
    context = make_context(as_at, known)
    authorities = context.standards.authorities
    frames = {
        number: apply_spellings(frame, known.spellings, authorities)
        for number, frame in sorted(reading.frames.items())
        if known.only is None or number in known.only
    }
    findings = [
        *reading.findings,
        *_find_other_edition(reading, known),
        *run_rules(RULES, frames, context, known.beside),
    ]
    ordered = tuple(sorted(findings, key=lambda found: (found.list, found.row)))
    edition = reading.edition.name
    counted = Counter((found.list, found.severity) for found in ordered)
    results = tuple(_result(frame, edition, counted) for frame in frames.values())
    return CheckResult(as_at, edition, results, ordered, frames)


def _find_other_edition(reading: Reading, known: Known) -> Iterator[Finding]:
    others = known.other_editions
    if others is None:
        others = load_other_editions(checklists_folder(), reading.edition.name)
    return find_other_edition(reading.frames, reading.edition, others)


def standards_of(folder: Path) -> Standards:
    """The standards of a checklists folder, or the product’s own where it has none."""
    return load_standards(folder if has_standards(folder) else checklists_folder())


def make_context(as_at: date, known: Known = NOTHING_ELSE) -> Context:
    """What the rules may know besides the lists."""
    years = range(as_at.year - YEARS_OF_HOLIDAYS, as_at.year + 2)
    return Context(
        as_at,
        known.standards or load_standards(checklists_folder()),
        tuple(sorted(england_bank_holidays(years))),
        known.called_on,
        known.rows_before,
    )


def _result(frame: ListFrame, edition: str, counted: Counter[tuple[int, str]]) -> ListResult:
    spec = frame.spec
    errors, warnings = (counted[spec.number, severity] for severity in ("error", "warning"))
    rows = count_rows(frame)
    return ListResult(spec.number, spec.name, rows, errors, warnings, frame, edition)
