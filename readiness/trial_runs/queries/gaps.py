"""Finding gaps with their actions, what went well, and proposed changes of a checklist."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from readiness.actions.models import Action
from readiness.actions.rules import ActionState, Source
from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.people.models import Post
from readiness.trial_runs.models import ChecklistProposal, Gap, WentWell
from readiness.trial_runs.rules.gaps import (
    ENDED_STATES,
    SEVEREST_FIRST,
    GapFilter,
    GapKind,
    GapState,
    judge_gap,
    spell_age,
)


@dataclass(frozen=True)
class GapLine:
    """A gap with the actions that came of it, judged."""

    gap: Gap
    actions: tuple[Action, ...]
    state: GapState

    @property
    def is_open(self) -> bool:
        """Whether it is neither closed nor accepted."""
        return self.state not in ENDED_STATES

    @property
    def agreed(self) -> int:
        """How many actions came of it that were not dropped."""
        return sum(action.state is not ActionState.NOT_NEEDED for action in self.actions)

    @property
    def ended_at(self) -> datetime | None:
        """When it was closed or accepted."""
        if self.gap.accepted_at is not None:
            return self.gap.accepted_at
        ends = [action.confirmed_at for action in self.actions if action.confirmed_at]
        return max(ends) if self.state is GapState.CLOSED and ends else None

    def age(self, today: date) -> str:
        """How long it is or was open, in words."""
        ended_on = in_london(self.ended_at).date() if self.ended_at else None
        return spell_age(in_london(self.gap.seen_at).date(), today, ended_on)


def get_gap(inspection_id: int, gap_id: int) -> Gap:
    """A gap of this trial run with all that its page shows. Raises NotFound."""
    chosen = _gaps().where(Gap.id == gap_id, Gap.inspection_id == inspection_id)
    found = db.session.scalar(chosen.options(joinedload(Gap.changed_by)))
    if found is None:
        raise NotFound("There is no such gap in this trial run. Choose one from the list of gaps.")
    return found


def find_trial_of(gap_id: int) -> int | None:
    """The number of the trial run in which a gap was seen; None for an unknown gap."""
    return db.session.scalar(select(Gap.inspection_id).where(Gap.id == gap_id))


def lock_gap(inspection_id: int, gap_id: int) -> Gap:
    """The same gap as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Gap).where(Gap.id == gap_id, Gap.inspection_id == inspection_id)
    db.session.scalar(held.with_for_update().execution_options(populate_existing=True))
    return get_gap(inspection_id, gap_id)


def get_line(gap: Gap) -> GapLine:
    """One gap with its actions."""
    return _judge([gap])[0]


def list_gaps(wanted: GapFilter) -> Sequence[GapLine]:
    """Those that fit: what is open first, the most serious first, the oldest first.

    Two queries, however many there are.
    """
    chosen = _gaps().where(*_conditions(wanted)).order_by(Gap.seen_at, Gap.id)
    lines = _judge(db.session.scalars(chosen).all())
    fitting = [line for line in lines if _is_wanted(line, wanted)]
    return sorted(
        fitting, key=lambda line: (not line.is_open, SEVEREST_FIRST.index(line.gap.severity))
    )


def list_went_well(inspection_id: int) -> Sequence[WentWell]:
    """What went well in a trial run, in the order in which it was seen."""
    chosen = select(WentWell).where(WentWell.inspection_id == inspection_id)
    told = chosen.options(joinedload(WentWell.task), joinedload(WentWell.seen_by))
    return db.session.scalars(told.order_by(WentWell.seen_at, WentWell.id)).all()


def list_steps(inspection_id: int) -> Sequence[tuple[int, str]]:
    """The tasks of a trial run as a form offers them: number and title, soonest due first."""
    chosen = select(Task.id, Task.title).where(Task.inspection_id == inspection_id)
    ordered = chosen.order_by(Task.due_at, Task.id)
    return [(row.id, row.title) for row in db.session.execute(ordered)]


def find_task(inspection_id: int, task_id: int | None) -> Task | None:
    """The task of this trial run with its post; None for none. Raises NotFound."""
    if task_id is None:
        return None
    chosen = select(Task).where(Task.id == task_id, Task.inspection_id == inspection_id)
    found = db.session.scalar(chosen.options(joinedload(Task.post)))
    if found is None:
        raise NotFound("There is no such step in this trial run. Choose one from the list.")
    return found


def list_trials() -> Sequence[tuple[int, str]]:
    """Every trial run, the newest first: number and title."""
    chosen = select(Inspection.id, Inspection.title).where(Inspection.is_trial)
    ordered = chosen.order_by(Inspection.id.desc())
    return [(row.id, row.title) for row in db.session.execute(ordered)]


def find_proposal(gap: Gap) -> ChecklistProposal | None:
    """The change of the checklist that a gap asks for, if there is one."""
    chosen = select(ChecklistProposal).where(ChecklistProposal.gap_id == gap.id)
    return db.session.scalar(chosen.options(joinedload(ChecklistProposal.proposed_by)))


def list_earlier_gaps(trial: Inspection) -> frozenset[tuple[str, GapKind]]:
    """Step and kind of every gap of the trial runs begun before this one."""
    chosen = select(Task.step_key, Gap.kind).join(Gap, Gap.task_id == Task.id)
    earlier = chosen.where(Gap.inspection_id < trial.id)
    return frozenset((row.step_key, row.kind) for row in db.session.execute(earlier))


def _gaps() -> Select[Gap]:
    return select(Gap).options(
        joinedload(Gap.inspection).lazyload(Inspection.started_by),
        joinedload(Gap.task),
        joinedload(Gap.owner_post).joinedload(Post.holder),
        joinedload(Gap.seen_by),
        joinedload(Gap.accepted_by),
    )


def _conditions(wanted: GapFilter) -> list[ColumnElement[bool]]:
    pairs = (
        (Gap.inspection_id, wanted.inspection_id),
        (Gap.kind, wanted.kind),
        (Gap.severity, wanted.severity),
        (Gap.owner_post_id, wanted.post_id),
    )
    return [column == value for column, value in pairs if value is not None]


def _is_wanted(line: GapLine, wanted: GapFilter) -> bool:
    if wanted.state is not None:
        return line.state is wanted.state
    return wanted.all_states or line.is_open


def _judge(gaps: Iterable[Gap]) -> list[GapLine]:
    known = list(gaps)
    actions = _list_actions([gap.id for gap in known])
    return [
        GapLine(
            gap,
            tuple(actions[gap.id]),
            judge_gap([a.state for a in actions[gap.id]], is_accepted=gap.is_accepted),
        )
        for gap in known
    ]


def _list_actions(gap_ids: Sequence[int]) -> dict[int, list[Action]]:
    chosen = select(Action).where(Action.source == Source.TRIAL_RUN, Action.source_id.in_(gap_ids))
    told = chosen.options(joinedload(Action.owner), joinedload(Action.confirmed_by))
    found: dict[int, list[Action]] = defaultdict(list)
    for action in db.session.scalars(told.order_by(Action.id)):
        found[action.source_id or 0].append(action)
    return found
