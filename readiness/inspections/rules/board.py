"""The board’s answer: how long until the next gate, how much is open, what threatens it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.inspections.rules.tasks import (
    GateCount,
    TaskLine,
    Threat,
    count_gate,
    find_threats,
)
from readiness.plain_words import spell_length


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
        """What is still open, in words: “12 of 31 tasks are open, 3 of 11 lists not signed”."""
        count = self.count
        if not count.tasks_open:
            return "everything is done"
        said = f"{count.tasks_open} of {count.tasks} tasks {_are(count.tasks_open)} open"
        if count.lists_open:
            said += (
                f", {count.lists_open} of {count.lists} lists {_are(count.lists_open)} not signed"
            )
        return said

    @property
    def answer(self) -> str:
        """“Child-level data due in 5 hours 12 minutes: 3 of 11 lists are not signed”."""
        when = f"passed {self.left} ago" if self.is_past else f"in {self.left}"
        return f"{self.title} {when}: {self.needs}."


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
