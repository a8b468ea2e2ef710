"""What an inspection keeps of the checklists it began with: dataclasses to JSON and back.

Its checklist, the documents that are asked for, and the edition of Annexe A: what officers
change in the files later must not change an inspection that has begun.
"""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import time
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from readiness.checklists.annexe_a import Code, ColumnKind, ColumnSpec, Edition, ListSpec
from readiness.checklists.documents import DocumentSpec
from readiness.checklists.inspections import (
    AnchorSpec,
    Checklist,
    DueSpec,
    StepSpec,
    Weekday,
    Weeks,
    WorkingDays,
)
from readiness.checklists.invitations import InvitationSpec
from readiness.checklists.judgements import JudgementSet, JudgementSpec

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(AnchorSpec, Checklist, DueSpec, StepSpec, Weekday, Weeks, WorkingDays, InvitationSpec),
        *(DocumentSpec, Edition, ListSpec, ColumnSpec, Code, JudgementSet, JudgementSpec),
    )
}
_ENUMS: dict[str, type[StrEnum]] = {ColumnKind.__name__: ColumnKind}
_TIME = "time"
_TAG, _OLD_TAG = "__class__", "kind"
"""What names the class; a column has a field “kind” of its own."""


@lru_cache(maxsize=8)
def copy_checklist(checklist: Checklist) -> dict[str, Any]:
    """The whole checklist as JSON keeps it: for reading only, for it is made once."""
    return cast("dict[str, Any]", _to_plain(checklist))


def read_copy(copy: dict[str, Any]) -> Checklist:
    """The checklist an inspection began with."""
    return cast("Checklist", _from_plain(copy))


def read_invitations_copy(copy: dict[str, Any]) -> tuple[InvitationSpec, ...]:
    """Who is invited to what, without the rest; nothing in a copy older than invitations."""
    return cast("tuple[InvitationSpec, ...]", _from_plain(copy.get("invitations", [])))


def copy_documents(documents: Iterable[DocumentSpec]) -> list[Any]:
    """The documents that are asked for as JSON keeps them."""
    return [_to_plain(document) for document in documents]


def read_documents_copy(copy: list[Any]) -> dict[str, DocumentSpec]:
    """The documents an inspection asked for when it began, by key, in their order."""
    documents = cast("tuple[DocumentSpec, ...]", _from_plain(copy))
    return {document.key: document for document in documents}


@lru_cache(maxsize=8)
def copy_edition(edition: Edition) -> dict[str, Any]:
    """A whole edition of Annexe A as JSON keeps it: for reading only, for it is made once."""
    return cast("dict[str, Any]", _to_plain(edition))


def read_edition_copy(copy: dict[str, Any]) -> Edition:
    """The edition of Annexe A an inspection began with."""
    return _read_edition(json.dumps(copy))


@lru_cache(maxsize=8)
def _read_edition(text: str) -> Edition:
    """Pages ask for the same few editions again and again, and one has 169 columns."""
    return cast("Edition", _from_plain(json.loads(text)))


def _to_plain(value: Any) -> Any:
    if is_dataclass(value):
        plain = {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
        return {_TAG: type(value).__name__, **plain}
    if isinstance(value, tuple):
        return [_to_plain(item) for item in value]
    if isinstance(value, time):
        return {_TAG: _TIME, "at": value.isoformat()}
    if isinstance(value, StrEnum) and type(value).__name__ in _ENUMS:
        return {_TAG: type(value).__name__, "value": value.value}
    return value


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    tag = _TAG if _TAG in value else _OLD_TAG
    kind = value[tag]
    if kind == _TIME:
        return time.fromisoformat(value["at"])
    if kind in _ENUMS:
        return _ENUMS[kind](value["value"])
    return _KINDS[kind](**{n: _from_plain(item) for n, item in value.items() if n != tag})
