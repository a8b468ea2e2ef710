"""The clock of the workers: each firing of a scheduled job happens once, and is not lost.

A firing is claimed in the ledger of due slots, in the same transaction as what it does.
So any number of schedulers may run, a firing that fails leaves nothing and is tried again
by the next sweep, and after an outage the latest firing that was missed is made up for
once. Times are London wall time.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.work import operations, queries
from readiness.work.contract import Scheduled
from readiness.work.queue import EXTENSION, Queue
from readiness.work.rules import SWEEP_EVERY
from readiness.work.runner import where_it_broke

log = logging.getLogger(__name__)

# Looked through in turn for the latest slot: a job of every minute is found in the first.
LOOK_BACK = (timedelta(hours=1), timedelta(days=1), timedelta(days=8))


def forget_old_slots(slot: datetime) -> None:
    """The work package's own scheduled job: keep the ledger small."""
    operations.forget_old_slots(now=slot)


OWN_SCHEDULE = (Scheduled("work-forget-old-slots", {"hour": 3, "minute": 40}, forget_old_slots),)


def latest_slot(scheduled: Scheduled, now: datetime) -> datetime | None:
    """The latest moment at or before `now` the job was due, in UTC; None in eight days."""
    trigger = _trigger(scheduled)
    for span in LOOK_BACK:
        found: datetime | None = None
        slot = _next_slot(trigger, now - span)
        while slot is not None and slot <= now:
            found = slot
            slot = _next_slot(trigger, slot + timedelta(microseconds=1))
        if found is not None:
            return found
    return None


def _next_slot(trigger: Any, moment: datetime) -> datetime | None:
    """The first slot at or after a moment, in UTC.

    Asked in UTC: London’s clock shows an hour of October twice, and counting on by it would go
    round in that hour for ever.
    """
    slot: datetime | None = trigger.get_next_fire_time(None, moment.astimezone(UTC))
    return None if slot is None else slot.astimezone(UTC)


def fire_if_due(app: Flask, scheduled: Scheduled, now: datetime) -> bool:
    """Do the latest firing if nobody has. True if it was done here and now. Never raises."""
    slot = latest_slot(scheduled, now)
    if slot is None:
        return False
    with app.app_context(), writing():
        try:
            fired = _fire(scheduled, slot, now)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.error("Scheduled %s: %s", scheduled.name, where_it_broke(error))  # noqa: TRY400 - it may hold data
            return False
    return fired


def _fire(scheduled: Scheduled, slot: datetime, now: datetime) -> bool:
    # What a clock that ran ahead has claimed must not stop the firings until then.
    latest = queries.find_latest_slot(scheduled.name, until=now)
    if latest is not None and latest >= slot:
        return False
    if not operations.claim_slot(scheduled.name, slot, now=now):
        return False
    # On the very first look nothing was missed: the ledger only begins here.
    began = latest is None and now - slot > SWEEP_EVERY
    if not began:
        scheduled.function(slot)
    return not began


def sweep(app: Flask, schedule: Sequence[Scheduled]) -> None:
    """Take up what was lost: claims without heartbeat, nudges, firings. Never raises."""
    try:
        with app.app_context():
            with writing():
                lost = operations.reclaim_lost_work(now=clock.now())
                db.session.commit()
            if lost:
                log.warning("%s pieces of work had lost their worker.", lost)
            _nudge_queued(app)
    except Exception as error:
        log.error("Sweep: %s", where_it_broke(error))  # noqa: TRY400 - it may hold data
    for scheduled in schedule:
        fire_if_due(app, scheduled, clock.now())


def _nudge_queued(app: Flask) -> None:
    queue: Queue = app.extensions[EXTENSION]
    owed_ids = queries.list_queued_ids()
    if owed_ids and queue.is_empty():
        for owed_id in owed_ids:
            queue.nudge(owed_id)


def make_scheduler(app: Flask, schedule: Sequence[Scheduled]) -> Any:
    """A scheduler, not started, with every scheduled job. What it misses is for the sweep."""
    scheduler = BackgroundScheduler(
        timezone=clock.LONDON,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for scheduled in schedule:
        scheduler.add_job(
            lambda scheduled=scheduled: fire_if_due(app, scheduled, clock.now()),
            _trigger(scheduled),
            id=scheduled.name,
        )
    return scheduler


def _trigger(scheduled: Scheduled) -> Any:
    return CronTrigger(timezone=clock.LONDON, **scheduled.cron)
