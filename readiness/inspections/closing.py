"""What is still open in an inspection, asked of every package that keeps something in one.

Whoever closes it sees the list first. A package above says what it knows with
`add_open_source`, and with `add_after_close` what follows when it is closed; so one that joins
later is asked without a change here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.tasks import CLOSED_STATES
from readiness.plain_words import plural
from readiness.sections import Link


@dataclass(frozen=True)
class StillOpen:
    """One line of the list: words without a child, and where it is seen to."""

    words: str
    link: Link


Source = Callable[[Inspection], Iterable[StillOpen]]
Follow = Callable[[Inspection], None]

_sources: list[Source] = []
_follows: list[Follow] = []


def add_open_source(source: Source) -> Source:
    """Let a package say what is still open in an inspection."""
    if source not in _sources:
        _sources.append(source)
    return source


def add_after_close(follow: Follow) -> Follow:
    """Let a package do what follows when an inspection is closed, in the same transaction."""
    if follow not in _follows:
        _follows.append(follow)
    return follow


def follow_close(inspection: Inspection) -> None:
    """Do what follows now that it is closed."""
    for follow in _follows:
        follow(inspection)


def list_still_open(inspection: Inspection) -> Sequence[StillOpen]:
    """Everything that would be left undone if it were closed now."""
    return [found for source in _sources for found in source(inspection)]


@add_open_source
def list_open_tasks(inspection: Inspection) -> Iterable[StillOpen]:
    """How many tasks somebody would still have to do."""
    counted = select(func.count(Task.id)).where(
        Task.inspection_id == inspection.id, Task.state.not_in(CLOSED_STATES)
    )
    count = db.session.scalar(counted) or 0
    if count:
        board = ("inspections.board", {"inspection_id": inspection.id, "state": "open"})
        yield StillOpen(f"{plural(count, 'task is', 'tasks are')} not done", board)
