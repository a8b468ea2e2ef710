"""Finding e-mails, what the ledger holds, people’s hours, calendars and channels."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from readiness.checklists.faults import ChecklistFault
from readiness.checklists.register import load_register
from readiness.checklists.reminders import Reminders, load_reminders
from readiness.clock import LONDON
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.notifications.models import (
    CalendarFeed,
    Invitation,
    Message,
    PersonHours,
    Reminder,
    TeamsChannel,
)
from readiness.notifications.rules.hours import USUAL_HOURS, MailHours
from readiness.notifications.rules.outbox import WAITS, MessageState
from readiness.notifications.rules.reminders import Due, Key
from readiness.people.models import Person
from readiness.settings import current_settings
from readiness.work.queries import find_latest_slot

AT_ONCE = 500
"""Numbers in one question: databases take only so many."""

ROUND = "notifications-remind"
"""The scheduled round of every minute, as the ledger of firings calls it."""
INVITING = "notifications-invite"
"""That of invitations and of news for Teams."""
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """Which e-mails to show: any part left out is not asked for. Days are London’s, included."""

    state: MessageState | None = None
    person_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


def get_message(message_id: int) -> Message:
    """The e-mail with its recipient. Raises NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("There is no such email. Choose one from the list of emails.")
    return message


def lock_message(message_id: int) -> Message:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    db.session.execute(select(Message.id).where(Message.id == message_id).with_for_update())
    message = get_message(message_id)
    db.session.refresh(message)
    return message


def count_messages(wanted: Wanted) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count(Message.id)).where(*_fit(wanted))) or 0


def list_messages(wanted: Wanted, *, limit: int, offset: int) -> Sequence[Message]:
    """Some of them with their recipients, newest first."""
    newest = select(Message).where(*_fit(wanted)).order_by(Message.id.desc())
    return db.session.scalars(newest.limit(limit).offset(offset)).all()


def count_states(first_day: date) -> dict[MessageState, int]:
    """How many wait, are being sent or failed, whenever; of those sent the ones since that day."""
    counted = (
        select(Message.state, func.count())
        .where((Message.state != MessageState.SENT) | (Message.queued_at >= _midnight(first_day)))
        .group_by(Message.state)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(counted)}


def list_open_messages() -> Sequence[Message]:
    """Those that wait or are being sent, oldest first."""
    still_open = (MessageState.WAITING, MessageState.SENDING)
    chosen = select(Message).where(Message.state.in_(still_open)).order_by(Message.id)
    return db.session.scalars(chosen).all()


def is_line_down(now: datetime) -> bool:
    """Whether an e-mail waits because the mail server could not be reached a moment ago."""
    soon = Message.next_try_at.between(now, now + WAITS[0])
    chosen = select(Message.id).where(
        Message.state == MessageState.WAITING, Message.is_unreached.is_(True), soon
    )
    return db.session.scalar(chosen.limit(1)) is not None


def list_noted(dues: Iterable[Due]) -> set[Key]:
    """What the ledger holds of these."""
    by_kind: dict[str, list[int]] = {}
    for due in dues:
        by_kind.setdefault(due.kind, []).append(due.id)
    return {
        key
        for kind, ids in by_kind.items()
        for first in range(0, len(ids), AT_ONCE)
        for key in _list_keys(
            Reminder.subject_kind == kind, Reminder.subject_id.in_(ids[first : first + AT_ONCE])
        )
    }


def list_digested(kind: str, trial_id: int | None, rule: str, version: str) -> set[int]:
    """The people to whom this digest of this day was written."""
    chosen = select(Reminder.recipient_id).where(
        Reminder.subject_kind == kind,
        Reminder.subject_id == (trial_id or 0),
        Reminder.rule == rule,
        Reminder.due_version == version,
    )
    return set(db.session.scalars(chosen))


def list_reminders(message_ids: Collection[int]) -> dict[int, list[Reminder]]:
    """The lines of the ledger that each of these e-mails carries."""
    found: dict[int, list[Reminder]] = {message_id: [] for message_id in message_ids}
    chosen = sorted(message_ids)
    for first in range(0, len(chosen), AT_ONCE):
        some = Reminder.message_id.in_(chosen[first : first + AT_ONCE])
        for reminder in db.session.scalars(select(Reminder).where(some).order_by(Reminder.id)):
            found[reminder.message_id].append(reminder)
    return found


