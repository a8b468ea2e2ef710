import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from readiness.extensions import db
from readiness.work import operations, queries
from readiness.work.contract import Scheduled
from readiness.work.schedule import fire_if_due, forget_old_slots
from tests.support.work_app import make_work_app

SLOT = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)


class Bell:
    """A scheduled job that counts how often it rang."""

    def __init__(self) -> None:
        self.rang: list[datetime] = []
        self.broken = False
        self.scheduled = Scheduled("bell", {"hour": 7, "minute": 30}, self.ring)

    def ring(self, slot: datetime) -> None:
        self.rang.append(slot)
        if self.broken:
            raise RuntimeError("out of order")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = make_work_app(str(tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_two_schedulers_fire_a_slot_once(app: Flask, tmp_path: Path) -> None:
    second = make_work_app(str(tmp_path))
    bell, together = Bell(), threading.Barrier(2)

    def fire(scheduler: Flask) -> None:
        together.wait()
        fire_if_due(scheduler, bell.scheduled, SLOT)

    threads = [threading.Thread(target=fire, args=(each,)) for each in (app, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with second.app_context():
        db.engine.dispose()
    assert bell.rang == [SLOT]


def test_after_an_outage_the_latest_missed_slot_is_made_up_for_once(app: Flask) -> None:
    bell = Bell()
    fire_if_due(app, bell.scheduled, SLOT)
    after_the_outage = SLOT + 3 * DAY + timedelta(hours=4)
    fired = [fire_if_due(app, bell.scheduled, after_the_outage) for _ in range(2)]
    assert fired == [True, False]
    assert bell.rang == [SLOT, SLOT + 3 * DAY]


def test_a_fresh_installation_has_missed_nothing(app: Flask) -> None:
    bell = Bell()
    assert not fire_if_due(app, bell.scheduled, SLOT + timedelta(hours=2))
    assert bell.rang == []
    assert fire_if_due(app, bell.scheduled, SLOT + DAY)
    assert bell.rang == [SLOT + DAY]


def test_a_firing_that_fails_leaves_its_slot_to_be_tried_again(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell()
    bell.broken = True
    assert not fire_if_due(app, bell.scheduled, SLOT)
    assert "RuntimeError" in caplog.text
    assert "out of order" not in caplog.text
    bell.broken = False
    assert fire_if_due(app, bell.scheduled, SLOT)


def test_a_slot_can_be_claimed_once_only(app: Flask) -> None:
    with app.app_context():
        assert operations.claim_slot("bell", SLOT, now=SLOT)
        assert not operations.claim_slot("bell", SLOT, now=SLOT)
        assert operations.claim_slot("other", SLOT, now=SLOT)


def test_the_ledger_forgets_firings_after_thirty_five_days(app: Flask) -> None:
    with app.app_context():
        operations.claim_slot("old", SLOT - 36 * DAY, now=SLOT)
        operations.claim_slot("new", SLOT - 34 * DAY, now=SLOT)
        forget_old_slots(SLOT)
        assert queries.find_latest_slot("old") is None
        assert queries.find_latest_slot("new") is not None
