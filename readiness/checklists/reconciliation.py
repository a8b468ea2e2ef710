"""Which figures of the scorecard the lists are held against: `annexe_a/reconciliation.yaml`.

The file names a measure for each figure; what a measure counts is declared in
`readiness.annexe_a.measures`, which has every one that is named here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file

FILE = "annexe_a/reconciliation.yaml"
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


class Span(StrEnum):
    """The time that a figure of events counts over."""

    MONTH = "month"
    YEAR_TO_DATE = "year_to_date"
    SIX_MONTHS = "six_months"


@dataclass(frozen=True)
class MeasureKind:
    """What a measure counts: the list, a share of it or all, children or events."""

    list: int
    is_share: bool = True
    of_events: bool = False


MEASURES = {
    "children_in_need": MeasureKind(6, is_share=False),
    "need_planned": MeasureKind(6),
    "need_visited": MeasureKind(6),
    "protection_plans": MeasureKind(7, is_share=False),
    "plan_visited": MeasureKind(7),
    "children_in_care": MeasureKind(8, is_share=False),
    "care_visited": MeasureKind(8),
    "care_leavers": MeasureKind(9, is_share=False),
    "leavers_in_touch": MeasureKind(9),
    "leavers_active": MeasureKind(9),
    "leavers_suitably_housed": MeasureKind(9),
    "assessments_in_time": MeasureKind(4, of_events=True),
    "conferences_in_time": MeasureKind(5, of_events=True),
}
"""Every measure that a figure may name."""


@dataclass(frozen=True)
class FigureSpec:
    """One figure: its reference in the council’s scorecard, and what the lists have for it.

    Up to `tolerance` children (or events) more or fewer are no difference. `span` is None for
    what is counted as things stand.
    """

    ref: str
    title: str
    measure: str
    tolerance: int
    span: Span | None

    @property
    def kind(self) -> MeasureKind:
        """What its measure counts."""
        return MEASURES[self.measure]


@dataclass(frozen=True)
class Elsewhere:
    """A figure of the scorecard that no list can give, and why."""

    ref: str
    title: str
    because: str


@dataclass(frozen=True)
class Reconciliation:
    """The figures that are held against the lists, and those that cannot be."""

    figures: tuple[FigureSpec, ...]
    elsewhere: tuple[Elsewhere, ...]

    def find(self, ref: str) -> FigureSpec | None:
        """The figure of this reference."""
        wanted = fold_ref(ref)
        return next((one for one in self.figures if fold_ref(one.ref) == wanted), None)

    def is_elsewhere(self, ref: str) -> bool:
        """Whether this is a figure that no list can give."""
        wanted = fold_ref(ref)
        return any(fold_ref(one.ref) == wanted for one in self.elsewhere)


def fold_ref(ref: str) -> str:
    """A reference without what does not count: case and spaces."""
    return "".join(ref.split()).casefold()


def has_reconciliation(folder: Path) -> bool:
    """Whether a checklists folder says so itself; one without uses the product’s file."""
    return (folder / FILE).exists()


@remembered
def load_reconciliation(folder: Path) -> Reconciliation:
    """What the file says. Raises ChecklistFault (file, line and field) for the first fault."""
    report = Report()
    found = read_reconciliation(folder, report)
    report.raise_first()
    return found


def read_reconciliation(folder: Path, report: Report) -> Reconciliation:
    """As load_reconciliation, but notes faults. Raises only for an unreadable file."""
    top = read_file(folder, FILE, report)
    figures, elsewhere = list(top.entries("figures")), []
    if top.has("elsewhere"):
        elsewhere = list(top.entries("elsewhere"))
    _refuse_repeats([*figures, *elsewhere])
    return Reconciliation(
        tuple(_figure(entry) for entry in figures),
        tuple(Elsewhere(_ref(e), e.text("title"), e.text("because")) for e in elsewhere),
    )


def _figure(entry: Entry) -> FigureSpec:
    measure = entry.choice("measure", list(MEASURES))
    kind = MEASURES.get(measure)
    number = entry.integer("list", 1, 11)
    if kind is not None and number not in (0, kind.list):
        entry.fault("list", f"This measure counts List {kind.list}. Write {kind.list}.")
    return FigureSpec(
        ref=_ref(entry),
        title=entry.text("title"),
        measure=measure,
        tolerance=entry.integer("tolerance"),
        span=_span(entry, kind),
    )


def _span(entry: Entry, kind: MeasureKind | None) -> Span | None:
    if not entry.has("counts"):
        return Span.MONTH if kind is not None and kind.of_events else None
    written = entry.choice("counts", list(Span))
    if kind is not None and not kind.of_events:
        entry.fault("counts", "This measure counts as things stand. Take the line out.")
    return Span(written) if written else None


def _ref(entry: Entry) -> str:
    ref = entry.text("ref")
    if ref and not REF.fullmatch(ref):
        entry.fault("ref", f"“{ref}” must be up to 20 letters, digits, dots and hyphens.")
    return ref


def _refuse_repeats(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        ref = fold_ref(entry.text_or_none("ref") or "")
        if ref and ref in seen:
            entry.fault("ref", "is already here. Remove one of them.")
        seen.add(ref)
