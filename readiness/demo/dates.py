"""When things happened in the invented council, counted back from the day it is loaded."""

from datetime import date, datetime, time, timedelta

from readiness.clock import LONDON
from readiness.inspections.calendar import england_bank_holidays

YEARS_SINCE_INSPECTION = 4
WEEKS_SINCE_TRIAL = 7
MONDAY, WEDNESDAY = 0, 2


def last_wednesday(today: date) -> date:
    """The last Wednesday before today: the lists’ as-at date, as Ofsted’s earliest snapshot."""
    return today - timedelta(days=(today.weekday() - WEDNESDAY - 1) % 7 + 1)


def find_past_call(today: date) -> datetime:
    """The call of the past inspection: a Monday in June, some years ago."""
    first = date(today.year - YEARS_SINCE_INSPECTION, 6, 1)
    second_monday = first + timedelta(days=(MONDAY - first.weekday()) % 7 + 7)
    return moment(second_monday, 9, 15)


def find_trial_call(today: date) -> datetime:
    """The call of the trial run: a Monday some weeks ago that was no bank holiday."""
    day = today - timedelta(days=today.weekday() + 7 * WEEKS_SINCE_TRIAL)
    holidays = england_bank_holidays({day.year, day.year - 1})
    while day in holidays:
        day -= timedelta(days=7)
    return moment(day, 9, 5)


def name_framework(day: date) -> str:
    """The framework of an inspection that began on this day (facts, section 1.6)."""
    if day >= date(2026, 4, 1):
        return "ILACS, April 2026"
    return "ILACS, January 2023" if day >= date(2023, 1, 1) else "ILACS, January 2018"


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A London wall time on a day."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)
