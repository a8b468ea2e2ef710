"""The activity: who did what to what, and when, chained so that a change can be found out."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.activity.rules import spell_moment
from readiness.database.base import Model

if TYPE_CHECKING:
    from readiness.people.models import Person


class Activity(Model):
    """One thing that happened. Never changed, never deleted.

    `area` is the first part of the event’s name, so that pages can filter by it.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_subject", "subject_type", "subject_id"),
        Index("ix_activity_inspection_id_id", "inspection_id", "id"),
        Index("ix_activity_area_id", "area", "id"),
        Index("ix_activity_actor_id_id", "actor_id", "id"),
    )

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(60), index=True)
    area: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    subject_title: Mapped[str] = mapped_column(String(300))
    inspection_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64), unique=True)

    actor: Mapped["Person | None"] = relationship(lazy="raise")

    def content(self) -> Mapping[str, Any]:
        """What the seal covers: everything but the identifiers the database gives."""
        return {
            "at": spell_moment(self.at),
            "actor_id": self.actor_id,
            "event": self.event,
            "subject": [self.subject_type, self.subject_id, self.subject_title],
            "inspection_id": self.inspection_id,
            "changes": self.changes,
        }
