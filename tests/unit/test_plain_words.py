"""Dates, times, numbers and lists read as people say them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from readiness.plain_words import (
    format_day,
    format_moment,
    format_time,
    join_words,
    plural,
    spell_length,
)


def test_a_moment_is_written_on_a_london_clock_in_summer_and_in_winter() -> None:
    assert format_moment(datetime(2026, 11, 24, 17, tzinfo=UTC)) == "Tuesday 24 November 2026, 5pm"
    assert (
        format_moment(datetime(2026, 7, 1, 16, 30, tzinfo=UTC)) == "Wednesday 1 July 2026, 5.30pm"
    )


def test_a_moment_late_in_the_evening_is_placed_on_the_london_day() -> None:
    assert format_moment(datetime(2026, 6, 30, 23, tzinfo=UTC)) == "Wednesday 1 July 2026, midnight"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime(2026, 6, 30, 23))  # noqa: DTZ001 - what is refused


def test_a_day_has_no_leading_nought() -> None:
    assert format_day(date(2027, 1, 4)) == "Monday 4 January 2027"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0, 0), "midnight"),
        (time(0, 5), "12.05am"),
        (time(9, 0), "9am"),
        (time(9, 15), "9.15am"),
        (time(12, 0), "midday"),
        (time(12, 30), "12.30pm"),
        (time(17, 0), "5pm"),
        (time(23, 59), "11.59pm"),
    ],
)
def test_a_time_is_said_as_on_gov_uk(at: time, words: str) -> None:
    assert format_time(at) == words


def test_a_number_agrees_with_its_noun() -> None:
    assert plural(1, "task") == "1 task"
    assert plural(0, "task") == "0 tasks"
    assert plural(20550, "row") == "20,550 rows"
    assert plural(2, "child", "children") == "2 children"


def test_a_list_is_joined_as_in_a_sentence() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b"]) == "a and b"
    assert join_words(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=5, minutes=12, seconds=59), "5 hours 12 minutes"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=1, hours=1, minutes=40), "1 day 1 hour"),
        (timedelta(days=1, minutes=40), "1 day"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=59), "less than a minute"),
        (-timedelta(hours=1), "1 hour"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units_that_stand_side_by_side(
    span: timedelta, words: str
) -> None:
    assert spell_length(span) == words
