"""Finding what people confirmed, when the last trial run was, and what each night measured."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.rules.states import InspectionState
from readiness.register.models import Confirmation, ReadinessSnapshot, StandingArrangement
from readiness.register.rules.trend import YEAR, Measured


def list_newest_confirmations() -> dict[str, Confirmation]:
    """The newest confirmation of each arrangement, by its key, with who said it. One query."""
    newest = select(func.max(Confirmation.id)).group_by(Confirmation.arrangement_id)
    found = db.session.scalars(
        select(Confirmation)
        .join(Confirmation.arrangement)
        .options(contains_eager(Confirmation.arrangement))
        .where(Confirmation.id.in_(newest))
    )
    return {confirmation.arrangement.key: confirmation for confirmation in found}


def list_confirmations(key: str, *, limit: int = 20) -> Sequence[Confirmation]:
    """What was said of an arrangement, newest first, with who said it."""
    return db.session.scalars(
        select(Confirmation)
        .join(Confirmation.arrangement)
        .options(contains_eager(Confirmation.arrangement))
        .where(StandingArrangement.key == key)
        .order_by(Confirmation.id.desc())
        .limit(limit)
    ).all()


def get_confirmation(key: str, confirmation_id: int) -> Confirmation:
    """One confirmation of this arrangement that has a file. Raises NotFound."""
    found = db.session.scalar(
        select(Confirmation)
        .join(Confirmation.arrangement)
        .options(contains_eager(Confirmation.arrangement))
        .where(
            StandingArrangement.key == key,
            Confirmation.id == confirmation_id,
            Confirmation.sha256.is_not(None),
        )
    )
    if found is None:
        raise NotFound("There is no such file here. Choose one from the page of the arrangement.")
    return found


def find_arrangement(key: str) -> StandingArrangement | None:
    """The arrangement of this key, once somebody has confirmed it."""
    return db.session.scalar(select(StandingArrangement).where(StandingArrangement.key == key))


def find_last_trial(now: datetime) -> datetime | None:
    """When the last trial run began that was carried through: one that goes on is not held yet."""
    return db.session.scalar(
        select(func.max(Inspection.call_at)).where(
            Inspection.is_trial.is_(True),
            Inspection.state == InspectionState.CLOSED,
            Inspection.call_at <= now,
        )
    )


def find_snapshot(day: date) -> ReadinessSnapshot | None:
    """What was measured on this day."""
    return db.session.scalar(select(ReadinessSnapshot).where(ReadinessSnapshot.day == day))


def find_two_snapshots(
    day: date | None,
) -> tuple[ReadinessSnapshot | None, ReadinessSnapshot | None]:
    """What was measured on this day, and the newest measurement. One query."""
    newest = select(func.max(ReadinessSnapshot.day)).scalar_subquery()
    chosen = select(ReadinessSnapshot).where(
        or_(ReadinessSnapshot.day == newest, ReadinessSnapshot.day == day)
    )
    found = {snapshot.day: snapshot for snapshot in db.session.scalars(chosen)}
    return (found.get(day) if day else None, found[max(found)] if found else None)


def list_measured(today: date) -> tuple[Measured, ...]:
    """What was measured over the last year, oldest first. One query, by columns."""
    table = ReadinessSnapshot
    rows = db.session.execute(
        select(
            table.day,
            table.things,
            table.ready,
            table.out_of_date,
            table.steps,
            table.steps_met,
            table.gates,
            table.gates_missed,
        )
        .where(table.day >= today - YEAR, table.day <= today)
        .order_by(table.day)
    )
    return tuple(Measured(*row) for row in rows)
