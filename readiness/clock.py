"""The only caller of the system clock.

Everything else receives "now" or "today" as an argument, so that rules can be tested
on any day and a trial run can one day move on an exercise clock.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date on a London calendar."""
    return now().astimezone(LONDON).date()


def in_london(moment: datetime) -> datetime:
    """The same moment as London wall time. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be placed in London.")
    return moment.astimezone(LONDON)
