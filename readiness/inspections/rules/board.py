"""The board’s answer: how long until the next gate, how much is open, what threatens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.inspections.rules.tasks import (
    GateCount,
    TaskLine,
    TaskState,
    Threat,
    count_gate,
    find_threats,
    group_by_day,
)
from readiness.plain_words import plural, spell_length

DAYS_AHEAD_SHOWN = 2
"""Today and the next day with tasks: what lies beyond is one line a day."""
FIRST_SHOWN = 10
"""Of the open tasks of a day, soonest first: the rest are folded below them."""


@dataclass(frozen=True)
class Gate:
    """A gate as the board shows it; `at` is aware, `left` is in words."""

    key: str
    title: str
    at: datetime
    estimate: bool
    confirm: bool
    is_past: bool
    left: str
    count: GateCount
    threats: tuple[Threat, ...]

    @property
    def needs(self) -> str:
        """What is open, in words: “12 of 31 tasks are open, 3 of 11 lists are still to be signed”.

        These are tasks: a list that was signed outside Readiness is not to be signed any more.
        """
        count = self.count
        if not count.tasks_open:
            return "everything is done"
        parts = (
            (count.tasks_open, count.tasks, "task", "open"),
            (count.lists_open, count.lists, "list", "still to be signed"),
            (count.documents_open, count.documents, "document", "to be approved or confirmed"),
        )
        return ", ".join(
            f"{left} of {plural(total, things)} {_are(left)} {how}"
            for left, total, things, how in parts
            if left
        )

    @property
    def answer(self) -> str:
        """“Child-level data due in 5 hours 12 minutes: 3 of 11 lists are still to be signed”."""
        when = f", {self.left} ago" if self.is_past else f" in {self.left}"
        return f"{self.title}{when}: {self.needs}."


@dataclass(frozen=True)
class DayGroup:
    """The tasks due on one day, in order of time.

    `is_near` for today and the next day that has tasks, and for every day before them.
    """

    day: date
    tasks: tuple[TaskLine, ...]
    is_near: bool

    @property
    def open_count(self) -> int:
        """How many of them somebody still has to do."""
        return len(self.open_tasks)

    @property
    def open_tasks(self) -> tuple[TaskLine, ...]:
        """What somebody still has to do that day."""
        return tuple(task for task in self.tasks if task.is_open)

    @property
    def first_tasks(self) -> tuple[TaskLine, ...]:
        """The next of them."""
        return self.open_tasks[:FIRST_SHOWN]

    @property
    def more_tasks(self) -> tuple[TaskLine, ...]:
        """The others somebody still has to do that day."""
        return self.open_tasks[FIRST_SHOWN:]

    @property
    def closed_tasks(self) -> tuple[TaskLine, ...]:
        """What is done with: the board folds it away below the open ones."""
        return tuple(task for task in self.tasks if not task.is_open)

    @property
    def closed_words(self) -> str:
        """“5 done”, or “4 done, 1 not needed”."""
        closed = self.closed_tasks
        dropped = sum(task.state is TaskState.NOT_NEEDED for task in closed)
        counts = ((len(closed) - dropped, "done"), (dropped, "not needed"))
        return ", ".join(f"{number} {words}" for number, words in counts if number)

    @property
    def is_folded(self) -> bool:
        """Whether the board may show only its heading: it is far off, or done with."""
        return not self.is_near or not self.open_count

    @property
    def words(self) -> str:
        """“3 of 12 open”, or “all 12 done”."""
        number = len(self.tasks)
        if self.open_count:
            return f"{self.open_count} of {number} open"
        return "done" if number == 1 else f"all {number} done"


@dataclass(frozen=True)
class Folds:
    """The days of a board in the order in which they matter: near ones, later ones, done ones."""

    near: tuple[DayGroup, ...]
    later: tuple[DayGroup, ...]
    over: tuple[DayGroup, ...]

    @property
    def later_words(self) -> str:
        """“Later: 57 tasks open, on 21 days”."""
        count = sum(group.open_count for group in self.later)
        return f"Later: {plural(count, 'task')} open, on {plural(len(self.later), 'day')}"

    @property
    def over_words(self) -> str:
        """“All done: 3 days”."""
        return f"All done: {plural(len(self.over), 'day')}"


def fold_days(groups: Iterable[DayGroup]) -> Folds:
    """Put the days that matter now before those that do not."""
    found = tuple(groups)
    return Folds(
        near=tuple(group for group in found if not group.is_folded),
        later=tuple(group for group in found if group.is_folded and group.open_count),
        over=tuple(group for group in found if not group.open_count),
    )


def group_days(tasks: Iterable[TaskLine], today: date) -> tuple[DayGroup, ...]:
    """Tasks by the London day they are due, soonest first."""
    groups = tuple(group_by_day(tasks))
    ahead = [day for day, _lines in groups if day >= today]
    last_near = ahead[:DAYS_AHEAD_SHOWN][-1] if ahead else today
    return tuple(DayGroup(day, lines, day <= last_near) for day, lines in groups)


def make_gate(
    *,
    key: str,
    title: str,
    at: datetime,
    estimate: bool,
    confirm: bool,
    tasks: Sequence[TaskLine],
    now: datetime,
) -> Gate:
    """A gate judged at this moment."""
    return Gate(
        key=key,
        title=title,
        at=at,
        estimate=estimate,
        confirm=confirm,
        is_past=at < now,
        left=spell_length(at - now),
        count=count_gate(tasks, key),
        threats=find_threats(tasks, key, now),
    )


def choose_gate(gates: Iterable[Gate]) -> Gate | None:
    """The gate to lead with: the next to come, else the last that passed with open tasks."""
    known = sorted(gates, key=lambda gate: gate.at)
    ahead = [gate for gate in known if not gate.is_past]
    missed = [gate for gate in known if gate.is_past and gate.count.tasks_open]
    return ahead[0] if ahead else (missed[-1] if missed else None)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
