"""What stands in people’s calendars, and which invitations are owed. Pure.

Like reminders, invitations are worked out and not planned: what people should know of a fixed
point, less what they were told, is what is owed. So a moved date, a new deputy or an outage of
any length ends with one message each.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from readiness.london import in_london
from readiness.notifications.rules.sections import TRIAL
from readiness.plain_words import format_moment, format_time

UidAndPerson = tuple[str, int]


@dataclass(frozen=True)
class Entry:
    """Something in a calendar, from a day or moment to another. Nothing in it is about a child.

    `uid` names it for ever among all entries; `sequence` rises when its time or words change,
    and `changed_at` says when they did, where that is known. `path` is its page, `about` what it
    belongs to; `trial_id` is the number of the trial run that a fixed point is of.
    """

    uid: str
    title: str
    begins: date
    ends: date
    path: str
    sequence: int
    changed_at: datetime | None = None
    about: str = ""
    place: str = ""
    is_trial: bool = False
    trial_id: int | None = None
    is_busy: bool = False

    @property
    def full_title(self) -> str:
        """Its title; that of a trial run says so."""
        is_said = not self.is_trial or self.title.startswith(TRIAL)
        return self.title if is_said else f"{TRIAL}{self.title}"

    @property
    def print(self) -> str:
        """A fingerprint of its time and its words."""
        parts = (self.full_title, _spell(self.begins), _spell(self.ends), self.about, self.place)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class FixedPoint:
    """An event that people, by their numbers, are invited to; it begins and ends at moments.

    `calendar` is the key of the shared calendar in which it stands as well.
    """

    entry: Entry
    people: frozenset[int]
    calendar: str = ""


@dataclass(frozen=True)
class Told:
    """What a person was last told of an event: the entry as it was then, and its fingerprint."""

    entry: Entry
    print: str
    person_id: int
    is_cancelled: bool = False


class Kind(StrEnum):
    """What an invitation says."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"


_SUBJECTS = {Kind.NEW: "Invitation", Kind.CHANGED: "Changed", Kind.CANCELLED: "Cancelled"}
_HEADINGS = {
    Kind.NEW: "You are invited",
    Kind.CHANGED: "The time or the words have changed",
    Kind.CANCELLED: "It does not take place, or does not need you any more",
}


@dataclass(frozen=True)
class OwedInvitation:
    """An invitation to write, with the sequence it must carry in the entry."""

    entry: Entry
    person_id: int
    kind: Kind


def decide_invitations(
    points: Iterable[FixedPoint],
    told: Mapping[UidAndPerson, Told],
    active: Collection[int],
    now: datetime,
) -> list[OwedInvitation]:
    """What to write to whom now. Of what is over nobody is told anything.

    `active` are the people who may sign in. A message always carries a higher sequence than
    the one before it, whatever the source says.
    """
    coming = [point for point in points if _moment(point.entry.ends) > now]
    owed: list[OwedInvitation] = []
    wanted: set[UidAndPerson] = set()
    for point in coming:
        for person_id in sorted(point.people & set(active)):
            key = (point.entry.uid, person_id)
            wanted.add(key)
            owed += _decide_one(point.entry, person_id, told.get(key))
    for key, known in told.items():
        if key not in wanted and not known.is_cancelled and _moment(known.entry.ends) > now:
            entry = replace(known.entry, sequence=known.entry.sequence + 1)
            owed.append(OwedInvitation(entry, known.person_id, Kind.CANCELLED))
    return owed


def spell_subject(entry: Entry, kind: Kind) -> str:
    """“Changed: Call-day huddle, Monday 30 November 2026, 11am”."""
    begins = format_moment(_moment(entry.begins))
    said = f"{_SUBJECTS[kind]}: {entry.full_title.removeprefix(TRIAL)}, {begins}"
    return f"{TRIAL}{said}" if entry.is_trial else said


def spell_heading(kind: Kind) -> str:
    """What stands over it in the email."""
    return _HEADINGS[kind]


def spell_when(entry: Entry) -> str:
    """“Monday 30 November 2026, 11am to 11.30am, Harbour room (Short inspection).”"""
    ends = in_london(_moment(entry.ends))
    place = f", {entry.place}" if entry.place else ""
    about = f" ({entry.about})" if entry.about else ""
    return f"{format_moment(_moment(entry.begins))} to {format_time(ends)}{place}{about}."


def _decide_one(entry: Entry, person_id: int, known: Told | None) -> Iterable[OwedInvitation]:
    if known is None:
        yield OwedInvitation(entry, person_id, Kind.NEW)
    elif known.is_cancelled or known.print != entry.print:
        risen = replace(entry, sequence=max(entry.sequence, known.entry.sequence + 1))
        yield OwedInvitation(risen, person_id, Kind.NEW if known.is_cancelled else Kind.CHANGED)


def _moment(when: date) -> datetime:
    if not isinstance(when, datetime):
        raise TypeError("A fixed point begins and ends at moments.")
    return when


def _spell(when: date) -> str:
    return (when.astimezone(UTC) if isinstance(when, datetime) else when).isoformat()
