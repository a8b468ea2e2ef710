"""Finding requests, who was told, and screens: few queries, however many there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from readiness.checklists.requests import AudienceSpec, RequestsSpec, load_requests
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.library.models import DocumentVersion
from readiness.people.models import Person, Post
from readiness.requests.models import Briefing, InspectorRequest, WallScreen
from readiness.requests.rules import OPEN_STATES, RequestState, Standing, day_bounds
from readiness.settings import current_settings

_IS_OPEN = (
    InspectorRequest.state.in_(OPEN_STATES),
    Inspection.state == InspectionState.RUNNING,
)


@dataclass(frozen=True)
class Wanted:
    """Which requests to list; None and nothing ask for nothing.

    `state` is a state’s word, “open”, “overdue”, “all”, or nothing for all not accepted;
    `post_ids` are an owner’s posts, None of everybody, with `or_nobody` also what has no post.
    `day` is the London day on which a request is due.
    """

    state: str = ""
    post_ids: Collection[int] | None = None
    or_nobody: bool = False
    area: str = ""
    day: date | None = None
    search: str = ""


def get_spec() -> RequestsSpec:
    """Areas, the usual due time and the audiences, as the file says now."""
    return load_requests(current_settings().checklists_path)


def get_request(inspection_id: int, number: int) -> InspectorRequest:
    """A request of the inspection by its number, with all its page shows. Raises NotFound."""
    found = db.session.scalar(
        select(InspectorRequest)
        .where(InspectorRequest.inspection_id == inspection_id, InspectorRequest.number == number)
        .options(
            joinedload(InspectorRequest.post),
            joinedload(InspectorRequest.document_version),
            joinedload(InspectorRequest.answered_by),
            joinedload(InspectorRequest.created_by),
            joinedload(InspectorRequest.changed_by),
            selectinload(InspectorRequest.turns),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such request in this inspection. Look for it in the log.")
    return found


def lock_request(inspection_id: int, number: int) -> InspectorRequest:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(InspectorRequest.id).where(
        InspectorRequest.inspection_id == inspection_id, InspectorRequest.number == number
    )
    db.session.execute(held.with_for_update())
    return get_request(inspection_id, number)


def find_next_number(inspection_id: int) -> int:
    """The number of the next request; nobody else gets one until the transaction ends."""
    # “No key” lets others add what only points to the inspection, such as tasks’ comments.
    held = select(Inspection.id).where(Inspection.id == inspection_id)
    db.session.execute(held.with_for_update(key_share=True))
    last = select(func.max(InspectorRequest.number)).where(
        InspectorRequest.inspection_id == inspection_id
    )
    return (db.session.scalar(last) or 0) + 1


def count_requests(inspection_id: int, wanted: Wanted, now: datetime) -> int:
    """How many requests fit."""
    fitting = select(func.count(InspectorRequest.id)).where(*_fit(inspection_id, wanted, now))
    return db.session.scalar(fitting) or 0


def list_requests(
    inspection_id: int,
    wanted: Wanted,
    now: datetime,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[InspectorRequest]:
    """Those that fit with their documents: open ones first, soonest due first. One query.

    Whose each is comes from its post, which the caller has read with all others.
    """
    is_closed = InspectorRequest.state.not_in(OPEN_STATES)
    chosen = (
        select(InspectorRequest)
        .where(*_fit(inspection_id, wanted, now))
        .options(
            joinedload(InspectorRequest.document_version), joinedload(InspectorRequest.answered_by)
        )
        .order_by(is_closed, InspectorRequest.due_at, InspectorRequest.number)
    )
    return db.session.scalars(chosen.limit(limit).offset(offset)).all()


def list_daily(inspection_id: int, day: date) -> Sequence[InspectorRequest]:
    """What the daily meeting speaks of: asked or answered on that day, or open by its end."""
    begins, ends = day_bounds(day)
    answered = InspectorRequest.answered_at.between(begins, ends)
    asked = InspectorRequest.asked_at.between(begins, ends)
    still = InspectorRequest.state.in_(OPEN_STATES) & (InspectorRequest.asked_at < ends)
    chosen = (
        select(InspectorRequest)
        .where(InspectorRequest.inspection_id == inspection_id, or_(answered, asked, still))
        .options(
            joinedload(InspectorRequest.document_version), joinedload(InspectorRequest.answered_by)
        )
        .order_by(InspectorRequest.due_at, InspectorRequest.number)
    )
    return db.session.scalars(chosen).all()


def list_standings(inspection_id: int) -> Sequence[Standing]:
    """The state and due time of every request of the inspection. One query."""
    chosen = select(InspectorRequest.state, InspectorRequest.due_at).where(
        InspectorRequest.inspection_id == inspection_id
    )
    return [Standing(*row) for row in db.session.execute(chosen)]


def has_open() -> ColumnElement[bool]:
    """That any request is open in a real inspection that runs."""
    every = select(InspectorRequest.id).join(InspectorRequest.inspection)
    return every.where(*_IS_OPEN, Inspection.is_trial.is_(False)).exists()


def list_open(inspection_id: int | None = None) -> Sequence[InspectorRequest]:
    """The open requests of an inspection, or of all that run, with it, soonest due first."""
    chosen = (
        select(InspectorRequest)
        .join(InspectorRequest.inspection)
        .where(*_IS_OPEN)
        .options(joinedload(InspectorRequest.inspection))
        .order_by(InspectorRequest.due_at, InspectorRequest.id)
    )
    if inspection_id is not None:
        chosen = chosen.where(InspectorRequest.inspection_id == inspection_id)
    return db.session.scalars(chosen).all()


def list_asked_posts(inspection_id: int) -> frozenset[int]:
    """The posts that own any request of the inspection."""
    chosen = select(InspectorRequest.post_id).where(
        InspectorRequest.inspection_id == inspection_id, InspectorRequest.post_id.is_not(None)
    )
    return frozenset(number for number in db.session.scalars(chosen.distinct()) if number)


def find_version(version_id: int) -> DocumentVersion | None:
    """A version of a document by its id."""
    return db.session.get(DocumentVersion, version_id)


@dataclass(frozen=True)
class Planned:
    """Somebody whom the plan of the inspection names, and by when they are to be told."""

    spec: AudienceSpec
    due_at: datetime
    post: Post


def list_planned(inspection_id: int) -> tuple[Planned, ...]:
    """Whom the inspection’s own steps say to tell, soonest first. One query."""
    audiences = get_spec().audiences.values()
    chosen = (
        select(Task)
        .where(Task.inspection_id == inspection_id, Task.state != TaskState.NOT_NEEDED)
        .where(Task.step_key.in_({each.step for each in audiences}))
        .options(joinedload(Task.post))
    )
    tasks = {task.step_key: task for task in db.session.scalars(chosen)}
    found = [
        Planned(each, tasks[each.step].due_at, tasks[each.step].post)
        for each in audiences
        if each.step in tasks
    ]
    return tuple(sorted(found, key=lambda planned: planned.due_at))


def list_briefings(inspection_id: int) -> Sequence[Briefing]:
    """Who was told, the latest first."""
    chosen = select(Briefing).where(Briefing.inspection_id == inspection_id)
    return db.session.scalars(chosen.order_by(Briefing.told_at.desc(), Briefing.id.desc())).all()


def find_briefing(inspection_id: int, key: str) -> Briefing | None:
    """The note that somebody the plan names was told, if they were."""
    chosen = select(Briefing).where(Briefing.inspection_id == inspection_id, Briefing.key == key)
    return db.session.scalar(chosen)


def get_briefing(inspection_id: int, briefing_id: int) -> Briefing:
    """A note of the inspection. Raises NotFound."""
    found = db.session.get(Briefing, briefing_id)
    if found is None or found.inspection_id != inspection_id:
        raise NotFound("There is no such note. Somebody may have taken it back already.")
    return found


def list_screens(inspection_id: int, now: datetime) -> Sequence[WallScreen]:
    """The screens that are up, the latest first."""
    chosen = select(WallScreen).where(
        WallScreen.inspection_id == inspection_id,
        WallScreen.ended_at.is_(None),
        WallScreen.expires_at > now,
    )
    return db.session.scalars(chosen.order_by(WallScreen.id.desc())).all()


def get_screen(inspection_id: int, screen_id: int) -> WallScreen:
    """A screen of the inspection. Raises NotFound."""
    found = db.session.get(WallScreen, screen_id)
    if found is None or found.inspection_id != inspection_id:
        raise NotFound("There is no such screen. Somebody may have taken it down already.")
    return found


def find_screen(token_hash: str, now: datetime) -> WallScreen | None:
    """The screen with this secret’s hash: up, of an inspection that runs, and put up by somebody
    who has not left.
    """
    return db.session.scalar(
        select(WallScreen)
        .join(Inspection, Inspection.id == WallScreen.inspection_id)
        .join(Person, Person.id == WallScreen.opened_by_id)
        .where(
            Person.is_active.is_(True),
            WallScreen.token_hash == token_hash,
            WallScreen.ended_at.is_(None),
            WallScreen.expires_at > now,
            Inspection.state == InspectionState.RUNNING,
        )
    )


def _fit(inspection_id: int, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found = [InspectorRequest.inspection_id == inspection_id, *_fit_state(wanted.state, now)]
    if wanted.post_ids is not None:
        owned = InspectorRequest.post_id.in_(wanted.post_ids)
        found.append(owned | InspectorRequest.post_id.is_(None) if wanted.or_nobody else owned)
    if wanted.area:
        found.append(InspectorRequest.area == wanted.area)
    if wanted.day is not None:
        begins, ends = day_bounds(wanted.day)
        found += [InspectorRequest.due_at >= begins, InspectorRequest.due_at < ends]
    return found + [_speaks_of(word) for word in wanted.search.split()]


def _fit_state(state: str, now: datetime) -> list[ColumnElement[bool]]:
    if state == "all":
        return []
    if not state:
        return [InspectorRequest.state != RequestState.ACCEPTED]
    if state not in ("open", "overdue"):
        return [InspectorRequest.state == RequestState(state)]
    late = [InspectorRequest.due_at < now] if state == "overdue" else []
    return [InspectorRequest.state.in_(OPEN_STATES), *late]


def _speaks_of(word: str) -> ColumnElement[bool]:
    texts = (InspectorRequest.question, InspectorRequest.asked_by, InspectorRequest.answer)
    found: list[ColumnElement[bool]] = [text.icontains(word, autoescape=True) for text in texts]
    number = word.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        found.append(InspectorRequest.number == int(number))
    return or_(*found)
