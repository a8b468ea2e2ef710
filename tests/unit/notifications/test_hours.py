"""Working minutes and mail hours: nights, weekends, holidays and both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.inspections.calendar import working_calendar
from readiness.london import LONDON, in_london
from readiness.notifications.rules.hours import (
    MailHours,
    MondayToFriday,
    WorkingTime,
    add_working_days,
)

MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants them without a zone
    datetime(2027, 12, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
TIME = WorkingTime(time(8), time(18), MondayToFriday())
CHRISTMAS = WorkingTime(time(8), time(18), working_calendar())


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "minutes", "expected"),
    [
        ("2026-11-30 12:00", 30, "2026-11-30 12:30"),
        ("2026-11-30 17:45", 30, "2026-12-01 08:15"),
        ("2026-11-30 17:30", 30, "2026-11-30 18:00"),
        ("2026-11-30 03:00", 30, "2026-11-30 08:30"),
        ("2026-11-27 17:45", 30, "2026-11-30 08:15"),
        ("2026-11-28 12:00", 30, "2026-11-30 08:30"),
        ("2026-11-30 12:00", 1200, "2026-12-02 12:00"),
        ("2026-11-30 09:00", -120, "2026-11-27 17:00"),
        ("2026-11-30 22:00", -120, "2026-11-30 16:00"),
        ("2026-11-30 22:00", 0, "2026-11-30 22:00"),
        # the clocks go back on 25 October 2026 and forward on 28 March 2027
        ("2026-10-23 17:30", 60, "2026-10-26 08:30"),
        ("2027-03-26 17:30", 60, "2027-03-29 08:30"),
        ("2026-10-25 01:30", 30, "2026-10-26 08:30"),
    ],
)
def test_minutes_are_counted_in_working_hours(moment: str, minutes: int, expected: str) -> None:
    assert TIME.shift(london(moment), minutes) == london(expected)


def test_minutes_run_on_after_christmas_and_the_new_year() -> None:
    assert CHRISTMAS.shift(london("2026-12-24 17:45"), 30) == london("2026-12-29 08:15")
    assert CHRISTMAS.shift(london("2026-12-31 17:45"), 30) == london("2027-01-04 08:15")


def test_minutes_run_on_after_easter() -> None:
    easter = WorkingTime(time(8), time(18), working_calendar())
    assert easter.shift(london("2027-03-25 17:45"), 30) == london("2027-03-30 08:15")


@given(
    MOMENTS,
    st.integers(-3000, 3000),
    st.integers(0, 600),
)
def test_later_minutes_never_lead_to_an_earlier_moment(
    moment: datetime, minutes: int, more: int
) -> None:
    if minutes and minutes + more:  # no minutes are the moment itself, worked or not
        assert TIME.shift(moment, minutes) <= TIME.shift(moment, minutes + more)


@given(MOMENTS, st.integers(1, 3000))
def test_a_shifted_moment_is_always_in_working_hours(moment: datetime, minutes: int) -> None:
    for shifted in (TIME.shift(moment, m) for m in (minutes, -minutes)):
        local = in_london(shifted)
        assert time(8) <= local.time() <= time(18)
        assert local.weekday() < 5


@given(
    MOMENTS,
    st.booleans(),
    st.integers(0, 22),
    st.integers(1, 23),
)
def test_mail_comes_at_the_first_moment_inside_the_hours(
    now: datetime, every_day: bool, opens: int, length: int
) -> None:
    closes = min(opens + length, 23)
    hours = MailHours(time(opens), time(closes), every_day)
    moment = hours.next_open(now, MondayToFriday(), is_pressing=False)
    local = in_london(moment)
    assert moment >= now
    if opens not in {1, 2} and closes not in {1, 2}:  # the hours that the clocks jump over
        assert time(opens) <= local.time() < time(closes)
    assert every_day or local.weekday() < 5
    assert moment - now < timedelta(days=4)


def test_only_who_said_so_is_told_of_an_inspection_at_any_hour() -> None:
    night = london("2026-11-30 23:00")
    morning = london("2026-12-01 08:00")
    days = MondayToFriday()
    assert MailHours().next_open(night, days, is_pressing=True) == morning
    assert MailHours(any_time=True).next_open(night, days, is_pressing=True) == night
    assert MailHours(any_time=True).next_open(night, days, is_pressing=False) == morning


def test_hours_are_said_in_words() -> None:
    assert MailHours().words == "8am to 6pm on working days"
    assert MailHours(time(7, 30), time(22), True).words == "7.30am to 10pm every day"


def test_working_days_are_added_over_a_weekend() -> None:
    friday = date(2026, 11, 27)
    assert add_working_days(friday, 0, MondayToFriday()) == friday
    assert add_working_days(friday, 3, MondayToFriday()) == date(2026, 12, 2)
