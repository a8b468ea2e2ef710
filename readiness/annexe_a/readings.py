"""Where the scorecard’s figures come from: what packages above offer, and what was given here.

A package that keeps readings offers them when its pages are loaded; Annexe A knows none of them.
None does yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from readiness.annexe_a.keeping import children_from_bytes
from readiness.annexe_a.models import ReportedFigure, ReportedMonth
from readiness.annexe_a.reported import Figure, Figures
from readiness.annexe_a.reported_queries import find_reported, list_reported_months
from readiness.files.store import FileStore


@dataclass(frozen=True)
class Source:
    """Readings that a package has: what it is called on the page, its months, their figures."""

    title: str
    months: Callable[[], Iterable[date]]
    figures: Callable[[date], Figures]


_sources: dict[str, Source] = {}


def offer_readings(name: str, source: Source) -> None:
    """Offer readings; a name again replaces its own. A month is known by its first day."""
    _sources[name] = source


@dataclass(frozen=True)
class Gathered:
    """The figures of a month, who gave those that were given here, and what else they are from."""

    figures: dict[str, Figure]
    given: ReportedMonth | None
    sources: tuple[str, ...]


def gather_months(until: datetime | None = None) -> tuple[date, ...]:
    """Every month that has figures, or had them at that moment, the newest first.

    What packages above offer says no moment, so it is left out where one is asked for.
    """
    months = {one.month for one in list_reported_months(until)}
    for source in _sources.values() if until is None else ():
        months.update(source.months())
    return tuple(sorted(months, reverse=True))


def gather_figures(month: date | None, store: FileStore, until: datetime | None = None) -> Gathered:
    """The figures of a month, until then: what is offered, and in its place what was given here."""
    figures: dict[str, Figure] = {}
    if month is None:
        return Gathered(figures, None, ())
    titles = []
    for source in _sources.values() if until is None else ():
        found = source.figures(month)
        figures |= found
        titles += [source.title] if found else []
    given = find_reported(month, until)
    if given is not None:
        figures |= {one.ref: _read(one, store) for one in given.figures}
    return Gathered(figures, given, tuple(titles))


def _read(kept: ReportedFigure, store: FileStore) -> Figure:
    children = None
    if kept.children_sha256 is not None:
        with store.open(kept.children_sha256) as stream:
            children = children_from_bytes(stream.read())
    return Figure(kept.ref, kept.numerator, kept.denominator, children)
