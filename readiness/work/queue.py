"""The queue that tells workers at once what is owed.

It carries only the id of an owed row. Losing a message is harmless: the rows say what is
owed, and the sweep sends the message again. Messages are JSON, so that nobody who can
write to the queue's table can make a worker run code.
"""

import json
import logging
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, current_app
from huey import PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from readiness.extensions import db

log = logging.getLogger(__name__)

EXTENSION = "readiness-work"
_OWED = "owed work to nudge"


class WorkSettings(Protocol):
    """The settings the work package needs."""

    @property
    def instance_path(self) -> Path:
        """The folder where the queue's file lives."""

    @property
    def database_url(self) -> str:
        """SQLAlchemy's address of the database."""


class JsonSerializer(Serializer):  # type: ignore[misc]  # Huey ships no types
    """Huey's messages as JSON."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: Any) -> Any:
        return Message(*json.loads(bytes(data)))


class Queue:
    """One application's queue, opened when it is first used."""

    def __init__(self, app: Flask, settings: WorkSettings) -> None:
        self._app = app
        self._settings = settings

    @cached_property
    def huey(self) -> Any:
        """The Huey instance: a file beside the database, or tables in PostgreSQL."""
        common = {"results": False, "serializer": JsonSerializer()}
        url = self._settings.database_url
        if url.startswith("postgresql"):
            return PostgresHuey("readiness", dsn=url.replace("+psycopg", "", 1), **common)
        self._settings.instance_path.mkdir(parents=True, exist_ok=True)
        path = self._settings.instance_path / "queue.sqlite3"
        return SqliteHuey("readiness", filename=str(path), timeout=15, **common)

    @cached_property
    def _task(self) -> Any:
        from readiness.work.runner import run_owed_work

        def run(owed_id: int) -> None:
            run_owed_work(self._app, owed_id)

        return self.huey.task(name="run_owed_work")(run)

    def prepare(self) -> Any:
        """The Huey instance with its one task known, for a consumer."""
        return self._task.huey

    def nudge(self, owed_id: int) -> None:
        """Tell the workers about one owed row."""
        self._task(owed_id)

    def is_empty(self) -> bool:
        """Whether no message waits for a worker."""
        return int(self.huey.pending_count()) == 0


def the_queue() -> Queue | None:
    """The current application's queue; None where the application has no workers."""
    queue: Queue | None = current_app.extensions.get(EXTENSION)
    return queue


def nudge_after_commit(owed_id: int) -> None:
    """Tell the workers once the owed row is there for them to see."""
    db.session.info.setdefault(_OWED, set()).add(owed_id)


@event.listens_for(db.session, "after_commit")
def _nudge(session: Session) -> None:
    if session.in_nested_transaction():
        return
    owed_ids: set[int] = session.info.pop(_OWED, set())
    queue = the_queue() if owed_ids else None
    if queue is None:
        return
    for owed_id in sorted(owed_ids):
        try:
            queue.nudge(owed_id)
        except Exception as error:  # the commit stands whatever the queue says; the sweep follows
            log.warning("No nudge for owed work %s: %s", owed_id, type(error).__name__)


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_OWED, None)
