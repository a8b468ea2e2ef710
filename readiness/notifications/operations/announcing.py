"""Telling people something once that is no reminder: a pack that is ready, say."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from readiness.extensions import db
from readiness.notifications.messages import Composed, compose
from readiness.notifications.models import Message
from readiness.notifications.operations.outbox import lock_outbox, new_reference, withdraw
from readiness.notifications.rules.outbox import REPLACED, MessageState
from readiness.notifications.rules.sections import Section
from readiness.notifications.sources import may_be_told
from readiness.people.models import Person


def announce(
    *,
    people: Iterable[Person],
    key: str,
    subject: str,
    sections: Sequence[Section],
    now: datetime,
    trial_id: int | None = None,
) -> int:
    """Put an email to each of these people into the outbox, once for each key ever.

    It leaves within their own hours, like everything else; one of the trial run `trial_id` only
    to those who are in it. Gives how many were new.
    """
    lock_outbox()
    wanted = {
        f"{key}:{person.id}": person
        for person in people
        if person.is_active and may_be_told(trial_id, person.id)
    }
    had = set(db.session.scalars(select(Message.key).where(Message.key.in_(wanted))))
    new = [(name, person) for name, person in wanted.items() if name not in had]
    for name, person in new:
        is_trial = trial_id is not None
        composed = compose(sections, name=person.name, is_trial=is_trial, subject=subject)
        db.session.add(_make_message(name, person, composed, now, trial_id))
    db.session.flush()
    return len(new)


def take_back(key: str) -> None:
    """Withdraw what is not sent of the emails announced by this key, or by one that begins so.

    What they say is not so any more, and others will say how it is. One that is on its way at this
    moment may arrive.
    """
    lock_outbox()
    begun = Message.key.startswith(f"{key}:", autoescape=True)
    unsent = Message.state.in_({MessageState.WAITING, MessageState.SENDING})
    chosen = select(Message).where(begun, unsent, Message.begun_at.is_(None))
    for message in db.session.scalars(chosen):
        withdraw(message, REPLACED)


def _make_message(
    key: str, person: Person, composed: Composed, now: datetime, trial_id: int | None
) -> Message:
    return Message(
        recipient_id=person.id,
        key=key,
        reference=new_reference(),
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        is_trial=trial_id is not None,
        trial_id=trial_id,
        state=MessageState.WAITING,
        queued_at=now,
        next_try_at=now,
    )
