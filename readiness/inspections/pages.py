"""What the board’s templates are given: gates judged, tasks filtered, choices for the filter."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.clock import in_london
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_lines
from readiness.inspections.rules.board import Gate, choose_gate, make_gate
from readiness.inspections.rules.tasks import (
    TaskFilter,
    TaskLine,
    filter_tasks,
    group_by_day,
)


@dataclass(frozen=True)
class Board:
    """One inspection’s board at one moment."""

    inspection: Inspection
    wanted: TaskFilter
    gates: tuple[Gate, ...]
    leading: Gate | None
    days: tuple[tuple[date, tuple[TaskLine, ...]], ...]
    shown: int
    total: int
    done: int
    overdue: int
    owners: tuple[tuple[int, str], ...]
    all_days: tuple[date, ...]

    @property
    def threatened(self) -> tuple[Gate, ...]:
        """The gates that something threatens, soonest first."""
        return tuple(gate for gate in self.gates if gate.threats)


def make_board(inspection: Inspection, wanted: TaskFilter, now: datetime) -> Board:
    """The board of an inspection whose key dates are loaded."""
    lines = list_lines(inspection.id, in_london(now).date())
    gates = tuple(
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
    shown = filter_tasks(lines, wanted, now)
    people = {(line.owner_id or 0, line.owner_name or "Nobody yet") for line in lines}
    needed = [line for line in lines if line.state.value != "not_needed"]
    return Board(
        inspection=inspection,
        wanted=wanted,
        gates=gates,
        leading=choose_gate(gates),
        days=group_by_day(shown),
        shown=len(shown),
        total=len(needed),
        done=sum(not line.is_open for line in needed),
        overdue=sum(line.is_overdue(now) for line in lines),
        owners=tuple(sorted(people, key=lambda person: person[1])),
        all_days=tuple(sorted({line.due_day for line in lines})),
    )
