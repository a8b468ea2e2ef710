"""Steps against their due times, and a run beside others."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from readiness.inspections.rules.tasks import TaskState
from readiness.london import LONDON
from readiness.trial_runs.rules.comparison import Run, compare_runs
from readiness.trial_runs.rules.gaps import GapKind
from readiness.trial_runs.rules.timings import (
    Share,
    Timing,
    find_durations,
    find_reached,
    is_stepped_over,
    list_late,
    name_day,
    share_on_time,
    spell_share,
    spell_stepped_over,
)

CALL = datetime(2026, 10, 5, 9, tzinfo=LONDON)
NOON = CALL.replace(hour=12)
LATER = NOON + timedelta(hours=6)


def step(  # a step due at noon on the day of the call
    key: str,
    minutes: int | None = None,
    *,
    state: TaskState = TaskState.DONE,
    due: datetime = NOON,
    **more: Any,
) -> Timing:
    """`minutes` after its due time it was done; None where it is not."""
    done = None if minutes is None else due + timedelta(minutes=minutes)
    said = TaskState.TO_DO if done is None and state is TaskState.DONE else state
    return Timing(1, key, key.capitalize(), "IT Lead", said, due, done, **more)


EARLY, LATE, OPEN = step("early", -45), step("late", 90), step("open")
DROPPED = step("dropped", state=TaskState.NOT_NEEDED)
AHEAD = step("ahead", due=LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("timing", "verdict", "is_late"),
    [
        (EARLY, "45 minutes early", False),
        (LATE, "1 hour 30 minutes late", True),
        (step("sharp", 0), "on time", False),
        (OPEN, "not done, 6 hours overdue", True),
        (DROPPED, "not needed", False),
        (AHEAD, "not due yet", False),
    ],
)
def test_a_step_is_judged_against_its_due_time(timing: Timing, verdict: str, is_late: bool) -> None:
    assert timing.verdict(LATER) == verdict
    assert timing.is_late(LATER) is is_late


def test_what_the_clock_stepped_over_is_counted_apart_and_not_as_late() -> None:
    jump = (NOON - timedelta(hours=1), NOON + timedelta(days=1))
    assert is_stepped_over(NOON, None, [jump])
    assert is_stepped_over(NOON, jump[1] + timedelta(hours=1), [jump])
    assert not is_stepped_over(NOON, jump[0], [jump]), "it was done before the jump"
    assert not is_stepped_over(jump[0], None, [jump]), "the clock stood at its due time"
    assert not is_stepped_over(jump[1], None, [jump]), "and stands at this one"
    over = [step("one", stepped_over=True), step("two", 1500, stepped_over=True)]
    share = share_on_time([EARLY, LATE, *over], LATER)
    assert (share.on_time, share.total, share.stepped_over) == (1, 2, 2)
    assert list_late([LATE, *over], LATER) == (LATE,)
    assert spell_share(share, 1) == (
        "50% of 2 steps were done in time; 1 was late or not done. 2 steps were stepped over; "
        "1 was done afterwards."
    )
    none = share_on_time(over, LATER)
    assert none.words == "2 stepped over"
    assert spell_share(none, 0) == (
        "But for what starting the run ticked, no step can be called in time or late: 2 steps "
        "were stepped over; 1 was done afterwards."
    )
    assert over[0].verdict(LATER) == "stepped over"


def test_a_run_of_which_few_steps_can_be_judged_says_so_instead_of_a_share() -> None:
    jumped = [step(str(number), stepped_over=True) for number in range(3)]
    share = share_on_time([EARLY, LATE, *jumped], LATER)
    few = "Only 2 of 5 steps that were due can be judged: the clock stepped over the others"
    assert share.words == "1 of 2 in time, 3 stepped over"
    assert spell_share(share, 1) == f"{few}. 1 was done in time; 1 was late or not done."
    this, other = run("Now", EARLY, LATE, *jumped), run("Trial", EARLY, LATE)
    assert compare_runs(this, [other], ()).answer.startswith(f"{few}. That is too few to compare")
    assert compare_runs(other, [this, other], ()).answer.startswith(
        "50% of the steps were done in time, against 50% in “Trial”. Too few steps of “Now” can "
        "be judged. 1 step was late"
    )


def test_seconds_after_the_due_time_are_not_late() -> None:
    just = Timing(1, "a", "A", "IT", TaskState.DONE, NOON, NOON + timedelta(seconds=50))
    assert not just.is_late(LATER)


def test_a_step_is_not_late_in_the_minute_in_which_it_is_due() -> None:
    seconds = NOON + timedelta(seconds=50)
    assert (OPEN.verdict(seconds), OPEN.is_late(seconds)) == ("not due yet", False)
    assert share_on_time([OPEN], seconds).total == 0
    assert OPEN.is_late(NOON + timedelta(minutes=2))


def test_shares_leave_out_what_is_not_needed_or_not_due_yet() -> None:
    share = share_on_time([EARLY, LATE, OPEN, DROPPED, AHEAD], LATER)
    assert (share.on_time, share.total, share.words) == (1, 3, "33% (1 of 3)")
    assert spell_share(share, 2) == ("33% of 3 steps were done in time; 2 were late or not done.")
    assert share_on_time([AHEAD], LATER).words == "–"
    assert spell_share(share_on_time([], LATER), 0) == "No step is due yet."


@pytest.mark.parametrize(
    ("over", "done", "said"),
    [
        (0, 0, ""),
        (1, 1, "The clock stepped over 1 step; all of them were done afterwards."),
        (45, 44, "The clock stepped over 45 steps; 1 of them was never done."),
        (45, 5, "The clock stepped over 45 steps; 40 of them were never done."),
    ],
)
def test_what_the_clock_stepped_over_and_nobody_did_is_said_beside_what_was_late(
    over: int, done: int, said: str
) -> None:
    assert spell_stepped_over(Share(0, 0, over, done)) == said


def test_what_is_not_done_comes_before_what_was_late_then_the_latest() -> None:
    later = step("later", 200)
    assert [t.step_key for t in list_late([EARLY, LATE, later, OPEN], LATER)] == [
        "open",
        "later",
        "late",
    ]


def test_a_run_has_come_to_its_last_step_where_that_is_ahead_of_the_clock() -> None:
    assert find_reached([EARLY, LATE], CALL) == LATE.done_at
    assert find_reached([], CALL) == CALL


def test_days_are_named_by_week_and_weekday_from_the_call() -> None:
    assert name_day(NOON, CALL) == "Week 1, Monday"
    assert name_day(NOON + timedelta(days=8), CALL) == "Week 2, Tuesday"
    # 11.30pm in UTC is the next day in London while the clocks are forward.
    assert name_day(datetime.fromisoformat("2026-10-06T23:30+00:00"), CALL) == "Week 1, Wednesday"


def test_a_key_step_takes_as_long_as_it_could_have_been_worked_on() -> None:
    key = step("send", 30, after=("early", "gone"), is_key=True)
    first = step("first", 0, is_key=True)
    found = find_durations([EARLY, key, first, step("plain", 5)], CALL)
    assert found == {"send": timedelta(minutes=75), "first": timedelta(hours=3)}


def run(title: str, *timings: Timing, gaps: frozenset[tuple[str, GapKind]] = frozenset()) -> Run:
    return Run(title, CALL, LATER, timings, (("data_due", "Data due"),), gaps)


def test_runs_are_compared_by_gate_day_step_and_gap() -> None:
    fed = step("late", 90, gate="data_due")
    gaps = frozenset({("late", GapKind.IT), ("early", GapKind.DATA)})
    this = run("Now", EARLY, fed, gaps=gaps)
    before = run("Trial", EARLY, step("late", 20, gate="data_due"))
    found = compare_runs(this, [before], {("late", GapKind.IT), ("early", GapKind.IT)})
    assert found.gates == (("Data due", "0% (0 of 1)", "0% (0 of 1)"),)
    assert found.days == (("Week 1, Monday", "50% (1 of 2)", "50% (1 of 2)"),)
    assert found.late_again == (("Late", "1 hour 30 minutes late", "20 minutes late"),)
    assert found.repeated == (("Late", GapKind.IT),)
    assert found.answer == (
        "50% of the steps were done in time, against 50% in “Trial”. 1 step was late both now "
        "and then. 1 of its gaps was seen in an earlier trial run too."
    )


def test_a_step_that_another_run_never_came_to_is_not_said_to_be_in_time_there() -> None:
    others = [
        run("Never", EARLY),
        run("Dropped", step("late", state=TaskState.NOT_NEEDED)),
        run("Jumped", step("late", stepped_over=True)),
        run("Ahead", step("late", due=LATER + timedelta(days=1))),
        run("Done", step("late", -5)),
        run("Again", LATE),
    ]
    found = compare_runs(run("Now", LATE), others, ())
    assert found.late_again[0][2:] == (
        "–", "not needed", "stepped over", "not due yet", "in time", "1 hour 30 minutes late"
    )  # fmt: skip


def test_a_first_run_says_that_there_is_nothing_beside_it() -> None:
    assert compare_runs(run("Now", EARLY), [], ()).answer == (
        "100% of the steps were done in time. There is no earlier trial run or inspection to "
        "compare it with."
    )
    assert "nothing to compare" in compare_runs(run("Now", AHEAD), [], ()).answer


def test_what_starting_ticks_by_itself_is_no_step_that_somebody_did_in_time() -> None:
    call, over = step("take-call", 0, done_at_start=True), step("one", stepped_over=True)
    assert share_on_time([call, AHEAD], LATER).percent is None
    assert share_on_time([call, over], LATER).words == "1 stepped over"
    untouched = compare_runs(run("Now", call, over), [], ())
    assert (
        untouched.answer == "The clock stepped over all that was due: there is nothing to compare."
    )
    assert untouched.days == ()
    assert share_on_time([call, EARLY, over], LATER).words == "100% (2 of 2, 1 stepped over)"
