"""What lead inspectors say at keep-in-touch meetings, and what is still to be answered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readiness.fieldwork.rules.cases import spell_share
from readiness.plain_words import plural


class PointKind(StrEnum):
    """What the lead inspector said."""

    STRENGTH = "strength"
    THEME = "theme"
    CONCERN = "concern"


POINT_WORDS = {
    PointKind.STRENGTH: "Strength",
    PointKind.THEME: "Theme or line of enquiry",
    PointKind.CONCERN: "Concern",
}


@dataclass(frozen=True)
class PointStanding:
    """A point that evidence is to answer, or that needs none."""

    kind: PointKind
    needs_answer: bool
    due_at: datetime | None
    is_answered: bool

    def is_late(self, now: datetime) -> bool:
        """Whether its evidence should have been given."""
        return self.is_waiting and self.due_at is not None and self.due_at < now

    @property
    def is_waiting(self) -> bool:
        """Whether evidence is still to be given."""
        return self.needs_answer and not self.is_answered


def spell_answer(notes: int, points: Iterable[PointStanding], now: datetime) -> str:
    """The sentence the page of keep-in-touch notes opens with."""
    if not notes:
        return "No keep-in-touch meeting has been noted yet."
    return f"{plural(notes, 'meeting')} noted, {spell_points(points, now)}"


def spell_points(points: Iterable[PointStanding], now: datetime) -> str:
    """“2 concerns raised: 1 answer is owed, and late.”"""
    found = list(points)
    concerns = sum(point.kind is PointKind.CONCERN for point in found)
    waiting = [point for point in found if point.is_waiting]
    late = sum(point.is_late(now) for point in waiting)
    said = f"{plural(concerns, 'concern')} raised"
    if not waiting:
        return f"{said}: no answer is owed."
    owed = f"{plural(len(waiting), 'answer is', 'answers are')} owed"
    share = f", {spell_share(late, len(waiting), 'late')}" if late else ""
    return f"{said}: {owed}{share}."
