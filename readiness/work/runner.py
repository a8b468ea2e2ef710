"""Doing one piece of owed work: claim, heartbeat, the job itself, one commit at the end.

The only place in the product, beside the web's @commits and the scheduler, that commits.
"""

import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, Update
from sqlalchemy.exc import OperationalError

from readiness import clock
from readiness.database.engine import writing
from readiness.errors import ReadinessError, Unusable
from readiness.extensions import db
from readiness.work import operations
from readiness.work.contract import Attempt, Report, attempt_in_hand, find_handler, saving
from readiness.work.rules import BEAT_EVERY, NOBODY_KNOWS_HOW, Claim, should_report

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Another worker has the work now: stop, and save nothing."""


class WorkerStopping(Exception):
    """The worker is told to stop: the work goes back to the queue."""


class Held:
    """The claims this process holds, so that it can give them back when it stops."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.claims: set[Claim] = set()


held = Held()


def run_owed_work(app: Flask, owed_id: int) -> bool:
    """Do one piece of owed work if nobody else does. True if it was ours. Never raises."""
    if held.stopping.is_set():
        return False
    try:
        with app.app_context():
            claim = _claim(owed_id)
            if claim is None:
                return False
            held.claims.add(claim)
            try:
                with _beating(db.engine, claim):
                    _attempt(claim)
            finally:
                held.claims.discard(claim)
            return True
    except Exception as error:  # its heartbeat has stopped, so the sweep takes it up again
        log.error("Owed work %s: %s", owed_id, where_it_broke(error))  # noqa: TRY400 - it may hold data
        return False


def release_held(app: Flask) -> None:
    """Give back what this process still holds: it is about to end."""
    for claim in tuple(held.claims):
        with app.app_context(), writing():
            operations.release_work(claim)
            db.session.commit()


def where_it_broke(error: BaseException) -> str:
    """The kind of an error and the line it came from; never its message, which may hold data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-4:]))
    return f"{type(error).__name__} at {places}"


def _claim(owed_id: int) -> Claim | None:
    claimant = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    with writing():
        claim = operations.claim_work(owed_id, claimant=claimant, now=clock.now())
        db.session.commit()
    return claim


def _attempt(claim: Claim) -> None:
    attempt = Attempt()
    token = attempt_in_hand.set(attempt)
    try:
        _perform(claim, attempt)
    except ClaimLost:
        log.warning("Owed work %s was taken up by another worker.", claim.owed_id)
    except WorkerStopping:
        _end(lambda: operations.release_work(claim))
    except ReadinessError as error:
        sentence = error.sentence
        _end(lambda: operations.fail_work(claim, sentence=sentence, now=clock.now()))
    except Exception as error:
        log.error(  # noqa: TRY400 - the message of an error may hold data
            "Owed work %s (%s %s), attempt %s: %s",
            claim.owed_id, claim.kind, claim.subject_id, claim.attempts, where_it_broke(error),
        )  # fmt: skip
        _end(lambda: operations.retry_work(claim, now=clock.now()))
    finally:
        attempt_in_hand.reset(token)


def _perform(claim: Claim, attempt: Attempt) -> None:
    handler = find_handler(claim.kind)
    if handler is None:
        raise Unusable(NOBODY_KNOWS_HOW)
    handler(claim.subject_id, _reporter(claim, attempt, db.engine))
    with saving():
        if not operations.finish_work(claim, now=clock.now()):
            raise ClaimLost
        db.session.commit()


def _end(change: Callable[[], bool]) -> None:
    db.session.rollback()
    with saving():
        change()
        db.session.commit()


def _reporter(claim: Claim, attempt: Attempt, engine: Engine) -> Report:
    last: datetime | None = None

    def report(done: int, total: int) -> None:
        nonlocal last
        if attempt.saving:
            raise RuntimeError("A job reports its progress before it saves, not while.")
        if held.stopping.is_set():
            raise WorkerStopping
        now = clock.now()
        if should_report(last=last, now=now, done=done, total=total):
            last = now
            _apart(engine, operations.report_progress(claim, done=done, total=total, now=now))

    return report


def _apart(engine: Engine, statement: Update) -> None:
    """Run one statement in a short transaction of its own. Raises ClaimLost."""
    try:
        with writing(), engine.begin() as connection:
            changed = connection.execute(statement).rowcount
    except OperationalError as error:  # a busy database: the next beat or report will do
        log.warning("Progress not written: %s", type(error).__name__)
        return
    if changed == 0:
        raise ClaimLost


@contextmanager
def _beating(engine: Engine, claim: Claim) -> Iterator[None]:
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_EVERY.total_seconds()):
            try:
                _apart(engine, operations.beat(claim, now=clock.now()))
            except ClaimLost:
                return

    thread = threading.Thread(target=beat, name=f"beat-{claim.owed_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
