"""The round of every minute: note what is owed, put it into e-mails, hand over what may leave.

All in one transaction. Reminders join the e-mail that waits for their person already, so that
an outage, a night or a weekend ends with one e-mail each. What was done in the meantime is
taken out again before it leaves, and owed anew should it be reopened.

A trial run is judged by itself, at the moment it is there: its exercise clock may be days ahead.
What it owes goes into an e-mail of its own, to the people who are in it, and within the hours of
its clock as well as within the real ones.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from readiness.checklists.reminders import RUNGS, DigestSpec, Reminders
from readiness.extensions import db
from readiness.notifications.messages import compose
from readiness.notifications.models import Message, Reminder
from readiness.notifications.operations.outbox import (
    SEND,
    hand_over,
    lock_outbox,
    new_reference,
    withdraw,
    withdraw_ended,
)
from readiness.notifications.queries import (
    get_rules,
    list_digested,
    list_hours,
    list_noted,
    list_open_messages,
    list_reminders,
)
from readiness.notifications.rules.hours import USUAL_HOURS, MailHours, WorkedDays, WorkingTime
from readiness.notifications.rules.outbox import (
    ACCOUNT_CLOSED,
    AT_ONCE,
    NOTHING_LEFT,
    MessageState,
    is_due,
)
from readiness.notifications.rules.reminders import (
    DigestSlot,
    Due,
    FindDay,
    Key,
    decide_owed,
    find_digest,
    list_readable,
    summarise,
)
from readiness.notifications.rules.sections import Section, Told, write_sections
from readiness.notifications.sources import (
    find_calendar,
    find_people,
    hold_what_runs,
    list_dues,
    load_meetings,
)
from readiness.people.queries import list_active_people
from readiness.work.operations import claim_slot, owe_work
from readiness.work.queries import find_latest_slot, is_slot_claimed, list_open_subjects
from readiness.work.runner import where_it_broke

log = logging.getLogger(__name__)

DIGEST = "digest"
FIRST_LOOK = timedelta(minutes=10)
"""A new installation has missed no digest older than this."""


@dataclass(frozen=True)
class _Group:
    """What is due outside trial runs, or in one of them: with the moment it is there.

    `people` are those who may be told; None is everybody.
    """

    trial_id: int | None
    now: datetime
    days: WorkedDays
    dues: Sequence[Due] = ()
    people: frozenset[int] | None = None

    @property
    def is_trial(self) -> bool:
        return self.trial_id is not None

    def may_tell(self, person_id: int) -> bool:
        return self.people is None or person_id in self.people


@dataclass
class _Round:
    """One round: the council as it is now, and the e-mails that wait."""

    now: datetime
    rules: Reminders
    days: WorkedDays
    dues: Sequence[Due]
    names: dict[int, str]
    hours: dict[int, MailHours]
    messages: list[Message]
    carried: dict[int, list[Reminder]]
    fresh: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gathering = {
            (message.recipient_id, message.trial_id): message
            for message in self.messages
            if _may_gather(message)
        }
        self.by_key = {(due.kind, due.id): due for due in self.dues}
        by_trial: dict[int | None, list[Due]] = {None: []}
        for due in self.dues:
            by_trial.setdefault(due.trial_id, []).append(due)
        self.groups = {
            trial_id: _make_group(trial_id, dues, self.now, self.days)
            for trial_id, dues in by_trial.items()
        }

    def group_of(self, message: Message) -> _Group:
        """What the e-mail is of; a trial run with nothing due has nothing to say."""
        known = self.groups.get(message.trial_id)
        return known or _Group(message.trial_id, self.now, self.days)


def remind(*, now: datetime) -> int:
    """Do a round. Returns how many e-mails were handed to the workers. Raises ChecklistFault."""
    hold_what_runs()
    lock_outbox()
    messages = list(list_open_messages())
    this = _Round(
        now=now,
        rules=get_rules(),
        days=find_calendar(now),
        dues=list_readable(list_dues(now, _skip_source), _skip),
        names={person.id: person.name for person in list_active_people()},
        hours=list_hours(),
        messages=messages,
        carried=list_reminders([message.id for message in messages]),
    )
    _note_owed(this)
    _note_digests(this)
    _resume(this)
    withdraw_ended(this.messages)
    handed = _hand_over_due(this)
    db.session.flush()
    return handed


def _make_group(
    trial_id: int | None, dues: Sequence[Due], now: datetime, days: WorkedDays
) -> _Group:
    if trial_id is None:
        return _Group(None, now, days, dues)
    shown = dues[0].now or now
    around = days if shown == now else find_calendar(shown)
    return _Group(trial_id, shown, around, dues, find_people(trial_id))


def _skip(due: Due, error: Exception) -> None:
    log.error("Reminders of %s %s are left out: %s", due.kind, due.id, where_it_broke(error))


def _skip_source(error: Exception) -> None:
    log.error("Reminders of one kind are left out: %s", where_it_broke(error))


def _note_owed(this: _Round) -> None:
    noted = list_noted(this.dues)
    for group in this.groups.values():
        working = WorkingTime(this.rules.opens, this.rules.closes, group.days)
        rules = this.rules.rules
        for owed in decide_owed(group.dues, rules, noted, group.now, working, _skip):
            person_id = owed.key.recipient
            if person_id in this.names and group.may_tell(person_id):
                message = _find_gathering(this, person_id, group)
                message.is_pressing = True
                _note(this, message, owed.key, owed.since)
    _fill_fresh(this)


def _note_digests(this: _Round) -> None:
    """A digest is decided once, at its time: what happens later that day is no digest’s matter."""
    meetings = load_meetings(this.now)
    for group in this.groups.values():
        for spec in this.rules.digests:
            slot = _claim_digest(this, group, spec, meetings)
            if slot is not None:
                _note_digest(this, group, spec, slot)
    _fill_fresh(this)


def _claim_digest(
    this: _Round, group: _Group, spec: DigestSpec, meetings: FindDay
) -> DigestSlot | None:
    """The moment of a digest that nobody has decided yet; None where there is none to write."""
    slot = find_digest(spec, group.now, group.days, meetings)
    job = f"{DIGEST}-{spec.key}{f'-trial-{group.trial_id}' if group.is_trial else ''}"
    if slot is None or is_slot_claimed(job, slot.at):
        return None
    is_first_look = find_latest_slot(job) is None and group.now - slot.at > FIRST_LOOK
    return slot if claim_slot(job, slot.at, now=this.now) and not is_first_look else None


def _note_digest(this: _Round, group: _Group, spec: DigestSpec, slot: DigestSlot) -> None:
    kind = f"trial-{DIGEST}" if group.is_trial else DIGEST
    # The time of day may have been changed in the rules after today’s was written.
    had = list_digested(kind, group.trial_id, spec.key, slot.version)
    by_owner: dict[int, list[Due]] = defaultdict(list)
    for due in group.dues:
        reader = due.chain.find(spec.to)
        if reader in this.names and group.may_tell(reader):
            by_owner[reader].append(due)
    for person_id, own in sorted(by_owner.items()):
        told = own if spec.to == RUNGS[0] else group.dues
        is_empty = summarise(spec, person_id, told, group.now, group.days).is_empty
        if is_empty or person_id in had:
            continue
        message = _find_gathering(this, person_id, group)
        key = Key(kind, group.trial_id or 0, spec.key, slot.version, person_id)
        _note(this, message, key, slot.at)


def _find_gathering(this: _Round, person_id: int, group: _Group) -> Message:
    """The e-mail that waits for this person, or a new one."""
    found = this.gathering.get((person_id, group.trial_id))
    if found is not None:
        return found
    message = Message(
        recipient_id=person_id,
        key=f"reminders:{person_id}:{group.trial_id}:{this.now.isoformat()}",
        reference=new_reference(),
        subject="",
        text="",
        html="",
        gathers=True,
        is_trial=group.is_trial,
        trial_id=group.trial_id,
        is_pressing=False,
        state=MessageState.WAITING,
        queued_at=this.now,
        next_try_at=this.now,
        is_uncertain=False,
        is_unreached=False,
        last_error="",
    )
    db.session.add(message)
    db.session.flush()
    this.messages.append(message)
    this.gathering[person_id, group.trial_id] = message
    this.carried[message.id] = []
    return message


def _may_gather(message: Message) -> bool:
    waits = message.state is MessageState.WAITING
    return waits and message.gathers and not message.is_uncertain


def _note(this: _Round, message: Message, key: Key, since: datetime) -> None:
    reminder = Reminder(
        subject_kind=key.kind,
        subject_id=key.id,
        rule=key.rule,
        due_version=key.version,
        recipient_id=key.recipient,
        message_id=message.id,
        owed_since=since,
        noted_at=this.now,
    )
    db.session.add(reminder)
    this.carried[message.id].append(reminder)
    this.fresh.add(message.id)


def _fill_fresh(this: _Round) -> None:
    """Write the e-mails that something joined in this round."""
    db.session.flush()
    for message in this.messages:
        if message.id in this.fresh:
            _fill(this, message)


def _fill(this: _Round, message: Message) -> bool:
    """Write the e-mail anew from what it carries and what is still so; False for nothing left."""
    kept, told, digests = [], [], []
    specs = {spec.key: spec for spec in this.rules.digests}
    rungs = {rule.key: rule.to for rule in this.rules.rules}
    for reminder in this.carried[message.id]:
        due = this.by_key.get((reminder.subject_kind, reminder.subject_id))
        rung = rungs.get(reminder.rule)
        if reminder.subject_kind.endswith(DIGEST) and reminder.rule in specs:
            digests.append(specs[reminder.rule])
        elif due is not None and rung is not None and _still_holds(reminder, due, rung):
            told.append(Told(due, rung))
        else:
            db.session.delete(reminder)
            continue
        kept.append(reminder)
    this.carried[message.id] = kept
    message.is_pressing = bool(told)
    sections = tuple(_write(this, message, told, digests))
    if not sections:
        return False
    shown = this.group_of(message).now
    composed = compose(
        sections,
        name=this.names[message.recipient_id],
        is_trial=message.is_trial,
        shown=None if shown == this.now else shown,
    )
    message.subject, message.text, message.html = composed.subject, composed.text, composed.html
    return True


def _still_holds(reminder: Reminder, due: Due, rung: str) -> bool:
    return due.version == reminder.due_version and due.chain.find(rung) == reminder.recipient_id


def _write(
    this: _Round, message: Message, told: Iterable[Told], digests: Iterable[DigestSpec]
) -> Iterator[Section]:
    group = this.group_of(message)
    found = {
        spec.to: summarise(spec, message.recipient_id, group.dues, group.now, group.days)
        for spec in digests
    }
    own, council = found.get(RUNGS[0]), found.get(RUNGS[-1])
    yield from write_sections(told, own, council, group.now)


def _resume(this: _Round) -> None:
    """Owe again what was handed over and is not owed any more: its work ended by accident."""
    known = list_open_subjects(SEND)
    for message in this.messages:
        if message.state is MessageState.SENDING and message.id not in known:
            owe_work(SEND, message.id)


def _hand_over_due(this: _Round) -> int:
    is_line_down = any(message.is_unreached for message in this.messages)
    left = most = 1 if is_line_down else AT_ONCE
    for message in this.messages:
        if message.state is not MessageState.WAITING:
            continue
        if message.channel_id is not None:  # Teams knows no hours, and is not the mail server
            if _is_its_time(this, message):
                hand_over(message)
        elif left and _may_leave(this, message):
            hand_over(message)
            left -= 1
    return most - left


def _is_its_time(this: _Round, message: Message) -> bool:
    return not message.last_error or is_due(message.next_try_at, this.now)


def _may_leave(this: _Round, message: Message) -> bool:
    """Whether to send it now: due, for somebody who takes e-mail now, and still with a content."""
    if not _is_its_time(this, message):
        return False
    if message.recipient_id not in this.names:
        withdraw(message, ACCOUNT_CLOSED)
        return False
    hours = this.hours.get(message.recipient_id, USUAL_HOURS)
    opens = hours.next_open(this.now, this.days, is_pressing=message.is_pressing)
    if opens > this.now:
        message.next_try_at = opens
        return False
    if message.gathers and not _may_leave_exercise(this.group_of(message), hours, message):
        return False
    if _may_gather(message) and message.id not in this.fresh and not _fill(this, message):
        withdraw(message, NOTHING_LEFT)
        return False
    return True


def _may_leave_exercise(group: _Group, hours: MailHours, message: Message) -> bool:
    """Whether its reader takes e-mail at the moment it is there: an exercise has its nights."""
    opens = hours.next_open(group.now, group.days, is_pressing=message.is_pressing)
    return opens <= group.now
