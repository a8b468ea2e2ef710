from datetime import UTC, date, datetime, timedelta

import pytest

from readiness import clock

MIDNIGHT_IN_LONDON = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def test_inside_at_it_is_that_moment_and_afterwards_it_is_now_again() -> None:
    before = clock.now()
    with clock.at(MIDNIGHT_IN_LONDON):
        assert clock.now() == MIDNIGHT_IN_LONDON
        assert clock.today() == date(2026, 7, 1)
        with clock.at(MIDNIGHT_IN_LONDON - timedelta(hours=1)):
            assert clock.today() == date(2026, 6, 30)
        assert clock.today() == date(2026, 7, 1)
    assert before <= clock.now() < before + timedelta(minutes=1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 6, 30)):  # noqa: DTZ001 - what is refused
        pytest.fail("The clock was set.")
