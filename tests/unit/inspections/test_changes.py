"""Before a date is set or moved, the product says what moves and questions what looks wrong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readiness.checklists.folder import checklists_folder
from readiness.checklists.inspections import load_checklist
from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.changes import (
    MoveKind,
    compare_timelines,
    question_call,
    question_day,
    question_order,
)
from readiness.inspections.rules.timeline import Timeline, compute_timeline

LONDON = ZoneInfo("Europe/London")
SHORT = load_checklist(checklists_folder(), "ilacs-short")
MONDAY = datetime(2026, 11, 30, 9, 15, tzinfo=LONDON)
CALENDAR = working_calendar()


def timeline(call: datetime = MONDAY, **changed: datetime) -> Timeline:
    return compute_timeline(SHORT, call, CALENDAR, changed)


def questions(call: datetime, later: timedelta = timedelta(minutes=30)) -> list[str]:
    return question_call(call, call.astimezone(UTC) + later, CALENDAR)


def test_nothing_moves_between_equal_timelines() -> None:
    assert compare_timelines(timeline(), timeline()) == ()


def test_a_later_arrival_moves_what_is_counted_from_it_and_nothing_else() -> None:
    later = timeline(arrival=datetime(2026, 12, 8, 9, tzinfo=LONDON))
    moves = compare_timelines(timeline(), later)
    assert [move.key for move in moves if move.kind is MoveKind.ANCHOR] == ["arrival"]
    first = moves[0]
    assert (first.title, first.was.day, first.becomes.day) == ("Inspectors arrive", 7, 8)
    moved = {move.key for move in moves if move.kind is MoveKind.TASK}
    assert moved == {step.key for step in SHORT.steps if step.due.anchor == "arrival"}


def test_a_pinned_task_never_moves() -> None:
    later = timeline(arrival=datetime(2026, 12, 8, 9, tzinfo=LONDON))
    pinned = next(step.key for step in SHORT.steps if step.due.anchor == "arrival")
    all_moves = compare_timelines(timeline(), later)
    moves = compare_timelines(timeline(), later, {pinned})
    assert {move.key for move in all_moves} - {move.key for move in moves} == {pinned}


def test_an_anchor_counted_from_a_changed_one_moves_with_it() -> None:
    later = timeline(fieldwork_end=datetime(2026, 12, 14, 15, tzinfo=LONDON))
    moved = {m.key for m in compare_timelines(timeline(), later) if m.kind is MoveKind.ANCHOR}
    assert {"fieldwork_end", "publication", "action_plan"} <= moved


def test_a_call_on_monday_morning_is_not_questioned() -> None:
    assert questions(MONDAY) == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (datetime(2026, 12, 1, 9, 15, tzinfo=LONDON), "Tuesday 1 December 2026 is not a Monday"),
        (
            datetime(2026, 11, 28, 9, 15, tzinfo=LONDON),
            "Saturday 28 November 2026 is at",
        ),
        (datetime(2026, 8, 31, 9, 15, tzinfo=LONDON), "is the Summer bank holiday, when Ofsted"),
        (datetime(2026, 11, 30, 21, 15, tzinfo=LONDON), "9.15pm is an unusual hour"),
        (datetime(2026, 11, 30, 8, 29, tzinfo=LONDON), "8.29am is an unusual hour"),
    ],
)
def test_an_unusual_call_is_questioned_once(call: datetime, expected: str) -> None:
    (question,) = questions(call)
    assert expected in question


def test_the_hour_is_judged_on_the_london_clock() -> None:
    assert questions(datetime(2026, 6, 29, 8, 0, tzinfo=UTC)) == []


def test_a_call_long_ago_or_still_to_come_is_questioned() -> None:
    assert questions(MONDAY, timedelta(weeks=4)) == []
    assert "more than 5 weeks ago" in questions(MONDAY, timedelta(weeks=5))[0]
    assert "more than 3 years ago" in questions(MONDAY, timedelta(days=1200))[0]
    assert "has not come yet" in questions(MONDAY, -timedelta(minutes=1))[0]


def test_on_an_exercise_clock_a_call_may_be_at_any_time_but_on_an_odd_day() -> None:
    assert question_call(MONDAY, None, CALENDAR) == []
    assert len(question_call(MONDAY + timedelta(days=1), None, CALENDAR)) == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (25, "Friday 25 December 2026 is a bank holiday (Christmas Day)"),
        (28, "Monday 28 December 2026 is the bank holiday in place of Boxing Day"),
        (12, "Saturday 12 December 2026 is at the weekend"),
        (14, "Monday 14 December 2026 is a closure day of the council, the move"),
    ],
)
def test_a_date_put_on_a_day_that_is_not_worked_is_questioned(day: int, why: str) -> None:
    at = datetime(2026, 12, day, 9, tzinfo=LONDON)
    calendar = working_calendar({date(2026, 12, 14): "the move"})
    (question,) = question_day("Inspectors arrive", at, calendar)
    assert question == f"{why}: “Inspectors arrive” would stay on it. Check the day."
    assert question_day("Inspectors arrive", at.replace(day=15), calendar) == []


def test_dates_in_order_are_not_questioned() -> None:
    assert question_order(SHORT, timeline().anchors) == []


def test_a_date_put_before_the_one_it_follows_is_questioned() -> None:
    early = timeline(fieldwork_end=datetime(2026, 12, 4, 15, tzinfo=LONDON))
    (question,) = question_order(SHORT, early.anchors)
    assert question == (
        "“Fieldwork ends with the feedback meeting” (Friday 4 December 2026, 3pm) would come "
        "before “Inspectors arrive” (Monday 7 December 2026, 9am): check both dates."
    )


def test_returns_that_would_be_due_after_inspectors_arrive_are_questioned() -> None:
    saturday = timeline(datetime(2026, 11, 28, 9, 15, tzinfo=LONDON))
    found = question_order(SHORT, saturday.anchors)
    assert len(found) == 2
    assert all("would come before" in question for question in found)
