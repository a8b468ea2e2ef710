"""How connections behave: SQLite waits, keeps foreign keys and takes its write lock early.

SQLite deadlocks when two readers both turn into writers. A transaction that will write
therefore begins with BEGIN IMMEDIATE: `writing()` says so for the code inside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

_writing: ContextVar[bool] = ContextVar("writing", default=False)

WAIT_FOR_LOCK_MS = 15_000
SYNCHRONOUS = "FULL"
"""A commit is on the disk before anybody is told that it succeeded."""

_TAKEN = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
"""How PostgreSQL and SQLite call it when what may be there once is there already."""


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside are meant to write."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read, though what is around them is meant to write."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def is_taken(error: DBAPIError) -> bool:
    """Whether a row was refused because another like it is there: two added the same at once."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in _TAKEN


def is_deadlock(error: DBAPIError) -> bool:
    """Whether PostgreSQL ended one of two transactions that waited for each other."""
    return getattr(error.orig, "sqlstate", None) == "40P01"


def listen(engine: Engine) -> None:
    """Give the engine the house's SQLite habits; other databases need none."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy, not the driver, begins transactions
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_FOR_LOCK_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
