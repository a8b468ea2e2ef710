"""Uploads of extracts, the lists that were read from them, and who signed which content.

Child-level data is never in these tables: it is in the encrypted file store, and a row here
names it by its hash.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.files.models import StoredFile  # noqa: F401 - extracts refer to its table
from readiness.inspections.models import Inspection
from readiness.people.models import Person


class Upload(Model):
    """Extracts that were uploaded together and are checked together.

    `inspection_id` is None for the lists kept warm between inspections. `checked_at` is set
    when the check ended well; `refusal` is the sentence it ended with otherwise. `again_of_id`
    is the upload whose files are checked again, as the mapping is now.
    """

    __tablename__ = "upload"

    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    edition: Mapped[str] = mapped_column(String(20))
    as_at: Mapped[date]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(Text, default="")
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))

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

    @property
    def first_id(self) -> int:
        """The upload that brought the files: itself, unless it checks those of another again."""
        return self.again_of_id or self.id

    @property
    def is_ended(self) -> bool:
        """Whether its check is over, well or not."""
        return self.checked_at is not None or bool(self.refusal)


class Extract(Model):
    """One uploaded source file."""

    __tablename__ = "extract"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    size: Mapped[int] = mapped_column(BigInteger)

    upload: Mapped[Upload] = relationship(back_populates="extracts", lazy="raise")


class ListVersion(Model):
    """One list as an upload gave it. That of the latest upload is the current one.

    `content_hash` names what would be sent; `frame_sha256` is the Parquet file of its rows and
    `findings_sha256` that of its findings, both in the file store.
    """

    __tablename__ = "list_version"
    __table_args__ = (
        CheckConstraint("list_number BETWEEN 1 AND 11", name="list_number"),
        UniqueConstraint("upload_id", "list_number"),
        Index("ix_list_version_current", "inspection_id", "list_number", "upload_id"),
    )

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
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

    # An upload that was read is known to its lists; another is never asked for behind the scenes.
    upload: Mapped[Upload] = relationship(back_populates="lists", lazy="raise_on_sql")
    signatures: Mapped[list["ListSignature"]] = relationship(
        back_populates="list_version", order_by="ListSignature.id", lazy="raise"
    )

    @property
    def activity_title(self) -> str:
        """The list’s number and name."""
        return f"List {self.list_number}, {self.name}"

    @property
    def standing_signature(self) -> "ListSignature | None":
        """The signature that holds for this version; `signatures` must be loaded."""
        return next((found for found in self.signatures if found.withdrawn_at is None), None)


class ListSignature(Model):
    """The owner’s word that a list is right; it names the content it saw.

    It belongs to one version. A later version with the same content is given a copy of it, with
    the same person and moment; one with other content is not, and so is not signed.
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


class ListComment(VersionedModel):
    """What the council tells Ofsted about a list, or about one column of it (`column`)."""

    __tablename__ = "list_comment"
    __table_args__ = (
        CheckConstraint("list_number BETWEEN 1 AND 11", name="list_number"),
        Index(
            "uq_list_comment_between",
            "list_number",
            "column",
            unique=True,
            sqlite_where=text("inspection_id IS NULL"),
            postgresql_where=text("inspection_id IS NULL"),
        ),
        UniqueConstraint("inspection_id", "list_number", "column"),
    )

    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    list_number: Mapped[int]
    column: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """The list, and the column where it is about one."""
        return f"List {self.list_number}, {self.column or 'the whole list'}"


class KeptProfile(Model):
    """A profile that was counted already: `key` names the lists and standards it was made of.

    Its file holds counts of all sizes, and no row.
    """

    __tablename__ = "kept_profile"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    made_at: Mapped[datetime]


