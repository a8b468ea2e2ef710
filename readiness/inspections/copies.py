"""The copy of its checklist that an inspection keeps: dataclasses to JSON and back.

A checklist that officers change later must not change an inspection that has begun.
"""

from dataclasses import fields, is_dataclass
from datetime import time
from typing import Any, cast

from readiness.checklists.inspections import (
    AnchorSpec,
    Checklist,
    DueSpec,
    StepSpec,
    Weekday,
    Weeks,
    WorkingDays,
)

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (AnchorSpec, Checklist, DueSpec, StepSpec, Weekday, Weeks, WorkingDays)
}
_TIME = "time"


def copy_checklist(checklist: Checklist) -> dict[str, Any]:
    """The whole checklist as JSON keeps it."""
    return cast("dict[str, Any]", _to_plain(checklist))


def read_copy(copy: dict[str, Any]) -> Checklist:
    """The checklist an inspection began with."""
    return cast("Checklist", _from_plain(copy))


def _to_plain(value: Any) -> Any:
    if is_dataclass(value):
        plain = {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **plain}
    if isinstance(value, tuple):
        return [_to_plain(item) for item in value]
    if isinstance(value, time):
        return {"kind": _TIME, "at": value.isoformat()}
    return value


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    if value["kind"] == _TIME:
        return time.fromisoformat(value["at"])
    rest = {name: _from_plain(item) for name, item in value.items() if name != "kind"}
    return _KINDS[value["kind"]](**rest)
