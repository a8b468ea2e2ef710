"""What is learned from a trial run, put together once for its page and for its report."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.clock import in_london
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.people.models import Person
from readiness.trial_runs.models import Inject, WentWell
from readiness.trial_runs.queries.gaps import GapLine, list_earlier_gaps, list_gaps, list_went_well
from readiness.trial_runs.queries.injects import list_injects
from readiness.trial_runs.queries.runs import list_earlier, list_timings, list_took_part
from readiness.trial_runs.rules.comparison import Comparison, Run, compare_runs
from readiness.trial_runs.rules.gaps import GapFilter, spell_gaps
from readiness.trial_runs.rules.timings import (
    Share,
    Timing,
    find_reached,
    list_late,
    share_on_time,
    spell_share,
    spell_stepped_over,
)


@dataclass(frozen=True)
class Learned:
    """Everything that a trial run taught; the moment it has come to is `reached`."""

    trial: Inspection
    reached: datetime
    timings: tuple[Timing, ...]
    late: tuple[Timing, ...]
    share: Share
    gaps: tuple[GapLine, ...]
    went_well: tuple[WentWell, ...]
    took_part: tuple[Person, ...]
    injects: tuple[Inject, ...]

    @property
    def timings_answer(self) -> str:
        """How many steps were done in time."""
        return spell_share(self.share, len(self.late))

    @property
    def stepped_over(self) -> str:
        """How many steps the clock stepped over, and how many of them were never done."""
        return spell_stepped_over(self.share)

    @property
    def gaps_answer(self) -> str:
        """How many gaps there are, and how many are open."""
        return spell_gaps((line.gap.severity, line.state) for line in self.gaps)

    @property
    def days(self) -> tuple[tuple[date, tuple[Timing, ...]], ...]:
        """What was to be done, by the London day on which it was due."""
        found: dict[date, list[Timing]] = {}
        for timing in self.timings:
            if timing.counts:
                found.setdefault(in_london(timing.due_at).date(), []).append(timing)
        return tuple((day, tuple(timings)) for day, timings in found.items())

    @property
    def not_needed(self) -> tuple[Timing, ...]:
        """What a trial run leaves out, such as the report of a real inspection."""
        return tuple(timing for timing in self.timings if not timing.counts)


def gather_learned(trial: Inspection) -> Learned:
    """What a trial run taught, as it stands now. A fixed number of queries."""
    timings = list_timings(trial.id)
    reached = find_reached(timings, now_for(trial))
    gaps = list_gaps(GapFilter(inspection_id=trial.id, all_states=True))
    return Learned(
        trial=trial,
        reached=reached,
        timings=timings,
        late=list_late(timings, reached),
        share=share_on_time(timings, reached),
        gaps=tuple(gaps),
        went_well=tuple(list_went_well(trial.id)),
        took_part=tuple(list_took_part(trial.id)),
        injects=tuple(list_injects(trial.id)),
    )


def compare_trial(trial: Inspection) -> Comparison:
    """A trial run beside the one before it and the last real inspection."""
    others = [_read_run(inspection) for inspection in list_earlier(trial)]
    return compare_runs(_read_run(trial), others, list_earlier_gaps(trial))


def _read_run(inspection: Inspection) -> Run:
    timings = list_timings(inspection.id)
    gaps = list_gaps(GapFilter(inspection_id=inspection.id, all_states=True))
    return Run(
        title=inspection.title,
        call_at=inspection.call_at,
        reached=find_reached(timings, now_for(inspection)),
        timings=timings,
        gates=tuple((anchor.key, anchor.title) for anchor in inspection.anchors if anchor.gate),
        gaps=frozenset(
            (line.gap.task.step_key, line.gap.kind) for line in gaps if line.gap.task is not None
        ),
    )
