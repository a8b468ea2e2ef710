"""The only caller of the system clock.

Everything else receives "now" or "today" as an argument, so that rules can be tested
on any day and a trial run can one day move on an exercise clock.
"""

from datetime import UTC, date, datetime

from readiness.london import LONDON, in_london

__all__ = ["LONDON", "in_london", "now", "today"]


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date on a London calendar."""
    return in_london(now()).date()
