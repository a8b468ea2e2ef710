"""What a package's jobs.py uses: @job, Scheduled, Report and saving().

A job is called with the id of its subject and a function that reports progress. It runs
in two parts. First it reads and does the long work, holding no lock. Then, inside
`with saving():`, it changes the database; the worker commits that together with the end
of the work, or nothing. It may be run again after an accident, so it must be idempotent.

    @job("bundle-build")
    def build(subject_id: int, report: Report) -> None:
        path = write_zip(get_bundle(subject_id), report)
        with saving():
            record_built(get_bundle(subject_id), path)

Where it must be known later that an attempt began (an e-mail leaves and cannot be called back),
`with noting():` commits a short change at once, before the long work.

What others waited for can tell them that it will not come:

    @given_up("bundle-build")
    def owe_again(subject_id: int) -> None: ...

is called once such work failed for good, in the transaction that says so: it only owes work.

A scheduled function is called with the moment it was due, in a transaction that writes
and that the scheduler commits: it is short, and owes work for anything long.

    SCHEDULE = (Scheduled("people-end-sessions", {"hour": 3, "minute": 10}, end_sessions),)
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from readiness.database.engine import writing
from readiness.extensions import db

Report = Callable[[int, int], None]
Handler = Callable[[int, Report], None]

_handlers: dict[str, Handler] = {}
_after_failure: dict[str, Callable[[int], None]] = {}


@dataclass(frozen=True)
class Scheduled:
    """A function to be called at moments of London wall time.

    `name` is unique and stays the same for ever; `cron` has the fields of a cron trigger
    (`day_of_week`, `hour`, `minute`...).
    """

    name: str
    cron: Mapping[str, int | str]
    function: Callable[[datetime], None]


@dataclass
class Attempt:
    """One run of a job: whether it reads and works, or already saves."""

    saving: bool = False


attempt_in_hand: ContextVar[Attempt | None] = ContextVar("attempt_in_hand", default=None)


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register how to do a kind of work. Raises ValueError for a kind known already."""

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"Two jobs are called {kind}.")
        _handlers[kind] = handler
        return handler

    return register


def given_up(kind: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Register what follows once a kind of work has failed, all its attempts used."""

    def register(function: Callable[[int], None]) -> Callable[[int], None]:
        _after_failure[kind] = function
        return function

    return register


def follow_failure(kind: str, subject_id: int) -> None:
    """Do what follows the failure of a piece of work, if any package said so."""
    follow = _after_failure.get(kind)
    if follow is not None:
        follow(subject_id)


def find_handler(kind: str) -> Handler | None:
    """How to do a kind of work, if any package said so."""
    return _handlers.get(kind)


@contextmanager
def saving() -> Iterator[None]:
    """The part of a job that changes the database. Short: it holds SQLite's only write lock.

    What was read before is let go, so rows must be fetched anew inside.
    """
    attempt = attempt_in_hand.get()
    if attempt is not None and not attempt.saving:
        # A transaction that has read cannot become one that writes if others wrote meanwhile.
        db.session.rollback()
        attempt.saving = True
    with writing():
        yield
        db.session.flush()


@contextmanager
def noting() -> Iterator[None]:
    """A short change committed at once, that stands however this attempt ends; before `saving`.

    What was read before or inside is let go, so take out of it what the long work needs.
    """
    attempt = attempt_in_hand.get()
    if attempt is not None and attempt.saving:
        raise RuntimeError("A job notes before it saves, not while.")
    db.session.rollback()
    with writing():
        if attempt is not None:
            attempt.saving = True
        try:
            yield
            db.session.commit()
        finally:
            if attempt is not None:
                attempt.saving = False


@event.listens_for(db.session, "before_flush")
def _refuse_to_write_early(session: Session, *_: object) -> None:
    attempt = attempt_in_hand.get()
    if attempt is not None and not attempt.saving and _has_changes(session):
        raise RuntimeError("A job changes the database only inside “with saving()”.")


def _has_changes(session: Session) -> bool:
    changed = any(session.is_modified(row) for row in session.dirty)
    return changed or bool(session.new) or bool(session.deleted)
