"""Finding series and meetings, their agendas, and what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload, undefer

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.queries import list_from
from readiness.actions.rules import Source
from readiness.activity.queries import list_subject_activity
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.queries import get_calendar
from readiness.meetings.models import Attendance, Meeting, MeetingItem, Series
from readiness.meetings.rules import Closed, MeetingState, Presence, find_closed
from readiness.notifications.models import Message
from readiness.notifications.rules.outbox import MessageState
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, Role, allows
from readiness.sections import Period, Section, make_sections

OWN = "own-"
"""How the key of an item begins that somebody raised."""


@dataclass(frozen=True)
class AgendaItem:
    """An item of the agenda: a section, or what somebody raised; `row` once something was said."""

    key: str
    title: str
    section: Section | None
    row: MeetingItem | None

    @property
    def answer(self) -> str:
        """The sentence it opens with."""
        return self.section.answer if self.section else self.row.detail if self.row else ""


def list_series() -> Sequence[Series]:
    """Every series, by title."""
    return db.session.scalars(select(Series).order_by(Series.title)).all()


def get_series(series_id: int) -> Series:
    """The series. Raises NotFound."""
    series = db.session.get(Series, series_id)
    if series is None:
        raise NotFound("There is no such series of meetings.")
    return series


def lock_series(series_id: int) -> Series:
    """The series as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Series).where(Series.id == series_id).with_for_update(of=Series)
    db.session.scalar(held.execution_options(populate_existing=True))
    return get_series(series_id)


def list_planned() -> Sequence[Meeting]:
    """The meetings to come, soonest first."""
    chosen = select(Meeting).where(Meeting.state == MeetingState.PLANNED).order_by(Meeting.at)
    return db.session.scalars(chosen).all()


def find_closed_days(meetings: Iterable[Meeting], now: datetime) -> Mapping[int, Closed]:
    """Which of these meetings, of those not held yet, stand on a day nobody works; by id."""
    calendar = get_calendar()
    found = {
        meeting.id: find_closed(
            meeting.at, now, calendar, is_moved_by_hand=meeting.is_moved_by_hand
        )
        for meeting in meetings
        if meeting.is_planned
    }
    return {meeting_id: closed for meeting_id, closed in found.items() if closed}


def list_past(*, limit: int | None = None, offset: int = 0) -> Sequence[Meeting]:
    """The meetings that were held or cancelled, latest first."""
    past = select(Meeting).where(Meeting.state != MeetingState.PLANNED)
    ordered = past.order_by(Meeting.at.desc(), Meeting.id.desc())
    return db.session.scalars(ordered.limit(limit).offset(offset)).all()


def count_past() -> int:
    """How many meetings were held or cancelled."""
    past = select(func.count(Meeting.id)).where(Meeting.state != MeetingState.PLANNED)
    return db.session.scalar(past) or 0


def list_held(limit: int) -> Sequence[Meeting]:
    """The meetings that were held, latest first."""
    held = select(Meeting).where(Meeting.state == MeetingState.HELD)
    return db.session.scalars(
        held.order_by(Meeting.at.desc(), Meeting.id.desc()).limit(limit)
    ).all()


def list_of_series(series: Series) -> Sequence[Meeting]:
    """Every meeting of a series with what was said in it, by the day its rhythm gave it."""
    chosen = select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.rhythm_day)
    said = (Meeting.items, Meeting.decisions, Meeting.attendance)
    return db.session.scalars(chosen.options(*(selectinload(part) for part in said))).all()


def list_moments(series: Series) -> Sequence[datetime]:
    """When the meetings of a series are or were, without those that were cancelled."""
    chosen = select(Meeting.at).where(
        Meeting.series_id == series.id, Meeting.state != MeetingState.CANCELLED
    )
    return db.session.scalars(chosen).all()


def has_anything(meeting: Meeting) -> bool:
    """Whether anything was said in it: an item, a decision, who comes, an action."""
    said = meeting.items or meeting.decisions or meeting.attendance
    return bool(said or list_agreed(meeting))


def get_meeting(meeting_id: int) -> Meeting:
    """The meeting with what was said and decided; who came is read when asked. Raises NotFound."""
    found = db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            selectinload(Meeting.items),
            selectinload(Meeting.decisions),
            undefer(Meeting.contents),
        )
    )
    if found is None:
        raise NotFound("There is no such meeting. Choose one from the list of meetings.")
    return found


def lock_meeting(meeting_id: int) -> Meeting:
    """The meeting as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Meeting).where(Meeting.id == meeting_id).with_for_update(of=Meeting)
    db.session.scalar(held.execution_options(populate_existing=True))
    return get_meeting(meeting_id)


def find_before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the series that was held before this one."""
    return db.session.scalar(_choose_before(meeting))


def _choose_before(meeting: Meeting) -> Select[Meeting]:
    chosen = select(Meeting).where(
        Meeting.series_id == meeting.series_id,
        Meeting.state == MeetingState.HELD,
        Meeting.at < meeting.at,
    )
    return chosen.order_by(Meeting.at.desc()).limit(1)


