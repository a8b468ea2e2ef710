"""Each step of an inspection against its due time: early, on time, late, or not done. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.inspections.rules.tasks import TaskState
from readiness.london import in_london
from readiness.plain_words import plural, spell_length

MINUTE = timedelta(minutes=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Timing:
    """One step as it went. Moments are aware; `after` holds step keys; `why` says what is known
    of a delay: notes, and reasons for which it was blocked. One that is `stepped_over`, since the
    exercise clock jumped past its due time, nobody had the chance to do: it is not late. One that
    is `done_at_start`, such as taking the call, starting the run ticked by itself.
    """

    task_id: int
    step_key: str
    title: str
    post_title: str
    state: TaskState
    due_at: datetime
    done_at: datetime | None = None
    done_by: str = ""
    gate: str | None = None
    after: tuple[str, ...] = ()
    is_key: bool = False
    why: tuple[str, ...] = ()
    stepped_over: bool = False
    done_at_start: bool = False

    @property
    def counts(self) -> bool:
        """Whether it was to be done at all."""
        return self.state is not TaskState.NOT_NEEDED

    @property
    def minutes_late(self) -> int | None:
        """Whole minutes after the due time, below nought before it; None where it is not done."""
        if self.done_at is None:
            return None
        return int((self.done_at - self.due_at) / MINUTE)

    def is_late(self, reached: datetime) -> bool:
        """Whether it was done after its due time, or is still open at this moment after it."""
        if not self.counts or self.stepped_over:
            return False
        late = self.minutes_late
        return not self.is_to_come(reached) if late is None else late > 0

    def is_to_come(self, reached: datetime) -> bool:
        """Not done, and by then not due either."""
        return self.counts and self.done_at is None and reached - self.due_at <= MINUTE

    def verdict(self, reached: datetime) -> str:
        """“45 minutes early”, “on time”, “2 hours late”, “not done, 3 hours overdue”."""
        if not self.counts:
            return "not needed"
        if self.stepped_over:
            return "stepped over" if self.done_at is None else "done after it was stepped over"
        if self.done_at is None:
            over = reached - self.due_at
            return f"not done, {spell_length(over)} overdue" if over > MINUTE else "not due yet"
        late = self.minutes_late or 0
        if late == 0:
            return "on time"
        length = spell_length(timedelta(minutes=abs(late)))
        return f"{length} {'late' if late > 0 else 'early'}"


@dataclass(frozen=True)
class Share:
    """How many of some steps were done in time; steps not due yet are not counted.

    Nor are those that the exercise clock stepped over: they are counted apart, with how many of
    them were done all the same.
    """

    on_time: int
    total: int
    stepped_over: int = 0
    done_after: int = 0

    @property
    def percent(self) -> int | None:
        """The share, 0 to 100; None of nothing."""
        return round(100 * self.on_time / self.total) if self.total else None

    @property
    def is_telling(self) -> bool:
        """Whether at least half of the steps that were due can be judged."""
        return 0 < self.total >= self.stepped_over

    @property
    def too_few(self) -> str:
        """“Only 2 of 95 steps that were due can be judged: the clock stepped over the others”."""
        due = self.total + self.stepped_over
        return (
            f"Only {self.total} of {due} steps that were due can be judged: "
            "the clock stepped over the others"
        )

    @property
    def words(self) -> str:
        """“95% (19 of 20)”; without a percentage where too few can be judged."""
        if self.percent is None:
            return f"{self.stepped_over} stepped over" if self.stepped_over else "–"
        over = f", {self.stepped_over} stepped over" if self.stepped_over else ""
        if not self.is_telling:
            return f"{self.on_time} of {self.total} in time{over}"
        return f"{self.percent}% ({self.on_time} of {self.total}{over})"


def spell_stepped_over(share: Share) -> str:
    """“The clock stepped over 45 steps; 40 of them were never done.”; "" where it did over none."""
    if not share.stepped_over:
        return ""
    never = share.stepped_over - share.done_after
    done = f"{never:,} of them {'was' if never == 1 else 'were'} never done"
    done = done if never else "all of them were done afterwards"
    return f"The clock stepped over {plural(share.stepped_over, 'step')}; {done}."


def find_reached(timings: Iterable[Timing], now: datetime) -> datetime:
    """The moment a run has come to: now, or when the last step was done, if that is later.

    On an exercise clock steps are done, and judged, ahead of the real time.
    """
    return max([now, *(timing.done_at for timing in timings if timing.done_at)])


def share_on_time(timings: Iterable[Timing], reached: datetime) -> Share:
    """The share of those that are due by now, or done before; none where nobody did, or should
    have done, more than starting the run.
    """
    counted = [t for t in timings if t.counts and not t.is_to_come(reached)]
    due = [timing for timing in counted if not timing.stepped_over]
    over = [timing for timing in counted if timing.stepped_over]
    apart = (len(over), sum(timing.done_at is not None for timing in over))
    if all(timing.done_at_start for timing in due):
        return Share(0, 0, *apart)
    return Share(sum(not timing.is_late(reached) for timing in due), len(due), *apart)


def is_stepped_over(
    due_at: datetime, done_at: datetime | None, jumps: Iterable[tuple[datetime, datetime]]
) -> bool:
    """Whether the clock jumped, from one moment to another, past a due time that was not met."""
    return any(before < due_at < to and (done_at is None or done_at >= to) for before, to in jumps)


def list_late(timings: Iterable[Timing], reached: datetime) -> tuple[Timing, ...]:
    """The late ones, the latest first; what is not done before what is."""
    late = [timing for timing in timings if timing.is_late(reached)]
    return tuple(sorted(late, key=lambda t: (t.done_at is not None, -_lateness(t, reached))))


def name_day(moment: datetime, call_at: datetime) -> str:
    """A day as it compares between runs: “Week 1, Tuesday”; week 1 is that of the call."""
    day, call = in_london(moment).date(), in_london(call_at).date()
    monday = call - timedelta(days=call.weekday())
    return f"Week {(day - monday).days // 7 + 1}, {WEEKDAYS[day.weekday()]}"


def find_durations(timings: Sequence[Timing], call_at: datetime) -> dict[str, timedelta]:
    """How long each key step took: from when all it waits for was done, or from the call."""
    done = {timing.step_key: timing.done_at for timing in timings if timing.done_at}
    found: dict[str, timedelta] = {}
    for timing in timings:
        if timing.is_key and timing.done_at and timing.counts:
            began = max([call_at, *(done[key] for key in timing.after if key in done)])
            found[timing.step_key] = max(timing.done_at - began, timedelta(0))
    return found


def spell_share(share: Share, late: int) -> str:
    """“85% of 120 steps were done in time; 18 were late or not done.”."""
    over = share.stepped_over
    later = (
        f"; {plural(share.done_after, 'was', 'were')} done afterwards" if share.done_after else ""
    )
    jumped = f"{plural(over, 'step was', 'steps were')} stepped over{later}." if over else ""
    if share.percent is None:
        unjudged = "But for what starting the run ticked, no step can be called in time or late"
        return f"{unjudged}: {jumped}" if over else "No step is due yet."
    verb = "was" if late == 1 else "were"
    rest = f"{late} {verb} late or not done" if late else "none was late"
    if not share.is_telling:
        in_time = plural(share.on_time, "was", "were")
        return f"{share.too_few}{later}. {in_time} done in time; {rest}."
    of_all = plural(share.total, "step was", "steps were")
    said = f"{share.percent}% of {of_all} done in time"
    return f"{said}; {rest}. {jumped}".strip()


def _lateness(timing: Timing, reached: datetime) -> timedelta:
    return (timing.done_at or reached) - timing.due_at
