"""People, the posts they hold, when they are away, and their sign-ins."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.people.permissions import Role


class Person(VersionedModel):
    """Somebody who may sign in."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]

    @property
    def activity_title(self) -> str:
        """The person’s name."""
        return self.name


class Post(VersionedModel):
    """A job that steps name; its holder and deputy are people."""

    __tablename__ = "post"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id], lazy="joined")
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id], lazy="joined")

    @property
    def activity_title(self) -> str:
        """The post’s title."""
        return self.title

    @property
    def seats(self) -> tuple[Person | None, Person | None]:
        """Holder and deputy, without who has left: whose account is closed has no work."""
        holder = self.holder if self.holder is not None and self.holder.is_active else None
        deputy = self.deputy if self.deputy is not None and self.deputy.is_active else None
        return holder, deputy

    @property
    def present(self) -> tuple[int | None, int | None]:
        """The same by their numbers."""
        holder, deputy = self.seats
        return holder.id if holder else None, deputy.id if deputy else None


class Absence(Model):
    """Whole days a person is away, first and last day included."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_in_order"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]

    person: Mapped[Person] = relationship(lazy="joined")


class SignIn(Model):
    """A session of one person, known by the hash of its secret; ended, never deleted."""

    __tablename__ = "sign_in"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignInAttempt(Model):
    """A failed attempt, counted against the account and against the address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account_hash_at", "account_hash", "at"),
        Index("ix_sign_in_attempt_address_hash_at", "address_hash", "at"),
    )

    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
