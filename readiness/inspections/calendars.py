"""What inspections put into calendars: tasks that are due, key dates, and fixed points.

Fixed points come from the checklist an inspection began with. Who is invited is worked out for
the day of the event: posts by who holds them and is here, gates also by whose tasks feed them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import selectinload, undefer

from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.copies import read_invitations_copy
from readiness.inspections.models import AnchorDate, Inspection, Task
from readiness.inspections.present import find_players
from readiness.inspections.queries import (
    get_inspection,
    list_own_tasks,
    list_posts_by_key,
    list_running_inspections,
)
from readiness.inspections.rules.fixed_points import Fixed, Held, place_events
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.notifications.calendars import (
    SharedCalendar,
    add_entries,
    add_fixed_points,
    add_shared,
)
from readiness.notifications.messages import path_to
from readiness.notifications.rules.calendars import Entry, FixedPoint
from readiness.people.models import Person, Post
from readiness.people.queries import list_away
from readiness.people.rules import Away, find_owner, people_away

CALENDAR = "inspection-"
SHORT = timedelta(minutes=15)
"""How long a due time is in a calendar: it must be seen, and takes up nobody’s time."""


def name_calendar(inspection_id: int) -> str:
    """The key of an inspection’s calendar, for fixed points that packages above offer."""
    return f"{CALENDAR}{inspection_id}"


def describe(inspection: Inspection) -> str:
    """What an entry belongs to; on an exercise clock its times are none of the real calendar."""
    if inspection.exercise_clock is None:
        return inspection.title
    return f"{inspection.title}, times by its exercise clock"


@add_entries
def list_due_entries(person: Person, now: datetime) -> Iterable[Entry]:
    """The open tasks of this person, by when they are due; of a trial run if they are in it."""
    running = {inspection.id: inspection for inspection in list_running_inspections()}
    players = find_players(running.values())
    tasks = [
        task
        for task in list_own_tasks(person, now=now)
        if person.id in players.get(task.inspection_id, {person.id})
    ]
    chosen = select(Task.id, Task.changed_at).where(Task.id.in_([task.id for task in tasks]))
    touched = {row.id: row.changed_at for row in db.session.execute(chosen)}
    for task in tasks:
        inspection = running[task.inspection_id]
        changed_at = _last_change(inspection)
        yield Entry(
            uid=f"task-{task.id}",
            title=f"Due: {task.title}",
            begins=task.due_at,
            ends=task.due_at + SHORT,
            path=path_to("inspections.show_task", inspection_id=inspection.id, task_id=task.id),
            sequence=task.version + inspection.version,
            changed_at=max(changed_at, touched[task.id] or changed_at),
            about=describe(inspection),
            is_trial=inspection.is_trial,
        )


@add_fixed_points
def list_inspection_points(now: datetime) -> Iterable[FixedPoint]:
    """The fixed points of every running inspection. A fixed number of queries."""
    inspections = _list_running_with_copies()
    if not inspections:
        return []
    council = _Council.load(inspections, in_london(now).date())
    return [
        FixedPoint(
            entry=_make_entry(inspection, held),
            people=council.find_invited(inspection, held),
            calendar=name_calendar(inspection.id),
        )
        for inspection in inspections
        for held in _place(inspection)
    ]


class InspectionCalendars:
    """A calendar for each inspection: its key dates besides its fixed points."""

    def list_calendars(self) -> Sequence[SharedCalendar]:
        """Of the running ones."""
        return [_name(inspection) for inspection in list_running_inspections()]

    def find_calendar(self, key: str) -> SharedCalendar | None:
        """Of this one, running or closed."""
        inspection = _find(key)
        return _name(inspection) if inspection is not None else None

    def list_entries(self, key: str, points: Sequence[FixedPoint]) -> Iterable[Entry]:
        """The key dates at which no fixed point of its own begins or ends."""
        inspection = _find(key)
        if inspection is None:
            return []
        taken = {moment for point in points for moment in (point.entry.begins, point.entry.ends)}
        dates = [anchor for anchor in inspection.anchors if anchor.at not in taken]
        return [_make_date(inspection, anchor) for anchor in dates]


add_shared(InspectionCalendars())


@dataclass(frozen=True)
class _Council:
    """Who holds which post, who is away when, and whose tasks feed which gate."""

    posts: Mapping[str, Post]
    away: Sequence[Away]
    tasks: Sequence[Row[Any]]
    players: Mapping[int, frozenset[int]]

    @classmethod
    def load(cls, inspections: Sequence[Inspection], today: date) -> "_Council":
        """As things stand. Four queries at most."""
        chosen = (
            select(Task.inspection_id, Task.gate, Task.post_id, Person.id.label("handed_to_id"))
            .outerjoin(Person, (Person.id == Task.handed_to_id) & Person.is_active.is_(True))
            .where(
                Task.inspection_id.in_([inspection.id for inspection in inspections]),
                Task.state != TaskState.NOT_NEEDED,
            )
            .distinct()
        )
        tasks = [*db.session.execute(chosen)]
        return cls(list_posts_by_key(), list_away(today), tasks, find_players(inspections))

    def find_invited(self, inspection: Inspection, held: Held) -> frozenset[int]:
        """Who is invited to an event; to one of a trial run only people who are in it."""
        away = people_away(self.away, in_london(held.begins).date())
        players = self.players.get(inspection.id)
        own = [row for row in self.tasks if row.inspection_id == inspection.id]
        feeding = [row for row in own if held.gate and row.gate == held.gate]
        asked = [self.posts[key] for key in held.spec.posts if key in self.posts]
        by_id = {post.id: post for post in self.posts.values()}
        people = {_find_owner(row, by_id[row.post_id], away, players) for row in feeding}
        people |= {_find_holder(post, away, players) for post in asked}
        return frozenset(person for person in people if person is not None)


def _find_owner(
    row: Row[Any], post: Post, away: frozenset[int], players: frozenset[int] | None
) -> int | None:
    taker: int | None = row.handed_to_id
    if taker is not None and taker not in away and (players is None or taker in players):
        return taker
    return _find_holder(post, away, players)


def _find_holder(post: Post, away: frozenset[int], players: frozenset[int] | None) -> int | None:
    """Whose the work of a post is; of those who are in the trial run, where it is one."""
    holder, deputy = (
        person if players is None or person in players else None for person in post.present
    )
    return find_owner(holder, deputy, away)


def _list_running_with_copies() -> Sequence[Inspection]:
    chosen = (
        select(Inspection)
        .options(selectinload(Inspection.anchors), undefer(Inspection.checklist_copy))
        .where(Inspection.state == InspectionState.RUNNING)
        .order_by(Inspection.id)
    )
    return db.session.scalars(chosen).all()


def _place(inspection: Inspection) -> tuple[Held, ...]:
    anchors = [
        Fixed(a.key, a.title, a.at, a.gate, is_known=a.is_changed or not a.estimate)
        for a in inspection.anchors
    ]
    return place_events(read_invitations_copy(inspection.checklist_copy), anchors)


def _make_entry(inspection: Inspection, held: Held) -> Entry:
    return Entry(
        uid=f"{name_calendar(inspection.id)}-{held.key}",
        title=held.title,
        begins=held.begins,
        ends=held.ends,
        path=path_to("inspections.board", inspection_id=inspection.id, gate=held.gate or None),
        sequence=inspection.version,
        changed_at=_last_change(inspection),
        about=describe(inspection),
        is_trial=inspection.is_trial,
        trial_id=inspection.id if inspection.is_trial else None,
        is_busy=True,
    )


def _make_date(inspection: Inspection, anchor: AnchorDate) -> Entry:
    is_estimate = anchor.estimate and not anchor.is_changed
    return Entry(
        uid=f"{name_calendar(inspection.id)}-date-{anchor.key}",
        title=f"{anchor.title} (estimate)" if is_estimate else anchor.title,
        begins=anchor.at,
        ends=anchor.at + SHORT,
        path=path_to("inspections.list_dates", inspection_id=inspection.id),
        sequence=inspection.version,
        changed_at=_last_change(inspection),
        about=describe(inspection),
        is_trial=inspection.is_trial,
    )


def _last_change(inspection: Inspection) -> datetime:
    return inspection.dates_changed_at or inspection.started_at


def _name(inspection: Inspection) -> SharedCalendar:
    trial_id = inspection.id if inspection.is_trial else None
    return SharedCalendar(name_calendar(inspection.id), inspection.title, trial_id)


def _find(key: str) -> Inspection | None:
    number = key.removeprefix(CALENDAR)
    is_number = key.startswith(CALENDAR) and number.isascii() and number.isdigit()
    if not is_number or len(number) > 9:
        return None
    try:
        return get_inspection(int(number))
    except NotFound:
        return None
