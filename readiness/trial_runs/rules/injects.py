"""Injects: surprises that somebody hears at a moment of a trial run, and how long they took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from readiness.inspections.rules.timeline import london_moment
from readiness.inspections.rules.working_days import Calendar
from readiness.london import in_london
from readiness.plain_words import spell_length

MORNING = time(9)


class InjectState(StrEnum):
    """Where an inject stands."""

    PREPARED = "prepared"
    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    SKIPPED = "skipped"


STATE_WORDS = {
    InjectState.PREPARED: "Prepared",
    InjectState.GIVEN: "Not seen yet",
    InjectState.ACKNOWLEDGED: "Seen",
    InjectState.ANSWERED: "Dealt with",
    InjectState.SKIPPED: "Left out",
}
SECRET_STATES = frozenset({InjectState.PREPARED, InjectState.SKIPPED})
"""Of which nobody but the facilitator may know."""
OPEN_STATES = frozenset({InjectState.GIVEN, InjectState.ACKNOWLEDGED})
"""That wait for their addressee."""


class Timed(Protocol):
    """What is said of the timing of an inject."""

    @property
    def given_at(self) -> datetime | None:
        """When it was given, on the clock of the trial run, as all of these."""
        ...

    @property
    def acknowledged_at(self) -> datetime | None:
        """When somebody said that they had seen it."""
        ...

    @property
    def answered_at(self) -> datetime | None:
        """When somebody wrote what was done."""
        ...


def spell_timing(inject: Timed, now: datetime) -> str:
    """“Seen after 12 minutes, dealt with after 2 hours”."""
    given = inject.given_at
    if given is None:
        return ""
    told = (("seen", inject.acknowledged_at), ("dealt with", inject.answered_at))
    said = [f"{word} after {spell_length(at - given)}" for word, at in told if at is not None]
    if not said:
        return f"not seen for {spell_length(now - given)}"
    return ", ".join(said)


def is_due(state: InjectState, at: datetime, now: datetime) -> bool:
    """Whether its time has come and nobody was told."""
    return state is InjectState.PREPARED and at <= now


@dataclass(frozen=True)
class NextMoment:
    """A moment the clock may be stepped to, and what happens then."""

    at: datetime
    words: str


def find_next(moments: Iterable[NextMoment], now: datetime) -> NextMoment | None:
    """The first of these that is still to come."""
    return min((m for m in moments if m.at > now), key=lambda m: m.at, default=None)


def list_mornings(now: datetime, calendar: Calendar, number: int = 2) -> tuple[datetime, ...]:
    """9am on the next working days, from today’s if that is still to come."""
    found: list[datetime] = []
    day = in_london(now).date()
    for _ in range(30):
        morning = london_moment(day, MORNING)
        if calendar.is_working_day(day) and morning > now:
            found.append(morning)
        if len(found) == number:
            break
        day += timedelta(days=1)
    return tuple(found)
