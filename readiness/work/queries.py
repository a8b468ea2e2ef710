"""Reading owed work: what a progress page shows, and what the sweep looks for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.work.models import DueSlot, OwedWork
from readiness.work.rules import OPEN_STATES, WorkState


def get_owed(owed_id: int) -> OwedWork:
    """One piece of owed work. Raises NotFound."""
    owed = db.session.get(OwedWork, owed_id)
    if owed is None:
        raise NotFound("There is no such piece of work. Go back and start it again.")
    return owed


def find_latest_owed(kind: str, subject_id: int) -> OwedWork | None:
    """The latest work of this kind on this subject, open or ended: for its progress bar."""
    return db.session.scalar(
        select(OwedWork)
        .where(OwedWork.kind == kind, OwedWork.subject_id == subject_id)
        .order_by(OwedWork.id.desc())
        .limit(1)
    )


def find_open_owed(kind: str, subject_id: int) -> OwedWork | None:
    """The one piece of this kind on this subject that has not ended."""
    return db.session.scalar(
        select(OwedWork).where(
            OwedWork.kind == kind,
            OwedWork.subject_id == subject_id,
            OwedWork.state.in_(OPEN_STATES),
        )
    )


def list_queued_ids(limit: int = 500) -> Sequence[int]:
    """The pieces that wait for a worker, oldest first."""
    return db.session.scalars(
        select(OwedWork.id)
        .where(OwedWork.state == WorkState.QUEUED)
        .order_by(OwedWork.id)
        .limit(limit)
    ).all()


def find_latest_slot(job: str, until: datetime | None = None) -> datetime | None:
    """The latest firing of a scheduled job that was claimed, in UTC, up to `until`."""
    chosen = select(DueSlot.slot).where(DueSlot.job == job)
    if until is not None:
        chosen = chosen.where(DueSlot.slot <= until)
    return db.session.scalar(chosen.order_by(DueSlot.slot.desc()).limit(1))


def list_open_subjects(kind: str) -> frozenset[int]:
    """The subjects of all work of this kind that has not ended."""
    chosen = select(OwedWork.subject_id).where(
        OwedWork.kind == kind, OwedWork.state.in_(OPEN_STATES)
    )
    return frozenset(db.session.scalars(chosen))


def is_slot_claimed(job: str, slot: datetime) -> bool:
    """Whether this firing of a scheduled job was claimed."""
    return db.session.get(DueSlot, (job, slot)) is not None
