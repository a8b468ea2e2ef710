"""Finding the figures that were reported: the current ones of a month, and those before."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from readiness.annexe_a.models import ReportedMonth
from readiness.extensions import db


def find_reported(month: date) -> ReportedMonth | None:
    """The current figures of a month, if any were given."""
    versions = list_reported_versions(month, limit=1)
    return versions[0] if versions else None


def list_reported_versions(month: date, *, limit: int = 20) -> Sequence[ReportedMonth]:
    """What was given for a month, the current version first, with figures and givers."""
    return db.session.scalars(
        select(ReportedMonth)
        .where(ReportedMonth.month == month)
        .options(selectinload(ReportedMonth.figures))
        .order_by(ReportedMonth.number.desc())
        .limit(limit)
    ).all()


def list_reported_months() -> Sequence[ReportedMonth]:
    """The current version of every month that has one, the newest month first."""
    latest = (
        select(ReportedMonth.month, func.max(ReportedMonth.number).label("number"))
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
