"""Nothing lands in a trial run that is being closed at the same instant."""

import threading
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.notifications.models import Message
from readiness.notifications.operations import remind
from readiness.people.models import Person
from readiness.people.queries import get_person
from readiness.trial_runs.models import Inject
from readiness.trial_runs.operations import give_due_injects
from readiness.trial_runs.rules.injects import InjectState
from tests.factories.inspections import CALL
from tests.factories.trial_runs import REAL, make_inject, step
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases


@on_both_databases
def test_a_tick_of_its_reminders_or_its_injects_waits_and_finds_it_closed(
    app: Flask, facilitator: Person, council: dict[str, Person], trial: Inspection
) -> None:
    inject_id = make_inject(trial, after=60).id
    step(facilitator, trial, CALL + timedelta(hours=3))
    who, number, version = facilitator.id, trial.id, trial.version
    db.session.rollback()
    is_closing = threading.Event()

    def close() -> str:
        with clock.at(REAL):
            close_inspection(actor=get_person(who), inspection_id=number, version=version)
            db.session.flush()
            is_closing.set()
            time.sleep(0.2)  # the ticks come meanwhile, and have to wait
            db.session.commit()
        return "closed"

    def give() -> str:
        is_closing.wait(10)
        given = give_due_injects(now=REAL)
        db.session.commit()
        return f"{given} given"

    def tell() -> str:
        is_closing.wait(10)
        with clock.at(REAL):
            remind(now=REAL)
        db.session.commit()
        return "reminded"

    assert set(run_at_once(app, close, give, tell)) == {"closed", "0 given", "reminded"}
    inject = db.session.get(Inject, inject_id)
    assert inject is not None
    assert inject.state is InjectState.PREPARED
    assert db.session.scalar(select(func.count(Message.id))) == 0
