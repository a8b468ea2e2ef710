"""What inspectors asked for and what was said to it, who has been told, and wall screens."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.inspections.models import Inspection
from readiness.library.models import DocumentVersion
from readiness.people.models import Person, Post
from readiness.requests.rules import OPEN_STATES, RequestState, Standing, TurnKind


class InspectorRequest(VersionedModel):
    """One thing inspectors asked for; `number` counts in its inspection.

    `question`, `answer` and `flag_reason` may speak of a child by its identifier: they are shown
    on pages of those who see requests, and never in activity, e-mails or titles. The answer and
    the reason are those that stand; earlier ones are in its turns.
    """

    __tablename__ = "inspector_request"
    __table_args__ = (
        UniqueConstraint("inspection_id", "number"),
        Index("ix_inspector_request_inspection_id_state", "inspection_id", "state"),
        Index("ix_inspector_request_inspection_id_due_at", "inspection_id", "due_at"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(String(40))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    due_at: Mapped[datetime]
    state: Mapped[RequestState] = mapped_column(
        words(RequestState, "request_state"), default=RequestState.NEEDED
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    document_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_version.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    flag_reason: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    document_version: Mapped[DocumentVersion | None] = relationship(lazy="raise")
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id], lazy="raise")
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], lazy="raise")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    turns: Mapped[list["RequestTurn"]] = relationship(lazy="raise", order_by="RequestTurn.id")

    @property
    def activity_title(self) -> str:
        """Its number alone: what was asked may speak of a child."""
        return f"Request {self.number}"

    @property
    def standing(self) -> Standing:
        """Its state and due time, as the rules take them."""
        return Standing(self.state, self.due_at)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in OPEN_STATES


class RequestTurn(Model):
    """An answer, a flag or an acceptance as it was given; never changed."""

    __tablename__ = "inspector_request_turn"

    request_id: Mapped[int] = mapped_column(ForeignKey("inspector_request.id"), index=True)
    kind: Mapped[TurnKind] = mapped_column(words(TurnKind, "request_turn"))
    text: Mapped[str] = mapped_column(Text, default="")
    document_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_version.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    document_version: Mapped[DocumentVersion | None] = relationship(lazy="joined")
    by: Mapped[Person | None] = relationship(lazy="joined")


class Briefing(Model):
    """Somebody was told. `key` is that of the plan; None for whom the plan does not name."""

    __tablename__ = "briefing"
    __table_args__ = (UniqueConstraint("inspection_id", "key"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    key: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(Text, default="")
    told_by: Mapped[str] = mapped_column(String(120))
    told_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    recorded_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """Who was told; not in words of somebody’s own, which may speak of anybody."""
        return self.title if self.key else "somebody whom the plan does not name"


class WallScreen(Model):
    """A screen that shows the wall of one inspection and nothing else, known by its secret’s hash.

    It needs nobody to be signed in; it ends by itself, with its inspection, or when somebody
    takes it down.
    """

    __tablename__ = "wall_screen"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    place: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    opened_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def activity_title(self) -> str:
        """Where it stands."""
        return self.place
