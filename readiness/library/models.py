"""Documents, their versions, and who approved which content."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.files.models import StoredFile  # noqa: F401 - versions refer to its table
from readiness.people.models import Person


class Document(VersionedModel):
    """A document the council keeps ready; `key` is that of `checklists/documents.yaml`.

    A document of the council’s own has a key that no requirement names; `post_key` is its
    owner. `child_level` is never taken back: what once held rows of children stays closed,
    whatever the checklists say later.
    """

    __tablename__ = "document"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    post_key: Mapped[str] = mapped_column(String(60), default="")
    child_level: Mapped[bool] = mapped_column(default=False)

    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number.desc()", lazy="raise"
    )

    @property
    def activity_title(self) -> str:
        """The document’s title."""
        return self.title


class DocumentVersion(Model):
    """One content of a document, never changed: another content is another version.

    `as_at` is the day the content speaks of, apart from the moment it was added. `length`
    is what can be counted of it, in words for the index (“12 pages”, “340 rows”).
    """

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    length: Mapped[str] = mapped_column(String(60), default="")
    as_at: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    document: Mapped[Document] = relationship(
        back_populates="versions", lazy="joined", innerjoin=True
    )
    added_by: Mapped[Person | None] = relationship(lazy="joined")
    approvals: Mapped[list["Approval"]] = relationship(
        back_populates="document_version", order_by="Approval.id", lazy="raise"
    )


class Approval(Model):
    """Somebody’s word that a content may go out; it names the content it saw.

    It speaks of one version: a later version needs an approval of its own.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index(
            "uq_approval_standing",
            "document_version_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    document_version: Mapped[DocumentVersion] = relationship(
        back_populates="approvals", lazy="raise"
    )
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="joined")
    withdrawn_by: Mapped[Person | None] = relationship(
        foreign_keys=[withdrawn_by_id], lazy="joined"
    )
