"""Judging tasks without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.inspections.rules.deliveries import read_delivery
from readiness.inspections.rules.tasks import (
    TaskFilter,
    TaskLine,
    TaskState,
    choose_next,
    count_gate,
    filter_tasks,
    find_threats,
    find_waits,
    group_by_day,
    may_follow,
)

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def make_line(key: str, **changes: Any) -> TaskLine:
    usual = TaskLine(
        id=sum(map(ord, key)),
        inspection_id=1,
        version=1,
        step_key=key,
        title=f"Do {key}",
        state=TaskState.TO_DO,
        due_at=NOW + timedelta(hours=1),
        gate="data_due",
    )
    return replace(usual, **changes)


@pytest.mark.parametrize("new", [TaskState.IN_PROGRESS, TaskState.BLOCKED, TaskState.NOT_NEEDED])
def test_a_done_task_is_reopened_before_anything_else(new: TaskState) -> None:
    assert not may_follow(TaskState.DONE, new)
    assert may_follow(TaskState.DONE, TaskState.TO_DO)


@pytest.mark.parametrize("old", list(TaskState))
def test_no_state_follows_itself(old: TaskState) -> None:
    assert not may_follow(old, old)


def test_a_task_waits_for_open_ones_and_is_freed_by_done_or_not_needed_ones() -> None:
    waits = find_waits(
        [
            ("call", "Take the call", False, []),
            ("tell", "Tell people", True, ["call"]),
            ("meet", "Meet", True, ["call", "tell", "unknown"]),
        ]
    )
    assert waits == {"tell": (), "meet": ("Tell people",)}


def test_blocked_overdue_and_held_up_tasks_threaten_a_gate_in_this_order() -> None:
    late = NOW - timedelta(hours=2)
    held = make_line("held", after=("middle",))
    tasks = [
        held,
        make_line("middle", after=("first",), gate=None),
        make_line("first", due_at=late, gate=None),
        make_line("overdue", due_at=late),
        make_line("blocked", state=TaskState.BLOCKED, reason="No room"),
        make_line("fine"),
    ]
    found = [(threat.task.step_key, threat.why) for threat in find_threats(tasks, "data_due", NOW)]
    assert found == [
        ("blocked", "Blocked: No room"),
        ("overdue", "Overdue by 2 hours"),
        ("held", "Cannot start: “Do first” is overdue"),
    ]


def test_a_late_chain_does_not_threaten_a_task_that_has_begun() -> None:
    first = make_line("first", due_at=NOW - timedelta(hours=1), gate=None)
    begun = make_line("begun", after=("first",), state=TaskState.IN_PROGRESS)
    assert find_threats([first, begun], "data_due", NOW) == ()


def test_a_circle_of_dependencies_does_not_hang_the_board() -> None:
    tasks = [make_line("a", after=("b",)), make_line("b", after=("a",))]
    assert find_threats(tasks, "data_due", NOW) == ()


def test_a_gate_counts_open_tasks_and_unsigned_lists_but_not_what_is_not_needed() -> None:
    tasks = [
        make_line("sign-1", delivers="list:1"),
        make_line("sign-2", delivers="list:2", state=TaskState.DONE),
        make_line("sign-3", delivers="list:3", state=TaskState.NOT_NEEDED),
        make_line("other", gate="arrival"),
    ]
    count = count_gate(tasks, "data_due")
    assert (count.tasks, count.tasks_open, count.lists, count.lists_open) == (2, 1, 2, 1)


def test_a_gate_was_sent_once_its_bundles_task_is_done() -> None:
    sending = [make_line("send", delivers="bundle:data_due", state=state) for state in TaskState]
    assert [count_gate([task], "data_due").was_sent for task in sending] == [
        state is TaskState.DONE for state in TaskState
    ]


def test_days_are_londons_days() -> None:
    late_evening = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    grouped = group_by_day([make_line("late", due_at=late_evening)])
    assert [day for day, _ in grouped] == [date(2026, 7, 2)]


def test_next_come_the_tasks_of_the_day_that_can_start_then_those_that_wait() -> None:
    soon, later = make_line("soon"), make_line("later", due_at=NOW + timedelta(days=1))
    waiting = make_line("waiting", due_at=NOW, waits_for=("Do soon",))
    done = make_line("done", state=TaskState.DONE)
    assert choose_next([waiting, later, done, soon]) == (soon, waiting, later)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (TaskFilter(), ["mine", "nobodys", "late"]),
        (TaskFilter(owner_id=7), ["mine"]),
        (TaskFilter(owner_id=0), ["nobodys"]),
        (TaskFilter(state="overdue"), ["late"]),
        (TaskFilter(state="waiting"), ["nobodys"]),
        (TaskFilter(state="in_progress"), ["mine"]),
        (TaskFilter(gate="arrival"), ["nobodys"]),
        (TaskFilter(day=date(2026, 11, 30)), ["late"]),
        (TaskFilter(search="avery MINE"), ["mine"]),
        (TaskFilter(search="no such word"), []),
    ],
)
def test_a_filter_lets_through_what_fits_every_part(wanted: TaskFilter, keys: list[str]) -> None:
    tasks = [
        make_line("mine", owner_id=7, owner_name="Avery", state=TaskState.IN_PROGRESS),
        make_line("nobodys", gate="arrival", waits_for=("x",)),
        make_line("late", owner_id=8, due_at=NOW - timedelta(days=1)),
    ]
    assert [task.step_key for task in filter_tasks(tasks, wanted, NOW)] == keys


def test_a_task_that_needs_a_file_is_not_ticked_with_one_click() -> None:
    task = make_line("proof", evidence_required=True)
    assert not task.ticks_in_one_click
    assert replace(task, evidence_count=1).ticks_in_one_click


@pytest.mark.parametrize(
    ("delivers", "words"),
    [
        ("list:3", "Sign list 3"),
        ("document:self-evaluation", "Approve the document"),
        ("release:data_due", "Release"),
        ("bundle:data_due", "Send"),
    ],
)
def test_a_task_that_delivers_something_is_done_by_doing_that_and_not_with_one_click(
    delivers: str, words: str
) -> None:
    assert not make_line("deliver", delivers=delivers).ticks_in_one_click
    found = read_delivery(delivers)
    assert found is not None
    assert (f"{found.kind}:{found.key}", found.words) == (delivers, words)


def test_a_task_that_delivers_nothing_is_ticked_with_one_click() -> None:
    assert make_line("plain").ticks_in_one_click
    assert read_delivery(None) is None


@given(st.lists(st.sampled_from(TaskState), max_size=12))
def test_what_waits_is_never_freed_by_an_open_task(states: list[TaskState]) -> None:
    open_states = {TaskState.TO_DO, TaskState.IN_PROGRESS, TaskState.BLOCKED}
    tasks = [
        (str(n), f"T{n}", s in open_states, [str(n - 1)] if n else []) for n, s in enumerate(states)
    ]
    waits = find_waits(tasks)
    for n, state in enumerate(states[1:], start=1):
        if state in open_states:
            assert bool(waits[str(n)]) == (states[n - 1] in open_states)
