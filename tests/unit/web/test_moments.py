from datetime import UTC, date, datetime, time

import pytest

from readiness.web.moments import on_london_clock, read_day, read_time


@pytest.mark.parametrize("month", ["11", "Nov", "november", "NOVEMBER"])
def test_a_month_may_be_a_figure_or_a_word(month: str) -> None:
    assert read_day("24", month, "2026") == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "", "", "Enter a date."),
        ("", "11", "2026", "The date must include a day."),
        ("24", "", "2026", "The date must include a month."),
        ("24", "11", "", "The date must include a year."),
        ("24", "11", "26", "The year must have four figures, like 2026."),
        ("24", "11", "٢٠٢٦", "The year must have four figures, like 2026."),
        ("31", "11", "2026", "The date must be a real date, like 24 11 2026."),
        ("29", "feb", "2027", "The date must be a real date, like 24 11 2026."),
        ("x", "11", "2026", "The date must be a real date, like 24 11 2026."),
        ("24", "Frimaire", "2026", "The date must be a real date, like 24 11 2026."),
    ],
)
def test_a_day_that_cannot_be_read_says_why(day: str, month: str, year: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        read_day(day, month, year)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9:15am", time(9, 15)),
        ("9.15 am", time(9, 15)),
        ("9.15 a.m.", time(9, 15)),
        ("09:15", time(9, 15)),
        ("0915", time(9, 15)),
        ("5pm", time(17)),
        ("17:00", time(17)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30 PM", time(12, 30)),
        ("midday", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, at: time) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "The time must be a time of day"),
        ("25:00", "The time must be a time of day"),
        ("9:60", "The time must be a time of day"),
        ("9", "The time must say am or pm"),
        ("13pm", "A time with am or pm has an hour from 1 to 12"),
        ("0am", "A time with am or pm has an hour from 1 to 12"),
    ],
)
def test_a_time_that_cannot_be_read_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_time(typed)


def test_a_london_time_becomes_the_moment_in_summer_and_in_winter() -> None:
    assert on_london_clock(date(2026, 7, 1), time(9)) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert on_london_clock(date(2026, 12, 1), time(9)) == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(ValueError, match="the clocks go forward that night"):
        on_london_clock(date(2026, 3, 29), time(1, 30))


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert on_london_clock(date(2026, 10, 25), time(1, 30)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
