from datetime import UTC, datetime, timedelta

import pytest

from readiness.work.rules import (
    WorkState,
    lost_before,
    percent,
    should_report,
    state_after_failure,
)

NOW = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "total", "shown"), [(0, 0, 0), (5, 0, 0), (1, 3, 33), (3, 3, 100), (4, 3, 100)]
)
def test_progress_is_a_percentage_that_stays_between_0_and_100(
    done: int, total: int, shown: int
) -> None:
    assert percent(done, total) == shown


def test_a_failure_is_tried_three_times_in_all() -> None:
    assert [state_after_failure(attempts) for attempts in (1, 2, 3)] == [
        WorkState.QUEUED,
        WorkState.QUEUED,
        WorkState.FAILED,
    ]


def test_work_is_lost_thirty_seconds_after_its_last_heartbeat() -> None:
    assert lost_before(NOW) == NOW - timedelta(seconds=30)


def test_the_first_report_and_the_last_are_written_and_two_a_second_between() -> None:
    just_now = NOW - timedelta(milliseconds=100)
    assert should_report(last=None, now=NOW, done=0, total=9)
    assert not should_report(last=just_now, now=NOW, done=5, total=9)
    assert should_report(last=just_now, now=NOW, done=9, total=9)
    assert should_report(last=NOW - timedelta(milliseconds=500), now=NOW, done=5, total=9)
