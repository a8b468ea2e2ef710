"""Telling people something once that is no reminder: a pack that is ready, say."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from readiness.extensions import db
from readiness.notifications.messages import compose
from readiness.notifications.models import Message
from readiness.notifications.operations.outbox import lock_outbox, new_reference
from readiness.notifications.rules.outbox import MessageState
from readiness.notifications.rules.sections import Section
from readiness.people.models import Person


def announce(
    *, people: Iterable[Person], key: str, subject: str, sections: Sequence[Section], now: datetime
) -> int:
    """Put an email to each of these people into the outbox, once for each key ever.

    It leaves within their own hours, like everything else. Gives how many were new.
    """
    lock_outbox()
    wanted = {f"{key}:{person.id}": person for person in people if person.is_active}
    had = set(db.session.scalars(select(Message.key).where(Message.key.in_(wanted))))
    new = [(name, person) for name, person in wanted.items() if name not in had]
    for name, person in new:
        composed = compose(sections, name=person.name, is_trial=False, subject=subject)
        db.session.add(
            Message(
                recipient_id=person.id,
                key=name,
                reference=new_reference(),
                subject=composed.subject,
                text=composed.text,
                html=composed.html,
                state=MessageState.WAITING,
                queued_at=now,
                next_try_at=now,
            )
        )
    db.session.flush()
    return len(new)
