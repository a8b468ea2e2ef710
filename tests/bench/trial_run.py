"""Stepping through a trial run: `python -m tests.bench.trial_run`.

From due time to due time of its two weeks, with a round of reminding after each.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

import click
from sqlalchemy import func, select

from readiness import clock, create_app
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_tasks
from readiness.notifications.models import Message
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.bench.report import say
from tests.factories.inspections import CALL
from tests.factories.notifications import remind_at
from tests.factories.people import make_person
from tests.factories.trial_runs import REAL, make_everybody, make_trial, step
from tests.support.settings import make_settings

LAST = CALL + timedelta(days=12)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(make_settings(Path(folder)))
        with app.app_context(), clock.at(REAL):
            db.create_all()
            facilitator = make_person(Role.COORDINATOR)
            make_everybody()
            trial = make_trial(facilitator)
            began, worked = time.perf_counter(), time.process_time()
            steps = _step_through(facilitator, trial)
            took, work = time.perf_counter() - began, time.process_time() - worked
            emails = db.session.scalar(select(func.count(Message.id)))
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
    note = f" ({emails} emails, processor {work * 1000:,.0f} ms)"
    say(f"A trial run of two weeks in {steps} steps", took * 1000, 10_000, "ms", note)


def _step_through(facilitator: Person, trial: Inspection) -> int:
    due = sorted({task.due_at for task in list_tasks(trial.id) if CALL < task.due_at <= LAST})
    for number, moment in enumerate(due, 1):
        step(facilitator, trial, moment)
        remind_at(REAL + timedelta(minutes=number))
    return len(due)


if __name__ == "__main__":
    click.echo(f"A trial run, {clock.today():%d %B %Y}")
    main()
