"""What a trial run taught: gaps, what went well, proposed changes of a checklist, reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.checklists.edits import EditKind
from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - reports refer to its table
from readiness.inspections.models import Inspection, Task
from readiness.people.models import Person, Post
from readiness.trial_runs.rules.gaps import KIND_WORDS, GapKind, Severity


class Gap(VersionedModel):
    """Something that was missing in a trial run. `task_id` is the step where it was seen, if any.

    Its actions name it as what they came from; how far it is follows from them.
    """

    __tablename__ = "gap"
    __table_args__ = (
        CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL) "
            "AND (accepted_at IS NULL OR accepted_because <> '')",
            name="accepted_with_reason",
        ),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[GapKind] = mapped_column(words(GapKind, "gap_kind"))
    severity: Mapped[Severity] = mapped_column(words(Severity, "gap_severity"))
    what: Mapped[str] = mapped_column(Text)
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    accepted_because: Mapped[str] = mapped_column(Text, default="")

    inspection: Mapped[Inspection] = relationship(lazy="raise")
    task: Mapped[Task | None] = relationship(lazy="raise")
    owner_post: Mapped[Post] = relationship(lazy="raise")
    seen_by: Mapped[Person] = relationship(foreign_keys=[seen_by_id], lazy="raise")
    changed_by: Mapped[Person] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id], lazy="raise")

    @property
    def activity_title(self) -> str:
        """Its number and kind; never what a person wrote."""
        return f"Gap {self.id} ({KIND_WORDS[self.kind]})"

    @property
    def is_accepted(self) -> bool:
        """Whether somebody decided to live with it."""
        return self.accepted_at is not None


class WentWell(Model):
    """Something that went well in a trial run; never changed."""

    __tablename__ = "went_well"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    text: Mapped[str] = mapped_column(Text)
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime]

    task: Mapped[Task | None] = relationship(lazy="raise")
    seen_by: Mapped[Person] = relationship(lazy="raise")


class ChecklistProposal(VersionedModel):
    """A change of a checklist that a gap asks for: one a gap, the latest.

    `step` is the key that is changed or removed, or that the new step follows; `fields` are what
    is written. How the file would differ is worked out from the file as it is today.
    """

    __tablename__ = "checklist_proposal"

    gap_id: Mapped[int] = mapped_column(ForeignKey("gap.id"), unique=True)
    checklist_key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[EditKind] = mapped_column(words(EditKind, "edit_kind"))
    step: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any]]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]

    proposed_by: Mapped[Person] = relationship(lazy="raise")


class TrialReport(Model):
    """An after-action report as it was written at a moment; the latest counts."""

    __tablename__ = "trial_report"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    made_at: Mapped[datetime]
