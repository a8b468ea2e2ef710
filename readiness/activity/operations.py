"""Recording what happened, in the same transaction as the change itself."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import select, text

from readiness import clock
from readiness.activity.models import Activity
from readiness.activity.rules import FIRST, seal_content
from readiness.activity.vocabulary import find_event
from readiness.extensions import db

_CHAIN_LOCK = 4_120_417  # any fixed number: PostgreSQL writers queue on it for the chain
Check = Callable[[int], None]
_checks: list[Check] = []


def add_last_check(check: Check) -> Check:
    """Let a package look once more at the inspection an entry is about, and refuse.

    It is called when nobody else can record anything until this transaction ends.
    """
    if check not in _checks:
        _checks.append(check)
    return check


class Subject(Protocol):
    """A row that things happen to: it can say what it is called."""

    __tablename__: str

    @property
    def id(self) -> Any:
        """Its number."""
        ...

    @property
    def activity_title(self) -> str:
        """What it is called in the activity; never child-level data."""
        ...


class Actor(Protocol):
    """Who acts."""

    @property
    def id(self) -> Any:
        """Their number."""
        ...


def record(
    *,
    actor: Actor | None,
    event: str,
    subject: Subject,
    changes: Mapping[str, tuple[object, object]] | None = None,
    inspection_id: int | None = None,
) -> Activity:
    """Add one entry to the chain and flush it. No actor means Readiness itself.

    `changes` gives (old, new) by field; only fields the vocabulary declares are taken.
    Raises LookupError for an event or ValueError for a field outside the vocabulary.
    """
    declared = find_event(event)
    stray = set(changes or {}) - set(declared.fields)
    if stray:
        raise ValueError(f"{event} does not declare {', '.join(sorted(stray))}.")
    db.session.flush()
    previous = _last_seal()
    if inspection_id is not None:
        for check in _checks:
            check(inspection_id)
    entry = Activity(
        at=clock.now(),
        actor_id=actor.id if actor is not None else None,
        event=event,
        area=event.partition(":")[0],
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        subject_title=subject.activity_title[:300],
        inspection_id=inspection_id,
        changes={field: [_spell(a), _spell(b)] for field, (a, b) in (changes or {}).items()},
        previous_seal=previous,
    )
    entry.seal = seal_content(previous, entry.content())
    db.session.add(entry)
    db.session.flush()
    return entry


def record_change(
    actor: Actor | None,
    event: str,
    subject: Subject,
    inspection_id: int | None = None,
    /,
    **changes: tuple[object, object],
) -> Activity:
    """Record what became of a subject, with (old, new) by field.

    A field that stayed as it was is left out; one that was emptied, or filled, is told. Raises
    as `record` does.
    """
    told = {field: (old, new) for field, (old, new) in changes.items() if old != new}
    return record(
        actor=actor, event=event, subject=subject, changes=told, inspection_id=inspection_id
    )


def _last_seal() -> str:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    newest = select(Activity.seal).order_by(Activity.id.desc()).limit(1)
    return db.session.scalar(newest) or FIRST


def _spell(value: object) -> str | int | bool | None:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
