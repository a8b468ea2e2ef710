"""What the pages of a trial run are given: its clock, what comes next, who is in it, injects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.checklists.injects import InjectSpec
from readiness.errors import Refused
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.now import now_for
from readiness.inspections.queries import (
    find_post_ownership,
    get_anchor,
    get_calendar,
    list_away_ids,
    list_lines,
    list_participants,
    list_posts_by_key,
)
from readiness.inspections.rules.exercise import ExerciseTime, Part
from readiness.inspections.rules.tasks import TaskLine
from readiness.inspections.rules.timeline import find_moment
from readiness.london import in_london
from readiness.plain_words import format_moment
from readiness.trial_runs.models import Inject
from readiness.trial_runs.queries import injects as queries
from readiness.trial_runs.rules.injects import (
    InjectState,
    NextMoment,
    find_next,
    list_mornings,
)

SHOWN = 10


@dataclass(frozen=True)
class Exercise:
    """A trial run as its facilitator sees it; `time` is None where it moves in real time."""

    inspection: Inspection
    now: datetime
    time: ExerciseTime | None
    next: NextMoment | None
    mornings: tuple[datetime, ...]
    lines: tuple[TaskLine, ...]
    participants: Sequence[TrialParticipant]
    left_out: tuple[str, ...]
    injects: Sequence[Inject]

    @property
    def overdue(self) -> int:
        """How many tasks are late by its clock."""
        return sum(line.is_overdue(self.now) for line in self.lines)

    @property
    def coming(self) -> list[TaskLine]:
        """The tasks that are due next."""
        return [line for line in self.lines if line.is_open and line.due_at >= self.now][:SHOWN]

    @property
    def players(self) -> list[TrialParticipant]:
        """Those who take part."""
        return [found for found in self.participants if found.part is Part.PLAYER]

    @property
    def given(self) -> int:
        """How many injects somebody was told."""
        return sum(inject.given_at is not None for inject in self.injects)

    @property
    def answered(self) -> int:
        """How many of them were dealt with."""
        return sum(inject.answered_at is not None for inject in self.injects)

    @property
    def observers(self) -> list[TrialParticipant]:
        """Those who observe."""
        return [found for found in self.participants if found.part is Part.OBSERVER]


def make_exercise(inspection: Inspection) -> Exercise:
    """The facilitator’s page of a trial run whose key dates are loaded."""
    now, clock = now_for(inspection), inspection.exercise_clock
    lines = list_lines(inspection.id, in_london(now).date())
    injects = queries.list_injects(inspection.id)
    participants = list_participants(inspection.id)
    return Exercise(
        inspection=inspection,
        now=now,
        time=clock.time if clock is not None else None,
        next=find_next(_list_moments(inspection, lines, injects), now),
        mornings=list_mornings(now, get_calendar()),
        lines=lines,
        participants=participants,
        left_out=_name_left_out(lines, in_london(now).date()),
        injects=injects,
    )


def find_next_moment(inspection: Inspection) -> NextMoment | None:
    """The next time something is due, passes or is given in a trial run."""
    now = now_for(inspection)
    lines = list_lines(inspection.id, in_london(now).date())
    return find_next(_list_moments(inspection, lines, queries.list_injects(inspection.id)), now)


def list_offers() -> Mapping[str, InjectSpec]:
    """The prepared injects whose post is there, by key."""
    posts = list_posts_by_key()
    return {key: spec for key, spec in queries.list_prepared().items() if spec.post in posts}


def find_time(inspection: Inspection, spec: InjectSpec) -> datetime:
    """The moment an inject was prepared for. Raises Refused where its anchor is not there."""
    keys = {anchor.key for anchor in inspection.anchors}
    if spec.due.anchor not in keys:
        said = "This trial run has no date that the inject hangs from: enter a time for it."
        raise Refused(said, "at")
    anchor = get_anchor(inspection, spec.due.anchor)
    return find_moment(spec.due, anchor.at, get_calendar())


def choose_offers(inspection: Inspection) -> Iterator[tuple[str, str]]:
    """The prepared injects as a list offers them, each with whom it is told and when."""
    posts = list_posts_by_key()
    keys = {anchor.key for anchor in inspection.anchors}
    for key, spec in list_offers().items():
        when = ""
        if spec.due.anchor in keys:
            when = f", {format_moment(find_time(inspection, spec))}"
        yield key, f"{spec.title} ({posts[spec.post].title}{when})"


def _list_moments(
    inspection: Inspection, lines: Iterable[TaskLine], injects: Iterable[Inject]
) -> Iterator[NextMoment]:
    for line in lines:
        if line.is_open:
            yield NextMoment(line.due_at, line.title)
    for anchor in inspection.anchors:
        yield NextMoment(anchor.at, anchor.title)
    for inject in injects:
        if inject.state is InjectState.PREPARED:
            yield NextMoment(inject.at, f"Inject: {inject.title}")


def _name_left_out(lines: Iterable[TaskLine], today: date) -> tuple[str, ...]:
    """Whose open tasks would be, were they in it: now nobody is told of those."""
    nobodys = {line.post_title for line in lines if line.is_open and line.owner_id is None}
    away = list_away_ids(today)
    owners = {
        owner.name
        for post in list_posts_by_key().values()
        if post.title in nobodys and (owner := find_post_ownership(post, away).person)
    }
    return tuple(sorted(owners))
