"""What people said of the things of the register, and what each night measured.

What the things are comes from the checklists; how lists and documents stand is worked out from
their own tables. Nothing here is about a child.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.files.models import StoredFile  # noqa: F401 - evidence refers to its table
from readiness.people.models import Person
from readiness.register.rules.judging import Status
from readiness.register.rules.rehearsal import spell_missed


class StandingArrangement(VersionedModel):
    """Something that a person confirms; `key` is that of `checklists/inspections/fortnightly.yaml`.

    It comes with its first confirmation and stays when the checklists drop it.
    """

    __tablename__ = "standing_arrangement"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[datetime]

    @property
    def activity_title(self) -> str:
        """What it is called."""
        return self.title


class Confirmation(Model):
    """What somebody said of an arrangement, with what shows it; never changed.

    The newest one counts. `note` and the file are for people; neither may name a child.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        Index("ix_confirmation_newest", "arrangement_id", "id"),
        CheckConstraint("status <> 'not_confirmed'", name="said"),
    )

    arrangement_id: Mapped[int] = mapped_column(ForeignKey("standing_arrangement.id"))
    status: Mapped[Status] = mapped_column(words(Status, "confirmation_status"))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int | None] = mapped_column(BigInteger)

    arrangement: Mapped[StandingArrangement] = relationship(lazy="raise")
    by: Mapped[Person | None] = relationship(lazy="joined")


class ReadinessSnapshot(Model):
    """What one night measured: one row a day, never changed.

    `steps` of the short inspection rest on what is kept ready, of which `steps_met` would be
    met if the call came on `call_day`. Of its `gates` so many would be missed then, by
    `days_late` working days at most; None where the night did not ask.
    """

    __tablename__ = "readiness_snapshot"

    day: Mapped[date] = mapped_column(unique=True)
    things: Mapped[int]
    ready: Mapped[int]
    needs_attention: Mapped[int]
    not_ready: Mapped[int]
    not_confirmed: Mapped[int]
    out_of_date: Mapped[int]
    call_day: Mapped[date]
    steps: Mapped[int]
    steps_met: Mapped[int]
    gates: Mapped[int | None]
    gates_missed: Mapped[int | None]
    days_late: Mapped[int | None]
    measured_at: Mapped[datetime]

    @property
    def gates_words(self) -> str:
        """“2 of 3 gates would be missed, by up to 5 working days”; empty where nobody asked."""
        if self.gates is None:
            return ""
        return spell_missed(self.gates, self.gates_missed or 0, self.days_late or 0)
