"""A scope’s lists held against the scorecard, for its pages and for the front sheet."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.annexe_a.checking import standards_of
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.memory import Memory
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.readings import Gathered, gather_figures, gather_months
from readiness.annexe_a.reconciling import (
    COMPARED,
    ListAt,
    Reconciled,
    choose_month,
    reconcile,
    reconciliation_of,
    spell_gap,
)
from readiness.annexe_a.reported import Figure
from readiness.checklists.reconciliation import Reconciliation
from readiness.files.access import current_store
from readiness.settings import current_settings

_known = Memory[Reconciled](most=50)
"""By the hashes of what was counted: numbers, no child."""


@dataclass(frozen=True)
class View:
    """What the page shows: the comparison, the months there are, where the figures come from."""

    known: Reconciliation
    found: Reconciled
    months: tuple[date, ...]
    gathered: Gathered
    as_at: date | None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The months to choose from: as an address has them, and in words."""
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in self.months]

    @property
    def gap(self) -> str:
        """How far the day of the lists is from the end of the month."""
        if self.found.month is None or self.as_at is None:
            return ""
        return spell_gap(self.found.month, self.as_at)


def current_reconciliation() -> Reconciliation:
    """Which figures the council’s checklists hold against the lists."""
    return reconciliation_of(current_settings().checklists_path)


def make_view(
    versions: Iterable[ListVersion],
    month: date | None = None,
    *,
    with_children: bool = False,
    until: datetime | None = None,
) -> View:
    """These lists beside the figures of a month, by default the one that they speak of.

    The same lists are read and counted once; `with_children` reads them again and says who.
    `until` leaves out figures that were given later: those of an inspection that is closed.
    """
    known, wanted = current_reconciliation(), list(versions)
    as_at = max((one.upload.as_at for one in wanted), default=None)
    months = gather_months(until)
    chosen = month if month in months else choose_month(months, as_at or date.max)
    gathered = gather_figures(chosen, current_store(), until)
    found = (
        _count(wanted, gathered, chosen, known)
        if with_children
        else _remember(wanted, gathered, chosen, known)
    )
    return View(known, found, months, gathered, as_at)


def make_sentence(versions: Iterable[ListVersion], until: datetime | None = None) -> str:
    """How these lists stand against the scorecard, for the front sheet.

    Empty where nothing can be compared: no list, no figure, or none that these lists answer.
    """
    wanted = list(versions)
    found = make_view(wanted, until=until).found if wanted else None
    return found.sentence if found and found.count(*COMPARED) else ""


def _remember(
    versions: Sequence[ListVersion],
    gathered: Gathered,
    month: date | None,
    known: Reconciliation,
) -> Reconciled:
    lists = tuple((one.list_number, one.frame_sha256, one.upload.as_at) for one in versions)
    figures = _digest(gathered.figures.values())
    limits = tuple(standards_of(current_settings().checklists_path).numbers.items())
    asked = (lists, figures, month, known, limits)
    return _known.find(asked, lambda: _count(versions, gathered, month, known).in_counts)


def _digest(figures: Iterable[Figure]) -> bytes:
    """What stands for these figures; of who is counted in them nothing can be read from it."""
    told = sorted((one.ref, one.count, one.of, sorted(one.children or ())) for one in figures)
    return hashlib.sha256(json.dumps(told).encode()).digest()


def _count(
    versions: Iterable[ListVersion],
    gathered: Gathered,
    month: date | None,
    known: Reconciliation,
) -> Reconciled:
    wanted, store = {one.kind.list for one in known.figures}, current_store()
    lists = {
        version.list_number: ListAt(load_frame(version, store), version.upload.as_at)
        for version in versions
        if version.list_number in wanted
    }
    return reconcile(
        lists, gathered.figures, month, known, standards_of(current_settings().checklists_path)
    )
