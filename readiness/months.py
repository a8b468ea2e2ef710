"""Calendar months: days so many of them later or earlier, and the last day of one."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later; the last of the month where it has none.

    31 January and one month is 28 or 29 February. Fewer than none is earlier.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the month of this one."""
    return day.replace(day=monthrange(day.year, day.month)[1])
