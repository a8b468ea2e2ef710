"""Asking, in the middle of a request, whether somebody else could write now."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from readiness.extensions import db


def others_may_write() -> bool:
    """Whether another connection gets SQLite’s write lock at once."""
    assert db.engine.url.database is not None
    other = sqlite3.connect(db.engine.url.database, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch, owner: Any, *names: str) -> Iterator[list[bool]]:
    """For every call of these functions of a module or class: could others write meanwhile?"""
    seen: list[bool] = []
    with monkeypatch.context() as patch:
        for name in names:
            patch.setattr(owner, name, _watch(getattr(owner, name), seen))
        yield seen


def _watch(function: Callable[..., Any], seen: list[bool]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        seen.append(others_may_write())
        return function(*args, **kwargs)

    return call
