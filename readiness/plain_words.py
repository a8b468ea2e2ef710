"""Dates, times, numbers and lists in plain English, for screens, documents and sentences of rules.

The style is GOV.UK's: "Tuesday 24 November 2026, 5pm", no leading noughts, midday and midnight
in words. Lives beside the clock, so that both the rules and the pages may use it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from readiness.london import in_london

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def format_day(day: date) -> str:
    """A day in full: Tuesday 24 November 2026."""
    return f"{day:%A} {format_date(day)}"


def format_date(day: date) -> str:
    """A day without its weekday: 24 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def format_time(at: time | datetime) -> str:
    """A clock time as it stands: 5pm, 5.30pm, midday, midnight."""
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    hour = at.hour % 12 or 12
    minutes = f".{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def format_moment(moment: datetime) -> str:
    """An aware moment on a London clock: Tuesday 24 November 2026, 5pm."""
    local = in_london(moment)
    return f"{format_day(local.date())}, {format_time(local)}"


def spell_length(length: timedelta) -> str:
    """A length of time, either way, in its two largest units that stand side by side.

    “5 hours 12 minutes”, “2 days”, “less than a minute”.
    """
    left = int(abs(length).total_seconds())
    said: list[str] = []
    for name, seconds in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            said.append(plural(count, name))
        elif said:
            break
    return " ".join(said[:2]) or "less than a minute"


def plural(number: int, singular: str, many: str | None = None) -> str:
    """A number with its noun: 1 task, 2 tasks, 1,200 tasks; `many` for irregular nouns."""
    noun = singular if abs(number) == 1 else many or f"{singular}s"
    return f"{number:,} {noun}"


def join_words(words: Sequence[str]) -> str:
    """A list as a sentence has it: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
