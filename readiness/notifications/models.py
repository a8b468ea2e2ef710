"""E-mails and how they fared, the ledger of reminders, people’s hours, calendars and channels."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.database.base import Model, VersionedModel
from readiness.database.types import words
from readiness.notifications.rules.hours import MailHours
from readiness.notifications.rules.outbox import MessageState
from readiness.people.models import Person


class Message(VersionedModel):
    """An e-mail to one person.

    `key` says what it is, so that nothing is put here twice; `reference` goes with every attempt.
    `begun_at` is set while an attempt is made: found set, that attempt was interrupted.
    `is_uncertain` says that an attempt may have arrived though nobody heard so.
    `is_unreached` says that the last attempt did not reach the mail server.
    `calendar` is an invitation that goes with it, as its bytes read; `calendar_method` says which.
    With a `channel` it is a post in Teams, and its recipient is who answers for the channel.
    `gathers` lets more reminders join it while it waits. `trial_id` is the number of the trial
    run it is of: it leaves only to somebody who is in it.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_next_try_at", "state", "next_try_at"),
        Index("ix_message_recipient_id_state", "recipient_id", "state"),
    )

    recipient_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    gathers: Mapped[bool] = mapped_column(default=False)
    is_trial: Mapped[bool] = mapped_column(default=False)
    trial_id: Mapped[int | None]
    is_pressing: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MessageState] = mapped_column(
        words(MessageState, "message_state"), default=MessageState.WAITING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(index=True)
    next_try_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    is_uncertain: Mapped[bool] = mapped_column(default=False)
    is_unreached: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
    calendar: Mapped[str] = mapped_column(Text, default="")
    calendar_method: Mapped[str] = mapped_column(String(20), default="")
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("teams_channel.id"))

    recipient: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    channel: Mapped["TeamsChannel | None"] = relationship(lazy="joined")

    @property
    def reader(self) -> str:
        """Who reads it: a person’s name, or which channel."""
        return self.channel.activity_title if self.channel is not None else self.recipient.name

    @property
    def activity_title(self) -> str:
        """What it is called in the activity: whom it is for and what about."""
        return (
            f"the {'email' if self.channel is None else 'post'} to {self.reader}, “{self.subject}”"
        )


class Reminder(Model):
    """One line of the ledger: this rule, for this due time, was put into an e-mail to this person.

    The five columns are unique: that nothing is reminded of twice rests on them.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint(
            "subject_kind",
            "subject_id",
            "rule",
            "due_version",
            "recipient_id",
            name="uq_reminder_once",  # the usual name is too long for PostgreSQL
        ),
    )

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    rule: Mapped[str] = mapped_column(String(60))
    due_version: Mapped[str] = mapped_column(String(40))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    owed_since: Mapped[datetime]
    noted_at: Mapped[datetime]


class PersonHours(VersionedModel):
    """The hours one person takes e-mail in; without a row the usual ones."""

    __tablename__ = "person_hours"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    opens: Mapped[time]
    closes: Mapped[time]
    every_day: Mapped[bool]
    any_time: Mapped[bool]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def hours(self) -> MailHours:
        """The same as the rules take it."""
        return MailHours(self.opens, self.closes, self.every_day, self.any_time)

    @property
    def activity_title(self) -> str:
        """Whose they are."""
        return f"the email hours of {self.person.name}"


class CalendarFeed(VersionedModel):
    """A calendar at a secret address of one person; without a hash the address is revoked."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("person_id", "calendar"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    calendar: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def activity_title(self) -> str:
        """Which calendar of whom."""
        return f"the address of a calendar of {self.person.name}, “{self.title}”"


class Invitation(Model):
    """What one person was last told of one event, and in which e-mail.

    `is_heard` says that an e-mail before that one left: whoever never heard of an event need
    not be told that it is off.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("uid", "person_id"),)

    uid: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sequence: Mapped[int]
    print: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    path: Mapped[str] = mapped_column(String(200))
    is_trial: Mapped[bool] = mapped_column(default=False)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    is_heard: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))

    message: Mapped[Message | None] = relationship(lazy="raise")


class TeamsChannel(VersionedModel):
    """The channel that hears of an inspection. Its address is sealed: who knows it may post there.

    `hint` is what a page shows of it; both are empty once it was removed.
    """

    __tablename__ = "teams_channel"

    inspection_id: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[str] = mapped_column(Text, default="")
    hint: Mapped[str] = mapped_column(String(300), default="")
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]

    set_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def activity_title(self) -> str:
        """Whose channel it is."""
        return f"the Teams channel of “{self.title}”"
