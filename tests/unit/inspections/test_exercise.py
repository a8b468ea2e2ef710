"""What an exercise clock shows, and which steps it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.inspections.rules.exercise import (
    FURTHEST,
    SPEED_WORDS,
    SPEEDS,
    ExerciseTime,
    refuse_step,
)

REAL = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
CALL = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


def time(speed: int = 60, is_paused: bool = False) -> ExerciseTime:
    return ExerciseTime(REAL, CALL, speed, is_paused)


def test_a_paused_clock_stands_still() -> None:
    assert time(is_paused=True).show(REAL + timedelta(days=1)) == CALL
    assert time(is_paused=True).until(CALL + timedelta(hours=1), REAL) is None


def test_sixty_times_as_fast_a_minute_is_an_hour() -> None:
    assert time().show(REAL + timedelta(minutes=1)) == CALL + timedelta(hours=1)
    assert time().until(CALL + timedelta(hours=2), REAL) == timedelta(minutes=2)
    assert time().until(CALL - timedelta(hours=2), REAL) == timedelta()


def test_a_system_clock_that_is_put_back_does_not_put_it_back() -> None:
    assert time().show(REAL - timedelta(hours=1)) == CALL


def test_a_clock_forgotten_for_years_stops_where_the_calendar_ends() -> None:
    assert time(240).show(REAL + timedelta(days=4000)) == CALL + FURTHEST


@given(
    seconds=st.lists(st.integers(0, 10**6), min_size=2, max_size=6), speed=st.sampled_from(SPEEDS)
)
def test_it_never_goes_back_as_time_passes(seconds: list[int], speed: int) -> None:
    shown = [time(speed).show(REAL + timedelta(seconds=s)) for s in sorted(seconds)]
    assert shown == sorted(shown)


def test_a_step_back_is_refused_with_a_sentence() -> None:
    refused = refuse_step(CALL, CALL - timedelta(minutes=1), CALL)
    assert refused.startswith("The exercise clock shows Monday 30 November 2026, 9.15am and never")


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(minutes=1), timedelta(days=60)])
def test_a_step_on_is_not_refused(ahead: timedelta) -> None:
    assert refuse_step(CALL, CALL + ahead, CALL) == ""


def test_a_step_over_years_is_taken_for_a_slip() -> None:
    assert "Check the year" in refuse_step(CALL, CALL + timedelta(days=3650), CALL)


def test_every_speed_says_what_it_means() -> None:
    assert tuple(SPEED_WORDS) == SPEEDS
