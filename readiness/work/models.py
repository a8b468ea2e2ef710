"""Work owed to people, as rows of our own, and the ledger of scheduled firings."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from readiness.database.base import Base, Model
from readiness.database.types import words
from readiness.work.rules import OPEN_STATES, WorkState, percent

_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES)))


class OwedWork(Model):
    """One piece of long work on one subject, from being asked for to its end.

    `subject_id` is the id of a row that `kind` knows how to find. `done` and `total` count
    whatever the work counts. `error` is a sentence for the page.
    """

    __tablename__ = "owed_work"
    __table_args__ = (
        Index(
            "uq_owed_work_open",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_owed_work_state", "state"),
    )

    kind: Mapped[str]
    subject_id: Mapped[int]
    state: Mapped[WorkState] = mapped_column(
        words(WorkState, "work_state"), default=WorkState.QUEUED
    )
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    error: Mapped[str | None]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for it."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100; a finished piece is 100."""
        return 100 if self.state is WorkState.FINISHED else percent(self.done, self.total)


class DueSlot(Base):
    """One firing of one scheduled job. The pair is the key: only one claim can succeed."""

    __tablename__ = "due_slot"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime]
