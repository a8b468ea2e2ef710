"""Finding actions: by owner, source, state and age. A fixed number of queries, however many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from readiness.actions.models import Action, ActionEvidence
from readiness.actions.rules import (
    ENDED_STATES,
    SOON_DAYS,
    ActionState,
    Age,
    Source,
    Standing,
    Urgency,
    begin_age,
)
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.london import LONDON, in_london
from readiness.people.models import Person


@dataclass(frozen=True)
class Wanted:
    """Which actions to list; None and nothing ask for nothing.

    Without a state or an urgency those are listed that are not ended.
    """

    owner_id: int | None = None
    source: Source | None = None
    state: ActionState | None = None
    urgency: Urgency | None = None
    age: Age | None = None
    search: str = ""


class ActionLine(NamedTuple):
    """What a list tells of an action; the owner by name."""

    id: int
    version: int
    title: str
    owner: str
    due_on: date
    state: ActionState
    source: Source
    source_words: str
    owner_id: int
    done_by_id: int | None
    done_at: datetime | None

    @property
    def standing(self) -> Standing:
        """Its state and due date, as the rules take them."""
        reported_on = in_london(self.done_at).date() if self.done_at else None
        return Standing(self.state, self.due_on, reported_on=reported_on)


def get_action(action_id: int) -> Action:
    """The action with all that its page shows. Raises NotFound."""
    found = db.session.scalar(
        select(Action)
        .where(Action.id == action_id)
        .options(
            joinedload(Action.owner),
            joinedload(Action.created_by),
            joinedload(Action.done_by),
            joinedload(Action.confirmed_by),
            joinedload(Action.changed_by),
            selectinload(Action.notes),
            selectinload(Action.evidence),
        )
    )
    return _or_not_found(found)


def lock_action(action_id: int) -> Action:
    """The action as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Action).where(Action.id == action_id).with_for_update()
    _or_not_found(db.session.scalar(held.execution_options(populate_existing=True)))
    return get_action(action_id)


def get_evidence(action: Action, evidence_id: int) -> ActionEvidence:
    """One of the action’s files, which are loaded. Raises NotFound."""
    for found in action.evidence:
        if found.id == evidence_id:
            return found
    raise NotFound("There is no such file. Somebody may have sent you an old link.")


def count_actions(wanted: Wanted, today: date) -> int:
    """How many actions fit."""
    fitting = select(func.count(Action.id)).where(*_conditions(wanted, today))
    return db.session.scalar(fitting) or 0


def list_actions(
    wanted: Wanted, today: date, *, limit: int | None = None, offset: int = 0
) -> Sequence[Action]:
    """Those that fit, soonest due first, with owner and who confirmed."""
    chosen = select(Action).where(*_conditions(wanted, today))
    told = chosen.options(joinedload(Action.owner), joinedload(Action.confirmed_by))
    ordered = told.order_by(Action.due_on, Action.id).limit(limit).offset(offset)
    return db.session.scalars(ordered).all()


def list_lines() -> Sequence[ActionLine]:
    """All that are not ended and no trial run’s, soonest due first.

    Whole actions would take four times as long.
    """
    columns = (Action.id, Action.version, Action.title, Person.name, Action.due_on, Action.state)
    others = (Action.source, Action.source_words, Action.owner_id)
    done = (Action.done_by_id, Action.done_at)
    chosen = select(*columns, *others, *done).join(Action.owner)
    open_now = chosen.where(Action.state.not_in(ENDED_STATES), Action.trial_id.is_(None))
    rows = db.session.execute(open_now.order_by(Action.due_on, Action.id))
    return [ActionLine._make(row) for row in rows]


def list_standings(owner_id: int | None = None) -> Sequence[Standing]:
    """The state and due date of all that are not ended, of one owner or of everybody."""
    columns = (Action.state, Action.due_on, Action.trial_id)
    chosen = select(*columns).where(Action.state.not_in(ENDED_STATES))
    if owner_id is not None:
        chosen = chosen.where(Action.owner_id == owner_id)
    return [Standing(*row) for row in db.session.execute(chosen)]


