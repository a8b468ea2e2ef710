"""Judging tasks: what may follow what, what waits, what threatens a gate, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from readiness.london import in_london
from readiness.plain_words import spell_length


class TaskState(StrEnum):
    """Where a task stands; “cannot start yet” is derived, never stored."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    NOT_NEEDED = "not_needed"


STATE_WORDS = {
    TaskState.TO_DO: "To do",
    TaskState.IN_PROGRESS: "In progress",
    TaskState.BLOCKED: "Blocked",
    TaskState.DONE: "Done",
    TaskState.NOT_NEEDED: "Not needed",
}
CLOSED_STATES = frozenset({TaskState.DONE, TaskState.NOT_NEEDED})

_NEXT = {
    TaskState.TO_DO: {
        TaskState.IN_PROGRESS,
        TaskState.BLOCKED,
        TaskState.DONE,
        TaskState.NOT_NEEDED,
    },
    TaskState.IN_PROGRESS: {
        TaskState.TO_DO,
        TaskState.BLOCKED,
        TaskState.DONE,
        TaskState.NOT_NEEDED,
    },
    TaskState.BLOCKED: {
        TaskState.TO_DO,
        TaskState.IN_PROGRESS,
        TaskState.DONE,
        TaskState.NOT_NEEDED,
    },
    TaskState.DONE: {TaskState.TO_DO},
    TaskState.NOT_NEEDED: {TaskState.TO_DO},
}


