"""Keeps what was loaded from the checklists folder until a file in it changes."""

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

Load = TypeVar("Load", bound=Callable[..., Any])
Stamp = frozenset[tuple[str, int, int]]
DEEPEST = ("*.yaml", "*/*.yaml", "*/*/*.yaml")


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
    found = [path for pattern in DEEPEST for path in folder.glob(pattern)]
    return frozenset(
        (str(path.relative_to(folder)), stat.st_mtime_ns, stat.st_size)
        for path in found
        if (stat := path.stat())
    )
