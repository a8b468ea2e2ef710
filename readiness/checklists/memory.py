"""Keeps what was loaded from the checklists folder until a file in it changes."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

Load = TypeVar("Load", bound=Callable[..., Any])
Stamp = frozenset[tuple[str, int, int]]
DEEPEST = 3
"""The folder, those in it, and those in these: annexe_a/2024/list_01.yaml."""


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
    return frozenset(_list_files(str(folder), "", DEEPEST))


def _list_files(folder: str, before: str, deep: int) -> Iterator[tuple[str, int, int]]:
    # Every page asks several times: pathlib takes three times as long over it.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".yaml"):
                stat = entry.stat()
                yield before + entry.name, stat.st_mtime_ns, stat.st_size
            elif deep > 1 and entry.is_dir():
                yield from _list_files(entry.path, f"{before}{entry.name}/", deep - 1)
