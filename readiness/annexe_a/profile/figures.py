"""What a profile holds: the figures of each measure, overall and by age, gender and so on.

A number that is hidden is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.annexe_a.profile.catalogue import measures_by_key
from readiness.annexe_a.profile.declaring import Count, Measure

PER, YEAR = 10_000, 12


@dataclass(frozen=True)
class Slice:
    """The rows of one group: how many in all and in each cell; `median` of a length in days.

    `is_twin` says that another measure has all of them but few, or few more (see `twins`).
    """

    total: int | None
    cells: tuple[int | None, ...]
    median: float | None = None
    is_twin: bool = False

    @property
    def first(self) -> int | None:
        """The first cell: of a count its number, of a share its numerator."""
        return self.cells[0]

    @property
    def percent(self) -> float | None:
        """The first cell as a percentage of all."""
        if self.first is None or not self.total:
            return None
        return 100 * self.first / self.total

    def percent_of(self, number: int) -> float | None:
        """A cell as a percentage of all."""
        cell = self.cells[number]
        return None if cell is None or not self.total else 100 * cell / self.total


@dataclass(frozen=True)
class Figure:
    """One measure as it was counted; `by` has the groups of each breakdown, in their order."""

    key: str
    overall: Slice
    by: Mapping[str, tuple[Slice, ...]]

    @property
    def measure(self) -> Measure:
        """What was counted."""
        return measures_by_key()[self.key]

    def rate(self, population: int | None) -> float | None:
        """Per 10,000 children, of a year where it was counted over months."""
        shape, number = self.measure.shape, self.overall.first
        if not isinstance(shape, Count) or shape.rate_months is None:
            return None
        if not population or number is None:
            return None
        times = YEAR / shape.rate_months if shape.rate_months else 1
        return PER * number * times / population


@dataclass(frozen=True)
class Profile:
    """All figures of some lists, by key. `as_at` is each list’s own day.

    `left_out` says of each measure that could not be counted what it lacks.
    """

    as_at: Mapping[int, date]
    figures: Mapping[str, Figure]
    left_out: Mapping[str, str]
    population: int | None = None
    is_suppressed: bool = False

    @property
    def day(self) -> date:
        """The latest day its lists speak of."""
        return max(self.as_at.values())

    def of_list(self, number: int) -> tuple[Figure, ...]:
        """The figures of a list, in the order of the catalogue."""
        return tuple(f for f in self.figures.values() if f.measure.number == number)
