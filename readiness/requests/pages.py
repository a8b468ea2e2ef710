"""What the templates of the log, of who was told and of the wall are given."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from readiness.activity.models import Activity
from readiness.activity.queries import Wanted as WantedActivity
from readiness.activity.queries import list_activity
from readiness.activity.showing import ShownEntry, show_entries
from readiness.clock import in_london
from readiness.fieldwork.queries.cases import list_referred
from readiness.fieldwork.queries.talk import list_owed
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for, today_for
from readiness.inspections.offers import BoardFigure
from readiness.inspections.owners import Owners
from readiness.inspections.pages import Board, make_board
from readiness.inspections.rules.board import Gate
from readiness.inspections.rules.tasks import TaskFilter, TaskLine, TaskState, Threat
from readiness.people.access import current_person
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_day, format_time
from readiness.requests import queries
from readiness.requests.desk import Desk
from readiness.requests.models import Briefing, InspectorRequest
from readiness.requests.operations import may_run, may_work_on
from readiness.requests.rules import (
    OPEN_STATES,
    Counts,
    RequestState,
    count_standings,
    spell_late,
    spell_told,
)

NEXT_DUE, LAST_CHANGES, THREATS = 10, 10, 5


def find_actor(inspection: Inspection) -> Person | None:
    """Who is signed in, while there is anything to do."""
    return current_person() if inspection.is_running else None


@dataclass(frozen=True)
class RequestLine:
    """One request as lists show it: whose it is today, how late, and what this person may do."""

    row: InspectorRequest
    area: str
    owner_name: str
    post_title: str
    stands_in: bool
    late: str
    acts: tuple[str, ...]

    @property
    def took(self) -> timedelta | None:
        """How long it took to answer; None while it is not."""
        if self.row.answered_at is None or self.row.state in OPEN_STATES:
            return None
        return self.row.answered_at - self.row.asked_at

    @property
    def owner(self) -> str:
        """Whose it is, in words: the person and the post."""
        if not self.post_title:
            return "Nobody yet"
        link = ", for" if self.stands_in else ","
        return f"{self.owner_name}{link} {self.post_title}" if self.owner_name else self.post_title


def make_lines(
    rows: Iterable[InspectorRequest], desk: Desk, now: datetime, me: Person | None = None
) -> list[RequestLine]:
    """The requests as lists show them; with `me`, with what that person may do in one click."""
    return [make_line(row, desk, now, me) for row in rows]


def make_line(
    row: InspectorRequest, desk: Desk, now: datetime, me: Person | None = None
) -> RequestLine:
    """One request as lists show it."""
    post = desk.find_post(row) if row.post_id is not None else None
    owner = desk.owners.find(post.key) if post is not None else None
    return RequestLine(
        row=row,
        area=desk.spec.name_area(row.area),
        owner_name=owner.person.name if owner and owner.person else "",
        post_title=post.title if post else "",
        stands_in=bool(owner and owner.stands_in),
        late=spell_late(row.standing, now),
        acts=tuple(_list_acts(row, desk, me)) if me is not None else (),
    )


def _list_acts(row: InspectorRequest, desk: Desk, me: Person) -> Iterable[str]:
    """The buttons of a row, by the names of their deeds."""
    if not allows(me.role, Permission.WORK_OWN_TASKS):
        return
    may_work = may_work_on(me, row, desk)
    if row.state is RequestState.NEEDED and desk.owners.list_keys(me.id):
        yield "take"
    elif row.state is RequestState.NEEDED and may_work:
        yield "give"
    elif row.state in OPEN_STATES and may_work:
        yield "tick"
    if row.state is RequestState.ANSWERED and may_run(me, row):
        yield "accept"


def list_owner_choices(inspection_id: int, owners: Owners) -> tuple[tuple[int, str], ...]:
    """Whose the requests of an inspection are today, by name, as the filter offers them."""
    asked = queries.list_asked_posts(inspection_id)
    people = {
        owner.id: owner.name
        for key, post in owners.posts.items()
        if post.id in asked and (owner := owners.find(key).person) is not None
    }
    named = sorted(people.items(), key=lambda person: person[1])
    return ((0, "Nobody yet"), *named)


def list_own_lines(
    me: Person, inspection: Inspection, owners: Owners, now: datetime
) -> list[RequestLine]:
    """The open requests of an inspection that are this person’s on its day, soonest due first.

    `owners` and `now` are those of the inspection. What has no owner is the keeper’s. One query.
    """
    own = set(owners.list_keys(me.id))
    if not own or not allows(me.role, Permission.SEE_REQUESTS):
        return []
    desk, rows = Desk(owners, queries.get_spec()), queries.list_open(inspection.id)
    return make_lines(
        (row for row in rows if (post := desk.find_post(row)) and post.key in own), desk, now
    )


def make_figures(inspection: Inspection, now: datetime) -> Iterator[BoardFigure]:
    """What the board says of requests, with a link, once there are any. One query."""
    counts = count_standings(queries.list_standings(inspection.id), now)
    if not counts.total:
        return
    late = counts.overdue
    state = "overdue" if late else "open" if counts.open else "all"
    address = url_for("requests.list_requests", inspection_id=inspection.id, state=state)
    yield BoardFigure(
        number=f"{counts.open} of {counts.total}",
        words=f"requests open, {late} of them overdue" if late else "requests open",
        href=f"{address}#log",
        needs_attention=bool(late),
        permission=Permission.SEE_REQUESTS,
    )


@dataclass(frozen=True)
class ToldLine:
    """Whom the plan names: by when, by whom, and the note that they were told, if there is one."""

    planned: queries.Planned
    briefing: Briefing | None
    owner_name: str
    is_late: bool


@dataclass(frozen=True)
class Told:
    """Who was told of an inspection, and who is to be."""

    lines: tuple[ToldLine, ...]
    others: tuple[Briefing, ...]
    answer: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Whom the plan names and nobody has told, as a form offers them."""
        return [
            (line.planned.spec.key, line.planned.spec.title)
            for line in self.lines
            if line.briefing is None
        ]


