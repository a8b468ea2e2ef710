"""Finding the figures that were reported: the current ones of a month, and those before."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from readiness.annexe_a.models import ReportedMonth
from readiness.extensions import db


def find_reported(month: date, until: datetime | None = None) -> ReportedMonth | None:
    """The current figures of a month, or those current at that moment, if any were given."""
    versions = list_reported_versions(month, limit=1, until=until)
    return versions[0] if versions else None


def list_reported_versions(
    month: date, *, limit: int = 20, until: datetime | None = None
) -> Sequence[ReportedMonth]:
    """What was given for a month, until then, the current version first: figures and givers."""
    return db.session.scalars(
        select(ReportedMonth)
        .where(ReportedMonth.month == month, *_given_until(until))
        .options(selectinload(ReportedMonth.figures))
        .order_by(ReportedMonth.number.desc())
        .limit(limit)
    ).all()


def list_reported_months(until: datetime | None = None) -> Sequence[ReportedMonth]:
    """The version of every month that is current, or was then, the newest month first."""
    latest = (
        select(ReportedMonth.month, func.max(ReportedMonth.number).label("number"))
        .where(*_given_until(until))
        .group_by(ReportedMonth.month)
        .subquery()
    )
    return db.session.scalars(
        select(ReportedMonth)
        .join(
            latest,
            (ReportedMonth.month == latest.c.month) & (ReportedMonth.number == latest.c.number),
        )
        .options(selectinload(ReportedMonth.figures))
        .order_by(ReportedMonth.month.desc())
    ).all()


def _given_until(until: datetime | None) -> list[ColumnElement[bool]]:
    return [] if until is None else [ReportedMonth.given_at <= until]
