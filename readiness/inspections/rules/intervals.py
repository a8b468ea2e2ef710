"""How long something that was seen on a day holds."""

from datetime import date, timedelta

from readiness.checklists.register import Interval, Unit
from readiness.inspections.rules.working_days import Calendar
from readiness.months import add_months


def find_good_until(since: date, interval: Interval, calendar: Calendar) -> date:
    """The last day something seen on `since` holds; one that is not worked gives way to the next.

    Weeks and months are those of the calendar, working days those of the council.
    """
    match interval.unit:
        case Unit.WORKING_DAYS:
            return calendar.add(since, interval.number)
        case Unit.WEEKS:
            end = since + timedelta(weeks=interval.number)
        case Unit.MONTHS:
            end = add_months(since, interval.number)
    return calendar.next_working_day(end)
