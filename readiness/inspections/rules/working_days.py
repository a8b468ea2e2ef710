"""Working days: Monday to Friday, less bank holidays and the council's closure days."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def no_holiday(_day: date) -> str:
    """What a calendar without bank holidays says of every day."""
    return ""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    `names` says in words what a closed day is, and `holiday` of any day at all which bank holiday
    it is: "Good Friday", or "" where it is none.
    """

    closures: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict, hash=False, compare=False)
    holiday: Callable[[date], str] = field(default=no_holiday, hash=False, compare=False)

    def is_working_day(self, day: date) -> bool:
        """True on a Monday to Friday that is neither closed nor a bank holiday."""
        return day.weekday() < SATURDAY and day not in self.closures and not self.holiday(day)

    def next_working_day(self, day: date) -> date:
        """The day itself where it is worked, or else the first one after it that is."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add(self, day: date, number: int) -> date:
        """So many working days later, or earlier for a negative number; 0 gives the day itself.

        The start need not be worked: one working day after a Saturday is the Monday.
        """
        step = ONE_DAY if number > 0 else -ONE_DAY
        left = abs(number)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to `end`; negative where `end` is earlier.

        add(start, between(start, end)) gives `end` wherever `end` is worked.
        """
        if end < start:
            return -sum(self.is_working_day(day - ONE_DAY) for day in _days_after(end, start))
        return sum(self.is_working_day(day) for day in _days_after(start, end))

    def closed_weekdays(self, start: date, end: date) -> list[date]:
        """The closed days, weekends aside, strictly between two days given in either order."""
        first, last = min(start, end), max(start, end)
        return [
            day
            for day in _days_after(first, last - ONE_DAY)
            if day.weekday() < SATURDAY and not self.is_working_day(day)
        ]

    def why_closed(self, day: date) -> str:
        """What a day that is not worked is: "the Summer bank holiday", "a Saturday"."""
        if name := self.holiday(day) or self.names.get(day):
            return name
        return f"a {day:%A}" if day.weekday() >= SATURDAY else "a day the council is closed"


def _days_after(start: date, end: date) -> Iterator[date]:
    """Every day after `start`, up to and with `end`."""
    for number in range((end - start).days):
        yield start + ONE_DAY * (number + 1)
