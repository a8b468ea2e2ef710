"""Working time by the minute, and the hours in which a person takes e-mail.

Both are London wall time on days: a clock change moves neither an opening nor a closing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from readiness.london import LONDON, in_london
from readiness.plain_words import format_time

ONE_DAY = timedelta(days=1)
FURTHEST = 60
"""Days looked at in either direction. A council that is closed for longer has no working time."""


class WorkedDays(Protocol):
    """The council’s calendar: bank holidays and closure days are not worked."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        ...


class MondayToFriday:
    """The calendar of those who were given none."""

    def is_working_day(self, day: date) -> bool:
        """Whether it is a Monday to Friday."""
        return day.weekday() < 5


@dataclass(frozen=True)
class WorkingTime:
    """The working hours of every working day."""

    opens: time
    closes: time
    days: WorkedDays

    def shift(self, moment: datetime, minutes: int) -> datetime:
        """The moment so many working minutes later, or earlier for a negative number, in UTC.

        No minutes give the moment itself, worked or not.
        """
        if minutes == 0:
            return moment.astimezone(UTC)
        left, is_later = timedelta(minutes=abs(minutes)), minutes > 0
        for begins, ends in self._spans(
            in_london(moment).date(), ONE_DAY * (1 if is_later else -1)
        ):
            first, last = (max(begins, moment), ends) if is_later else (begins, min(ends, moment))
            if last - first >= left:
                return first + left if is_later else last - left
            left -= max(last - first, timedelta())
        return (moment + timedelta(minutes=minutes)).astimezone(UTC)

    def _spans(self, day: date, step: timedelta) -> Iterator[tuple[datetime, datetime]]:
        for _ in range(FURTHEST):
            if self.days.is_working_day(day):
                yield at_london(day, self.opens), at_london(day, self.closes)
            day += step


@dataclass(frozen=True)
class MailHours:
    """When a person takes e-mail; `any_time` lets reminders of an inspection come at any hour."""

    opens: time = time(8)
    closes: time = time(18)
    every_day: bool = False
    any_time: bool = False

    def next_open(self, now: datetime, days: WorkedDays, *, is_pressing: bool) -> datetime:
        """The first moment from now on at which e-mail may come, in UTC; now itself if it may."""
        if is_pressing and self.any_time:
            return now
        day = in_london(now).date()
        for _ in range(FURTHEST):
            if (self.every_day or days.is_working_day(day)) and now < at_london(day, self.closes):
                return max(now, at_london(day, self.opens))
            day += ONE_DAY
        return now

    @property
    def words(self) -> str:
        """“8am to 6pm on working days”."""
        which = "every day" if self.every_day else "on working days"
        return f"{format_time(self.opens)} to {format_time(self.closes)} {which}"


USUAL_HOURS = MailHours()
"""Of everybody who has not said otherwise."""


@lru_cache(maxsize=4096)
def at_london(day: date, at: time) -> datetime:
    """The moment in UTC at which a London clock shows this; of two in October the first."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def add_working_days(day: date, number: int, days: WorkedDays) -> date:
    """The day so many working days later; 0 gives the day itself."""
    for _ in range(FURTHEST):
        if number <= 0:
            break
        day += ONE_DAY
        number -= days.is_working_day(day)
    return day
