"""The board’s answer sentence and its leading gate."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from readiness.inspections.rules.board import Gate, choose_gate, fold_days, group_days, make_gate
from readiness.inspections.rules.tasks import TaskLine, TaskState

NOW = datetime(2026, 12, 1, 11, 48, tzinfo=UTC)


def make_task(number: int, state: TaskState, delivers: str | None = None) -> TaskLine:
    return TaskLine(
        id=number,
        inspection_id=1,
        version=1,
        step_key=f"step-{number}",
        title=f"Step {number}",
        state=state,
        due_at=NOW + timedelta(hours=1),
        gate="data_due",
        delivers=delivers,
    )


def gate_at(at: datetime, *tasks: TaskLine, key: str = "data_due") -> Gate:
    return make_gate(
        key=key,
        title="Child-level data due",
        at=at,
        estimate=False,
        confirm=False,
        tasks=tasks,
        now=NOW,
    )


def test_the_answer_says_how_long_is_left_and_what_is_open() -> None:
    gate = gate_at(
        NOW + timedelta(hours=5, minutes=12),
        make_task(1, TaskState.TO_DO, "list:1"),
        make_task(2, TaskState.DONE, "list:2"),
        make_task(3, TaskState.BLOCKED),
    )
    assert gate.answer == (
        "Child-level data due in 5 hours 12 minutes: "
        "2 of 3 tasks are open, 1 of 2 lists is still to be signed."
    )


def test_a_gate_with_nothing_open_says_that_everything_is_done() -> None:
    assert gate_at(NOW - timedelta(hours=1), make_task(1, TaskState.DONE)).answer == (
        "Child-level data due, 1 hour ago: everything is done."
    )


def test_the_next_gate_leads_even_when_an_earlier_one_was_missed() -> None:
    missed = gate_at(NOW - timedelta(hours=1), make_task(1, TaskState.TO_DO))
    ahead, later = gate_at(NOW + timedelta(hours=1)), gate_at(NOW + timedelta(hours=9))
    assert choose_gate([later, missed, ahead]) == ahead
    assert choose_gate([missed]) == missed
    assert choose_gate([gate_at(NOW - timedelta(hours=1))]) is None


def test_the_board_unfolds_what_is_open_and_near_and_folds_the_rest() -> None:
    days = (-2, -1, 0, 1, 2)
    tasks = [
        replace(
            make_task(n, TaskState.DONE if days[n] == -2 else TaskState.TO_DO),
            due_at=NOW + timedelta(days=days[n]),
        )
        for n in range(len(days))
    ]
    groups = group_days(tasks, NOW.date())
    assert [group.is_folded for group in groups] == [True, False, False, False, True]
    folds = fold_days(groups)
    assert [group.day for group in (*folds.near, *folds.later, *folds.over)] == [
        groups[n].day for n in (1, 2, 3, 4, 0)
    ], "the next ones first, then what is later, then what is done"
    assert folds.later_words == "Later: 1 task open, on 1 day"
    assert folds.over_words == "All done: 1 day"


def test_a_day_that_is_all_done_is_folded_among_the_done_ones_today_too() -> None:
    tasks = [
        replace(make_task(n, state), due_at=NOW + timedelta(days=n))
        for n, state in enumerate((TaskState.DONE, TaskState.TO_DO, TaskState.TO_DO))
    ]
    folds = fold_days(group_days(tasks, NOW.date()))
    assert [group.day for group in folds.over] == [NOW.date()]
    assert folds.later_words == "Later: 1 task open, on 1 day"


def test_a_near_day_shows_what_is_open_and_folds_what_is_done_with() -> None:
    states = (TaskState.DONE, TaskState.BLOCKED, TaskState.NOT_NEEDED, TaskState.DONE)
    tasks = [replace(make_task(n, state), due_at=NOW) for n, state in enumerate(states)]
    (group,) = group_days(tasks, NOW.date())
    assert [task.state for task in group.open_tasks] == [TaskState.BLOCKED]
    assert (group.words, group.closed_words) == ("1 of 4 open", "2 done, 1 not needed")
    assert not group.is_folded
    (over,) = group_days([task for task in tasks if not task.is_open], NOW.date())
    assert over.is_folded


def test_a_near_day_shows_its_next_ten_and_folds_the_others() -> None:
    tasks = [
        replace(make_task(n, TaskState.TO_DO), due_at=NOW + timedelta(minutes=n)) for n in range(12)
    ]
    (group,) = group_days(tasks, NOW.date())
    assert [task.id for task in group.first_tasks] == list(range(10))
    assert [task.id for task in group.more_tasks] == [10, 11]


def test_before_the_first_day_its_tasks_are_the_near_ones() -> None:
    tasks = [
        replace(make_task(n, TaskState.TO_DO), due_at=NOW + timedelta(days=n)) for n in (5, 6, 9)
    ]
    groups = group_days(tasks, NOW.date())
    assert [group.is_folded for group in groups] == [False, False, True]
