"""Working days agree with an oracle that steps day by day, from 2024 to 2030."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.inspections.calendar import (
    england_bank_holidays,
    read_year,
    working_calendar,
)
from readiness.inspections.rules.working_days import Calendar
from tests.support import naive_calendar as naive

YEARS = range(2024, 2031)
CALENDAR = Calendar(england_bank_holidays(range(2022, 2034)))
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
some_closures = st.frozensets(days, max_size=12)


def test_the_bank_holidays_are_those_the_oracle_works_out_for_every_year() -> None:
    found = {day for day in england_bank_holidays(YEARS) if day.weekday() < 5}
    assert found == set().union(*(naive.days_off(year) for year in YEARS))


def test_the_oracle_knows_easter() -> None:
    known = [(3, 31), (4, 20), (4, 5), (3, 28), (4, 16), (4, 1), (4, 21)]
    assert [naive.easter_sunday(year) for year in YEARS] == [
        date(year, *day) for year, day in zip(YEARS, known, strict=True)
    ]


@given(day=days, closures=some_closures)
def test_a_day_is_worked_where_the_oracle_works_it(day: date, closures: frozenset[date]) -> None:
    calendar = Calendar(CALENDAR.closures | closures)
    assert calendar.is_working_day(day) == naive.is_worked(day, closures)
    assert calendar.next_working_day(day) == naive.first_worked(day, closures)


@given(day=days, number=st.integers(-90, 90), closures=some_closures)
def test_adding_working_days_ends_where_the_oracle_ends(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(CALENDAR.closures | closures)
    assert calendar.add(day, number) == naive.step_working_days(day, number, closures)


@given(day=days, number=st.integers(-90, 90))
def test_counting_undoes_adding(day: date, number: int) -> None:
    assert CALENDAR.between(day, CALENDAR.add(day, number)) == number


@given(start=days, end=days)
def test_counting_one_way_and_back_cancels_between_worked_days(start: date, end: date) -> None:
    first, last = CALENDAR.next_working_day(start), CALENDAR.next_working_day(end)
    assert CALENDAR.between(first, last) == -CALENDAR.between(last, first)


def test_no_working_days_added_is_the_day_itself_even_at_a_weekend() -> None:
    assert CALENDAR.add(date(2026, 11, 28), 0) == date(2026, 11, 28)


def test_the_closed_weekdays_between_two_days_leave_both_out() -> None:
    christmas, new_year = date(2026, 12, 25), date(2027, 1, 1)
    assert CALENDAR.closed_weekdays(christmas, new_year) == [date(2026, 12, 28)]
    assert CALENDAR.closed_weekdays(new_year, christmas) == [date(2026, 12, 28)]
    assert CALENDAR.closed_weekdays(christmas, christmas) == []


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 31), "the Summer bank holiday"),
        (date(2026, 5, 4), "the Early May bank holiday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2027, 1, 1), "New Year’s Day"),
        (date(2026, 12, 28), "the bank holiday in place of Boxing Day"),
        (date(2026, 12, 29), "a closure day of the council, Christmas closure"),
        (date(2026, 11, 28), "a Saturday"),
    ],
)
def test_the_calendar_says_what_a_closed_day_is(day: date, why: str) -> None:
    calendar = working_calendar({date(2026, 12, 29): "Christmas closure"})
    assert calendar.why_closed(day) == why
    assert not calendar.is_working_day(day)


def test_a_calendar_without_names_still_says_that_a_day_is_closed() -> None:
    assert Calendar(frozenset({date(2026, 11, 30)})).why_closed(date(2026, 11, 30)) == (
        "a day the council is closed"
    )


def test_a_calendar_knows_the_bank_holidays_of_every_year_a_date_may_be_put_into() -> None:
    calendar = working_calendar()
    assert not any(calendar.is_working_day(date(year, 12, 25)) for year in range(2000, 2101))
    assert calendar.add(date(2030, 12, 24), 1) == date(2030, 12, 27)
    assert calendar.why_closed(date(2030, 12, 26)) == "Boxing Day"
    assert calendar.is_working_day(date(2030, 12, 31))


def test_a_calendar_asks_the_library_for_no_year_before_a_day_of_it_is_asked_about() -> None:
    asked = read_year.cache_info().currsize
    calendar = working_calendar({date(2044, 1, 4): "the move"})
    assert read_year.cache_info().currsize == asked
    assert not calendar.is_working_day(date(2044, 1, 4))
    assert not calendar.is_working_day(date(2044, 1, 1))
