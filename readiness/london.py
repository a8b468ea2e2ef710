"""London wall time, in which every deadline is meant. Reads no clock, so that rules may use it."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_london(moment: datetime) -> datetime:
    """The same moment as London wall time. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be placed in London.")
    return moment.astimezone(LONDON)
