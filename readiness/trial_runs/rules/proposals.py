"""How the fields of a proposed step are kept: JSON knows no DueSpec and no time. Pure."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from readiness.checklists.inspections import DueSpec

DUE = "due"


def pack_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as JSON keeps them, in their order."""
    return {name: _pack(value) for name, value in fields.items()}


def unpack_fields(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they were, in the order in which they are written."""
    order = ("title", "guidance", "post", DUE, "after", "gate", "evidence", "area", "source")
    return {name: _unpack(name, kept[name]) for name in order if name in kept}


def _pack(value: Any) -> Any:
    if isinstance(value, DueSpec):
        return {
            "anchor": value.anchor,
            "working_days": value.working_days,
            "weeks": value.weeks,
            "at": value.at.isoformat() if value.at else None,
            "minutes": value.minutes,
        }
    return list(value) if isinstance(value, tuple) else value


def _unpack(name: str, value: Any) -> Any:
    if name == DUE:
        at = value["at"]
        return DueSpec(**{**value, "at": time.fromisoformat(at) if at else None})
    return tuple(value) if isinstance(value, list) else value
