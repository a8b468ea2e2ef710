"""What the Teams channel of an inspection is told, in counts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.inspections.rules.tasks import TaskState
from readiness.plain_words import format_moment, plural


@dataclass(frozen=True)
class Done:
    """How one task of an inspection stands, and when it was done."""

    gate: str | None
    state: TaskState
    done_at: datetime | None


@dataclass(frozen=True)
class Gate:
    """A gate, or another key date, and when it is."""

    key: str
    title: str
    at: datetime


def count_late(tasks: Iterable[Done], gate: Gate) -> tuple[int, int]:
    """How many tasks feed a gate, and how many of them were not done when it came."""
    fed = [t for t in tasks if t.gate == gate.key and t.state is not TaskState.NOT_NEEDED]
    return len(fed), sum(task.done_at is None or task.done_at > gate.at for task in fed)


def spell_gate(tasks: Iterable[Done], gate: Gate) -> tuple[str, str]:
    """The subject and the line about a gate whose time has come."""
    fed, late = count_late(tasks, gate)
    feeding = f"{plural(fed, 'task')} that {'feeds' if fed == 1 else 'feed'} it"
    if late:
        verb = "was" if late == 1 else "were"
        return f"Gate missed: {gate.title}", f"{late} of {feeding} {verb} not done in time."
    if not fed:
        return f"Gate passed: {gate.title}", "No task feeds it."
    done = "The one" if fed == 1 else f"All {fed:,}"
    noun = "task that feeds it was" if fed == 1 else "tasks that feed it were"
    return f"Gate passed: {gate.title}", f"{done} {noun} done in time."


def spell_progress(tasks: Sequence[Done]) -> str:
    """“12 of 148 tasks are done.”"""
    needed = [task for task in tasks if task.state is not TaskState.NOT_NEEDED]
    done = sum(task.state is TaskState.DONE for task in needed)
    return f"{done} of {plural(len(needed), 'task')} {'is' if done == 1 else 'are'} done."


def spell_next(gates: Iterable[Gate], now: datetime) -> tuple[str, ...]:
    """The line about the gate that comes next, if one does."""
    coming = min((gate for gate in gates if gate.at > now), key=lambda gate: gate.at, default=None)
    return () if coming is None else (f"Next: {coming.title}, {format_moment(coming.at)}.",)


def spell_coming(dates: Iterable[Gate], now: datetime) -> tuple[str, ...]:
    """Every key date still to come as it stands now: what moved, and what hangs from it."""
    coming = sorted((date for date in dates if date.at > now), key=lambda date: date.at)
    if not coming:
        return ("No key date is still to come.",)
    told = (f"{date.title}: {format_moment(date.at)}." for date in coming)
    return ("The key dates to come, as they stand now:", *told)
