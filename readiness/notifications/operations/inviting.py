"""Invitations to fixed points: what people should know, less what they were told, is written."""

from collections.abc import Mapping
from datetime import datetime

from readiness.extensions import db
from readiness.notifications.calendars import list_fixed_points
from readiness.notifications.exports import write_for
from readiness.notifications.messages import compose
from readiness.notifications.models import Invitation, Message
from readiness.notifications.operations.outbox import lock_outbox, new_reference, withdraw
from readiness.notifications.queries import list_invitations
from readiness.notifications.rules.calendars import (
    Entry,
    Kind,
    OwedInvitation,
    Told,
    decide_invitations,
    spell_heading,
    spell_subject,
    spell_when,
)
from readiness.notifications.rules.outbox import REPLACED, MessageState
from readiness.notifications.rules.sections import Line, Section
from readiness.people.models import Person
from readiness.people.queries import list_active_people


def invite(*, now: datetime) -> int:
    """Put the invitations owed now into the outbox. Gives how many. Idempotent."""
    lock_outbox()
    points = list_fixed_points(now)
    known = list_invitations({point.entry.uid for point in points}, now)
    rows = {(row.uid, row.person_id): row for row in known}
    people = {person.id: person for person in list_active_people()}
    told = {key: _read(row) for key, row in rows.items()}
    owed = decide_invitations(points, told, people, now)
    written = sum(_tell(each, rows, people, now) for each in owed)
    db.session.flush()
    return written


def _tell(
    owed: OwedInvitation,
    rows: Mapping[tuple[str, int], Invitation],
    people: Mapping[int, Person],
    now: datetime,
) -> bool:
    """Write one, and note that it was; False where there is nobody to tell, or nothing."""
    row = rows.get((owed.entry.uid, owed.person_id))
    if row is None:
        row = Invitation(uid=owed.entry.uid, person_id=owed.person_id, is_heard=False)
        db.session.add(row)
    else:
        _replace_waiting(row)
    is_first = not row.is_heard
    _note(row, owed, now)
    person = people.get(owed.person_id)
    if person is None or (is_first and owed.kind is Kind.CANCELLED):
        row.message_id = None
        return False
    kind = Kind.NEW if is_first else owed.kind
    row.message_id = _write(owed.entry, person, kind, now).id
    return True


def _replace_waiting(row: Invitation) -> None:
    """Take back what has not left yet, so that nobody reads of a time that changed meanwhile.

    What a round of reminding took back already, of a trial run that is over, was not heard either.
    """
    message = db.session.get(Message, row.message_id) if row.message_id is not None else None
    if message is None:
        return
    may_have_left = message.is_uncertain or message.begun_at is not None
    if message.state is MessageState.WAITING and not may_have_left:
        withdraw(message, REPLACED)
    elif message.state is not MessageState.WITHDRAWN or may_have_left:
        row.is_heard = True


def _write(entry: Entry, person: Person, kind: Kind, now: datetime) -> Message:
    method, calendar = write_for(entry, person, kind, now)
    line = Line(entry.full_title, entry.path, spell_when(entry))
    composed = compose(
        (Section(spell_heading(kind), (line,)),),
        name=person.name,
        is_trial=entry.is_trial,
        subject=spell_subject(entry, kind),
    )
    message = Message(
        recipient_id=person.id,
        key=f"invitation:{entry.uid}:{person.id}:{entry.sequence}",
        reference=new_reference(),
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        calendar=calendar,
        calendar_method=method.value,
        is_trial=entry.is_trial,
        # Of what was called off the number is not known: who left the trial run must hear of it.
        trial_id=entry.trial_id,
        is_pressing=True,
        state=MessageState.WAITING,
        queued_at=now,
        next_try_at=now,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _note(row: Invitation, owed: OwedInvitation, now: datetime) -> None:
    entry = owed.entry
    assert isinstance(entry.begins, datetime)  # noqa: S101 - the rules let no day pass
    assert isinstance(entry.ends, datetime)  # noqa: S101 - nor here
    row.sequence, row.title, row.path = entry.sequence, entry.title[:200], entry.path
    row.begins_at, row.ends_at = entry.begins, entry.ends
    row.about, row.place = entry.about[:200], entry.place[:200]
    row.is_trial, row.changed_at = entry.is_trial, now
    row.print = entry.print
    row.is_cancelled = owed.kind is Kind.CANCELLED


def _read(row: Invitation) -> Told:
    entry = Entry(
        uid=row.uid,
        title=row.title,
        begins=row.begins_at,
        ends=row.ends_at,
        path=row.path,
        sequence=row.sequence,
        changed_at=row.changed_at,
        about=row.about,
        place=row.place,
        is_trial=row.is_trial,
        is_busy=True,
    )
    return Told(entry, row.print, row.person_id, row.is_cancelled)
