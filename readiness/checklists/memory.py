"""Keeps what was loaded from the checklists folder until a file in it changes."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

Load = TypeVar("Load", bound=Callable[..., Any])
Stamp = frozenset[tuple[str, int, int]]
DEEPEST = 3
"""How many folders deep the files of a checklist lie, its own among them."""


def remembered(load: Load) -> Load:
    """Call `load(folder, …)` again only when a file of the folder was changed since.

    What it gives is shared by all callers, who must not change it. An error is not kept.
    """

    @lru_cache(maxsize=32)
    def loaded(_stamp: Stamp, folder: Path, *args: Any, **kwargs: Any) -> Any:
        return load(folder, *args, **kwargs)

    @wraps(load)
    def wrapped(folder: Path, *args: Any, **kwargs: Any) -> Any:
        return loaded(_stamp_of(folder), folder, *args, **kwargs)

    return cast("Load", wrapped)


def _stamp_of(folder: Path) -> Stamp:
    """Name, moment of change and size of every file that a checklist is made of."""
    return frozenset(
        (entry.path, stat.st_mtime_ns, stat.st_size)
        for entry in _find_files(folder, DEEPEST)
        if (stat := entry.stat())
    )


def _find_files(folder: str | Path, depth: int) -> Iterator[os.DirEntry[str]]:
    """The files, read with few calls: every page asks for them, several times."""
    if not depth or not os.path.isdir(folder):  # noqa: PTH112 - as quick as can be
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".yaml"):
                yield entry
            elif entry.is_dir():
                yield from _find_files(entry.path, depth - 1)
