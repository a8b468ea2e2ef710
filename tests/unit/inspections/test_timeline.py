"""Anchors and tasks are dated from the call, in London time, and say why."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness.checklists.folder import checklists_folder
from readiness.checklists.inspections import (
    Checklist,
    DueSpec,
    Weekday,
    Weeks,
    WorkingDays,
    load_checklist,
    load_checklists,
)
from readiness.errors import Unusable
from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.timeline import (
    Timeline,
    compute_timeline,
    london_moment,
    weekday_after,
)
from tests.support import naive_calendar as naive
from tests.support.checklist_files import make_folder, spoil

LONDON = ZoneInfo("Europe/London")
CHECKLISTS = load_checklists(checklists_folder())
SHORT = CHECKLISTS["ilacs-short"]
BY_KEY = {
    (checklist.key, anchor.key): anchor
    for checklist in CHECKLISTS.values()
    for anchor in checklist.anchors
}
calls = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31, 23, 59))  # noqa: DTZ001 - hypothesis wants them so
some_closures = st.frozensets(st.dates(date(2024, 1, 1), date(2031, 12, 31)), max_size=10)


def london(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=LONDON)  # type: ignore[arg-type, misc]  # three to five numbers


def timeline(
    call: datetime,
    checklist: Checklist = SHORT,
    changed: dict[str, datetime] | None = None,
    closures: dict[date, str] | None = None,
) -> Timeline:
    return compute_timeline(checklist, call, working_calendar(closures), changed)


def when(dated: Timeline, key: str) -> str:
    return next(anchor.at.isoformat() for anchor in dated.anchors if anchor.key == key)


def why(dated: Timeline, key: str) -> str:
    return next(anchor.because for anchor in dated.anchors if anchor.key == key)


def due(dated: Timeline, key: str) -> tuple[str, str]:
    task = next(task for task in dated.tasks if task.step.key == key)
    return task.due_at.isoformat(), task.because


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def naive_anchor(checklist: Checklist, key: str, call: date, closed: frozenset[date]) -> date:
    """The day of an anchor by the oracle, step by step back to the call."""
    spec = BY_KEY[checklist.key, key]
    if spec.start is None:
        return call
    start = naive_anchor(checklist, spec.start, call, closed)
    match spec.rule:
        case WorkingDays(number):
            return naive.step_working_days(start, number, closed)
        case Weeks(number):
            return naive.first_worked(start + timedelta(days=7 * number), closed)
        case Weekday(day, weeks_later):
            return naive.first_worked(naive.step_to_weekday(start, day, weeks_later), closed)
        case None:
            raise AssertionError


@given(call=calls, closures=some_closures, key=st.sampled_from(sorted(CHECKLISTS)))
@settings(deadline=None)
def test_every_anchor_is_where_the_oracle_puts_it_on_the_london_clock(
    call: datetime, closures: frozenset[date], key: str
) -> None:
    checklist = CHECKLISTS[key]
    dated = timeline(
        london_moment(call.date(), call.time()), checklist, None, dict.fromkeys(closures, "closed")
    )
    for spec, anchor in zip(checklist.anchors[1:], dated.anchors[1:], strict=True):
        day = naive_anchor(checklist, spec.key, call.date(), closures)
        assert spec.at is not None
        assert anchor.at.replace(tzinfo=None) == datetime.combine(day, spec.at)
        hours = 1 if naive.is_summer_time(datetime.combine(day, spec.at)) else 0
        assert anchor.at.utcoffset() == timedelta(hours=hours)
        assert (anchor.key in dated.moved) == (anchor.moved_from is not None)
        assert anchor.moved_from is None or not naive.is_worked(anchor.moved_from, closures)


@given(call=calls, key=st.sampled_from(sorted(CHECKLISTS)))
@example(call=datetime(2024, 10, 27, 0, 0), key="ilacs-focused-visit")  # noqa: DTZ001 - as the strategy gives it
@example(call=datetime(2024, 10, 27, 1, 30), key="ilacs-focused-visit")  # noqa: DTZ001 - the same
@settings(deadline=None)
def test_every_task_is_where_the_oracle_puts_it_and_none_before_the_call(
    call: datetime, key: str
) -> None:
    checklist = CHECKLISTS[key]
    called = london_moment(call.date(), call.time())
    dated = timeline(called, checklist)
    for task in dated.tasks:
        spec: DueSpec = task.step.due
        start = naive_anchor(checklist, spec.anchor, called.date(), frozenset())
        day = naive.step_working_days(start, spec.working_days or 0)
        at = spec.at or BY_KEY[key, spec.anchor].at
        counted = datetime.combine(day, at, tzinfo=LONDON) if at else called
        expected = counted.astimezone(UTC) + timedelta(minutes=spec.minutes or 0)
        # Python calls no two zones’ times equal in the hour that the clocks repeat: compare in one.
        assert task.due_at.astimezone(UTC) == max(expected, called.astimezone(UTC))
        assert ("straight away" in task.because) == (expected < called.astimezone(UTC))
        assert task.because.endswith(".")


def test_a_monday_call_for_a_short_inspection_gives_the_weeks_everybody_expects() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15))
    assert when(dated, "call") == "2026-11-30T09:15:00+00:00"
    assert when(dated, "data_due") == "2026-12-01T17:00:00+00:00"
    assert when(dated, "documents_due") == "2026-12-02T17:00:00+00:00"
    assert when(dated, "arrival").startswith("2026-12-07")
    assert when(dated, "fieldwork_end").startswith("2026-12-11")
    assert dated.moved == ()


def test_a_standard_inspection_ends_on_the_friday_of_its_second_week() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), CHECKLISTS["ilacs-standard"])
    assert when(dated, "fieldwork_end").startswith("2026-12-18")


def test_a_focused_visit_takes_two_consecutive_days() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), CHECKLISTS["ilacs-focused-visit"])
    arrival, end = when(dated, "arrival"), when(dated, "fieldwork_end")
    assert (arrival[:10], end[:10]) == ("2026-12-07", "2026-12-08")


def test_the_notice_of_a_focused_visit_counts_working_days_and_is_to_be_confirmed() -> None:
    dated = timeline(london(2026, 12, 21, 9, 15), CHECKLISTS["ilacs-focused-visit"])
    arrival, end = when(dated, "arrival"), when(dated, "fieldwork_end")
    assert (arrival[:10], end[:10]) == ("2026-12-30", "2026-12-31")
    assert all(a.confirm for a in dated.anchors if a.key in {"arrival", "data_due"})


@pytest.mark.parametrize(("kind", "day"), [("ilacs-monitoring-visit", 4), ("jtai", 2)])
def test_when_data_of_other_kinds_is_due_is_an_estimate(kind: str, day: int) -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), CHECKLISTS[kind])
    (data_due,) = (anchor for anchor in dated.anchors if anchor.key == "data_due")
    assert data_due.at.date() == date(2026, 12, day)
    assert data_due.estimate
    assert data_due.confirm


def test_a_joint_inspection_gives_ten_working_days_notice() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), CHECKLISTS["jtai"])
    assert when(dated, "arrival").startswith("2026-12-14")


def test_an_action_plan_is_due_seventy_working_days_after_publication() -> None:
    # A published case: report of 9 May 2023, plan due on 16 August 2023 (facts, section 1.2).
    dated = timeline(london(2023, 3, 6, 9, 15), changed={"publication": london(2023, 5, 9, 9, 30)})
    assert when(dated, "action_plan") == "2023-08-16T17:00:00+01:00"


def test_an_anchor_on_a_bank_holiday_moves_to_the_next_working_day_and_says_so() -> None:
    dated = timeline(london(2026, 8, 24, 9, 15))
    assert when(dated, "arrival") == "2026-09-01T09:00:00+01:00"
    assert dated.moved == ("arrival",)
    arrival = next(anchor for anchor in dated.anchors if anchor.key == "arrival")
    assert arrival.moved_from == date(2026, 8, 31)
    assert arrival.because.endswith(
        "Monday 31 August 2026 is the Summer bank holiday, so it moved to Tuesday 1 September 2026."
    )


def test_an_anchor_on_a_closure_day_of_the_council_moves_too() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), closures={date(2026, 12, 7): "Founders’ day"})
    assert when(dated, "arrival").startswith("2026-12-08")
    assert "a closure day of the council, Founders’ day, so it moved" in why(dated, "arrival")


def test_an_inspection_over_new_year_ends_after_the_holiday() -> None:
    dated = timeline(london(2026, 12, 21, 9, 15))
    assert dated.moved == ("arrival", "fieldwork_end")
    assert when(dated, "fieldwork_end").startswith("2027-01-04")


def test_days_that_do_not_count_are_named_and_many_are_counted() -> None:
    dated = timeline(london(2026, 12, 23, 9, 15))
    assert "Friday 25 December 2026 (Christmas Day)" in why(dated, "documents_due")
    assert why(dated, "documents_due").endswith("do not count.")
    closed = {date(2027, 1, 11) + timedelta(days=number): "Flood" for number in range(4)}
    many = timeline(london(2026, 12, 21, 9, 15), closures=closed)
    assert "bank holidays and closure days in between do not count." in why(many, "publication")


def test_a_deadline_keeps_its_clock_time_across_both_clock_changes() -> None:
    spring = timeline(london(2027, 3, 22, 9, 15))
    assert when(spring, "data_due") == "2027-03-23T17:00:00+00:00"
    assert when(spring, "arrival") == "2027-03-30T09:00:00+01:00"
    autumn = timeline(london(2026, 10, 19, 9, 15))
    assert when(autumn, "data_due") == "2026-10-20T17:00:00+01:00"
    assert when(autumn, "arrival") == "2026-10-26T09:00:00+00:00"


@pytest.mark.parametrize("day", range(23, 30))
def test_a_call_on_any_day_of_a_week_brings_inspectors_on_the_monday_after(day: int) -> None:
    dated = timeline(london(2026, 11, day, 11, 0))
    assert when(dated, "arrival") == "2026-11-30T09:00:00+00:00"


def test_a_call_given_in_another_zone_is_dated_on_the_london_calendar() -> None:
    dated = timeline(datetime(2026, 6, 28, 23, 30, tzinfo=UTC))
    assert when(dated, "call") == "2026-06-29T00:30:00+01:00"
    assert when(dated, "data_due").startswith("2026-06-30")


def test_a_changed_anchor_stays_where_it_was_put_and_later_ones_follow_it() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), changed={"arrival": london(2026, 12, 12, 8, 0)})
    assert when(dated, "arrival") == "2026-12-12T08:00:00+00:00"
    assert (
        why(dated, "arrival") == "This date was set by hand and is no longer counted from another."
    )
    assert when(dated, "fieldwork_end").startswith("2026-12-18")
    assert dated.moved == ()


def test_a_changed_estimate_is_no_estimate_any_more() -> None:
    dated = timeline(
        london(2026, 11, 30, 9, 15), changed={"publication": london(2027, 2, 2, 9, 30)}
    )
    publication = next(anchor for anchor in dated.anchors if anchor.key == "publication")
    assert not publication.estimate
    assert not publication.confirm


def test_what_is_counted_from_an_estimate_is_one_until_the_real_day_is_set() -> None:
    known = {"publication": london(2027, 1, 20, 9, 30), "draft_report": london(2027, 1, 5, 9)}
    before, after = (
        {one.key for one in timeline(london(2026, 11, 30, 9), changed=at).anchors if one.estimate}
        for at in ({}, known)
    )
    assert before - after == {"draft_report", "comments_due", "publication", "action_plan"}


def test_a_changed_call_moves_everything() -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), changed={"call": london(2027, 1, 11, 9, 0)})
    assert when(dated, "arrival").startswith("2027-01-18")


def test_a_date_the_checklist_does_not_have_cannot_be_changed() -> None:
    with pytest.raises(Unusable, match="“Short inspection” has no date called “party”"):
        timeline(london(2026, 11, 30, 9, 15), changed={"party": london(2026, 12, 1)})


@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
def test_a_call_in_an_impossible_year_is_refused(year: int) -> None:
    with pytest.raises(Unusable, match=f"cannot be in the year {year}"):
        timeline(london(year, 6, 1, 9, 15))


def test_a_task_says_where_its_time_is_counted_from(small: Path) -> None:
    dated = timeline(london(2026, 11, 30, 9, 15), load_checklist(small, "ilacs-short"))
    assert [task.step.key for task in dated.tasks] == [
        "take-call",
        "send-data",
        "write-evaluation",
        "hold-review",
    ]
    assert due(dated, "take-call") == ("2026-11-30T10:00:00+00:00", "45 minutes after the call.")
    assert due(dated, "send-data")[1] == "On the day of the data deadline, at 4pm."
    assert due(dated, "write-evaluation") == (
        "2026-12-03T12:00:00+00:00",
        "2 working days before “Inspectors arrive”, at midday.",
    )
    # Three weeks after Monday 7 December is the bank holiday for Boxing Day.
    assert due(dated, "hold-review") == (
        "2026-12-29T14:00:00+00:00",
        "3 weeks after “Inspectors arrive”, at 2pm. Monday 28 December 2026 is the bank holiday in "
        "place of Boxing Day, so it moved to Tuesday 29 December 2026.",
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "Together with the call."),
        (1, "1 minute after the call."),
        (120, "2 hours after the call."),
        (150, "2 hours and 30 minutes after the call."),
    ],
)
def test_minutes_are_said_in_hours_where_there_are_any(
    small: Path, minutes: int, words: str
) -> None:
    spoil(small, "inspections/ilacs-short.yaml", "minutes: 45", f"minutes: {minutes}")
    dated = timeline(london(2026, 11, 30, 9, 15), load_checklist(small, "ilacs-short"))
    assert due(dated, "take-call")[1] == words


def test_a_task_that_would_be_due_before_the_call_is_due_with_it(small: Path) -> None:
    dated = timeline(london(2026, 12, 4, 15, 0), load_checklist(small, "ilacs-short"))
    assert due(dated, "write-evaluation") == (
        "2026-12-04T15:00:00+00:00",
        "2 working days before “Inspectors arrive”, at midday. That would be before the call, "
        "so it is due straight away.",
    )


def test_minutes_pass_as_on_a_stopwatch_when_the_clocks_go_back(small: Path) -> None:
    call = london(2026, 10, 25, 0, 30)
    dated = timeline(call, load_checklist(small, "ilacs-short"))
    spoil(small, "inspections/ilacs-short.yaml", "minutes: 45", "minutes: 120")
    later = timeline(call, load_checklist(small, "ilacs-short"))
    assert due(dated, "take-call")[0] == "2026-10-25T01:15:00+01:00"
    assert due(later, "take-call")[0] == "2026-10-25T01:30:00+00:00"


def test_a_time_the_clocks_skip_is_the_one_an_hour_later() -> None:
    assert london_moment(date(2026, 3, 29), time(1, 30)).isoformat() == "2026-03-29T02:30:00+01:00"


def test_a_weekday_of_the_same_week_is_never_before_its_start() -> None:
    saturday = date(2026, 11, 28)
    assert weekday_after(saturday, Weekday(4, 0)) == date(2026, 12, 4)
    assert weekday_after(saturday, Weekday(0, 1)) == date(2026, 11, 30)
    assert weekday_after(date(2026, 11, 27), Weekday(4, 0)) == date(2026, 11, 27)
