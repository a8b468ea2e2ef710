"""How readiness went over a year: the last measurement of each week, and where a chart puts it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.plain_words import plural

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Measured:
    """One day’s measurement: things in all and ready, steps that rest on them and would be met.

    `gates` and those that would be missed are None where that night did not ask.
    """

    day: date
    things: int
    ready: int
    out_of_date: int
    steps: int
    steps_met: int
    gates: int | None = None
    gates_missed: int | None = None


@dataclass(frozen=True)
class Point:
    """A measurement and its places on a chart, each 0 to 100: along, ready, met."""

    measured: Measured
    along: float
    ready: float
    met: float


def choose_weekly(measured: Iterable[Measured], today: date) -> tuple[Measured, ...]:
    """The last measurement of each week of the last year, oldest first."""
    weeks: dict[tuple[int, int], Measured] = {}
    for found in sorted(measured, key=lambda found: found.day):
        if today - YEAR <= found.day <= today:
            weeks[found.day.isocalendar()[:2]] = found
    return tuple(weeks.values())


def place_points(weekly: Sequence[Measured]) -> tuple[Point, ...]:
    """Where each stands on a chart of shares: weeks without a measurement leave their room."""
    if not weekly:
        return ()
    first, length = weekly[0].day, max((weekly[-1].day - weekly[0].day).days, 1)
    return tuple(
        Point(
            found,
            round(100 * (found.day - first).days / length, 1),
            _share(found.ready, found.things),
            _share(found.steps_met, found.steps),
        )
        for found in weekly
    )


def spell_trend(weekly: Sequence[Measured]) -> str:
    """“30% of things were ready a year ago, 45% now.”, as shares: the number of things changes."""
    if len(weekly) < 2:
        return ""
    first, last = weekly[0], weekly[-1]
    weeks = max((last.day - first.day).days // 7, 1)
    ago = "a year" if weeks >= 51 else plural(weeks, "week")
    before, now = _percent(first.ready, first.things), _percent(last.ready, last.things)
    return f"{before}% of things were ready {ago} ago, and {now}% are now."


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