def make_told(inspection: Inspection) -> Told:
    """The page of who was told. A note whose audience left the plan is among the others."""
    now = now_for(inspection)
    owners = Owners.load(today_for(inspection), inspection)
    planned = queries.list_planned(inspection.id)
    noted = queries.list_briefings(inspection.id)
    by_key = {briefing.key: briefing for briefing in noted if briefing.key}
    lines = tuple(_make_told_line(each, by_key.get(each.spec.key), owners, now) for each in planned)
    named = {line.briefing.id for line in lines if line.briefing}
    done = sum(line.briefing is not None for line in lines)
    return Told(
        lines=lines,
        others=tuple(briefing for briefing in noted if briefing.id not in named),
        answer=spell_told(
            done if lines else len(noted), len(lines), sum(line.is_late for line in lines)
        ),
    )


def _make_told_line(
    planned: queries.Planned, briefing: Briefing | None, owners: Owners, now: datetime
) -> ToldLine:
    person = owners.find(planned.post.key).person
    is_late = briefing is None and planned.due_at < now
    return ToldLine(planned, briefing, person.name if person else "", is_late)


@dataclass(frozen=True)
class WallDue:
    """Something due: a task, a request by its number and area alone, or a case by its number."""

    title: str
    due_at: datetime
    owner: str


def spell_when(moment: datetime, now: datetime) -> str:
    """A moment as short as a wall needs it: “5pm” today, “Mon 5pm” within a week."""
    local, today = in_london(moment), in_london(now).date()
    far = abs((local.date() - today).days)
    at = format_time(local)
    if far == 0:
        return at
    return f"{local:%a} {at}" if far < 7 else f"{local.day} {local:%b}, {at}"


