"""Moments as sentences say them where seconds matter, on a London clock."""

from datetime import date, datetime

from readiness.london import in_london
from readiness.plain_words import format_date, format_day


def spell_second(moment: datetime) -> str:
    """“16:02:11 on Tuesday 24 November 2026”: to the second, to tell two people apart."""
    local = in_london(moment)
    return f"{local:%H:%M:%S} on {format_day(local.date())}"


def spell_title(checklist_title: str, call_at: datetime, *, is_trial: bool) -> str:
    """What an inspection is called: “Short inspection, 30 November 2026”."""
    day = in_london(call_at).date()
    called = f"{checklist_title}, {format_date(day)}"
    return f"Trial run: {called}" if is_trial else called


def number_title(title: str, others: int) -> str:
    """The title, told apart from so many others called the same: “…, 30 November 2026 (2)”."""
    return f"{title} ({others + 1})" if others else title


def spell_day_in(title: str, day: date) -> str:
    """A day of a run by its title, which holds the day of the call: that is not said twice."""
    called_that_day = f", {format_date(day)}" in title
    return title if called_that_day else f"{title}, on {format_day(day)}"
