from datetime import UTC, date, datetime, timedelta

import pytest

from readiness.web import filters

NOW = datetime(2026, 11, 24, 11, 48, tzinfo=UTC)


def test_a_deadline_says_how_long_is_left_and_then_how_long_it_is_past() -> None:
    deadline = NOW + timedelta(hours=5, minutes=12)
    assert filters.how_long_until(deadline, NOW) == "in 5 hours 12 minutes"
    assert filters.how_long_until(NOW, deadline) == "5 hours 12 minutes ago"


def test_what_happened_within_a_minute_happened_just_now() -> None:
    assert filters.how_long_since(NOW - timedelta(seconds=59), NOW) == "just now"
    assert filters.how_long_since(NOW - timedelta(seconds=60), NOW) == "1 minute ago"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ""),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (10_400, "10 KB"),
        (999_960, "1.0 MB"),
        (1_400_000, "1.4 MB"),
        (200_000_000, "200 MB"),
        (3_200_000_000, "3.2 GB"),
    ],
)
def test_a_file_size_is_said_as_people_say_it(size: int | None, words: str) -> None:
    assert filters.file_size(size) == words


def test_moments_and_days_are_said_on_a_london_clock() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert filters.moment(late) == "Thursday 2 July 2026, 12.30am"
    assert filters.day(late) == "Thursday 2 July 2026"
    assert filters.day(date(2026, 7, 1)) == "Wednesday 1 July 2026"
    assert filters.clock_time(NOW) == "11.48am"


def test_no_moment_is_said_with_no_words() -> None:
    assert (filters.moment(None), filters.day(None), filters.clock_time(None)) == ("", "", "")


def test_a_slug_keeps_letters_and_figures() -> None:
    assert filters.slug("Tasks for Tuesday, 24 November") == "tasks-for-tuesday-24-november"
