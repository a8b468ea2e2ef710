"""Months counted one by one, to hold the product’s reckoning against."""

from datetime import date


def naive_add(day: date, months: int) -> date:
    """Count month by month, then step back until the day exists."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError
