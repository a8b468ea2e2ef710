"""Reading the days and times people type: “24”, “11”, “2026”, “9.15am”."""

import re
from datetime import UTC, date, datetime, time

from readiness.clock import FIRST_YEAR, LAST_YEAR, LONDON

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", re.ASCII)
_WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}


def read_day(day: str, month: str, year: str) -> date:
    """A day from its three boxes; a month may be a word. Raises ValueError with a sentence."""
    if not any((day, month, year)):
        raise ValueError("Enter a date.")
    for part, name in ((day, "day"), (month, "month"), (year, "year")):
        if not part:
            raise ValueError(f"The date must include a {name}.")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValueError("The year must have four figures, like 2026.")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValueError(f"The year must be from {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        return date(int(year), _month(month), int(day))
    except ValueError as error:
        raise ValueError("The date must be a real date, like 24 11 2026.") from error


def read_time(words: str) -> time:
    """A clock time: 9.15am, 0915, 17:00, 5pm, midday. Raises ValueError with a sentence."""
    said = words.strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    if said in _WORDS:
        return _WORDS[said]
    found = _TIME.fullmatch(said)
    if found is None:
        raise ValueError("The time must be a time of day, like 9.15am or 17:00.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is None and found[2] is None:
        raise ValueError("The time must say am or pm, or have minutes, like 9am or 09:00.")
    if half and not 1 <= hour <= 12:
        raise ValueError("A time with am or pm has an hour from 1 to 12.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("The time must be a time of day, like 9.15am or 17:00.")
    return time(hour, minute)


def on_london_clock(day: date, at: time) -> datetime:
    """The moment, in UTC, at which a London clock shows this. Raises ValueError with a sentence.

    Of the hour that a London clock shows twice in October, the first is meant.
    """
    local = datetime.combine(day, at, tzinfo=LONDON)
    moment = local.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("That time does not exist: the clocks go forward that night.")
    return moment


def _month(words: str) -> int:
    said = words.lower()[:3]
    return _MONTHS.index(said) + 1 if said in _MONTHS else int(words)
