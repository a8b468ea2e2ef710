"""How long closed inspections are kept: `checklists/archive.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import read_file

FILE = "archive.yaml"
MOST_YEARS = 100


@dataclass(frozen=True)
class ArchiveSpec:
    """Years after closing, for inspections and for trial runs, and why so many."""

    inspection_years: int
    trial_years: int
    because: str
    source: str
    confirm: bool

    def years_of(self, *, is_trial: bool) -> int:
        """How many years one of this kind is kept."""
        return self.trial_years if is_trial else self.inspection_years


@remembered
def load_archive(folder: Path) -> ArchiveSpec:
    """How long what is archived is kept. Raises ChecklistFault for the first fault."""
    report = Report()
    spec = read_archive(folder, report)
    report.raise_first()
    return spec


def read_archive(folder: Path, report: Report) -> ArchiveSpec:
    """As load_archive, but notes faults in the report. Raises only for an unreadable file."""
    top = read_file(folder, FILE, report)
    return ArchiveSpec(
        inspection_years=top.integer("inspection_years", 1, MOST_YEARS),
        trial_years=top.integer("trial_years", 1, MOST_YEARS),
        because=top.text("because"),
        source=top.text("source"),
        confirm=top.flag("confirm"),
    )
