"""Putting entries on the timetable, changing them and taking them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness import clock
from readiness.activity.operations import record_change
from readiness.clock import in_london
from readiness.errors import Refused, require_words
from readiness.extensions import db
from readiness.fieldwork.models import TimetableAttendee, TimetableEntry
from readiness.fieldwork.operations.checks import (
    check_may_run,
)
from readiness.fieldwork.rules.timetable import EntryKind
from readiness.inspections.operations.checks import check_seen, hold_running
from readiness.people.models import Person, Post

LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class EntryDetails:
    """What an entry is to be: when, where, and who takes part."""

    kind: EntryKind
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    inspector: str = ""
    note_taker: Person | None = None
    people: Sequence[Person] = ()
    posts: Sequence[Post] = ()
    guests: Sequence[str] = ()


def add_entry(*, actor: Person | None, inspection_id: int, details: EntryDetails) -> TimetableEntry:
    """Put a meeting, interview or observation on the timetable.

    What clashes is taken all the same and pointed out: an agreed timetable may have to. Raises
    NotAllowed, NotFound, Refused.
    """
    check_may_run(actor)
    hold_running(inspection_id)
    entry = TimetableEntry(inspection_id=inspection_id, attendees=[])
    _fill(entry, details)
    entry.changed_by, entry.changed_at = actor, clock.now()
    db.session.add(entry)
    record_change(
        actor,
        "fieldwork:entry:added",
        entry,
        inspection_id,
        starts_at=(None, entry.starts_at),
        room=(None, entry.room or None),
    )
    return entry


def change_entry(
    *, actor: Person | None, entry: TimetableEntry, version: int, details: EntryDetails
) -> None:
    """Change an entry, held and loaded. Raises as add_entry does, and ChangedMeanwhile."""
    check_may_run(actor)
    hold_running(entry.inspection_id)
    check_seen(f"“{entry.title}”", version, entry.version, entry.changed_by, entry.changed_at)
    before = _tell(entry)
    _fill(entry, details)
    # Of two changes of the people alone, too, the second is told.
    entry.changed_by, entry.changed_at = actor, clock.now()
    db.session.flush()
    after = _tell(entry)
    record_change(
        actor,
        "fieldwork:entry:changed",
        entry,
        entry.inspection_id,
        **{field: (before[field], after[field]) for field in before},
    )


def remove_entry(*, actor: Person | None, entry: TimetableEntry, version: int) -> None:
    """Take an entry off the timetable. Raises as change_entry does."""
    check_may_run(actor)
    hold_running(entry.inspection_id)
    check_seen(f"“{entry.title}”", version, entry.version, entry.changed_by, entry.changed_at)
    record_change(
        actor,
        "fieldwork:entry:removed",
        entry,
        entry.inspection_id,
        starts_at=(entry.starts_at, None),
        room=(entry.room or None, None),
    )
    db.session.delete(entry)
    db.session.flush()


def _fill(entry: TimetableEntry, details: EntryDetails) -> None:
    _check_times(details.starts_at, details.ends_at)
    entry.kind = details.kind
    entry.title = require_words(details.title, "Say what it is.")
    entry.starts_at, entry.ends_at = details.starts_at, details.ends_at
    entry.room, entry.inspector = details.room.strip(), details.inspector.strip()
    entry.note_taker = details.note_taker
    guests = (" ".join(guest.split()) for guest in details.guests)
    entry.guests = "\n".join(dict.fromkeys(guest for guest in guests if guest))
    _fill_attendees(entry, details)


def _fill_attendees(entry: TimetableEntry, details: EntryDetails) -> None:
    """Leave who takes part already, so that nobody is taken out and put in again."""
    people = {person.id: person for person in details.people}
    posts = {post.id: post for post in details.posts}
    kept = [row for row in entry.attendees if row.person_id in people or row.post_id in posts]
    new_people = people.keys() - {row.person_id for row in kept}
    new_posts = posts.keys() - {row.post_id for row in kept}
    entry.attendees = [
        *kept,
        *(TimetableAttendee(post=posts[number]) for number in sorted(new_posts)),
        *(TimetableAttendee(person=people[number]) for number in sorted(new_people)),
    ]


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("It must end after it begins. Check both times.", "ends")
    is_one_day = in_london(starts_at).date() == in_london(ends_at).date()
    if not is_one_day or ends_at - starts_at > LONGEST:
        raise Refused(
            "It must begin and end on one day, within 12 hours. Add another for the rest.", "ends"
        )


def _tell(entry: TimetableEntry) -> dict[str, object]:
    """What the activity says of an entry: of guests how many they are, and nothing of its title."""
    return {
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "room": entry.room or None,
        "inspector": entry.inspector or None,
        "note_taker": entry.note_taker.name if entry.note_taker else None,
        "people": len(entry.attendees) + len(entry.guest_names),
    }
