"""What the board’s templates are given: gates judged, tasks filtered, choices for the filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.clock import in_london
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_lines
from readiness.inspections.rules.board import (
    DayGroup,
    Folds,
    Gate,
    choose_gate,
    fold_days,
    group_days,
    make_gate,
)
from readiness.inspections.rules.tasks import TaskFilter, TaskLine, TaskState, filter_tasks
from readiness.plain_words import format_day


@dataclass(frozen=True)
class Board:
    """One inspection’s board at one moment. Counts are of all its tasks, not of those shown."""

    inspection: Inspection
    wanted: TaskFilter
    today: date
    gates: tuple[Gate, ...]
    leading: Gate | None
    days: tuple[DayGroup, ...]
    shown: int
    total: int
    done: int
    overdue: int
    blocked: int
    lists: int
    lists_open: int
    documents: int
    documents_open: int
    owners: tuple[tuple[int, str], ...]
    day_choices: tuple[tuple[date, str], ...]

    @property
    def missed(self) -> tuple[Gate, ...]:
        """The gates that have passed with something open, the latest first."""
        if not self.inspection.is_running:
            return ()
        late = [gate for gate in self.gates if gate.is_past and gate.count.tasks_open]
        return tuple(reversed([gate for gate in late if gate is not self.leading]))

    @property
    def threatened(self) -> tuple[Gate, ...]:
        """The gates that something threatens, soonest first."""
        return tuple(gate for gate in self.gates if gate.threats)

    @property
    def gate_choices(self) -> tuple[tuple[str, str], ...]:
        """The gates as the filter offers them."""
        return tuple((gate.key, gate.title) for gate in self.gates)

    @property
    def folds(self) -> Folds:
        """Its days; one that is filtered folds nothing away."""
        return fold_days(self.days) if self.wanted.is_empty else Folds(self.days, (), ())

    @property
    def next_day(self) -> date | None:
        """Today, or the next day that has tasks shown."""
        return next((group.day for group in self.days if group.day >= self.today), None)


def make_board(
    inspection: Inspection,
    wanted: TaskFilter,
    now: datetime,
    lines: Sequence[TaskLine] | None = None,
) -> Board:
    """The board of an inspection whose key dates are loaded; `lines` are its tasks, if known."""
    today = in_london(now).date()
    if lines is None:
        lines = list_lines(inspection.id, today)
    needed = [line for line in lines if line.state is not TaskState.NOT_NEEDED]
    lists = [line for line in needed if line.delivery_kind == "list"]
    documents = [line for line in needed if line.delivery_kind == "document"]
    gates = _make_gates(inspection, lines, now)
    shown = filter_tasks(lines, wanted, now)
    people = {(line.owner_id or 0, line.owner_name or "Nobody yet") for line in lines}
    days = sorted({line.due_day for line in lines})
    return Board(
        inspection=inspection,
        wanted=wanted,
        today=today,
        gates=gates,
        leading=choose_gate(gates),
        days=group_days(shown, today),
        shown=len(shown),
        total=len(needed),
        done=len(needed) - _count_open(needed),
        overdue=sum(line.is_overdue(now) for line in lines),
        blocked=sum(line.state is TaskState.BLOCKED for line in lines),
        lists=len(lists),
        lists_open=_count_open(lists),
        documents=len(documents),
        documents_open=_count_open(documents),
        owners=tuple(sorted(people, key=lambda person: person[1])),
        day_choices=tuple((day, format_day(day)) for day in days),
    )


def _make_gates(
    inspection: Inspection, lines: Sequence[TaskLine], now: datetime
) -> tuple[Gate, ...]:
    return tuple(
        make_gate(
            key=anchor.key,
            title=anchor.title,
            at=anchor.at,
            estimate=anchor.estimate,
            confirm=anchor.confirm,
            tasks=lines,
            now=now,
        )
        for anchor in inspection.anchors
        if anchor.gate
    )


def _count_open(lines: Sequence[TaskLine]) -> int:
    return sum(line.is_open for line in lines)
