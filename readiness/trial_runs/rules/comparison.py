"""A trial run beside the one before it and beside the last real inspection. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from readiness.plain_words import join_words, spell_length
from readiness.trial_runs.rules.gaps import GapKind
from readiness.trial_runs.rules.timings import (
    Share,
    Timing,
    find_durations,
    list_late,
    name_day,
    share_on_time,
)

GapAt = tuple[str, GapKind]
"""Where a gap was seen: the key of a step, and its kind."""


@dataclass(frozen=True)
class Run:
    """One inspection or trial run as it went; `gates` are (key, title) in order."""

    title: str
    call_at: datetime
    reached: datetime
    timings: tuple[Timing, ...]
    gates: tuple[tuple[str, str], ...] = ()
    gaps: frozenset[GapAt] = frozenset()

    @cached_property
    def share(self) -> Share:
        """How many of its steps were done in time."""
        return share_on_time(self.timings, self.reached)

    @cached_property
    def late(self) -> dict[str, Timing]:
        """Its late steps by key, the latest first."""
        return {timing.step_key: timing for timing in list_late(self.timings, self.reached)}

    @cached_property
    def durations(self) -> dict[str, timedelta]:
        """How long its key steps took."""
        return find_durations(self.timings, self.call_at)

    def tell(self, key: str) -> str:
        """How a step went, in a word; “–” where this run has no such step."""
        timing = next((t for t in self.timings if t.step_key == key), None)
        if timing is None:
            return "–"
        is_in_time = timing.counts and timing.done_at and not timing.stepped_over
        return "in time" if is_in_time and key not in self.late else timing.verdict(self.reached)

    def share_of_gate(self, key: str) -> Share:
        """Of the steps that feed a gate."""
        return share_on_time((t for t in self.timings if t.gate == key), self.reached)

    def share_of_day(self, name: str) -> Share:
        """Of the steps due on a day, counted from the week of the call."""
        chosen = (t for t in self.timings if name_day(t.due_at, self.call_at) == name)
        return share_on_time(chosen, self.reached)


Row = tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Rows of words: a name, then a cell for this run and for each it is compared with."""

    runs: tuple[Run, ...]
    gates: tuple[Row, ...]
    days: tuple[Row, ...]
    late_again: tuple[Row, ...]
    durations: tuple[Row, ...]
    repeated: tuple[tuple[str, GapKind], ...]
    answer: str


def compare_runs(run: Run, others: Sequence[Run], earlier_gaps: Collection[GapAt]) -> Comparison:
    """This run beside the others; `earlier_gaps` are those of every trial run before it."""
    runs = (run, *others)
    titles = {timing.step_key: timing.title for timing in run.timings}
    again = [
        key for key in run.late if key in titles and any(key in other.late for other in others)
    ]
    repeated = sorted(run.gaps & set(earlier_gaps))
    return Comparison(
        runs=runs,
        gates=tuple(_gate_rows(run, runs)),
        days=tuple(_day_rows(run, runs)),
        late_again=tuple(_late_rows(again, titles, runs)),
        durations=tuple(_duration_rows(run, titles, runs)),
        repeated=tuple((titles.get(step, step), kind) for step, kind in repeated),
        answer=_answer(run, others, len(again), len(repeated)),
    )


def _gate_rows(run: Run, runs: Sequence[Run]) -> Iterable[Row]:
    for key, title in run.gates:
        shares = [other.share_of_gate(key) for other in runs]
        if shares[0].total:
            yield (title, *(share.words for share in shares))


def _day_rows(run: Run, runs: Sequence[Run]) -> Iterable[Row]:
    days = dict.fromkeys(name_day(timing.due_at, run.call_at) for timing in run.timings)
    for day in days:
        shares = [other.share_of_day(day) for other in runs]
        if shares[0].total:
            yield (day, *(share.words for share in shares))


def _late_rows(keys: Iterable[str], titles: dict[str, str], runs: Sequence[Run]) -> Iterable[Row]:
    for key in keys:
        yield (titles[key], *(other.tell(key) for other in runs))


def _duration_rows(run: Run, titles: dict[str, str], runs: Sequence[Run]) -> Iterable[Row]:
    for key in run.durations:
        cells = [
            spell_length(other.durations[key]) if key in other.durations else "–" for other in runs
        ]
        yield (titles[key], *cells)


def _answer(run: Run, others: Sequence[Run], again: int, repeated: int) -> str:
    if run.share.percent is None:
        if run.share.stepped_over:
            return "The clock stepped over all that was due: there is nothing to compare."
        return "No step of this trial run is due yet: there is nothing to compare."
    said = _compare_shares(run, others)
    if all(other.share.percent is None for other in others):
        return f"{said} There is no earlier trial run or inspection to compare it with."
    steps = "1 step was" if again == 1 else f"{again or 'No'} steps were"
    were = "was" if repeated == 1 else "were"
    gaps = f"{repeated} of its gaps {were} seen in an earlier trial run too."
    gaps = gaps if repeated else "No gap was seen in an earlier trial run too."
    return f"{said} {steps} late both now and then. {gaps}"


def _compare_shares(run: Run, others: Sequence[Run]) -> str:
    """The shares in time, but of runs of which too few steps can be judged for one."""
    beside = [
        f"{other.share.percent}% in “{other.title}”" for other in others if other.share.is_telling
    ]
    few = [
        f"“{other.title}”" for other in others if other.share.total and not other.share.is_telling
    ]
    if not run.share.is_telling:
        return f"{run.share.too_few}. That is too few to compare with other runs."
    said = f"{run.share.percent}% of the steps were done in time"
    said += f", against {join_words(beside)}." if beside else "."
    return f"{said} Too few steps of {join_words(few)} can be judged." if few else said
