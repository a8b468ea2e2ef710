"""Four workers that are killed at random for minutes: each slot and each e-mail happens once."""

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.notifications import jobs
from readiness.notifications.models import Message
from readiness.notifications.rules.outbox import MessageState
from readiness.people.permissions import Role
from readiness.work import operations as work
from readiness.work.models import DueSlot
from tests.factories.notifications import work_at
from tests.factories.people import make_person
from tests.support.mail_worker import EVERY_SECOND, SlowService, spell_slot, work_until_stopped
from tests.support.processes import Start, kill, starting
from tests.support.soak import in_full, soak

WORKERS = 4
LASTS = in_full(300.0, else_=4.0)
KILLED_EVERY = in_full((0.5, 4.0), else_=(0.5, 1.0))
LONGEST, ENOUGH = LASTS + 60, 3
SLOW = 0.1


def work_and_kill(start: Start, settings: Settings) -> int:
    """Keep four workers going, and kill one of them now and then; gives how often.

    On a busy machine it goes on until the workers have done something, and kills less often
    while they have not.
    """
    chance = random.Random(20261128)  # noqa: S311 - the same every time
    given = (work_until_stopped, settings.instance_path, settings.database_url, SLOW)
    running, killed = [start(*given) for _ in range(WORKERS)], 0
    began = time.monotonic()
    while (lasted := time.monotonic() - began) < LASTS or (
        lasted < LONGEST and len(read_taken(settings.instance_path)) < ENOUGH
    ):
        time.sleep(chance.uniform(*KILLED_EVERY) * (1 + lasted / LASTS))
        kill(running.pop(chance.randrange(WORKERS)))
        running.append(start(*given))
        killed += 1
    (settings.instance_path / "stop").touch()
    for process in running:
        process.join(timeout=60)
    return killed


def finish(app: Flask) -> None:
    """What the killed were at is lost, and taken up again."""
    now = clock.now() + timedelta(seconds=31)
    with writing():
        work.reclaim_lost_work(now=now)
        db.session.commit()
    for minute in range(2):
        work_at(app, now + timedelta(minutes=minute))


def read_taken(folder: Path) -> list[str]:
    taken = folder / "taken"
    return taken.read_text(encoding="utf-8").split() if taken.exists() else []


@soak
def test_four_workers_killed_at_random_do_every_slot_and_send_every_email_exactly_once(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(Role.COORDINATOR)
    with clock.at(clock.now() - timedelta(minutes=1)), writing():
        # The ledger has begun already: else the first slot only begins it.
        work.claim_slot(EVERY_SECOND.name, clock.now(), now=clock.now())
        db.session.commit()
    with starting() as start:
        killed = work_and_kill(start, settings)
    monkeypatch.setattr(jobs, "find_delivery", lambda: SlowService(settings.instance_path, 0))
    finish(app)
    _begun, *slots = db.session.scalars(
        select(DueSlot.slot).where(DueSlot.job == EVERY_SECOND.name).order_by(DueSlot.slot)
    )
    messages = db.session.scalars(select(Message).order_by(Message.id)).all()
    assert killed > LASTS / 10
    assert len(slots) >= ENOUGH, "they worked while they were killed"
    assert Counter(message.subject for message in messages) == Counter(map(spell_slot, slots))
    assert {message.state for message in messages} == {MessageState.SENT}
    taken = Counter(read_taken(settings.instance_path))
    assert taken == Counter(message.reference for message in messages)