@dataclass(frozen=True)
class TaskLine:
    """One task as lists show and judge it. Moments are aware; `after` holds step keys.

    `owner_id` is whose it is today; `waits_for` names the open tasks it must wait for.
    """

    id: int
    inspection_id: int
    version: int
    step_key: str
    title: str
    state: TaskState
    due_at: datetime
    gate: str | None = None
    after: tuple[str, ...] = ()
    owner_id: int | None = None
    owner_name: str = ""
    post_title: str = ""
    stands_in: bool = False
    evidence_required: bool = False
    evidence_count: int = 0
    delivers: str | None = None
    area: str = ""
    pinned: bool = False
    confirm: bool = False
    reason: str = ""
    done_by: str = ""
    done_at: datetime | None = None
    waits_for: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state not in CLOSED_STATES

    @property
    def due_day(self) -> date:
        """The day it is due on a London calendar."""
        return in_london(self.due_at).date()

    @property
    def delivery_kind(self) -> str:
        """“list”, “document”, “release” or “bundle”; nothing for a task that delivers nothing."""
        return (self.delivers or "").partition(":")[0]

    @property
    def ticks_in_one_click(self) -> bool:
        """Whether a list may offer a tick button: it is open, owes no file and delivers nothing.

        What delivers something is done by doing that: signing, approving, releasing, sending.
        """
        owes_file = self.evidence_required and self.evidence_count == 0
        return self.is_open and not owes_file and self.delivers is None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open after its due time."""
        return self.is_open and self.due_at < now


@dataclass(frozen=True)
class Threat:
    """An open task that puts a gate at risk, and why in a few words."""

    task: TaskLine
    why: str


@dataclass(frozen=True)
class GateCount:
    """What feeds a gate: tasks, lists to sign and documents to approve, in all and still open.

    `was_sent` once the task that sends its bundle is done.
    """

    tasks: int
    tasks_open: int
    lists: int
    lists_open: int
    documents: int = 0
    documents_open: int = 0
    was_sent: bool = False


@dataclass(frozen=True)
class TaskFilter:
    """What a board shows; an empty field shows everything.

    `state` is a TaskState’s word, or “open”, “overdue”, “waiting”; `owner_id` 0 is nobody;
    `delivers` is a kind of delivery.
    """

    owner_id: int | None = None
    day: date | None = None
    gate: str = ""
    state: str = ""
    delivers: str = ""
    search: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == TaskFilter()


def may_follow(old: TaskState, new: TaskState) -> bool:
    """Whether a task in state `old` may go to `new`: closed tasks are reopened first."""
    return new in _NEXT[old]


def find_waits(tasks: Iterable[tuple[str, str, bool, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """For each step key, the titles of the open tasks it must wait for.

    `tasks` gives (step key, title, is open, keys it comes after). A task that is done or not
    needed frees those after it; a key that is not among the tasks holds nothing up.
    """
    known = tuple(tasks)
    open_titles = {key: title for key, title, is_open, _ in known if is_open}
    return {
        key: tuple(open_titles[before] for before in after if before in open_titles)
        for key, _, is_open, after in known
        if is_open
    }


def find_threats(tasks: Sequence[TaskLine], gate: str, now: datetime) -> tuple[Threat, ...]:
    """What threatens a gate, worst first: blocked, overdue, or held up by a late chain."""
    by_key = {task.step_key: task for task in tasks}
    found = [
        (rank, task, why)
        for task in tasks
        if task.gate == gate and task.is_open
        for rank, why in [_judge(task, by_key, now)]
        if why
    ]
    found.sort(key=lambda threat: (threat[0], threat[1].due_at, threat[1].id))
    return tuple(Threat(task, why) for _, task, why in found)


def _judge(task: TaskLine, by_key: Mapping[str, TaskLine], now: datetime) -> tuple[int, str]:
    if task.state is TaskState.BLOCKED:
        return 0, f"Blocked: {task.reason}" if task.reason else "Blocked"
    if task.is_overdue(now):
        return 1, f"Overdue by {spell_length(now - task.due_at)}"
    if task.state is TaskState.TO_DO:
        late = _find_late_before(task, by_key, now)
        if late is not None:
            word = "blocked" if late.state is TaskState.BLOCKED else "overdue"
            return 2, f"Cannot start: “{late.title}” is {word}"
    return 3, ""


def _find_late_before(
    task: TaskLine, by_key: Mapping[str, TaskLine], now: datetime
) -> TaskLine | None:
    """The first open task up the chain of dependencies that is blocked or overdue."""
    queue, seen = list(task.after), set[str]()
    while queue:
        key = queue.pop(0)
        before = by_key.get(key)
        if key in seen or before is None or not before.is_open:
            continue
        seen.add(key)
        if before.state is TaskState.BLOCKED or before.is_overdue(now):
            return before
        queue.extend(before.after)
    return None


def count_gate(tasks: Iterable[TaskLine], gate: str) -> GateCount:
    """How much of what feeds a gate is still open."""
    fed = [task for task in tasks if task.gate == gate and task.state is not TaskState.NOT_NEEDED]
    lists = [task for task in fed if task.delivery_kind == "list"]
    documents = [task for task in fed if task.delivery_kind == "document"]
    return GateCount(
        tasks=len(fed),
        tasks_open=sum(task.is_open for task in fed),
        lists=len(lists),
        lists_open=sum(task.is_open for task in lists),
        documents=len(documents),
        documents_open=sum(task.is_open for task in documents),
        was_sent=any(
            task.delivery_kind == "bundle" and task.state is TaskState.DONE for task in fed
        ),
    )


def filter_tasks(
    tasks: Iterable[TaskLine], wanted: TaskFilter, now: datetime
) -> tuple[TaskLine, ...]:
    """The tasks a filter lets through, in the order given."""
    return tuple(task for task in tasks if _fits(task, wanted, now))


def _fits(task: TaskLine, wanted: TaskFilter, now: datetime) -> bool:
    words = f"{task.title} {task.owner_name} {task.post_title}".casefold()
    return all(
        (
            wanted.owner_id is None or (task.owner_id or 0) == wanted.owner_id,
            wanted.day is None or task.due_day == wanted.day,
            not wanted.gate or task.gate == wanted.gate,
            not wanted.delivers or task.delivery_kind == wanted.delivers,
            not wanted.state or _is_in_state(task, wanted.state, now),
            all(part in words for part in wanted.search.casefold().split()),
        )
    )


def _is_in_state(task: TaskLine, state: str, now: datetime) -> bool:
    if state == "open":
        return task.is_open
    if state == "overdue":
        return task.is_overdue(now)
    if state == "waiting":
        return task.is_open and bool(task.waits_for)
    return task.state.value == state


def group_by_day(tasks: Iterable[TaskLine]) -> tuple[tuple[date, tuple[TaskLine, ...]], ...]:
    """Tasks by the London day they are due, soonest first, each day in order of time."""
    days: dict[date, list[TaskLine]] = {}
    for task in sorted(tasks, key=lambda task: (task.due_at, task.id)):
        days.setdefault(task.due_day, []).append(task)
    return tuple((day, tuple(lines)) for day, lines in days.items())


def choose_next(tasks: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """Open tasks in the order to do them: by day, and in a day what can start before the rest."""
    still_open = (task for task in tasks if task.is_open)
    return tuple(sorted(still_open, key=lambda t: (t.due_day, bool(t.waits_for), t.due_at, t.id)))
