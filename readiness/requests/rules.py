"""The states of a request, when one is due, and what the log says first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from readiness.london import LONDON, in_london
from readiness.plain_words import plural, spell_length


class RequestState(StrEnum):
    """How far a request is."""

    NEEDED = "needed"
    WITH_OWNER = "with_owner"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    FLAGGED = "flagged"


STATE_WORDS = {
    RequestState.NEEDED: "Needed",
    RequestState.WITH_OWNER: "With its owner",
    RequestState.ANSWERED: "Answered",
    RequestState.ACCEPTED: "Accepted",
    RequestState.FLAGGED: "Flagged",
}
OPEN_STATES = frozenset({RequestState.NEEDED, RequestState.WITH_OWNER, RequestState.FLAGGED})
"""Somebody still has to answer: a flagged request is its owner’s again."""


class TurnKind(StrEnum):
    """What was said back and forth about a request."""

    ANSWERED = "answered"
    ACCEPTED = "accepted"
    FLAGGED = "flagged"


_NEXT = {
    RequestState.NEEDED: {RequestState.WITH_OWNER, RequestState.ANSWERED},
    RequestState.WITH_OWNER: {RequestState.ANSWERED},
    RequestState.FLAGGED: {RequestState.ANSWERED},
    RequestState.ANSWERED: {RequestState.ACCEPTED, RequestState.FLAGGED},
    RequestState.ACCEPTED: {RequestState.FLAGGED},
}


def may_follow(old: RequestState, new: RequestState) -> bool:
    """Whether a request in state `old` may go to `new`."""
    return new in _NEXT[old]


@dataclass(frozen=True)
class Standing:
    """State and due time of one request."""

    state: RequestState
    due_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in OPEN_STATES

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open after its due time."""
        return self.is_open and self.due_at < now


class WorkedDays(Protocol):
    """The calendar, as far as it is asked here."""

    def add(self, day: date, number: int) -> date:
        """So many working days after a day."""
        ...


def compute_due(asked_at: datetime, working_days: int, at: time, days: WorkedDays) -> datetime:
    """When a request asked at this moment is due, unless another time is given.

    On a London clock. What would have passed already when it was asked is due a working day later.
    """
    day = days.add(in_london(asked_at).date(), working_days)
    due = datetime.combine(day, at, tzinfo=LONDON)
    return due if due > asked_at else datetime.combine(days.add(day, 1), at, tzinfo=LONDON)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a London day, and that of the next."""
    begins = datetime.combine(day, time(), tzinfo=LONDON)
    return begins, datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


def spell_late(standing: Standing, now: datetime) -> str:
    """“Overdue by 2 hours 5 minutes”; nothing where it is not."""
    return f"Overdue by {spell_length(now - standing.due_at)}" if standing.is_overdue(now) else ""


@dataclass(frozen=True)
class Counts:
    """How many requests there are in all, open, overdue, nobody’s, and waiting to be accepted."""

    total: int = 0
    open: int = 0
    overdue: int = 0
    unowned: int = 0
    answered: int = 0


def count_standings(standings: Iterable[Standing], now: datetime) -> Counts:
    """The figures of a log."""
    found = tuple(standings)
    return Counts(
        total=len(found),
        open=sum(each.is_open for each in found),
        overdue=sum(each.is_overdue(now) for each in found),
        unowned=sum(each.state is RequestState.NEEDED for each in found),
        answered=sum(each.state is RequestState.ANSWERED for each in found),
    )


def spell_answer(counts: Counts) -> str:
    """The sentence the log opens with: “3 of 12 requests are open: 1 is overdue.”"""
    if not counts.total:
        return "Inspectors have asked for nothing yet."
    if not counts.open:
        said = f"{plural(counts.total, 'request')}, every one answered"
        return f"{said}; {counts.answered} not accepted yet." if counts.answered else f"{said}."
    late = f"{counts.overdue} {_are(counts.overdue)} overdue" if counts.overdue else "none is late"
    nobody = f", {counts.unowned} {_have(counts.unowned)} no owner" if counts.unowned else ""
    opened = f"{counts.open} of {plural(counts.total, 'request')} {_are(counts.open)} open"
    return f"{opened}: {late}{nobody}."


def spell_told(told: int, planned: int, late: int) -> str:
    """The sentence of those who are told: “5 of 12 have been told; 2 are late.”"""
    if not planned:
        return f"{plural(told, 'audience has', 'audiences have')} been told."
    if told >= planned:
        return f"All {planned} whom the plan names have been told."
    said = f"{told} of the {planned} whom the plan names {_have(told)} been told"
    return f"{said}; {late} {_are(late)} late." if late else f"{said}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
