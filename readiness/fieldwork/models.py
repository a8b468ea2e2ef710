"""The timetable, keep-in-touch notes, cases referred back, and selected cases with their checks.

An identifier is the case system’s number, never a name. It is shown to few, and stands in no
title: a case is called by its number in the inspection.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.fieldwork.rules.cases import LONGEST_IDENTIFIER, DueRule
from readiness.fieldwork.rules.talk import PointKind
from readiness.fieldwork.rules.timetable import KIND_WORDS, EntryKind
from readiness.inspections.models import Inspection
from readiness.people.models import Person, Post
from readiness.plain_words import format_day, format_moment


class TimetableEntry(VersionedModel):
    """A meeting, interview or observation. `guests` are people from outside, one a line."""

    __tablename__ = "timetable_entry"
    __table_args__ = (
        Index("ix_timetable_entry_inspection_id_starts_at", "inspection_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind, "entry_kind"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str] = mapped_column(String(120), default="")
    guests: Mapped[str] = mapped_column(Text, default="")
    inspector: Mapped[str] = mapped_column(String(120), default="")
    note_taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    note_taker: Mapped[Person | None] = relationship(foreign_keys=[note_taker_id], lazy="raise")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    attendees: Mapped[list["TimetableAttendee"]] = relationship(
        lazy="raise", order_by="TimetableAttendee.id", cascade="all, delete-orphan"
    )

    @property
    def activity_title(self) -> str:
        """What kind it is and when; not its title, which may speak of anybody."""
        return f"the {KIND_WORDS[self.kind].lower()} on {format_moment(self.starts_at)}"

    @property
    def guest_names(self) -> tuple[str, ...]:
        """The people from outside."""
        return tuple(line for line in self.guests.splitlines() if line)


class TimetableAttendee(Model):
    """Somebody who takes part: a person, or whoever holds a post."""

    __tablename__ = "timetable_attendee"
    __table_args__ = (
        UniqueConstraint("entry_id", "person_id"),
        UniqueConstraint("entry_id", "post_id"),
        CheckConstraint("(person_id IS NULL) <> (post_id IS NULL)", name="one_of_both"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("timetable_entry.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))

    person: Mapped[Person | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """The person, or who holds the post and which it is."""
        if self.person is not None:
            return self.person.name
        if self.post is None:
            return ""
        holder = next(filter(None, self.post.seats), None)
        return f"{holder.name if holder else 'Nobody yet'}, {self.post.title}"


class KeepInTouch(VersionedModel):
    """The notes of a day’s meeting with the lead inspector; one note a day."""

    __tablename__ = "keep_in_touch"
    __table_args__ = (UniqueConstraint("inspection_id", "day"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    day: Mapped[date]
    present: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person | None] = relationship(lazy="joined")
    points: Mapped[list["KeepInTouchPoint"]] = relationship(
        lazy="raise", order_by="KeepInTouchPoint.id", back_populates="note"
    )

    @property
    def standing(self) -> list["KeepInTouchPoint"]:
        """Its points, which are loaded, without those withdrawn."""
        return [point for point in self.points if not point.withdrawn_because]

    @property
    def activity_title(self) -> str:
        """Which day’s."""
        return f"the keep-in-touch meeting of {format_day(self.day)}"


class KeepInTouchPoint(VersionedModel):
    """A theme or a concern, what evidence answers it, and whether that was given.

    One that is withdrawn (`withdrawn_because`) stays in its note and asks for nothing.
    """

    __tablename__ = "keep_in_touch_point"

    note_id: Mapped[int] = mapped_column(ForeignKey("keep_in_touch.id"), index=True)
    kind: Mapped[PointKind] = mapped_column(words(PointKind, "point_kind"))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    note: Mapped[KeepInTouch] = relationship(lazy="raise", back_populates="points")
    answered_by: Mapped[Person | None] = relationship(lazy="joined")


class ReferredCase(VersionedModel):
    """A child’s case that inspectors refer back; closed once the lead inspector was told.

    `post_id` is the post that follows up such cases: it is told after the owner.
    """

    __tablename__ = "referred_case"
    __table_args__ = (
        UniqueConstraint("inspection_id", "number"),
        CheckConstraint("told_at IS NULL OR outcome <> ''", name="told_with_outcome"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    identifier: Mapped[str] = mapped_column(String(LONGEST_IDENTIFIER))
    concern: Mapped[str] = mapped_column(String(60))
    concern_words: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    immediate_action: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime | None]
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(lazy="raise")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    post: Mapped[Post | None] = relationship(lazy="raise")
    logged_by: Mapped[Person | None] = relationship(foreign_keys=[logged_by_id], lazy="joined")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="joined")

    @property
    def activity_title(self) -> str:
        """Its number in the inspection."""
        return f"case {self.number} referred back"

    @property
    def is_open(self) -> bool:
        """Whether the lead inspector still waits to be told."""
        return self.told_at is None


class SelectedCase(VersionedModel):
    """A case that inspectors chose; `withdrawn_at` is set where they chose another instead.

    What should have been done before it was selected is due at `late_due_at`.
    """

    __tablename__ = "selected_case"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    identifier: Mapped[str] = mapped_column(String(LONGEST_IDENTIFIER))
    worker: Mapped[str] = mapped_column(String(120))
    manager: Mapped[str] = mapped_column(String(120))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    late_due_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship(lazy="raise")
    post: Mapped[Post] = relationship(lazy="raise")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    checks: Mapped[list["CaseCheck"]] = relationship(
        lazy="raise", order_by="CaseCheck.position", back_populates="case"
    )

    @property
    def activity_title(self) -> str:
        """Its number in the inspection."""
        return f"selected case {self.number}"


class CaseCheck(VersionedModel):
    """One thing done for a selected case: a copy of the rule in the checklists."""

    __tablename__ = "case_check"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("selected_case.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    counted: Mapped[str] = mapped_column(String(200))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    anchor: Mapped[str] = mapped_column(String(60))
    working_days: Mapped[int]
    at: Mapped[time]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    case: Mapped[SelectedCase] = relationship(lazy="raise_on_sql", back_populates="checks")
    post: Mapped[Post] = relationship(lazy="raise")
    done_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def rule(self) -> DueRule:
        """When it is due, as the rules take it."""
        return DueRule(self.anchor, self.working_days, self.at)