class MappedSpelling(VersionedModel):
    """A line of the council’s mapping: `text` in `column` is read as `read_as`.

    Of a heading `read_as` is "" and `column` is what it is read as. `folded` is the text without
    what does not matter. A line is never changed: it is withdrawn, and another one saved.
    """

    __tablename__ = "mapped_spelling"
    __table_args__ = (
        Index(
            "uq_mapped_spelling_standing",
            "is_heading",
            "column",
            "folded",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    is_heading: Mapped[bool]
    column: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(600))
    read_as: Mapped[str] = mapped_column(String(200))
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    saved_by: Mapped[Person | None] = relationship(foreign_keys=[saved_by_id], lazy="joined")
    withdrawn_by: Mapped[Person | None] = relationship(
        foreign_keys=[withdrawn_by_id], lazy="joined"
    )

    @property
    def activity_title(self) -> str:
        """The column and what is read; never what came, which may be anything."""
        if self.is_heading:
            return f"a heading that was read as “{self.column}”"
        return f"a spelling of “{self.column}” that was read as “{self.read_as}”"


class ReportedMonth(Model):
    """The scorecard’s figures of a month as somebody gave them; the highest number is current.

    A row is never changed: whoever gives other figures makes the next one.
    """

    __tablename__ = "reported_month"
    __table_args__ = (UniqueConstraint("month", "number"),)

    month: Mapped[date]
    number: Mapped[int]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]

    given_by: Mapped[Person | None] = relationship(lazy="joined")
    figures: Mapped[list["ReportedFigure"]] = relationship(
        back_populates="reported", order_by="ReportedFigure.id", lazy="raise"
    )

    @property
    def activity_title(self) -> str:
        """The month, and which time its figures were given."""
        return f"the scorecard’s figures for {self.month:%B %Y}, version {self.number}"


class ReportedFigure(Model):
    """One figure: a count, or a share’s numerator and denominator.

    `children_sha256` is the file of those counted, in the file store, and `children` their number.
    """

    __tablename__ = "reported_figure"
    __table_args__ = (
        CheckConstraint("numerator >= 0 AND numerator <= denominator", name="share"),
        UniqueConstraint("reported_month_id", "ref"),
    )

    reported_month_id: Mapped[int] = mapped_column(ForeignKey("reported_month.id"))
    ref: Mapped[str] = mapped_column(String(20))
    numerator: Mapped[int]
    denominator: Mapped[int | None]
    children: Mapped[int | None]
    children_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))

    reported: Mapped[ReportedMonth] = relationship(back_populates="figures", lazy="raise")


class FindingExplanation(Model):
    """Why a finding is right as it is. One that is changed is withdrawn, and another follows it.

    `reference` stands for the list, rule, column and row, as `placing` makes it: no child is
    here. `inspection_id` is that of a trial run whose own it is; None for the council’s, which
    follow the row from extract to extract wherever the lists are.
    """

    __tablename__ = "finding_explanation"
    __table_args__ = (
        CheckConstraint("list_number BETWEEN 1 AND 11", name="list_number"),
        Index(
            "uq_finding_explanation_standing",
            "reference",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND inspection_id IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND inspection_id IS NULL"),
        ),
        Index(
            "uq_finding_explanation_of_trial",
            "inspection_id",
            "reference",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    list_number: Mapped[int]
    rule: Mapped[str] = mapped_column(String(60))
    column: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    explained_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    explained_at: Mapped[datetime]
    expires_on: Mapped[date]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    explained_by: Mapped[Person | None] = relationship(
        foreign_keys=[explained_by_id], lazy="joined"
    )

    @property
    def activity_title(self) -> str:
        """The list it is about: no word of it, and no row."""
        return f"a finding in List {self.list_number}"

    @property
    def author(self) -> str:
        """Who explained it."""
        return self.explained_by.name if self.explained_by else "Readiness"


class Worklist(Model):
    """A workbook of findings for one team, or a zip of one for each; `file_sha256` once made.

    `team_key` is the opaque key of the team, empty for all of them. `made_of` names the findings,
    explanations and words that are in it.
    """

    __tablename__ = "worklist"

    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    team_key: Mapped[str] = mapped_column(String(16), default="")
    made_of: Mapped[str] = mapped_column(String(64), default="")
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    teams: Mapped[int] = mapped_column(default=0)
    findings: Mapped[int] = mapped_column(default=0)
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    made_at: Mapped[datetime | None]

    asked_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """What it is called in the activity; the team may be a word of a list, so not here."""
        return f"Annexe A worklist {self.id}"
