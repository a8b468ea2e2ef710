"""Deciding what is owed, and a council’s digests: `python -m tests.bench.reminders`."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import func, select, update

from readiness import clock, create_app
from readiness.checklists.folder import checklists_folder
from readiness.checklists.reminders import load_reminders
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.inspections.calendar import working_calendar
from readiness.inspections.models import Task
from readiness.inspections.rules.tasks import TaskState
from readiness.notifications.models import Message
from readiness.notifications.operations import remind
from readiness.notifications.rules.hours import WorkingTime
from readiness.notifications.rules.reminders import Chain, Due, decide_owed
from tests.bench.council import fill
from tests.bench.report import say
from tests.factories.inspections import CALL
from tests.support.settings import make_settings

ROWS = 10_000
MORNING = datetime(2027, 3, 1, 8, tzinfo=clock.LONDON)
"""Long after the inspection week: everything is told of in digests."""


def main() -> None:
    """Measure and print."""
    _decide()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(make_settings(Path(folder)))
        fill(app, activity=0)
        with app.app_context():
            _send_digests()


def _decide() -> None:
    rules = load_reminders(checklists_folder())
    working = WorkingTime(rules.opens, rules.closes, working_calendar())
    number = ROWS // len(rules.rules)
    dues = [
        Due(
            kind="task",
            id=n,
            title=f"Task {n}",
            due_at=CALL + timedelta(minutes=n),
            path="/",
            chain=Chain(4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3),
            is_pressing=True,
        )
        for n in range(1, number + 1)
    ]
    now = CALL + timedelta(days=30)
    with _timed("Deciding 10,000 owed reminders, every due time another", 1000):
        owed = decide_owed(dues, rules.rules, set(), now, working)
    assert len(owed) == ROWS
    noted = {each.key for each in owed}
    with _timed("The same when the ledger holds them all", 1000):
        assert decide_owed(dues, rules.rules, noted, now, working) == []


def _send_digests() -> None:
    """Every task is due that week and open, so that every one of 150 people has a digest."""
    db.session.execute(
        update(Task).values(state=TaskState.TO_DO, due_at=MORNING + timedelta(hours=30))
    )
    db.session.commit()
    tasks = db.session.scalar(select(func.count(Task.id)))
    db.session.rollback()
    for minute, what in enumerate((f"Digests of a council with {tasks} tasks", "A minute later")):
        now = MORNING + timedelta(minutes=minute)
        with _timed(f"{what}: a round", 10_000), clock.at(now), writing():
            remind(now=now)
            db.session.commit()
    emails = db.session.scalar(select(func.count(Message.id)))
    click.echo(f"{emails} emails, of people who have tasks in a real inspection and a trial run")


@contextmanager
def _timed(what: str, reach: float) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, work = time.perf_counter() - began, time.process_time() - worked
    say(what, took * 1000, reach, "ms", f" (processor {work * 1000:,.0f} ms)")


if __name__ == "__main__":
    click.echo(f"Reminders, {clock.today():%d %B %Y}")
    main()
