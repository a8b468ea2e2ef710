"""What is owed: whom to tell of which task by which rule, once for each due time.

Nothing is planned ahead. Whenever it is asked, the rules whose moment has passed, less what the
ledger holds, are what is owed. So an outage of any length ends with each owed reminder once, and
a clock that was wrong can neither lose one nor double it. Source: the issue of reminders; the
rules themselves are data in checklists/reminders.yaml.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from readiness.checklists.reminders import RUNGS, DigestSpec, ReminderSpec
from readiness.london import in_london
from readiness.notifications.rules.hours import (
    ONE_DAY,
    WorkedDays,
    WorkingTime,
    add_working_days,
    at_london,
)

LOOK_BACK, LOOK_AHEAD = 40, 14
"""Days in which the latest digest is looked for: a weekly one may go out before its own day."""


@dataclass(frozen=True)
class Chain:
    """The people who can be told, by their numbers, from the nearest upwards; None is nobody."""

    owner: int | None = None
    deputy: int | None = None
    head_of_service: int | None = None
    director: int | None = None

    def find(self, rung: str) -> int | None:
        """Who is told on this rung.

        With no owner the next person upwards is told what is due: it must be somebody’s. Who
        stands on a lower rung already is not told again as their own superior.
        """
        return self.list_recipients()[RUNGS.index(rung)]

    def list_recipients(self) -> list[int | None]:
        """Who is told on each rung, in their order."""
        told: list[int | None] = []
        for person in (self.owner, self.deputy, self.head_of_service, self.director):
            told.append(None if person in told else person)
        if self.owner is None:
            told[0] = next((person for person in told if person is not None), None)
            told[1:] = [None if person == told[0] else person for person in told[1:]]
        return told


@dataclass(frozen=True)
class Due:
    """Something open with a due time. `path` is its page, `about` what it belongs to.

    `noun` is what one of its kind is called in a count.

    `is_pressing`: the rules by the minute hold, as in an inspection week; the rest is told in
    digests. `is_day`: due on a day, whatever the hour; `due_at` is its end. `trial_id` is the
    number of the trial run it belongs to, and `now` the moment it is there; the present where
    None. Nothing here is about a child.
    """

    kind: str
    id: int
    title: str
    due_at: datetime
    path: str
    chain: Chain
    owner_name: str = ""
    about: str = ""
    noun: str = "task"
    is_pressing: bool = False
    is_day: bool = False
    trial_id: int | None = None
    now: datetime | None = None

    @property
    def version(self) -> str:
        """The due time it has now: a new one is owed its own reminders."""
        return f"{self.due_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


class Key(NamedTuple):
    """What the ledger holds once."""

    kind: str
    id: int
    rule: str
    version: str
    recipient: int


@dataclass(frozen=True)
class Owed:
    """A reminder whose moment has passed and that nobody has been sent."""

    key: Key
    since: datetime
    due: Due


Skip = Callable[[Due, Exception], None]
"""Told of a due that could not be worked out; without one the error goes on."""


def _raise(_due: Due, error: Exception) -> None:
    raise error


def list_readable(dues: Iterable[Due], skip: Skip) -> list[Due]:
    """Those that can be put on a London calendar and told to somebody; others are skipped."""
    readable = []
    for due in dues:
        try:
            in_london(due.due_at), due.version, due.chain.list_recipients()
        except Exception as error:
            skip(due, error)
        else:
            readable.append(due)
    return readable


def decide_owed(
    dues: Iterable[Due],
    rules: Sequence[ReminderSpec],
    noted: Collection[Key],
    now: datetime,
    working: WorkingTime,
    skip: Skip = _raise,
) -> list[Owed]:
    """Everything owed at this moment: passed, for somebody, not in the ledger. `dues` are open.

    One that cannot be worked out is skipped whole, so that it stops nobody else’s reminders.
    """
    moments: dict[tuple[datetime, int], datetime] = {}
    owed: dict[Key, Owed] = {}
    for due in dues:
        if not due.is_pressing:
            continue
        try:
            own = list(_decide_one(due, rules, moments, now, working))
        except Exception as error:
            skip(due, error)
        else:
            owed.update((each.key, each) for each in own if each.key not in noted)
    return list(owed.values())


def _decide_one(
    due: Due,
    rules: Sequence[ReminderSpec],
    moments: dict[tuple[datetime, int], datetime],
    now: datetime,
    working: WorkingTime,
) -> Iterator[Owed]:
    people, version = due.chain.list_recipients(), due.version
    for rule in rules:
        when, person = (due.due_at, rule.minutes), people[RUNGS.index(rule.to)]
        if when not in moments:
            moments[when] = working.shift(*when)
        if person is not None and moments[when] <= now:
            key = Key(due.kind, due.id, rule.key, version, person)
            yield Owed(key, moments[when], due)


@dataclass(frozen=True)
class DigestSlot:
    """When a digest goes out, in UTC; `version` names its day or, for a weekly one, its week.

    So a weekly one whose meeting moves goes out once that week all the same.
    """

    at: datetime
    version: str


FindDay = Callable[[date], date | None]
"""From the Monday of a week to the day of its meeting, if there are meetings."""


def find_digest(
    spec: DigestSpec, now: datetime, days: WorkedDays, find_meeting: FindDay = lambda _monday: None
) -> DigestSlot | None:
    """The latest moment, up to now, at which this digest was to go out."""
    today = in_london(now).date()
    found = []
    for back in range(-LOOK_AHEAD, LOOK_BACK):
        day = today - ONE_DAY * back
        slot = _find_slot(spec, day, days, find_meeting)
        if slot is not None and slot.at <= now:
            if spec.weekday is None:
                return slot
            found.append(slot)
    return max(found, key=lambda slot: slot.at, default=None)


def _find_slot(
    spec: DigestSpec, day: date, days: WorkedDays, find_meeting: FindDay
) -> DigestSlot | None:
    """The digest of this day, or of the week that begins with it; None where there is none."""
    if spec.weekday is None:
        is_worked = days.is_working_day(day)
        return DigestSlot(at_london(day, spec.at), f"{day:%Y-%m-%d}") if is_worked else None
    if day.weekday() != 0:
        return None
    meeting = find_meeting(day) if spec.before_meeting else None
    goes = day + ONE_DAY * spec.weekday if meeting is None else meeting - ONE_DAY
    while not days.is_working_day(goes):
        goes -= ONE_DAY
    return DigestSlot(at_london(goes, spec.at), f"week-{day:%Y-%m-%d}")


@dataclass(frozen=True)
class Summary:
    """What a digest says: late, due today, and due soon after, each soonest first."""

    late: tuple[Due, ...]
    today: tuple[Due, ...]
    ahead: tuple[Due, ...]
    last_day: date

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.late or self.today or self.ahead)


def summarise(
    spec: DigestSpec, person_id: int, dues: Iterable[Due], now: datetime, days: WorkedDays
) -> Summary:
    """The digest of one person. An owner’s is of their own; a director’s of everybody’s.

    What the rules by the minute tell of comes into an owner’s only when it is late since
    yesterday. Of the same time those of one kind stand together, actions first: what is due on
    every day until somebody sees to it comes behind what was promised for this one.
    """
    today = in_london(now).date()
    last = add_working_days(today, spec.ahead_working_days, days)
    own = _list_own(spec, person_id, dues, now)
    mine = sorted(own, key=lambda due: (due.due_at, due.kind, due.id))
    days_of = [(due, in_london(due.due_at).date()) for due in mine]
    return Summary(
        late=tuple(due for due in mine if due.due_at < now),
        today=tuple(d for d, day in days_of if d.due_at >= now and day == today),
        ahead=tuple(d for d, day in days_of if today < day <= last),
        last_day=last,
    )


def _list_own(
    spec: DigestSpec, person_id: int, dues: Iterable[Due], now: datetime
) -> Iterator[Due]:
    midnight = at_london(in_london(now).date(), time())
    for due in dues:
        is_own = due.chain.find(RUNGS[0]) == person_id
        if spec.to != RUNGS[0] or (is_own and (not due.is_pressing or due.due_at < midnight)):
            yield due
