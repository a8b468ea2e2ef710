"""Moments as sentences say them where seconds matter, on a London clock."""

from datetime import datetime

from readiness.london import in_london
from readiness.plain_words import format_day


def spell_second(moment: datetime) -> str:
    """“16:02:11 on Tuesday 24 November 2026”: to the second, to tell two people apart."""
    local = in_london(moment)
    return f"{local:%H:%M:%S} on {format_day(local.date())}"
