"""Bundles: what goes to Ofsted for a gate, frozen when it is released."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.bundles.rules import BundleState, ItemKind
from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - bundles refer to its table
from readiness.inspections.models import Inspection
from readiness.people.models import Person


class Bundle(VersionedModel):
    """What goes out for one gate of an inspection.

    While it is a draft, contents are chosen. Freezing fixes them: for a real inspection that
    is the Director’s release, for a trial run its rehearsal, and the database refuses a trial
    bundle that is released or sent, or that says it is real. `contents_hash` is what the
    release saw, `comments` the council’s on the lists that go ([list, column, text]),
    `reconciliation` how those lists stood against the scorecard; `file_sha256` is the zip,
    once built.
    """

    __tablename__ = "bundle"
    __table_args__ = (
        UniqueConstraint("inspection_id", "gate", "number"),
        ForeignKeyConstraint(
            ["inspection_id", "is_trial"], ["inspection.id", "inspection.is_trial"]
        ),
        CheckConstraint(
            "NOT is_trial OR (released_at IS NULL AND sent_at IS NULL)", name="trial_stays_here"
        ),
        CheckConstraint("released_at IS NULL OR frozen_at IS NOT NULL", name="released_is_frozen"),
        CheckConstraint("sent_at IS NULL OR withdrawn_at IS NULL", name="sent_is_final"),
        CheckConstraint(
            "sent_at IS NULL OR (file_sha256 IS NOT NULL AND released_at IS NOT NULL)",
            name="sent_was_released_and_built",
        ),
        Index(
            "uq_bundle_draft",
            "inspection_id",
            "gate",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    inspection_id: Mapped[int]
    gate: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    is_trial: Mapped[bool]
    state: Mapped[BundleState] = mapped_column(
        words(BundleState, "bundle_state"), default=BundleState.DRAFT
    )
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    comments: Mapped[list[Any]] = mapped_column(default=list)
    reconciliation: Mapped[str] = mapped_column(Text, default="")
    contents_hash: Mapped[str | None] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    built_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    sent_note: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list["BundleItem"]] = relationship(
        back_populates="bundle",
        order_by="BundleItem.position",
        cascade="all, delete-orphan",
        lazy="raise",
    )
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], lazy="joined")
    frozen_by: Mapped[Person | None] = relationship(foreign_keys=[frozen_by_id], lazy="joined")
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id], lazy="joined")
    withdrawn_by: Mapped[Person | None] = relationship(
        foreign_keys=[withdrawn_by_id], lazy="joined"
    )
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="joined")

    @property
    def activity_title(self) -> str:
        """What the bundle is called."""
        return self.title


class BundleItem(Model):
    """One thing in a bundle. Until the bundle is frozen it only says what was chosen.

    `key` is the document’s key, or “1” to “11” for a list. From freezing on, the rest says
    what exactly went in: the version, its content, whose it was, where in the zip it stands,
    and what was not in order (`fault`: words of rules.Fault joined by commas), empty where
    all was well. `caution` is what whoever released it was told though it was in order.
    """

    __tablename__ = "bundle_item"
    __table_args__ = (UniqueConstraint("bundle_id", "kind", "key"),)

    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(words(ItemKind, "item_kind"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    folder: Mapped[str] = mapped_column(String(60), default="")
    owner: Mapped[str] = mapped_column(String(200), default="")
    version_id: Mapped[int | None]
    version_number: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int | None] = mapped_column(BigInteger)
    length: Mapped[str] = mapped_column(String(60), default="")
    as_at: Mapped[date | None]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    is_child_level: Mapped[bool] = mapped_column(default=False)
    fault: Mapped[str] = mapped_column(String(200), default="")
    caution: Mapped[str] = mapped_column(Text, default="")

    bundle: Mapped[Bundle] = relationship(back_populates="items", lazy="raise")
