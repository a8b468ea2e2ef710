"""“If the call came today”: the timeline of the short inspection, run dry against the register.

A step that rests on things kept ready would be met where each of them is ready on the day that it
is due. By how much a gate would be missed follows from how long making ready takes, which the
council’s checklists say: everybody begins at the call, all at once, and what comes after a late
step is as late.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from graphlib import TopologicalSorter

from readiness.inspections.rules.timeline import Anchor, DatedStep, Timeline
from readiness.inspections.rules.working_days import Calendar
from readiness.plain_words import plural
from readiness.register.rules.absences import AwayLine, People, PostHeld, find_nobody, list_away
from readiness.register.rules.items import Item, Thing
from readiness.register.rules.mondays import find_end


class StepState(StrEnum):
    """How a step would go: by what is ready, not by it, as the week’s work, or with nobody."""

    MET = "met"
    NOT_MET = "not_met"
    IN_THE_WEEK = "in_the_week"
    NOBODY = "nobody"


STUCK = frozenset({StepState.NOT_MET, StepState.NOBODY})


class Verdict(StrEnum):
    """Whether a gate would be met: nothing in its way, only if all goes well, or not in time."""

    MET = "met"
    IN_DOUBT = "in_doubt"
    MISSED = "missed"


@dataclass(frozen=True)
class RehearsedStep:
    """A step, how it would go, and the things of the register that it rests on."""

    dated: DatedStep
    post: PostHeld
    state: StepState
    needs: tuple[Item, ...]

    @property
    def is_prepared(self) -> bool:
        """Whether it rests on anything that is kept ready."""
        return bool(self.needs)

    @property
    def obstacles(self) -> tuple[Item, ...]:
        """Those of the things that would not be ready."""
        return tuple(item for item in self.needs if not item.judgement.is_ready)


@dataclass(frozen=True)
class Blocker:
    """A thing that is not ready when a step needs it: the steps, and the first gate they feed."""

    item: Item
    steps: tuple[str, ...]
    gate: str
    gate_title: str


@dataclass(frozen=True)
class HeldUp:
    """When all is ready that a step waits for, and the thing of it that takes longest."""

    ready_at: datetime
    by: Item


@dataclass(frozen=True)
class GateForecast:
    """A gate of the two weeks and what stands in its way.

    `waiting` counts the steps of the gate that have only to wait for others; `working_days` are
    those from the call to the gate. `held_up` says what its steps wait for longest, None where
    nothing holds them up; `days_late` are the working days from the gate to when that is ready.
    """

    anchor: Anchor
    prepared: int
    met: int
    obstacles: tuple[Item, ...]
    nobody: tuple[RehearsedStep, ...]
    waiting: int
    working_days: int
    held_up: HeldUp | None
    days_late: int

    @property
    def verdict(self) -> Verdict:
        """Whether it would be met, by all that is known."""
        if self.held_up is not None and self.held_up.ready_at > self.anchor.at:
            return Verdict.MISSED
        is_clear = not self.nobody and not self.waiting and self.held_up is None
        return Verdict.MET if is_clear else Verdict.IN_DOUBT

    @property
    def furthest(self) -> Item | None:
        """What is furthest past the age it may have, if anything is."""
        over = [item for item in self.obstacles if item.judgement.is_out_of_date]
        return max(over, key=lambda item: item.judgement.days_over, default=None)


@dataclass(frozen=True)
class Rehearsal:
    """A call that has not come, as it would go. `end` is the last day of the two weeks."""

    call_at: datetime
    end: date
    steps: tuple[RehearsedStep, ...]
    gates: tuple[GateForecast, ...]
    blockers: tuple[Blocker, ...]
    away: tuple[AwayLine, ...]
    others_away: int
    without_holder: tuple[str, ...]
    without_deputy: tuple[str, ...]

    @property
    def prepared(self) -> int:
        """How many steps rest on things kept ready."""
        return sum(step.is_prepared for step in self.steps)

    @property
    def met(self) -> int:
        """How many of those would be met."""
        return self.count(StepState.MET)

    def count(self, state: StepState) -> int:
        """How many steps would go so."""
        return sum(step.state is state for step in self.steps)

    @property
    def percent(self) -> int:
        """The share of the prepared steps that would be met; never 100 while one would not."""
        return self.met * 100 // self.prepared if self.prepared else 0

    @property
    def gates_missed(self) -> tuple[GateForecast, ...]:
        """Those that would be missed."""
        return tuple(gate for gate in self.gates if gate.verdict is Verdict.MISSED)

    @property
    def days_late(self) -> int:
        """By how many working days the latest of them would be."""
        return max((gate.days_late for gate in self.gates_missed), default=0)

    @property
    def gates_answer(self) -> str:
        """“2 of 3 gates would be missed, by up to 3 working days; 1 is in doubt.”."""
        number, missed = len(self.gates), len(self.gates_missed)
        doubted = sum(gate.verdict is Verdict.IN_DOUBT for gate in self.gates)
        said = []
        if missed:
            said.append(spell_missed(number, missed, self.days_late))
        if doubted:
            of_all = "" if missed else f" of {plural(number, 'gate')}"
            said.append(f"{doubted}{of_all} {'is' if doubted == 1 else 'are'} in doubt")
        return f"{'; '.join(said) or 'Nothing stands in the way of a gate'}."

    @property
    def answer(self) -> str:
        """“31 of the 62 steps that rest on what is kept ready would be met (50%).”."""
        if not self.prepared:
            return "No step rests on what is kept ready: the register names none."
        noun = "step that rests" if self.prepared == 1 else "steps that rest"
        return (
            f"{self.met:,} of the {self.prepared:,} {noun} on what is kept ready "
            f"would be met ({self.percent}%)."
        )


def rehearse(
    timeline: Timeline, calendar: Calendar, things: Iterable[Thing], people: People
) -> Rehearsal:
    """Run the timeline dry. The things are judged on the day each step is due."""
    resting = _by_step(things)
    steps = tuple(_rehearse_step(dated, resting, people) for dated in timeline.tasks)
    end = find_end(timeline.anchors)
    late = _find_late(steps, calendar, timeline.anchors[0].at)
    held = _find_held({step.dated.step.key: step for step in steps})
    gates = tuple(
        _forecast(anchor, timeline, steps, late, held, calendar)
        for anchor in timeline.anchors
        if anchor.gate and anchor.at.date() <= end
    )
    named = [people.posts[key] for key in _post_keys(steps) if key in people.posts]
    dues = [(step.post.key, step.dated.due_at.date()) for step in steps]
    away, others = list_away(timeline.anchors[0].at.date(), end, named, dues, people)
    return Rehearsal(
        call_at=timeline.anchors[0].at,
        end=end,
        steps=steps,
        gates=gates,
        blockers=_list_blockers(steps, timeline.anchors),
        away=away,
        others_away=others,
        without_holder=tuple(post.title for post in named if post.holder_id is None),
        without_deputy=tuple(post.title for post in named if post.deputy_id is None),
    )


def _by_step(things: Iterable[Thing]) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for thing in things:
        for step in thing.steps:
            found.setdefault(step, []).append(thing)
    return found


def _rehearse_step(
    dated: DatedStep, resting: Mapping[str, Sequence[Thing]], people: People
) -> RehearsedStep:
    day, key = dated.due_at.date(), dated.step.post
    post = people.posts.get(key) or PostHeld(key, key)
    needs = tuple(Item(thing, thing.judge(day)) for thing in resting.get(dated.step.key, ()))
    if not all(item.judgement.is_ready for item in needs):
        state = StepState.NOT_MET
    elif find_nobody([post], people.absences, day):
        state = StepState.NOBODY
    else:
        state = StepState.MET if needs else StepState.IN_THE_WEEK
    return RehearsedStep(dated, post, state, needs)


def _forecast(
    anchor: Anchor,
    timeline: Timeline,
    steps: Sequence[RehearsedStep],
    late: Mapping[str, HeldUp],
    held: Collection[str],
    calendar: Calendar,
) -> GateForecast:
    fed = [step for step in steps if step.dated.step.gate == anchor.key]
    waiting = [late[step.dated.step.key] for step in fed if step.dated.step.key in late]
    last = max(waiting, key=lambda held_up: held_up.ready_at, default=None)
    return GateForecast(
        anchor=anchor,
        prepared=sum(step.is_prepared for step in fed),
        met=sum(step.state is StepState.MET for step in fed),
        obstacles=_distinct(item for step in fed for item in step.obstacles),
        nobody=tuple(step for step in fed if step.state is StepState.NOBODY),
        waiting=sum(s.state not in STUCK and s.dated.step.key in held for s in fed),
        working_days=calendar.between(timeline.anchors[0].at.date(), anchor.at.date()),
        held_up=last,
        days_late=max(calendar.between(anchor.at.date(), last.ready_at.date()), 0) if last else 0,
    )


def _find_late(
    steps: Iterable[RehearsedStep], calendar: Calendar, call_at: datetime
) -> dict[str, HeldUp]:
    """What each step waits for that rests on what is not ready, or comes after such a one."""
    by_key = {step.dated.step.key: step for step in steps}
    befores = {key: step.dated.step.after for key, step in by_key.items()}
    late: dict[str, HeldUp] = {}
    for key in TopologicalSorter(befores).static_order():
        if (step := by_key.get(key)) is None:
            continue
        reasons = [late[before] for before in befores[key] if before in late]
        reasons += [
            HeldUp(_find_ready_at(item, calendar, call_at), item) for item in step.obstacles
        ]
        if reasons:
            late[key] = max(reasons, key=lambda reason: reason.ready_at)
    return late


def _find_ready_at(item: Item, calendar: Calendar, call_at: datetime) -> datetime:
    day = calendar.add(call_at.date(), item.takes)
    return datetime.combine(day, call_at.timetz())


def _find_held(steps: Mapping[str, RehearsedStep]) -> set[str]:
    """The keys of steps that come, directly or not, after one that would not go."""
    held: set[str] = set()
    grew = True
    while grew:
        more = {
            key
            for key, step in steps.items()
            if key not in held
            and any(
                before in held or (before in steps and steps[before].state in STUCK)
                for before in step.dated.step.after
            )
        }
        held |= more
        grew = bool(more)
    return held


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each thing once, as it stands when it is needed first."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.thing.key, item)
    return tuple(found.values())


def _list_blockers(
    steps: Sequence[RehearsedStep], anchors: Sequence[Anchor]
) -> tuple[Blocker, ...]:
    """What is not ready when it is needed, by the first gate in its way."""
    gates = {anchor.key: (place, anchor.title) for place, anchor in enumerate(anchors)}
    last = (len(gates), "")
    found: dict[str, tuple[Item, list[RehearsedStep]]] = {}
    for step in steps:
        for item in step.obstacles:
            found.setdefault(item.thing.key, (item, []))[1].append(step)
    blockers = []
    for item, needing in found.values():
        fed = [step.dated.step.gate or "" for step in needing]
        gate = min(fed, key=lambda key: gates.get(key, last)[0])
        titles = tuple(step.dated.step.title for step in needing)
        blockers.append(Blocker(item, titles, gate, gates.get(gate, last)[1]))
    return tuple(sorted(blockers, key=lambda found: gates.get(found.gate, last)[0]))


def _post_keys(steps: Iterable[RehearsedStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.post.key for step in steps))


def spell_room(gate: GateForecast) -> str:
    """How much time there would be: “1 working day after the call”."""
    if not gate.working_days:
        return "on the day of the call"
    return f"{plural(gate.working_days, 'working day')} after the call"


def spell_verdict(gate: GateForecast) -> str:
    """“Missed by 2 working days”, “In doubt”, “Met”."""
    match gate.verdict:
        case Verdict.MISSED:
            return f"Missed by {_spell_days_late(gate.days_late)}"
        case Verdict.IN_DOUBT:
            return "In doubt"
        case Verdict.MET:
            return "Met"


def spell_missed(gates: int, missed: int, days_late: int) -> str:
    """“2 of 3 gates would be missed, by up to 5 working days”."""
    if not missed:
        return "no gate would be missed"
    by = f"{'up to ' if missed > 1 and days_late else ''}{_spell_days_late(days_late)}"
    return f"{missed} of {plural(gates, 'gate')} would be missed, by {by}"


def _spell_days_late(days: int) -> str:
    return plural(days, "working day") if days else "less than a working day"
