"""Inspections, their key dates, and the tasks people do for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
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

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - evidence refers to its table
from readiness.inspections.rules.exercise import ExerciseTime, Part
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import CLOSED_STATES, TaskState
from readiness.people.models import Person, Post

_RUNNING = text("state = 'running' AND is_trial = false")
_RUNNING_SQLITE = text("state = 'running' AND is_trial = 0")


class Inspection(VersionedModel):
    """One run of a checklist, real or a trial; it keeps copies of what it began with.

    Those are its checklist, the documents that are asked for, and the edition of Annexe A; the
    last two are None for one that began before they were kept.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        Index(
            "uq_inspection_running",
            "state",
            unique=True,
            sqlite_where=_RUNNING_SQLITE,
            postgresql_where=_RUNNING,
        ),
        Index("uq_inspection_id_is_trial", "id", "is_trial", unique=True),
    )

    title: Mapped[str] = mapped_column(String(200))
    checklist_key: Mapped[str] = mapped_column(String(60))
    framework: Mapped[str] = mapped_column(String(120))
    is_trial: Mapped[bool] = mapped_column(default=False)
    state: Mapped[InspectionState] = mapped_column(
        words(InspectionState, "inspection_state"), default=InspectionState.RUNNING
    )
    call_at: Mapped[datetime]
    call_note: Mapped[str] = mapped_column(Text, default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    dates_changed_at: Mapped[datetime | None]
    checklist_copy: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    documents_copy: Mapped[list[Any] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True, deferred_group="copies"
    )
    edition_copy: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True, deferred_group="copies"
    )

    started_by: Mapped[Person | None] = relationship(lazy="joined")
    anchors: Mapped[list["AnchorDate"]] = relationship(
        back_populates="inspection", order_by="AnchorDate.id", cascade="all, delete-orphan"
    )
    tasks: Mapped[list["Task"]] = relationship(back_populates="inspection", lazy="raise")
    exercise_clock: Mapped["ExerciseClock | None"] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """Its title; a trial says so."""
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether its tasks may still change."""
        return self.state is InspectionState.RUNNING


class ExerciseClock(VersionedModel):
    """The clock that a trial run moves on in place of the real one; a real inspection has none.

    `is_trial` is always true: with it the database refuses a clock for a real inspection.
    """

    __tablename__ = "exercise_clock"
    __table_args__ = (
        UniqueConstraint("inspection_id"),
        ForeignKeyConstraint(
            ["inspection_id", "is_trial"], ["inspection.id", "inspection.is_trial"]
        ),
        CheckConstraint("is_trial", name="trials_only"),
        CheckConstraint("speed BETWEEN 1 AND 1440", name="speed"),
    )

    inspection_id: Mapped[int]
    is_trial: Mapped[bool] = mapped_column(default=True)
    real_at: Mapped[datetime]
    exercise_at: Mapped[datetime]
    speed: Mapped[int] = mapped_column(default=1)
    is_paused: Mapped[bool] = mapped_column(default=True)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person | None] = relationship()

    @property
    def time(self) -> ExerciseTime:
        """The same as the rules take it."""
        return ExerciseTime(self.real_at, self.exercise_at, self.speed, self.is_paused)


class TrialParticipant(Model):
    """Somebody who is in a trial run: nobody else is sent a message of it."""

    __tablename__ = "trial_participant"
    __table_args__ = (UniqueConstraint("inspection_id", "person_id"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(words(Part, "trial_part"), default=Part.PLAYER)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def activity_title(self) -> str:
        """Their name."""
        return self.person.name


class AnchorDate(Model):
    """A dated fact of one inspection that due times hang from."""

    __tablename__ = "anchor_date"
    __table_args__ = (UniqueConstraint("inspection_id", "key"),)

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    moved_from: Mapped[date | None]
    because: Mapped[str] = mapped_column(Text)
    estimate: Mapped[bool] = mapped_column(default=False)
    gate: Mapped[bool] = mapped_column(default=False)
    confirm: Mapped[bool] = mapped_column(default=False)
    is_changed: Mapped[bool] = mapped_column(default=False)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    inspection: Mapped[Inspection] = relationship(back_populates="anchors")
    changed_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def activity_title(self) -> str:
        """The date’s title."""
        return self.title


class Task(VersionedModel):
    """A step of the checklist with an owner and a due time."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("inspection_id", "step_key"),
        Index("ix_task_inspection_id_due_at", "inspection_id", "due_at"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    step_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(Text)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    due_at: Mapped[datetime]
    due_because: Mapped[str] = mapped_column(Text)
    pinned: Mapped[bool] = mapped_column(default=False)
    gate: Mapped[str | None] = mapped_column(String(60))
    evidence_required: Mapped[bool] = mapped_column(default=False)
    delivers: Mapped[str | None] = mapped_column(String(80))
    area: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(Text)
    confirm: Mapped[bool] = mapped_column(default=False)
    after: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[TaskState] = mapped_column(
        words(TaskState, "task_state"), default=TaskState.TO_DO
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime | None]

    inspection: Mapped[Inspection] = relationship(back_populates="tasks", lazy="raise")
    post: Mapped[Post] = relationship(lazy="raise")
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id], lazy="raise")
    handed_to: Mapped[Person | None] = relationship(foreign_keys=[handed_to_id], lazy="raise")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    comments: Mapped[list["TaskComment"]] = relationship(
        lazy="raise", order_by="TaskComment.id", back_populates="task"
    )
    evidence: Mapped[list["TaskEvidence"]] = relationship(
        lazy="raise", order_by="TaskEvidence.id", back_populates="task"
    )

    @property
    def activity_title(self) -> str:
        """The task’s title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state not in CLOSED_STATES


class TaskComment(Model):
    """Something said about a task; never changed."""

    __tablename__ = "task_comment"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    task: Mapped[Task] = relationship(back_populates="comments", lazy="raise")
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class TaskEvidence(Model):
    """A file that shows a task was done; the bytes are in the file store by their hash."""

    __tablename__ = "task_evidence"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]

    task: Mapped[Task] = relationship(back_populates="evidence", lazy="raise")
    added_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Archive(VersionedModel):
    """That an inspection was closed and is kept, read only, until a day; or was opened again.

    `left_open` has a line for each thing that was not done with. `keep_because` says why the day
    is not the one that the checklists gave it.
    """

    __tablename__ = "inspection_archive"
    __table_args__ = (
        Index(
            "uq_inspection_archive_standing",
            "inspection_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    archived_at: Mapped[datetime]
    left_open: Mapped[str] = mapped_column(Text, default="")
    keep_until: Mapped[date]
    keep_because: Mapped[str] = mapped_column(Text, default="")
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime | None]
    reopened_because: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection] = relationship(lazy="joined", innerjoin=True)
    archived_by: Mapped[Person | None] = relationship(foreign_keys=[archived_by_id], lazy="joined")
    reopened_by: Mapped[Person | None] = relationship(foreign_keys=[reopened_by_id], lazy="joined")


class ClosureDay(Model):
    """A day the council is closed besides England’s bank holidays."""

    __tablename__ = "closure_day"

    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(120))

    @property
    def activity_title(self) -> str:
        """What the closure is called."""
        return self.name
