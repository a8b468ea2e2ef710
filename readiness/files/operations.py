"""Keeps a content: in the store first, then as a row that others can refer to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from readiness.extensions import db
from readiness.files.models import StoredFile
from readiness.files.store import FileStore, Readable, Stored


def keep_file(stream: Readable, *, store: FileStore, now: datetime) -> StoredFile:
    """Keep what the stream holds and give its row, flushed; the same content has one row.

    Should the transaction be undone, the content stays in the store without a row: nobody
    can reach it, and keeping the same content again finds it there. Raises Refused when
    the disk is full.
    """
    return register_file(store.put(stream), now=now)


def register_file(stored: Stored, *, now: datetime) -> StoredFile:
    """The row of a content that is in the store already, flushed.

    For jobs, which put what they made into the store before they take the lock to save.
    """
    return _find(stored.sha256) or _insert(stored, now)


def _find(sha256: str) -> StoredFile | None:
    return db.session.scalar(select(StoredFile).where(StoredFile.sha256 == sha256))


def _insert(stored: Stored, now: datetime) -> StoredFile:
    row = StoredFile(sha256=stored.sha256, size=stored.size, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another process kept the same content a moment ago.
        return db.session.scalars(
            select(StoredFile).where(StoredFile.sha256 == stored.sha256)
        ).one()
    return row
