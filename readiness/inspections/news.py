"""What happened in inspections that their Teams channels hear of: the start, gates, moved dates."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.now import now_for
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.rules.news import (
    Done,
    Gate,
    spell_coming,
    spell_gate,
    spell_next,
    spell_progress,
)
from readiness.notifications.messages import path_to
from readiness.notifications.news import News, add_news


@add_news
def list_inspection_news(inspections: Collection[int], now: datetime) -> Iterable[News]:
    """Everything there is to tell of these inspections while they run. Three queries."""
    running = [found for found in list_running_inspections() if found.id in inspections]
    tasks: dict[int, list[Done]] = {inspection.id: [] for inspection in running}
    chosen = select(Task.inspection_id, Task.gate, Task.state, Task.done_at)
    for row in db.session.execute(chosen.where(Task.inspection_id.in_(tasks))):
        tasks[row.inspection_id].append(Done(row.gate, row.state, row.done_at))
    return [
        news
        for found in running
        for news in _list_news(found, tasks[found.id], now_for(found, now))
    ]


def _list_news(inspection: Inspection, tasks: list[Done], now: datetime) -> Iterator[News]:
    gates = [Gate(a.key, a.title, a.at) for a in inspection.anchors if a.gate]
    yield _tell(
        inspection,
        "started",
        f"{inspection.title} has started",
        (spell_progress(tasks), *spell_next(gates, now)),
    )
    for gate in gates:
        if gate.at <= now:
            subject, line = spell_gate(tasks, gate)
            key = f"gate:{gate.key}:{_spell(gate.at)}"
            yield _tell(inspection, key, subject, (line, *spell_next(gates, now)), gate.at)
    if inspection.dates_changed_at is not None:
        dates = [Gate(a.key, a.title, a.at) for a in inspection.anchors]
        yield _tell(
            inspection,
            f"dates:{_spell(inspection.dates_changed_at)}",
            f"Key dates moved: {inspection.title}",
            spell_coming(dates, now),
            inspection.dates_changed_at,
        )


def _tell(
    inspection: Inspection,
    key: str,
    subject: str,
    lines: tuple[str, ...],
    at: datetime | None = None,
) -> News:
    endpoint = "inspections.list_dates" if key.startswith("dates:") else "inspections.board"
    return News(
        inspection_id=inspection.id,
        key=key,
        subject=subject,
        lines=lines,
        path=path_to(endpoint, inspection_id=inspection.id),
        at=at,
        is_trial=inspection.is_trial,
    )


def _spell(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
