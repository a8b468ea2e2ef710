"""A series of meetings, each meeting, who came, what was said of each item, what was decided."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - packs refer to its table
from readiness.london import in_london
from readiness.meetings.rules import MeetingState, Presence, Rhythm
from readiness.people.models import Person, Post
from readiness.plain_words import format_date


class Series(VersionedModel):
    """Meetings that come back every so many weeks, from `first_day` on, chaired by a post."""

    __tablename__ = "meeting_series"
    __table_args__ = (CheckConstraint("weeks BETWEEN 1 AND 8", name="weeks"),)

    title: Mapped[str] = mapped_column(String(120))
    chair_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    first_day: Mapped[date]
    starts_at: Mapped[time]
    weeks: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")

    chair_post: Mapped[Post] = relationship(lazy="joined", innerjoin=True)

    @property
    def activity_title(self) -> str:
        """What the meetings are called."""
        return self.title

    @property
    def rhythm(self) -> Rhythm:
        """When its meetings are, as the rules take it."""
        return Rhythm(self.first_day, self.starts_at, self.weeks)


class Meeting(VersionedModel):
    """One meeting. `rhythm_day` is the day its series gave it, whenever it is now.

    Where somebody put it on another day (`is_moved_by_hand`), Readiness leaves it there.

    `contents` holds the sections as they stood when it ended; `pack_sha256` is the Word file
    that was made beforehand, `minutes_sha256` that of its minutes, written when it ended.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("series_id", "rhythm_day"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"))
    rhythm_day: Mapped[date]
    at: Mapped[datetime] = mapped_column(index=True)
    moved_because: Mapped[str] = mapped_column(Text, default="")
    is_moved_by_hand: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MeetingState] = mapped_column(
        words(MeetingState, "meeting_state"), default=MeetingState.PLANNED
    )
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    pack_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    pack_made_at: Mapped[datetime | None]
    minutes_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    chaired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    contents: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    carried_over: Mapped[int] = mapped_column(default=0)

    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)
    chaired_by: Mapped[Person | None] = relationship(lazy="joined")
    items: Mapped[list["MeetingItem"]] = relationship(lazy="raise", order_by="MeetingItem.id")
    decisions: Mapped[list["Decision"]] = relationship(lazy="raise", order_by="Decision.id")
    attendance: Mapped[list["Attendance"]] = relationship(order_by="Attendance.id")

    @property
    def activity_title(self) -> str:
        """Which meeting of which series, by the day it is on: another one once it was moved."""
        day = in_london(self.at)
        return f"{self.series.title}, {format_date(day)}"

    @property
    def is_planned(self) -> bool:
        """Whether it has neither ended nor been cancelled."""
        return self.state is MeetingState.PLANNED


class MeetingItem(VersionedModel):
    """What was said of an item of the agenda.

    `key` is that of a section; an item somebody raised has a key of its own, and `raised_by`.
    """

    __tablename__ = "meeting_item"
    __table_args__ = (UniqueConstraint("meeting_id", "key"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    raised_by: Mapped[Person | None] = relationship(foreign_keys=[raised_by_id], lazy="joined")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="joined")


class Decision(Model):
    """Something the meeting decided under an item; never changed."""

    __tablename__ = "meeting_decision"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class Attendance(Model):
    """Whether a person came to a meeting."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    presence: Mapped[Presence] = mapped_column(words(Presence, "presence"))

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