def list_sections(meeting: Meeting, now: datetime, only: str | None = None) -> tuple[Section, ...]:
    """The sections of its agenda: as they stand now, or as they stood when it ended.

    With `only`, the words of that one alone (see `readiness.sections.make_sections`).
    """
    if meeting.state is MeetingState.HELD:
        return tuple(read_section(kept) for kept in meeting.contents)
    before = find_before(meeting)
    return make_sections(Period(before.ended_at if before else None, meeting.at, now), only)


def list_agenda(meeting: Meeting, sections: Sequence[Section]) -> tuple[AgendaItem, ...]:
    """The items in order: what people raised first, then the sections.

    What was said of a section that has nothing to say any more stays at the end.
    """
    rows, keys = {row.key: row for row in meeting.items}, {s.key for s in sections}
    others = [AgendaItem(k, row.title, None, row) for k, row in rows.items() if k not in keys]
    own = [item for item in others if _is_own(item.key)]
    kept = [AgendaItem(s.key, s.title, s, rows.get(s.key)) for s in sections]
    return (*own, *kept, *(item for item in others if not _is_own(item.key)))


def get_agenda_item(meeting: Meeting, key: str) -> AgendaItem:
    """One item of the agenda. Raises NotFound."""
    for item in list_agenda(meeting, list_sections(meeting, clock.now(), only=key)):
        if item.key == key:
            return item
    raise NotFound("There is no such item on this agenda.")


def list_agreed(meeting: Meeting) -> Sequence[Action]:
    """The actions that this meeting agreed."""
    return list_from(Source.MEETING, meeting.id)


def list_invited(meeting: Meeting) -> Sequence[Person]:
    """Who is asked to come: those who hold a post and may read what is said, and who came before.

    By name; of the meeting before as of this one.
    """
    return [person for person, _presence in list_presence(meeting)]


def list_presence(meeting: Meeting) -> Sequence[tuple[Person, Presence | None]]:
    """Who is asked to come, by name, and whether they came as far as it is noted. One query."""
    last = _choose_before(meeting).with_only_columns(Meeting.id).scalar_subquery()
    earlier = select(Attendance.person_id).where(
        or_(Attendance.meeting_id == meeting.id, Attendance.meeting_id == last)
    )
    holds = select(Post.holder_id).where(Post.holder_id.is_not(None))
    readers = [role for role in Role if allows(role, Permission.SEE_MEETINGS)]
    asked = Person.is_active.is_(True) & Person.role.in_(readers) & Person.id.in_(holds)
    here = (Attendance.person_id == Person.id) & (Attendance.meeting_id == meeting.id)
    chosen = select(Person, Attendance.presence).outerjoin(Attendance, here)
    wanted = chosen.where(or_(asked, Person.id.in_(earlier))).order_by(Person.name)
    return [(row.Person, row.presence) for row in db.session.execute(wanted)]


def list_not_noted(meeting: Meeting) -> Sequence[str]:
    """The names of those who are asked to come and of whom nothing is noted. One query."""
    return [person.name for person, presence in list_presence(meeting) if presence is None]


def find_known_moments(meeting: Meeting, kind: str) -> dict[int, datetime]:
    """By person at what time they think the meeting is, where that is not when it is now.

    They were to be told by emails of this kind, whose keys end with the time each had known, and
    the emails that tell them of the newest moves did not leave. Who moved it last themselves knows.
    """
    moves = list_subject_activity(Meeting.__tablename__, meeting.id)
    moved = {e.actor_id: e.at for e in reversed(moves) if e.event == "meetings:meeting:moved"}
    about = Message.key.startswith(f"{kind}:{meeting.id}:", autoescape=True)
    known: dict[int, datetime] = {}
    for message in db.session.scalars(select(Message).where(about).order_by(Message.id)):
        person_id, own = message.recipient_id, moved.get(message.recipient_id)
        if message.state is not MessageState.WITHDRAWN:
            known.pop(person_id, None)
        elif own is None or message.queued_at > own:
            seconds = int(message.key.split(":")[3])
            known.setdefault(person_id, datetime.fromtimestamp(seconds, tz=UTC))
    return known


def keep_section(section: Section) -> dict[str, object]:
    """A section as it is kept with the meeting."""
    return {
        "key": section.key,
        "title": section.title,
        "answer": section.answer,
        "headings": list(section.headings),
        "rows": [list(row) for row in section.rows],
        "figures": [list(figure) for figure in section.figures],
    }


def read_section(kept: dict[str, list[list[str]]]) -> Section:
    """A section that was kept; its links are not, for what they led to goes on changing."""
    return Section(
        key=str(kept["key"]),
        title=str(kept["title"]),
        answer=str(kept["answer"]),
        headings=tuple(str(heading) for heading in kept["headings"]),
        rows=tuple(tuple(row) for row in kept["rows"]),
        figures=tuple((str(name), int(number)) for name, number in kept["figures"]),
    )


def _is_own(key: str) -> bool:
    return key.startswith(OWN)
