from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from readiness.work.contract import Scheduled, job
from readiness.work.queue import JsonSerializer
from readiness.work.schedule import latest_slot
from readiness.work.setup import init_work
from tests.support.work_app import WorkAppSettings, leave_a_mark


def _nothing(_slot: datetime) -> None:
    """A scheduled function that does nothing."""


def _at(**cron: int | str) -> Scheduled:
    return Scheduled("test", cron, _nothing)


def test_a_daily_job_is_due_at_london_wall_time_in_summer_and_winter() -> None:
    daily = _at(hour=7, minute=30)
    summer = latest_slot(daily, datetime(2026, 7, 1, 12, tzinfo=UTC))
    winter = latest_slot(daily, datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert summer == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert winter == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


def test_a_slot_is_due_at_its_very_moment_and_not_before() -> None:
    daily = _at(hour=7, minute=30)
    moment = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
    assert latest_slot(daily, moment) == moment
    assert latest_slot(daily, moment.replace(minute=29)) == datetime(
        2026, 11, 30, 7, 30, tzinfo=UTC
    )


def test_of_many_missed_slots_the_latest_is_found() -> None:
    every_minute = _at(minute="*")
    assert latest_slot(every_minute, datetime(2026, 12, 1, 7, 30, 40, tzinfo=UTC)) == datetime(
        2026, 12, 1, 7, 30, tzinfo=UTC
    )


def test_a_slot_missed_more_than_eight_days_ago_is_not_made_up_for() -> None:
    yearly = _at(month=1, day=1, hour=5)
    assert latest_slot(yearly, datetime(2026, 12, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "night", [datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC)]
)
def test_every_minute_of_a_clock_change_night_has_its_slot(night: datetime) -> None:
    every_minute = _at(minute="*")
    for minute in range(0, 6 * 60, 5):
        moment = night + timedelta(minutes=minute)
        assert latest_slot(every_minute, moment) == moment


@pytest.mark.parametrize("hour", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "noon", [datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2027, 3, 28, 12, tzinfo=UTC)]
)
def test_a_job_of_the_night_of_a_clock_change_is_due_once_that_night(
    hour: int, noon: datetime
) -> None:
    found = latest_slot(_at(hour=hour, minute=30), noon)
    assert found is not None
    assert noon - timedelta(hours=13) < found < noon


def test_two_scheduled_jobs_may_not_share_a_name(tmp_path: Path) -> None:
    settings = WorkAppSettings(tmp_path, "sqlite://")
    with pytest.raises(ValueError, match="same name"):
        init_work(Flask("twice"), settings, (_at(hour=1), _at(hour=2)))


def test_two_jobs_may_not_do_the_same_kind_of_work() -> None:
    with pytest.raises(ValueError, match="test-leave-a-mark"):
        job("test-leave-a-mark")(leave_a_mark)


def test_a_message_of_the_queue_is_json_and_never_code() -> None:
    with pytest.raises(ValueError, match=r"codec|Expecting"):
        JsonSerializer().deserialize(b"cos\nsystem\n(S'true'\ntR.")
