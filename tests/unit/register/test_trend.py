"""A year of measurements, by week."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from readiness.register.rules.trend import Measured, choose_weekly, place_points, spell_trend

TODAY = date(2026, 11, 24)


def measured(day: date, ready: int = 10, things: int = 40) -> Measured:
    return Measured(day, things, ready, 2, 20, 5)


def nights(number: int) -> list[Measured]:
    return [measured(TODAY - timedelta(days=ago)) for ago in range(number)]


def test_the_last_night_of_each_week_stands_for_it_oldest_first() -> None:
    weekly = choose_weekly(nights(10), TODAY)
    assert [found.day for found in weekly] == [
        date(2026, 11, 15),
        date(2026, 11, 22),
        date(2026, 11, 24),
    ]


def test_nights_beyond_a_year_and_to_come_are_left_out() -> None:
    days = [TODAY - timedelta(days=366), TODAY + timedelta(days=1)]
    assert choose_weekly([measured(day) for day in days], TODAY) == ()


@given(some.sets(some.integers(0, 364), max_size=60))
def test_points_stand_in_order_within_the_chart(agos: set[int]) -> None:
    weekly = choose_weekly([measured(TODAY - timedelta(days=ago)) for ago in agos], TODAY)
    points = place_points(weekly)
    along = [point.along for point in points]
    assert along == sorted(along)
    assert all(0 <= place <= 100 for place in along)
    assert len(points) <= 53


def test_weeks_without_a_night_leave_their_room() -> None:
    days = [TODAY - timedelta(days=ago) for ago in (100, 75, 0)]
    points = place_points([measured(day) for day in days])
    assert [point.along for point in points] == [0.0, 25.0, 100.0]
    assert (points[0].ready, points[0].met) == (25.0, 25.0)


def test_the_sentence_tells_shares_and_how_long_ago() -> None:
    year = [measured(TODAY - timedelta(days=360), 12, 40), measured(TODAY, 20, 40)]
    assert spell_trend(year) == "30% of things were ready a year ago, and 50% are now."
    short = [measured(TODAY - timedelta(days=21), 0, 0), measured(TODAY, 20, 40)]
    assert spell_trend(short) == "0% of things were ready 3 weeks ago, and 50% are now."
    assert spell_trend(short[:1]) == ""
    assert place_points(()) == ()
