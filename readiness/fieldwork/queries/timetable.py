"""Finding entries of the timetable, and taking them as the rules do."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from readiness.checklists.fieldwork import FieldworkSpec, load_fieldwork
from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.fieldwork.models import TimetableAttendee, TimetableEntry
from readiness.fieldwork.rules.timetable import Attendant, FieldworkDays, Slot
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_calendar
from readiness.people.models import Post
from readiness.settings import current_settings


def get_spec() -> FieldworkSpec:
    """The rules of the week on site as the checklists have them now. Raises ChecklistFault."""
    return load_fieldwork(current_settings().checklists_path)


def list_entries(*inspections: int) -> Sequence[TimetableEntry]:
    """The timetable of these inspections in order, with who takes part. Three queries."""
    chosen = _entries().where(TimetableEntry.inspection_id.in_(inspections))
    return db.session.scalars(chosen).unique().all()


def get_entry(inspection_id: int, entry_id: int) -> TimetableEntry:
    """An entry of this inspection with everybody who takes part. Raises NotFound."""
    found = db.session.scalar(
        _entries()
        .where(TimetableEntry.id == entry_id, TimetableEntry.inspection_id == inspection_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such entry. Somebody may have taken it off the timetable.")
    return found


def lock_entry(inspection_id: int, entry_id: int) -> TimetableEntry:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(TimetableEntry.id).where(TimetableEntry.id == entry_id)
    db.session.execute(held.with_for_update())
    return get_entry(inspection_id, entry_id)


def concerns(slot: Slot, person_id: int) -> bool:
    """Whether an entry is this person’s, as one who takes part or stands in."""
    return any(
        person_id in {who.id, who.stand_in.id if who.stand_in else None} for who in slot.people
    )


def read_slot(entry: TimetableEntry) -> Slot:
    """An entry as the rules take it: posts by their holders, each with the deputy."""
    people = [_attendant(row) for row in entry.attendees]
    if entry.note_taker is not None:
        people.append(Attendant(entry.note_taker.id, entry.note_taker.name))
    people += [Attendant(0, guest) for guest in entry.guest_names]
    known = {who.key: who for who in reversed(people) if who is not None}
    return Slot(
        id=entry.id,
        title=entry.title,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        room=entry.room,
        people=tuple(reversed(known.values())),
        inspector=entry.inspector,
    )


def read_days(inspection: Inspection) -> FieldworkDays:
    """The days of fieldwork of an inspection whose key dates are loaded."""
    spec = get_spec()
    at = {anchor.key: in_london(anchor.at).date() for anchor in inspection.anchors}
    return FieldworkDays(_find(at, spec.first), _find(at, spec.last), get_calendar())


def _find(days: dict[str, date], key: str) -> date | None:
    return days.get(key)


def _attendant(row: TimetableAttendee) -> Attendant | None:
    if row.person is not None:
        return Attendant(row.person.id, row.person.name)
    there = [one for one in row.post.seats if one is not None] if row.post is not None else []
    attendants = [Attendant(one.id, one.name) for one in there]
    if not attendants:
        return None
    stands_in = attendants[-1] if there[-1] is not there[0] else None
    return Attendant(there[0].id, there[0].name, stands_in)


def _entries() -> Select[TimetableEntry]:
    attendees = selectinload(TimetableEntry.attendees)
    return (
        select(TimetableEntry)
        .options(
            joinedload(TimetableEntry.note_taker),
            joinedload(TimetableEntry.changed_by),
            attendees.joinedload(TimetableAttendee.person),
            attendees.joinedload(TimetableAttendee.post).joinedload(Post.holder),
        )
        .order_by(TimetableEntry.starts_at, TimetableEntry.ends_at, TimetableEntry.id)
    )
