"""The only caller of the system clock.

Everything else receives "now" or "today" as an argument, or asks here, so that rules can be
tested on any day. What runs inside `at` lives at another moment: the demo council’s past is
told that way, by the same operations that people use. Nothing else may set the clock back: a test
says so. A trial run’s exercise clock is not this one: see inspections/now.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from readiness.london import LONDON, in_london

__all__ = ["FIRST_YEAR", "LAST_YEAR", "LONDON", "at", "in_london", "now", "today"]

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""What people type is of inspections and their papers: another year is a slip."""

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """Today's date on a London calendar."""
    return in_london(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is this (aware) moment, and stays so; other requests are not touched."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