def find_hours(person_id: int) -> PersonHours | None:
    """The hours this person chose, if they did."""
    return db.session.scalar(select(PersonHours).where(PersonHours.person_id == person_id))


def list_hours() -> dict[int, MailHours]:
    """The hours of all who chose some, by the person’s number."""
    return {row.person_id: row.hours for row in db.session.scalars(select(PersonHours))}


def get_hours(person_id: int) -> MailHours:
    """The hours of this person: theirs, or the usual ones."""
    chosen = find_hours(person_id)
    return chosen.hours if chosen is not None else USUAL_HOURS


def list_own_feeds(person: Person) -> dict[str, CalendarFeed]:
    """The calendars this person ever made an address for, by the key of the calendar."""
    chosen = select(CalendarFeed).where(CalendarFeed.person_id == person.id)
    return {feed.calendar: feed for feed in db.session.scalars(chosen.order_by(CalendarFeed.id))}


def find_own_feed(person: Person, calendar: str) -> CalendarFeed | None:
    """What this person has of this calendar, if they ever made an address for it."""
    chosen = (CalendarFeed.person_id == person.id, CalendarFeed.calendar == calendar)
    return db.session.scalar(select(CalendarFeed).where(*chosen))


def find_feed(feed_id: int) -> CalendarFeed | None:
    """The feed of this number with its person; whoever asks must hold a secret against it."""
    return db.session.get(CalendarFeed, feed_id)


def list_feeds_of_leavers() -> Sequence[CalendarFeed]:
    """The live addresses of people who may not sign in any more; these do not answer already."""
    left = select(Person.id).where(Person.is_active.is_(False))
    live = CalendarFeed.token_hash.is_not(None)
    return db.session.scalars(
        select(CalendarFeed).where(live, CalendarFeed.person_id.in_(left))
    ).all()


def list_invitations(uids: Collection[str], now: datetime) -> Sequence[Invitation]:
    """What people were told of these events, and of any that are not over."""
    chosen = or_(Invitation.uid.in_(uids), Invitation.ends_at > now)
    return db.session.scalars(select(Invitation).where(chosen).order_by(Invitation.id)).all()


def find_channel(inspection_id: int) -> TeamsChannel | None:
    """The channel that hears of this inspection, removed ones included."""
    chosen = select(TeamsChannel).where(TeamsChannel.inspection_id == inspection_id)
    return db.session.scalar(chosen)


def list_channels() -> Sequence[TeamsChannel]:
    """The channels that have an address."""
    return db.session.scalars(select(TeamsChannel).where(TeamsChannel.sealed != "")).all()


def get_rules() -> Reminders:
    """The rules of reminding as the checklists have them now. Raises ChecklistFault."""
    return load_reminders(current_settings().checklists_path)


def find_stopped(now: datetime) -> datetime | None:
    """The last round of reminding that worked, where it should have been followed by others.

    A round that fails leaves nothing, so this tells of failing rounds and of stopped workers.
    """
    latest = find_latest_slot(ROUND, until=now)
    return latest if latest is not None and now - latest > OVERDUE else None


def find_rules_fault() -> str | None:
    """What is wrong with the rules, as a sentence: until it is mended nobody is reminded."""
    try:
        get_rules()
    except ChecklistFault as fault:
        return fault.sentence
    return None


def find_register_fault() -> str | None:
    """What is wrong with the file of what must stay ready: until then e-mails leave it out."""
    try:
        load_register(current_settings().checklists_path)
    except ChecklistFault as fault:
        return fault.sentence
    return None


def _list_keys(*chosen: ColumnElement[bool]) -> Iterable[Key]:
    columns = (
        Reminder.subject_kind,
        Reminder.subject_id,
        Reminder.rule,
        Reminder.due_version,
        Reminder.recipient_id,
    )
    return (Key(*row) for row in db.session.execute(select(*columns).where(*chosen)))


def _fit(wanted: Wanted) -> list[ColumnElement[bool]]:
    fit: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        fit.append(Message.state == wanted.state)
    if wanted.person_id is not None:
        fit.append(Message.recipient_id == wanted.person_id)
    if wanted.first_day is not None:
        fit.append(Message.queued_at >= _midnight(wanted.first_day))
    if wanted.last_day is not None and wanted.last_day < date.max:
        fit.append(Message.queued_at < _midnight(wanted.last_day + timedelta(days=1)))
    return fit


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
