"""How an entry is sealed: each carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

FIRST = "0" * 64


class Sealed(Protocol):
    """What the chain needs of an entry."""

    @property
    def id(self) -> Any:
        """Its number."""
        ...

    @property
    def seal(self) -> Any:
        """Its own seal."""
        ...

    @property
    def previous_seal(self) -> Any:
        """The seal of the entry before it."""
        ...

    def content(self) -> Mapping[str, Any]:
        """What the seal covers."""
        ...


@dataclass(frozen=True)
class Change:
    """One field’s old and new value, as words."""

    field: str
    old: str | None
    new: str | None


def seal_content(previous_seal: str, content: Mapping[str, Any]) -> str:
    """The SHA-256 of the previous seal and the entry’s content, in a fixed spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_seal}\n{text}".encode()).hexdigest()


def find_broken_seal(entries: Iterable[Sealed]) -> int | None:
    """The id of the first entry that does not follow from the one before, if any."""
    previous = FIRST
    for entry in entries:
        if entry.previous_seal != previous:
            return int(entry.id)
        if entry.seal != seal_content(previous, entry.content()):
            return int(entry.id)
        previous = entry.seal
    return None


def spell_moment(moment: datetime) -> str:
    """A moment as the seal spells it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
