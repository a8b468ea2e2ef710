"""When a request is due, which state follows which, and what the pages say first."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from readiness.inspections.calendar import working_calendar
from readiness.london import LONDON, in_london
from readiness.requests.rules import (
    Counts,
    RequestState,
    Standing,
    compute_due,
    count_standings,
    day_bounds,
    may_follow,
    spell_answer,
    spell_late,
    spell_told,
)

NOW = datetime(2026, 12, 8, 15, 30, tzinfo=LONDON)


def due_of(asked: datetime, days: int = 1, at: time = time(17)) -> str:
    due = compute_due(asked, days, at, working_calendar())
    return f"{in_london(due):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 12, 8, 10, tzinfo=LONDON), "Wed 09 Dec 17:00"),
        (datetime(2026, 12, 11, 18, tzinfo=LONDON), "Mon 14 Dec 17:00"),
        (datetime(2026, 12, 12, 11, tzinfo=LONDON), "Mon 14 Dec 17:00"),
        (datetime(2026, 12, 24, 15, tzinfo=LONDON), "Tue 29 Dec 17:00"),
        (datetime(2027, 3, 26, 9, tzinfo=LONDON), "Tue 30 Mar 17:00"),
        (datetime(2026, 10, 23, 9, tzinfo=LONDON), "Mon 26 Oct 17:00"),
        (datetime(2026, 6, 8, 23, 30, tzinfo=UTC), "Wed 10 Jun 17:00"),
    ],
)
def test_a_request_is_due_at_the_end_of_the_next_working_day(asked: datetime, due: str) -> None:
    assert due_of(asked) == due


def test_what_is_due_the_same_day_but_asked_too_late_is_due_a_working_day_later() -> None:
    assert due_of(datetime(2026, 12, 11, 9, tzinfo=LONDON), days=0) == "Fri 11 Dec 17:00"
    assert due_of(datetime(2026, 12, 11, 17, tzinfo=LONDON), days=0) == "Mon 14 Dec 17:00"


def test_a_day_is_londons_on_both_clock_change_days() -> None:
    lengths = []
    for month, day in ((3, 29), (10, 25)):
        begins, ends = day_bounds(date(2026, month, day))
        lengths.append(ends.astimezone(UTC) - begins.astimezone(UTC))
    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


def test_only_what_was_answered_is_accepted_or_flagged_and_a_flag_asks_for_another_answer() -> None:
    allowed = {(a, b) for a in RequestState for b in RequestState if may_follow(a, b)}
    state = RequestState
    assert allowed == {
        (state.NEEDED, state.WITH_OWNER),
        (state.NEEDED, state.ANSWERED),
        (state.WITH_OWNER, state.ANSWERED),
        (state.FLAGGED, state.ANSWERED),
        (state.ANSWERED, state.ACCEPTED),
        (state.ANSWERED, state.FLAGGED),
        (state.ACCEPTED, state.FLAGGED),
    }


def test_an_open_request_is_overdue_in_words_and_an_answered_one_never() -> None:
    before = NOW - timedelta(hours=2, minutes=5)
    assert spell_late(Standing(RequestState.FLAGGED, before), NOW) == "Overdue by 2 hours 5 minutes"
    assert spell_late(Standing(RequestState.ANSWERED, before), NOW) == ""
    assert spell_late(Standing(RequestState.NEEDED, NOW), NOW) == ""


def test_the_log_opens_with_what_is_open_late_and_nobodys() -> None:
    late, soon = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    standings = [
        Standing(RequestState.NEEDED, soon),
        Standing(RequestState.WITH_OWNER, late),
        Standing(RequestState.ANSWERED, late),
        Standing(RequestState.ACCEPTED, late),
    ]
    counts = count_standings(standings, NOW)
    assert counts == Counts(total=4, open=2, overdue=1, unowned=1, answered=1)
    assert spell_answer(counts) == "2 of 4 requests are open: 1 is overdue, 1 has no owner."
    assert spell_answer(Counts()) == "Inspectors have asked for nothing yet."
    assert spell_answer(Counts(total=1)) == "1 request, every one answered."
    said = spell_answer(Counts(total=3, answered=2))
    assert said == "3 requests, every one answered; 2 not accepted yet."
    assert spell_answer(Counts(total=1, open=1)) == "1 of 1 request is open: none is late."


def test_the_page_of_people_told_opens_with_how_many_and_who_is_late() -> None:
    assert spell_told(2, 5, 1) == "2 of the 5 whom the plan names have been told; 1 is late."
    assert spell_told(5, 5, 0) == "All 5 whom the plan names have been told."
    assert spell_told(1, 0, 0) == "1 audience has been told."
