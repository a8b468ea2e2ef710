"""What packages above tell the Teams channel of an inspection: counts and links, no more.

    add_news(list_inspection_news)

Each piece of news has a key, and is told once for each key. A source only reads.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class News:
    """Something that happened in an inspection.

    `at` is when; None for what is told whenever a channel is there to hear it.
    """

    inspection_id: int
    key: str
    subject: str
    lines: tuple[str, ...]
    path: str
    at: datetime | None = None
    is_trial: bool = False


Source = Callable[[Collection[int], datetime], Iterable[News]]

_sources: list[Source] = []


def add_news(source: Source) -> Source:
    """Let a source tell what happened in these inspections, by their numbers, up to now."""
    if source not in _sources:
        _sources.append(source)
    return source


def list_news(inspections: Collection[int], now: datetime) -> list[News]:
    """Everything there is to tell of these inspections."""
    return [news for source in _sources for news in source(inspections, now)]
