"""The Mondays a call could come on."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.checklists.folder import checklists_folder
from readiness.checklists.inspections import load_checklist
from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.timeline import compute_anchors
from readiness.london import LONDON
from readiness.register.rules.mondays import (
    call_moment,
    find_end,
    find_fault,
    find_next_call,
    group_mondays,
    list_mondays,
    list_moved,
    read_day,
)

SHORT = load_checklist(checklists_folder(), "ilacs-short")
TODAY = date(2026, 11, 24)
CALENDAR = working_calendar()
NEXT = date(2026, 11, 30)
TWO_YEARS = {
    monday.day: monday
    for first in (NEXT, NEXT + timedelta(weeks=52))
    for monday in list_mondays(SHORT, first, CALENDAR)
}


def london(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (london(24, 10), NEXT),
        (london(29, 23, 59), NEXT),
        (london(30, 9, 15), NEXT),
        (london(30, 9, 16), date(2026, 12, 7)),
        (london(21, 12, month=12), date(2027, 1, 4)),
    ],
)
def test_the_next_call_is_on_a_worked_monday_whose_hour_has_not_passed(
    now: datetime, day: date
) -> None:
    assert find_next_call(now, CALENDAR) == day


@given(some.dates(date(2026, 1, 1), date(2027, 12, 31)), some.times())
def test_the_next_call_is_always_a_worked_monday_to_come(on: date, at: time) -> None:
    now = datetime.combine(on, at, tzinfo=LONDON)
    day = find_next_call(now, CALENDAR)
    assert day.weekday() == 0
    assert CALENDAR.is_working_day(day)
    assert call_moment(day) > now - timedelta(minutes=1)
    assert day - now.date() <= timedelta(weeks=3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-30", NEXT),
        ("2026-02-30", None),
        ("30/11/2026", None),
        ("2026-W49-1", None),
        ("99999-01-01", None),
        ("0000-01-01", None),
        ("next Monday", None),
        ("٢٠٢٦-١١-٣٠", None),
    ],
)
def test_a_day_is_read_as_addresses_write_it(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (None, "That is not a date: choose a Monday, such as Monday 30 November 2026."),
        (date(2026, 12, 1), "Tuesday 1 December 2026 is not a Monday"),
        (date(2026, 11, 23), "Monday 23 November 2026 has passed"),
        (date(2028, 12, 4), "is more than two years ahead"),
        (date(9998, 1, 5), "is more than two years ahead"),
        (date(1, 1, 1), "Monday 1 January 1 has passed"),
    ],
)
def test_a_day_that_is_no_monday_to_look_at_says_why(asked: date | None, fault: str) -> None:
    found = find_fault(asked, NEXT)
    assert found is not None
    assert fault in found


def test_a_monday_within_two_years_is_looked_at_even_a_bank_holiday() -> None:
    assert find_fault(NEXT, NEXT) is None
    assert find_fault(date(2026, 12, 28), NEXT) is None
    assert find_fault(date(2028, 11, 27), NEXT) is None


def test_christmas_easter_and_august_are_checked_in_advance() -> None:
    found = {monday.day: monday for monday in list_mondays(SHORT, NEXT, CALENDAR)}
    assert list(found) == [
        date(2026, 12, 14),
        date(2026, 12, 21),
        date(2027, 3, 15),
        date(2027, 3, 22),
        date(2027, 4, 26),
        date(2027, 5, 24),
        date(2027, 7, 26),
        date(2027, 8, 2),
        date(2027, 8, 9),
        date(2027, 8, 16),
        date(2027, 8, 23),
    ]
    christmas = found[date(2026, 12, 21)]
    assert [day for day, _why in christmas.closed] == [
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 1, 1),
    ]
    arrival = next(moved for moved in christmas.moved if moved.title == "Inspectors arrive")
    assert (arrival.was, arrival.becomes) == (date(2026, 12, 28), date(2026, 12, 29))
    easter = found[date(2027, 3, 22)].moved[0]
    assert (easter.was, easter.becomes) == (date(2027, 3, 29), date(2027, 3, 30))
    assert not found[date(2027, 7, 26)].closed


def test_every_monday_whose_two_weeks_touch_august_says_how_much_of_them_does() -> None:
    told = {monday.day: monday.august for monday in list_mondays(SHORT, NEXT, CALENDAR)}
    assert {day: words for day, words in told.items() if words} == {
        date(2027, 7, 26): "5 of 10 working days are in August",
        date(2027, 8, 2): "10 of 10 working days are in August",
        date(2027, 8, 9): "10 of 10 working days are in August",
        date(2027, 8, 16): "10 of 10 working days are in August",
        date(2027, 8, 23): "6 of 9 working days are in August",
    }


def test_mondays_are_listed_under_what_makes_them_unlike_others() -> None:
    found = group_mondays(list_mondays(SHORT, NEXT, CALENDAR))
    assert [(str(season), len(mondays)) for season, mondays in found] == [
        ("Christmas and New Year", 2),
        ("Easter", 2),
        ("Other bank holidays and closure days", 2),
        ("August", 5),
    ]
    from_june = group_mondays(list_mondays(SHORT, date(2027, 6, 7), CALENDAR))
    assert [season.name for season, _ in from_june] == ["AUGUST", "CHRISTMAS", "EASTER", "OTHER"]


@given(some.integers(0, 104))
def test_what_is_listed_is_exactly_what_differs_from_a_usual_fortnight(weeks: int) -> None:
    day = NEXT + timedelta(weeks=weeks)
    anchors = compute_anchors(SHORT, call_moment(day), CALENDAR, {})
    listed = TWO_YEARS.get(day)
    length = (find_end(anchors) - day).days
    differs = length != 11 or any(
        not CALENDAR.is_working_day(day + timedelta(days=n)) for n in (*range(5), *range(7, 12))
    )
    if not CALENDAR.is_working_day(day):
        assert listed is None
    elif listed is None:
        assert not differs
        assert list_moved(anchors) == ()
    else:
        assert differs or listed.august
        assert bool(listed.august) == any(
            (day + timedelta(days=n)).month == 8 for n in range(length + 1)
        )


def test_closure_days_of_the_council_count_as_well() -> None:
    calendar = working_calendar({date(2026, 12, 2): "the move"})
    first = list_mondays(SHORT, NEXT, calendar)[0]
    assert first.day == NEXT
    assert first.closed == ((date(2026, 12, 2), "a closure day of the council, the move"),)
