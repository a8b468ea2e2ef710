"""When meetings are: the rhythm, days that are not worked, the day of the pack."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.inspections.calendar import working_calendar
from readiness.london import LONDON
from readiness.meetings.rules import (
    PRESENCE_WORDS,
    Change,
    Closed,
    Presence,
    Rhythm,
    Step,
    choose_chair,
    find_closed,
    find_day_in_week,
    find_pack_day,
    is_pack_due,
    may_place_anew,
    place_day,
    plan_days,
    sum_changes,
)

TEN = time(10)


def days(first: date, today: date, number: int = 4, **more: Any) -> list[date]:
    calendar = working_calendar(more.pop("closures", None))
    weeks = more.pop("weeks", 2)
    planned = plan_days(Rhythm(first, TEN, weeks), today, number, calendar, **more)
    return [found.day for found in planned]


def test_meetings_come_back_every_second_week_from_the_first() -> None:
    first = date(2026, 9, 1)
    assert days(first, first, 3) == [first, date(2026, 9, 15), date(2026, 9, 29)]


def test_a_day_that_has_its_meeting_is_not_planned_again() -> None:
    first = date(2026, 9, 1)
    assert days(first, first, 2, taken={date(2026, 9, 15)}) == [first, date(2026, 9, 29)]


def test_a_series_across_christmas_and_new_year_moves_to_days_that_are_worked() -> None:
    calendar = working_calendar()
    planned = plan_days(Rhythm(date(2026, 12, 11), TEN), date(2026, 12, 1), 3, calendar)
    assert [found.day for found in planned] == [
        date(2026, 12, 11),
        date(2026, 12, 29),
        date(2027, 1, 8),
    ]
    assert planned[1].rhythm_day == date(2026, 12, 25)
    assert planned[1].because.startswith("Friday 25 December 2026 is Christmas Day, so it moved")


def test_a_series_across_easter_moves_from_good_friday_to_the_tuesday() -> None:
    assert days(date(2027, 3, 12), date(2027, 3, 20), 1) == [date(2027, 3, 30)]


def test_a_closure_day_of_the_council_moves_a_meeting_too() -> None:
    closures = {date(2026, 9, 15): "the move"}
    assert days(date(2026, 9, 1), date(2026, 9, 2), 1, closures=closures) == [date(2026, 9, 16)]


def test_only_a_meeting_to_come_that_nobody_moved_is_placed_anew() -> None:
    now = datetime(2026, 9, 1, 9, tzinfo=UTC)
    later = now + timedelta(weeks=2, hours=1)
    closed = place_day(later.date(), working_calendar({later.date(): "the move"}))
    assert closed.because.startswith("Tuesday 15 September 2026 is a closure day of the council")
    assert may_place_anew(later, now, is_moved_by_hand=False)
    assert not may_place_anew(later, now, is_moved_by_hand=True)
    assert not may_place_anew(now, now, is_moved_by_hand=False)


def test_a_meeting_on_a_closed_day_moves_when_it_is_seen_to_unless_chosen_or_over_by_then() -> None:
    calendar = working_calendar({date(2026, 9, 14): "the move"})  # a Monday
    at, seven = (datetime(2026, 9, 14, hour, tzinfo=LONDON) for hour in (10, 7))
    morning, friday = at.replace(hour=7, minute=30), at - timedelta(days=3)
    said = "a closure day of the council, the move"

    def find(at: datetime, now: datetime, by_hand: bool = False) -> Closed | None:
        return find_closed(at, now, calendar, is_moved_by_hand=by_hand)

    assert find(at, friday) == Closed(said, morning), "on the very day, after a weekend"
    assert find(at, friday.replace(hour=7)) == Closed(said, friday.replace(hour=7, minute=30))
    assert find(at, seven) == Closed(said, morning)
    assert find(at, friday, True) == find(at, morning) == find(seven, friday) == Closed(said, None)
    assert find(friday, friday, True) is None


@pytest.mark.parametrize(
    ("made_on", "today", "is_due"),
    [
        (None, date(2026, 11, 20), False),
        (None, date(2026, 11, 23), True),
        (None, date(2026, 11, 25), False),
        (date(2026, 11, 20), date(2026, 11, 24), True),
        (date(2026, 11, 23), date(2026, 11, 24), False),
    ],
)
def test_a_pack_is_due_from_its_day_on_unless_it_was_made_since(
    made_on: date | None, today: date, is_due: bool
) -> None:
    meeting = date(2026, 11, 24)
    assert is_pack_due(meeting, made_on, today, working_calendar()) is is_due


@pytest.mark.parametrize(
    ("meeting", "pack"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2027, 3, 30), date(2027, 3, 25)),
        (date(2027, 1, 4), date(2026, 12, 31)),
    ],
)
def test_the_pack_is_made_on_the_working_day_before(meeting: date, pack: date) -> None:
    assert find_pack_day(meeting, working_calendar()) == pack


@given(
    st.dates(date(2024, 1, 1), date(2029, 12, 31)).filter(lambda day: day.weekday() < 5),
    st.integers(1, 8),
    st.integers(0, 400),
)
def test_every_meeting_is_on_a_worked_day_never_before_its_rhythm(
    first: date, weeks: int, later: int
) -> None:
    today = first + timedelta(days=later)
    calendar = working_calendar()
    planned = plan_days(Rhythm(first, TEN, weeks), today, 3, calendar)
    assert len(planned) == 3
    for found in planned:
        assert calendar.is_working_day(found.day)
        assert (found.rhythm_day - first).days % (7 * weeks) == 0
        assert timedelta() <= found.day - found.rhythm_day < timedelta(days=7)
        assert bool(found.because) == (found.day != found.rhythm_day)


def test_every_presence_has_words() -> None:
    assert set(PRESENCE_WORDS) == set(Presence)


def test_the_day_of_a_meeting_in_a_week_is_where_it_is_and_else_where_the_rhythm_has_it() -> None:
    rhythm = Rhythm(date(2026, 11, 26), time(10))
    held = {date(2026, 11, 26), date(2026, 12, 11)}
    found = [
        find_day_in_week(rhythm, held, date(2026, 11, 16) + timedelta(weeks=number))
        for number in range(4)
    ]
    assert found == [None, date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 11)]


@pytest.mark.parametrize(
    ("came", "chair"),
    [
        ({}, None),
        ({1: Presence.PRESENT, 2: Presence.PRESENT}, 1),
        ({1: Presence.APOLOGIES, 2: Presence.PRESENT}, 2),
        ({2: Presence.PRESENT}, 2),
        ({1: Presence.ABSENT}, None),
        ({1: Presence.APOLOGIES, 2: Presence.ABSENT, 3: Presence.PRESENT}, None),
    ],
)
def test_the_holder_chairs_and_the_deputy_where_the_holder_did_not_come(
    came: dict[int, Presence], chair: int | None
) -> None:
    assert choose_chair([1, 2], came) == chair


def test_what_was_changed_in_a_meeting_is_told_from_its_first_to_its_last() -> None:
    rooms, calls, cars = ("thing", 1), ("action", 1), ("thing", 2)
    steps = [
        Step(rooms, "Rooms", "Not ready", "Needs attention", "Dana", "One is damp."),
        Step(calls, "Calls", "Open", "Closed", "Hari"),
        Step(cars, "Cars", "Ready", "Ready", "Hari"),
        Step(rooms, "Rooms", "Needs attention", "Ready", "Hari", "All five seen."),
        Step(rooms, "Rooms", "Ready", "Ready", "Dana"),
        Step(calls, "Calls", "Closed", "Open", "Hari"),
    ]
    assert sum_changes(steps) == (
        Change(
            "Rooms",
            "Not ready",
            "Ready",
            ("Dana", "Hari"),
            ("Needs attention: One is damp.", "All five seen."),
        ),
        Change("Cars", "Ready", "Ready", ("Hari",)),
    ), "what was changed back is no change"
