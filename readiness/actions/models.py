"""Actions, what was said on the way, and the files that show they were done."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.actions.rules import ENDED_STATES, ActionState, Source, Standing
from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - evidence refers to its table
from readiness.london import in_london
from readiness.people.models import Person


class Action(VersionedModel):
    """Something agreed, with an owner and a due date.

    `source_id` is the row it came from, where that is in Readiness; `source_words` say to
    people what it came from. `trial_id` is the number of the trial run that it is part of: it is
    due by the clock of that, and owned by somebody in it. With `needs_confirmation`, fixed when
    it is agreed, its end is confirmed by somebody who neither owns it nor reported it done.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_state_due_on", "state", "due_on"),
        Index("ix_action_source_source_id", "source", "source_id"),
        CheckConstraint(
            "confirmed_by_id IS NULL OR (confirmed_by_id <> done_by_id "
            "AND confirmed_by_id <> owner_id)",
            name="confirmed_by_another",
        ),
    )

    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[Source] = mapped_column(words(Source, "action_source"))
    source_id: Mapped[int | None]
    source_words: Mapped[str] = mapped_column(String(200), default="")
    trial_id: Mapped[int | None] = mapped_column(index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(
        words(ActionState, "action_state"), default=ActionState.OPEN
    )
    needs_confirmation: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise")
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], lazy="raise")
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id], lazy="raise")
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id], lazy="raise")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    notes: Mapped[list["ActionNote"]] = relationship(
        lazy="raise", order_by="ActionNote.id.desc()", back_populates="action"
    )
    evidence: Mapped[list["ActionEvidence"]] = relationship(
        lazy="raise", order_by="ActionEvidence.id", back_populates="action"
    )

    @property
    def activity_title(self) -> str:
        """The action’s title."""
        return self.title

    @property
    def standing(self) -> Standing:
        """Its state and due date, as the rules take them."""
        reported_on = in_london(self.done_at).date() if self.done_at else None
        return Standing(self.state, self.due_on, self.trial_id, reported_on)

    @property
    def agreed_on(self) -> date:
        """The day it was agreed: its age counts from it, also where it was opened again."""
        return in_london(self.created_at).date()

    @property
    def is_ended(self) -> bool:
        """Whether nobody has to do anything for it any more."""
        return self.state in ENDED_STATES


class ActionNote(Model):
    """Something said of an action’s progress; never changed."""

    __tablename__ = "action_note"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    action: Mapped[Action] = relationship(back_populates="notes", lazy="raise")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ActionEvidence(Model):
    """A file that shows an action was done; the bytes are in the file store by their hash."""

    __tablename__ = "action_evidence"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    action: Mapped[Action] = relationship(back_populates="evidence", lazy="raise")
    added_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
