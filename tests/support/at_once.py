"""Several people who act at the same moment."""

import threading
from collections.abc import Callable

from flask import Flask

from readiness.database.engine import writing
from readiness.errors import ReadinessError
from readiness.extensions import db
from tests.support.queues import close_queue


def run_at_once(app: Flask, *acts: Callable[[], str]) -> list[str]:
    """What each said, all begun at the same moment in transactions of their own."""
    barrier, answers = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[], str]) -> None:
        with app.app_context(), writing():
            barrier.wait(10)
            try:
                answers.append(act())
            except ReadinessError as error:
                db.session.rollback()
                answers.append(error.sentence)
            finally:
                db.session.remove()
                close_queue(app)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == len(acts)
    db.session.rollback()  # the test itself looks afresh
    return answers
