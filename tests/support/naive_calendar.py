"""England's working days worked out the slow way, as an oracle for the product's calendar.

Knows nothing of the product or its library: Easter by the anonymous Gregorian method, bank
holidays by the rules of the Banking and Financial Dealings Act 1971 with substitute days, and
every question answered by stepping through the days. Holds for 2024 to 2030 as now known.
"""

from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    golden, century = year % 19, year // 100
    skipped = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = skipped - (skipped // 28) * (1 - (29 // (skipped + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    away = moon - weekday
    month = 3 + (away + 40) // 44
    return date(year, month, away + 28 - 31 * (month // 4))


def first_monday(year: int, month: int) -> date:
    day = date(year, month, 1)
    while day.weekday() != 0:
        day += DAY
    return day


def last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 0:
        day -= DAY
    return day


def days_off(year: int) -> set[date]:
    """The weekdays of a year on which England's banks are closed."""
    easter = easter_sunday(year)
    off = {
        easter - 2 * DAY,
        easter + DAY,
        first_monday(year, 5),
        last_monday(year, 5),
        last_monday(year, 8),
    }
    for month, number in ((1, 1), (12, 25), (12, 26)):
        day = date(year, month, number)
        while day.weekday() > 4 or day in off:
            day += DAY
        off.add(day)
    return off


def is_worked(day: date, closures: frozenset[date] = frozenset()) -> bool:
    return day.weekday() < 5 and day not in days_off(day.year) and day not in closures


def step_working_days(day: date, number: int, closures: frozenset[date] = frozenset()) -> date:
    """One day at a time, forwards or backwards, counting those that are worked."""
    counted = 0
    while counted < abs(number):
        day = day + DAY if number > 0 else day - DAY
        if is_worked(day, closures):
            counted += 1
    return day


def first_worked(day: date, closures: frozenset[date] = frozenset()) -> date:
    while not is_worked(day, closures):
        day += DAY
    return day


def step_to_weekday(day: date, weekday: int, weeks_later: int) -> date:
    """Into the next Monday-to-Sunday week as often as asked, then on to the weekday."""
    for _ in range(weeks_later):
        while day.weekday() != 6:
            day += DAY
        day += DAY
    while day.weekday() != weekday:
        day += DAY
    return day


def is_summer_time(moment: datetime) -> bool:
    """British Summer Time at a naive London wall time, by the last Sundays of March and October."""
    return _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    day = date(year, month, 31)
    while day.weekday() != 6:
        day -= DAY
    return datetime.combine(day, time(2))
