"""How an entry is sealed, each carrying the hash of the one before it, and how it reads."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

from readiness.plain_words import format_day, format_moment

FIRST = "0" * 64

FIELD_WORDS = {
    "at": "when",
    "is_trial": "trial run",
    "call_at": "call",
    "due_at": "due",
    "due_on": "due",
    "asked_at": "asked",
    "told_at": "told",
    "starts_at": "starts",
    "ends_at": "ends",
    "received_at": "received",
    "sha256": "content",
    "tasks_moved": "tasks moved",
    "any_time": "in an inspection, at any time",
}
"""What a field is called on screen, where its own name would not do."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z]+(_[a-z]+)+")


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


def describe_changes(changes: Mapping[str, Sequence[Any]]) -> list[str]:
    """Old and new of each field as a person reads them: “State: to do → done”.

    A field that was empty and stays so is left out.
    """
    return [
        f"{_name(field)}: {_tell(old, new)}"
        for field, (old, new) in changes.items()
        if (old, new) != (None, None)
    ]


def _tell(old: Any, new: Any) -> str:
    return _read(new) if old in (None, "") else f"{_read(old)} → {_read(new)}"


def _name(field: str) -> str:
    words = FIELD_WORDS.get(field, field.replace("_", " "))
    return words[:1].upper() + words[1:]


def _read(value: Any) -> str:
    """A kept value in words: dates in full, yes and no, codes without their underscores."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if _MOMENT.fullmatch(text):
        return format_moment(datetime.fromisoformat(text))
    if _DAY.fullmatch(text):
        return format_day(date.fromisoformat(text))
    if _HASH.fullmatch(text):
        return f"{text[:12]}…"
    return text.replace("_", " ") if _CODE.fullmatch(text) else text


def spell_moment(moment: datetime) -> str:
    """A moment as the seal spells it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
