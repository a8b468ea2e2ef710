"""Until when a closed inspection is kept. Pure."""

from datetime import date

LEAP_DAY = (2, 29)


def find_keep_until(closed_on: date, years: int) -> date:
    """The last day it is kept: the same day of the year, so many years on."""
    if (closed_on.month, closed_on.day) == LEAP_DAY:
        closed_on = closed_on.replace(day=28)
    return closed_on.replace(year=closed_on.year + years)


def is_past(keep_until: date, today: date) -> bool:
    """Whether the time is over: the last day itself is still kept."""
    return keep_until < today
