"""Calendar months, forward and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.months import add_months, end_of_month
from tests.support.months import naive_add

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_calendar_months_and_end_with_the_month(
    day: date, months: int, later: date
) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(1, 120))
def test_adding_months_agrees_with_counting_them_one_by_one(day: date, months: int) -> None:
    assert add_months(day, months) == naive_add(day, months)


def test_months_less_than_none_are_counted_back() -> None:
    assert add_months(date(2027, 1, 31), -2) == date(2026, 11, 30)
    assert add_months(date(2026, 3, 1), -3) == date(2025, 12, 1)


def test_a_month_ends_on_its_last_day() -> None:
    assert end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)
