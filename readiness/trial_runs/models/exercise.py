"""Injects of a trial run; its clock and its people are the inspection’s own (inspections)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database import types
from readiness.database.base import VersionedModel
from readiness.inspections.models import Inspection
from readiness.people.models import Person, Post
from readiness.trial_runs.rules.injects import SECRET_STATES, InjectState


class Inject(VersionedModel):
    """A surprise of one trial run: a copy of what was prepared, and what came of it.

    All its moments are those of the trial run’s clock but `changed_at`, which is real.
    """

    __tablename__ = "inject"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    expects: Mapped[str] = mapped_column(Text)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    state: Mapped[InjectState] = mapped_column(
        types.words(InjectState, "inject_state"), default=InjectState.PREPARED
    )
    given_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(lazy="joined", innerjoin=True)
    post: Mapped[Post] = relationship(lazy="joined", innerjoin=True)
    acknowledged_by: Mapped[Person | None] = relationship(
        foreign_keys=[acknowledged_by_id], lazy="joined"
    )
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id], lazy="joined")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="joined")

    @property
    def activity_title(self) -> str:
        """Its title once it was given: until then the activity must not give it away."""
        return "an inject" if self.state in SECRET_STATES else f"“{self.title}”"
