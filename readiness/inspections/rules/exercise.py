"""The clock of an exercise: a trial run moves on it instead of on the real one.

It shows a moment that a facilitator pauses, speeds up and steps, never backwards. What is kept
is a pair of moments, one real and one of the exercise, and how fast the second runs from there;
so nothing has to tick, and a worker that was stopped finds the time again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from readiness.plain_words import format_moment

SPEEDS = (1, 12, 60, 240)
SPEED_WORDS = {
    1: "as fast as a real clock",
    12: "12 times as fast: 5 minutes are an hour",
    60: "60 times as fast: a minute is an hour",
    240: "240 times as fast: 6 minutes are a day",
}
FURTHEST = timedelta(days=730)
"""After the call: beyond it the calendar knows no bank holidays."""


class Part(StrEnum):
    """What somebody is in a trial run."""

    PLAYER = "player"
    OBSERVER = "observer"


PART_WORDS = {Part.PLAYER: "Takes part", Part.OBSERVER: "Observes"}


@dataclass(frozen=True)
class ExerciseTime:
    """At the real moment `real_at` the clock showed `exercise_at`; since then it runs, or not."""

    real_at: datetime
    exercise_at: datetime
    speed: int
    is_paused: bool

    def show(self, real_now: datetime) -> datetime:
        """What the clock shows. A system clock that was put back does not put it back."""
        if self.is_paused:
            return self.exercise_at
        passed = max(real_now - self.real_at, timedelta())
        return min(self.exercise_at + passed * self.speed, self.exercise_at + FURTHEST)

    def until(self, moment: datetime, real_now: datetime) -> timedelta | None:
        """How long it really takes until the clock shows this; None while it is paused."""
        if self.is_paused:
            return None
        return max(moment - self.show(real_now), timedelta()) / self.speed


def refuse_step(shown: datetime, to: datetime, call_at: datetime) -> str:
    """Why the clock cannot be stepped from one moment to another, as a sentence; "" if it can."""
    if to < shown:
        return (
            f"The exercise clock shows {format_moment(shown)} and never goes back: what was due "
            "and done since then has happened. Choose a later moment."
        )
    if to > call_at + FURTHEST:
        return (
            f"{format_moment(to)} is more than two years after the call. Check the year, "
            "then choose an earlier moment."
        )
    return ""
