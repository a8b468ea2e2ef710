from datetime import UTC, datetime, timedelta

import pytest

from readiness.web import limits
from readiness.web.limits import Limit

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_a_name_is_stopped_after_so_many_times_and_let_in_again_later() -> None:
    limit = Limit(2, timedelta(minutes=5))
    for seconds in (0, 60):
        assert not limit.is_reached("a", NOW)
        limit.count("a", NOW + timedelta(seconds=seconds))
    assert limit.is_reached("a", NOW + timedelta(minutes=4))
    assert not limit.is_reached("b", NOW + timedelta(minutes=4))
    assert not limit.is_reached("a", NOW + timedelta(minutes=5))
    limit.clear()
    assert not limit.is_reached("a", NOW)


def test_what_strangers_ask_for_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_NAMES", 3)
    limit = Limit(1, timedelta(minutes=5))
    for number in range(10):
        limit.count(str(number), NOW)
    assert [limit.is_reached(str(number), NOW) for number in (0, 6, 7, 9)] == [
        False, False, True, True,
    ]  # fmt: skip
