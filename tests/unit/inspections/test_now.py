"""The moment it has come to in an inspection."""

from datetime import timedelta

from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for, today_for
from tests.factories.inspections import CALL


def test_a_closed_inspection_stays_at_its_end_and_a_running_one_is_in_the_present() -> None:
    later = CALL + timedelta(days=90)
    running = Inspection(call_at=CALL)
    closed = Inspection(call_at=CALL, closed_at=CALL + timedelta(days=30))
    assert now_for(running, later) == now_for(None, later) == later
    assert now_for(closed, later) == closed.closed_at
    assert today_for(closed, later) == (CALL + timedelta(days=30)).date()
