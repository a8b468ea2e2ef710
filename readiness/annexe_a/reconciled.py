"""A scope’s lists held against the scorecard, for its pages and for the front sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app

from readiness.annexe_a.checking import standards_of
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.keeping import frame_from_parquet
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.readings import Gathered, gather_figures, gather_months
from readiness.annexe_a.reconciling import (
    ListAt,
    Reconciled,
    choose_month,
    reconcile,
    reconciliation_of,
    spell_gap,
)
from readiness.checklists.reconciliation import Reconciliation
from readiness.files.access import current_store


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
    return reconciliation_of(_folder())


def make_view(versions: Iterable[ListVersion], month: date | None = None) -> View:
    """These lists beside the figures of a month, by default the one that they speak of."""
    known = current_reconciliation()
    wanted = {one.kind.list for one in known.figures}
    lists = {
        version.list_number: ListAt(_load(version), version.upload.as_at)
        for version in versions
        if version.list_number in wanted
    }
    return _view(known, lists, month)


def make_sentence(frames: Mapping[int, ListFrame], versions: Mapping[int, ListVersion]) -> str:
    """How these lists stand against the scorecard, for the front sheet; "" without figures."""
    lists = {number: ListAt(frames[number], versions[number].upload.as_at) for number in versions}
    view = _view(current_reconciliation(), lists, None)
    return view.found.sentence if view.found.month else ""


def _view(known: Reconciliation, lists: Mapping[int, ListAt], month: date | None) -> View:
    months = gather_months()
    as_at = max((one.as_at for one in lists.values()), default=None)
    chosen = month if month in months else choose_month(months, as_at or date.max)
    gathered = gather_figures(chosen, current_store())
    found = reconcile(lists, gathered.figures, chosen, known, standards_of(_folder()))
    return View(known, found, months, gathered, as_at)


def _load(version: ListVersion) -> ListFrame:
    edition = find_edition(version.upload.edition, version.inspection_id)
    with current_store().open(version.frame_sha256) as stream:
        return frame_from_parquet(stream.read(), edition)


def _folder() -> Path:
    folder: Path = current_app.extensions["readiness.settings"].checklists_path
    return folder
