"""Folders for files that must be plain for a moment; what a killed process left goes first.

A room is held by a lock of its process, which ends with the process however that ends. So the
next who needs a room, or the next start, clears what nobody holds any more.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from readiness import clock

# Windows has no such locks: there the age alone decides.
fcntl: Any = None if os.name == "nt" else import_module("fcntl")

JUST_MADE_S = 60
"""A room younger than this is left alone: it may not be held yet."""
LONGEST_USE_S = 6 * 3600
"""Where there are no locks, an older room is one that was left."""


@contextmanager
def private_room(parent: Path) -> Iterator[Path]:
    """A folder below `parent` that only this user may open, gone afterwards."""
    parent.mkdir(parents=True, exist_ok=True)
    clear_rooms(parent)
    with tempfile.TemporaryDirectory(dir=parent) as name, _held(Path(name)):
        yield Path(name)


def clear_rooms(parent: Path) -> int:
    """Delete what killed processes left below `parent`; gives how many rooms or files."""
    count = 0
    for left in parent.glob("*"):
        if _is_left(left):
            _remove(left)
            count += 1
    return count


def _is_left(path: Path) -> bool:
    try:
        age = clock.now().timestamp() - path.stat().st_mtime
        if age < JUST_MADE_S:
            return False
        if fcntl is None:
            return age > LONGEST_USE_S
        with _held(path):
            return True
    except OSError:  # somebody holds it, or it has gone meanwhile
        return False


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a folder or file. Raises OSError where somebody holds it."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