@dataclass(frozen=True)
class WallThreat:
    """What threatens a gate, without what anybody wrote of it."""

    title: str
    why: str
    owner: str


@dataclass(frozen=True)
class Wall:
    """The wall of one inspection at one moment. Nothing here is about a child."""

    board: Board
    due: tuple[WallDue, ...]
    missed: tuple[str, ...]
    threats: tuple[tuple[str, int, tuple[WallThreat, ...]], ...]
    changes: tuple[ShownEntry, ...]
    requests: Counts


def make_wall(inspection: Inspection, lines: Sequence[TaskLine], now: datetime) -> Wall:
    """The wall of an inspection whose key dates are loaded; `lines` are its tasks.

    The same for everybody who may look: counts and numbers of requests, never what was asked.
    """
    desk = Desk.load(inspection.id)
    board = make_board(inspection, TaskFilter(), now, lines)
    asked = queries.list_open(inspection.id)
    recent = list_activity(WantedActivity(inspection_id=inspection.id), limit=LAST_CHANGES)
    return Wall(
        board=board,
        due=choose_due(lines, make_lines(asked, desk, now), list_on_site(inspection.id), now),
        missed=tuple(
            f"{gate.title}: not finished, {gate.left} late"
            for gate in board.missed
            if not gate.count.was_sent
        ),
        threats=tuple(
            (gate.title, len(gate.threats), tuple(map(_say_threat, gate.threats[:THREATS])))
            for gate in _choose_threatened(board)
        ),
        changes=_show_changes(inspection, recent),
        requests=count_standings(queries.list_standings(inspection.id), now),
    )


def _show_changes(inspection: Inspection, entries: Iterable[Activity]) -> tuple[ShownEntry, ...]:
    """What happened, as short as a wall needs it: whose wall it is stands at its top."""
    own = "this trial run" if inspection.is_trial else "this inspection"
    return tuple(
        shown
        for entry in entries
        for shown in show_entries(
            [entry], subject=own if entry.subject_type == "inspection" else "", is_brief=True
        )
    )


def list_on_site(inspection_id: int) -> Iterator[WallDue]:
    """What the week on site owes: cases referred back, evidence promised at keep-in-touch meetings.

    Two queries. Neither an identifier nor what was said.
    """
    for case in list_referred(inspection_id):
        if case.is_open:
            yield WallDue(f"Case {case.number} referred back", case.due_at, case.owner.name)
    for point in list_owed(inspection_id):
        who, day = point.note.changed_by, format_day(point.note.day)
        if point.due_at is not None:
            owner = who.name if who else "Nobody yet"
            yield WallDue(f"Evidence promised on {day}", point.due_at, owner)


def choose_due(
    tasks: Iterable[TaskLine],
    asked: Iterable[RequestLine],
    others: Iterable[WallDue],
    now: datetime,
) -> tuple[WallDue, ...]:
    """The next to come of everything, soonest first; what is late is told apart."""
    found = [due for due in others if due.due_at >= now]
    found += [
        WallDue(task.title, task.due_at, task.owner_name or task.post_title)
        for task in tasks
        if task.is_open and task.due_at >= now
    ]
    found += [
        WallDue(
            f"{line.row.activity_title}: {line.area.lower()}",
            line.row.due_at,
            line.owner_name or line.post_title or "Nobody yet",
        )
        for line in asked
        if line.row.due_at >= now
    ]
    return tuple(sorted(found, key=lambda due: due.due_at)[:NEXT_DUE])


def _choose_threatened(board: Board) -> Sequence[Gate]:
    """The next gate to come that something threatens, if any; else the last one missed."""
    found = sorted(board.threatened, key=lambda gate: gate.at)
    ahead = [gate for gate in found if not gate.is_past]
    return ahead[:1] or found[-1:]


def _say_threat(threat: Threat) -> WallThreat:
    task = threat.task
    why = "Blocked" if task.state is TaskState.BLOCKED else threat.why
    return WallThreat(task.title, why, task.owner_name or task.post_title)
