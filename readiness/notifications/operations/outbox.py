"""One e-mail from being handed to a worker to its end. Nothing here commits.

An attempt is noted, and committed, before it is made. Found noted by a later one, it was
interrupted: nobody knows whether the e-mail arrived, so its content is never changed again and
delivery is asked first, where it can tell (docs/decisions/0051).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text, update

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.notifications.models import Message
from readiness.notifications.queries import is_line_down, lock_message
from readiness.notifications.rules.outbox import (
    ACCOUNT_CLOSED,
    CHANNEL_REMOVED,
    GIVEN_UP,
    OUTSIDE_TRIAL,
    SUBJECT_OVER,
    TRIAL_OVER,
    Ending,
    Letter,
    MessageState,
    Outcome,
    next_state,
    wait_after,
)
from readiness.notifications.sealing import open_address
from readiness.notifications.sources import list_ended, list_over, may_be_told
from readiness.people.models import Person
from readiness.work.operations import owe_work

SEND = "email-send"
_OUTBOX_LOCK = 4_120_418  # any fixed number: PostgreSQL schedulers queue on it


def lock_outbox() -> None:
    """Be the only one to fill e-mails until the transaction ends. SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OUTBOX_LOCK})


def new_reference() -> str:
    """What an e-mail is known by wherever it goes."""
    return uuid4().hex


def hand_over(message: Message) -> None:
    """Give an e-mail to the workers."""
    message.state = MessageState.SENDING
    owe_work(SEND, message.id)


def withdraw(message: Message, because: str) -> None:
    """End an e-mail that is not to be sent any more."""
    message.state, message.last_error = MessageState.WITHDRAWN, because


def withdraw_ended(messages: Iterable[Message]) -> None:
    """Take back what waits of a trial run, or of anything announced, that is over."""
    waiting = [message for message in messages if message.state is MessageState.WAITING]
    ended = list_ended(message.trial_id for message in waiting)
    over = list_over(message.key for message in waiting)
    for message in waiting:
        if message.trial_id in ended:
            withdraw(message, TRIAL_OVER)
        elif message.key in over:
            withdraw(message, SUBJECT_OVER)


def begin_attempt(*, message_id: int, now: datetime) -> Letter | None:
    """Note that an attempt is made now; None where there is none to make.

    While the mail server is known not to answer, the e-mail goes back to wait.
    """
    message = lock_message(message_id)
    if message.state is not MessageState.SENDING:
        return None
    webhook = open_address(message.channel.sealed) if message.channel is not None else ""
    if _is_pointless(message, webhook):
        return None
    if not may_be_told(message.trial_id, message.recipient_id):
        withdraw(message, OUTSIDE_TRIAL)
        return None
    if message.begun_at is not None:
        message.is_uncertain = True
    elif message.channel is None and is_line_down(now):
        message.state = MessageState.WAITING
        return None
    message.begun_at = now
    return Letter(
        reference=message.reference,
        to_address=message.recipient.email,
        to_name=message.recipient.name,
        subject=message.subject,
        text=message.text,
        html=message.html,
        may_have_arrived=message.is_uncertain,
        calendar=message.calendar,
        calendar_method=message.calendar_method,
        webhook=webhook,
    )


def _is_pointless(message: Message, webhook: str) -> bool:
    """Withdraw what nobody is there to read."""
    if list_ended([message.trial_id]):
        withdraw(message, TRIAL_OVER)
    elif message.channel is not None:
        if not webhook:
            withdraw(message, CHANNEL_REMOVED)
    elif not message.recipient.is_active:
        withdraw(message, ACCOUNT_CLOSED)
    return message.state is MessageState.WITHDRAWN


def record_outcome(*, message_id: int, outcome: Outcome, now: datetime) -> None:
    """Note how an attempt ended, and when the next is made. The first success frees all others."""
    message = lock_message(message_id)
    if message.state is not MessageState.SENDING:
        return
    if outcome.ending is not Ending.UNREACHABLE:
        message.attempts += 1
    message.state = next_state(message.attempts, outcome)
    message.begun_at = None
    message.is_uncertain = message.is_uncertain or outcome.may_have_arrived
    message.is_unreached = outcome.ending is Ending.UNREACHABLE
    message.last_error = outcome.sentence
    if message.state is MessageState.SENT:
        message.sent_at = now
        if message.channel is None:
            _free_others(now)
    elif message.state is MessageState.WAITING:
        message.next_try_at = now + wait_after(message.attempts, outcome)
    elif outcome.ending is Ending.LATER:
        message.last_error = f"{GIVEN_UP}{outcome.sentence}"


def _free_others(now: datetime) -> None:
    db.session.flush()
    db.session.execute(
        update(Message)
        .where(Message.state == MessageState.WAITING, Message.is_unreached.is_(True))
        .values(is_unreached=False, last_error="", next_try_at=now)
        .execution_options(synchronize_session=False)
    )


def retry_message(*, actor: Person, message: Message, version: int) -> Message:
    """Let an e-mail that failed be tried again. Raises Refused, ChangedMeanwhile."""
    if message.state is not MessageState.FAILED:
        raise ChangedMeanwhile("This email is not a failed one any more. Look at it again.")
    if message.version != version:
        raise ChangedMeanwhile("This email changed after you opened it. Look at it again.")
    if message.channel is not None and not message.channel.sealed:
        raise Refused("The Teams address was removed: nothing is posted there any more.")
    if message.channel is None and not message.recipient.is_active:
        raise Refused(f"The account of {message.recipient.name} is closed: no email goes to them.")
    message.state, message.attempts = MessageState.WAITING, 0
    message.last_error, message.is_unreached = "", False
    message.next_try_at = clock.now()
    record(actor=actor, event="notifications:message:retried", subject=message)
    return message
