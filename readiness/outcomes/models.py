"""What came of an inspection: comments on its draft, judgements, improvements, plans sent."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - evidence refers to its table
from readiness.inspections.models import Inspection
from readiness.library.models import DocumentVersion
from readiness.outcomes.rules import Response
from readiness.people.models import Person, Post


class Outcome(VersionedModel):
    """The report of one inspection: when its draft came, when it is published, who judged it.

    Until `published_at` all that Ofsted wrote is under embargo.
    """

    __tablename__ = "outcome"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), unique=True)
    draft_received_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(String(200), default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    judged_at: Mapped[datetime | None]

    inspection: Mapped[Inspection] = relationship(lazy="joined", innerjoin=True)
    judged_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """The inspection’s title."""
        return self.inspection.title


class Judgement(Model):
    """A grade; key and title are those of the framework the inspection started under."""

    __tablename__ = "judgement"
    __table_args__ = (UniqueConstraint("inspection_id", "key"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    grade: Mapped[str] = mapped_column(String(60))


class DraftComment(VersionedModel):
    """Something in the draft report that is not right, with what shows it and Ofsted’s answer.

    One that is taken out (`dropped_because`) keeps its number.
    """

    __tablename__ = "draft_comment"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    paragraph: Mapped[str] = mapped_column(String(40))
    claim: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text)
    evidence_text: Mapped[str] = mapped_column(Text, default="")
    document_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_version.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    response: Mapped[Response | None] = mapped_column(words(Response, "draft_response"))
    response_words: Mapped[str] = mapped_column(Text, default="")
    responded_at: Mapped[datetime | None]
    dropped_because: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    post: Mapped[Post] = relationship(lazy="joined", innerjoin=True)
    document_version: Mapped[DocumentVersion | None] = relationship(lazy="joined")
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], lazy="joined")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="joined")
    files: Mapped[list["DraftCommentFile"]] = relationship(
        lazy="selectin", order_by="DraftCommentFile.id", back_populates="comment"
    )

    @property
    def activity_title(self) -> str:
        """Its number alone: what it says is under embargo."""
        return f"comment {self.number} on the draft report"

    @property
    def has_evidence(self) -> bool:
        """Whether anything shows that it is right."""
        return bool(self.evidence_text or self.document_version_id or self.files)


class DraftCommentFile(Model):
    """A file that shows a comment is right; the bytes are in the file store by their hash."""

    __tablename__ = "draft_comment_file"

    comment_id: Mapped[int] = mapped_column(ForeignKey("draft_comment.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    comment: Mapped[DraftComment] = relationship(back_populates="files", lazy="raise")
    added_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Improvement(VersionedModel):
    """One thing the report says needs to improve, with the part of the National Framework.

    `element_title` is kept, so that a change of the checklists does not change what was said.
    """

    __tablename__ = "improvement"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    element_key: Mapped[str] = mapped_column(String(60), default="")
    element_title: Mapped[str] = mapped_column(String(200), default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """Its number alone: what it says is under embargo at first."""
        return f"what needs to improve, number {self.number}"


class PlanSent(Model):
    """That a plan went to Ofsted; `anchor_key` is the key date by which it was due.

    `is_trial` is never true: with it the database refuses a plan of a trial run.
    """

    __tablename__ = "plan_sent"
    __table_args__ = (
        UniqueConstraint("inspection_id", "anchor_key"),
        ForeignKeyConstraint(
            ["inspection_id", "is_trial"], ["inspection.id", "inspection.is_trial"]
        ),
        CheckConstraint("NOT is_trial", name="trial_stays_here"),
    )

    inspection_id: Mapped[int]
    is_trial: Mapped[bool] = mapped_column(default=False)
    anchor_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(200), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    recorded_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """Which plan."""
        return self.title
