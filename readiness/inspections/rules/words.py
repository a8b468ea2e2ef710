"""Days and moments as sentences say them, on a London clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")


def spell_day(day: date) -> str:
    """“Tuesday 24 November 2026”."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def spell_second(moment: datetime) -> str:
    """“16:02:11 on Tuesday 24 November 2026”: to the second, to tell two people apart."""
    local = moment.astimezone(_LONDON)
    return f"{local:%H:%M:%S} on {spell_day(local.date())}"