def list_owners() -> Sequence[tuple[int, str]]:
    """Everybody who owns or owned an action, by name."""
    chosen = select(Person.id, Person.name).where(Person.id.in_(select(Action.owner_id)))
    return [(row.id, row.name) for row in db.session.execute(chosen.order_by(Person.name))]


def list_own(person: Person, *, limit: int) -> Sequence[Action]:
    """The open actions of a person, soonest due first."""
    mine = select(Action).where(Action.owner_id == person.id, Action.state == ActionState.OPEN)
    return db.session.scalars(mine.order_by(Action.due_on, Action.id).limit(limit)).all()


def list_from(source: Source, source_id: int) -> Sequence[Action]:
    """Every action that came from one thing, soonest due first, with owner."""
    chosen = select(Action).where(Action.source == source, Action.source_id == source_id)
    owned = chosen.options(joinedload(Action.owner)).order_by(Action.due_on, Action.id)
    return db.session.scalars(owned).all()


def lock_open_of_trials(trial_ids: Collection[int]) -> Sequence[Action]:
    """The same by number, as they stand now, held until the transaction ends; without owner."""
    chosen = select(Action).where(Action.trial_id.in_(trial_ids), Action.state.not_in(ENDED_STATES))
    held = chosen.order_by(Action.id).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).all()


def list_open_of_trials(trial_ids: Collection[int]) -> Sequence[Action]:
    """What is not ended of these trial runs, soonest due first, with owner."""
    chosen = select(Action).where(Action.trial_id.in_(trial_ids), Action.state.not_in(ENDED_STATES))
    owned = chosen.options(joinedload(Action.owner)).order_by(Action.due_on, Action.id)
    return db.session.scalars(owned).all()


def count_ended_since(moment: datetime) -> int:
    """How many actions, no trial run’s, ended after this moment and are ended still."""
    ended = select(func.count(Action.id)).where(
        Action.state.in_(ENDED_STATES), Action.changed_at > moment, Action.trial_id.is_(None)
    )
    return db.session.scalar(ended) or 0


def list_awaiting(person: Person) -> Sequence[Action]:
    """What waits for confirmation by somebody other than this person, longest waiting first."""
    chosen = (
        select(Action)
        .where(
            Action.state == ActionState.AWAITING_CONFIRMATION,
            Action.owner_id != person.id,
            Action.done_by_id != person.id,
        )
        .options(joinedload(Action.owner))
        .order_by(Action.done_at)
    )
    return db.session.scalars(chosen).all()


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.owner_id is not None:
        found.append(Action.owner_id == wanted.owner_id)
    if wanted.source is not None:
        found.append(Action.source == wanted.source)
    if wanted.age is not None:
        begins = datetime.combine(begin_age(wanted.age, today), time(), tzinfo=LONDON)
        found.append(Action.created_at < begins)
    if wanted.search:
        words = wanted.search.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{words}%"
        found.append(
            or_(
                Action.title.ilike(like, escape="\\"),
                Action.detail.ilike(like, escape="\\"),
                Action.source_words.ilike(like, escape="\\"),
            )
        )
    return found + _standing_conditions(wanted, today)


def _standing_conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    stated = [] if wanted.state is None else [Action.state == wanted.state]
    if wanted.urgency is Urgency.ENDED:
        return [*stated, Action.state.in_(ENDED_STATES)]
    if wanted.urgency is None:
        return stated or [Action.state.not_in(ENDED_STATES)]
    soon = today + timedelta(days=SOON_DAYS)
    real = Action.trial_id.is_(None)
    dated: dict[Urgency, ColumnElement[bool]] = {
        Urgency.OVERDUE: real & (Action.due_on < today),
        Urgency.DUE_SOON: real & Action.due_on.between(today, soon),
        Urgency.LATER: or_(~real, Action.due_on > soon),
    }
    return [*stated, Action.state.not_in(ENDED_STATES), dated[wanted.urgency]]


def _or_not_found(action: Action | None) -> Action:
    if action is None:
        raise NotFound("There is no such action. Choose one from the list of actions.")
    return action
