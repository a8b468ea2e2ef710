"""Uploads of extracts, the lists that were read from them, and who signed which content.

Child-level data is never in these tables: it is in the encrypted file store, and a row here
names it by its hash.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model
from readiness.files.models import StoredFile  # noqa: F401 - extracts refer to its table
from readiness.inspections.models import Inspection
from readiness.people.models import Person


class Upload(Model):
    """Extracts that were uploaded together and are checked together.

    `inspection_id` is None for the lists kept warm between inspections. `checked_at` is set
    when the check ended well; `refusal` is the sentence it ended with otherwise. `findings`
    of the upload as a whole (a list that is missing) stand with the lists.
    """

    __tablename__ = "upload"

    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    edition: Mapped[str] = mapped_column(String(20))
    as_at: Mapped[date]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection | None] = relationship(lazy="raise")
    uploaded_by: Mapped[Person | None] = relationship(lazy="joined")
    extracts: Mapped[list["Extract"]] = relationship(
        back_populates="upload", order_by="Extract.id", lazy="raise"
    )
    lists: Mapped[list["ListVersion"]] = relationship(
        back_populates="upload", order_by="ListVersion.list_number", lazy="raise"
    )

    @property
    def activity_title(self) -> str:
        """What it is called in the activity."""
        return f"Annexe A extracts, upload {self.id}"


class Extract(Model):
    """One uploaded source file."""

    __tablename__ = "extract"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    size: Mapped[int] = mapped_column(BigInteger)

    upload: Mapped[Upload] = relationship(back_populates="extracts", lazy="raise")


class ListVersion(Model):
    """One list as an upload gave it. The latest of a list is the current one.

    `content_hash` names what would be sent; `frame_sha256` is the Parquet file of its rows and
    `findings_sha256` that of its findings, both in the file store.
    """

    __tablename__ = "list_version"
    __table_args__ = (
        CheckConstraint("list_number BETWEEN 1 AND 11", name="list_number"),
        Index("ix_list_version_current", "inspection_id", "list_number", "id"),
    )

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    list_number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    rows: Mapped[int]
    errors: Mapped[int]
    warnings: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    frame_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    findings_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    made_at: Mapped[datetime]

    upload: Mapped[Upload] = relationship(back_populates="lists", lazy="raise")
    signatures: Mapped[list["ListSignature"]] = relationship(
        back_populates="list_version", order_by="ListSignature.id", lazy="raise"
    )

    @property
    def activity_title(self) -> str:
        """The list’s number and name."""
        return f"List {self.list_number}, {self.name}"


class ListSignature(Model):
    """The owner’s word that a list is right; it names the content it saw.

    It holds while the current version of the list has the same content.
    """

    __tablename__ = "list_signature"
    __table_args__ = (
        Index(
            "uq_list_signature_standing",
            "list_version_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    list_version_id: Mapped[int] = mapped_column(ForeignKey("list_version.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    list_version: Mapped[ListVersion] = relationship(back_populates="signatures", lazy="raise")
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id], lazy="joined")
    withdrawn_by: Mapped[Person | None] = relationship(
        foreign_keys=[withdrawn_by_id], lazy="joined"
    )
