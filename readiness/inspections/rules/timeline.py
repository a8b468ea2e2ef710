"""The timeline of an inspection: when its anchors are and its tasks are due, and why.

A deadline's intent is London wall time ("Tuesday 5pm"): offsets are whole working days or weeks,
then a clock time, so that a clock change or a year's end cannot shift an hour or a day. Sources:
the timelines are data in checklists/inspections (facts, section 1.2); moving an anchor off a
non-working day is the product's own rule.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from readiness.checklists.inspections import (
    AnchorRule,
    AnchorSpec,
    Checklist,
    DueSpec,
    StepSpec,
    Weekday,
    Weeks,
    WorkingDays,
)
from readiness.errors import Unusable
from readiness.inspections.rules import reasons
from readiness.inspections.rules.working_days import Calendar
from readiness.london import LONDON, in_london

EARLIEST_YEAR = 2000
LATEST_YEAR = 2099
"""A call outside these years is a slip of the pen, not a plan."""


@dataclass(frozen=True)
class Anchor:
    """An anchor with its London time. `moved_from` is the non-working day it moved away from."""

    key: str
    title: str
    at: datetime
    moved_from: date | None
    because: str
    estimate: bool
    gate: bool
    confirm: bool
    named: str


@dataclass(frozen=True)
class Due:
    """When something is due, in London time, and the sentence that says why."""

    at: datetime
    because: str


@dataclass(frozen=True)
class DatedStep:
    """A step with its due time, in London time, and the sentence that says why."""

    step: StepSpec
    due_at: datetime
    because: str


@dataclass(frozen=True)
class Timeline:
    """Anchors in the checklist's order; keys of the moved ones; tasks by due time."""

    anchors: tuple[Anchor, ...]
    moved: tuple[str, ...]
    tasks: tuple[DatedStep, ...]


def compute_timeline(
    checklist: Checklist,
    call: datetime,
    calendar: Calendar,
    changed: Mapping[str, datetime] | None = None,
) -> Timeline:
    """Everything dated, from the call and the anchors people have changed.

    Raises Unusable for a call outside 2000 to 2099 and for a changed anchor the checklist has not.
    """
    anchors = compute_anchors(checklist, call, calendar, changed or {})
    tasks = []
    for step in checklist.steps:
        due = compute_due(step, anchors, calendar)
        tasks.append(DatedStep(step, due.at, due.because))
    tasks.sort(key=lambda task: task.due_at.astimezone(UTC))
    moved = tuple(anchor.key for anchor in anchors if anchor.moved_from)
    return Timeline(anchors, moved, tuple(tasks))


def compute_anchors(
    checklist: Checklist,
    call: datetime,
    calendar: Calendar,
    changed: Mapping[str, datetime],
) -> tuple[Anchor, ...]:
    """The anchors in London time, each counted from the anchors above it.

    A changed anchor stays exactly where it was put, working day or not. Raises as
    compute_timeline.
    """
    _refuse_unknown(checklist, changed)
    found: dict[str, Anchor] = {}
    for spec in checklist.anchors:
        if spec.start is None:
            found[spec.key] = _call(spec, changed.get(spec.key, call))
        elif spec.key in changed:
            found[spec.key] = _anchor(spec, in_london(changed[spec.key]), None, reasons.CHANGED)
        else:
            found[spec.key] = _counted(spec, found[spec.start], calendar)
    return tuple(found.values())


def compute_due(step: StepSpec, anchors: Sequence[Anchor], calendar: Calendar) -> Due:
    """When a step is due. Nothing is due before the call: what would be is due with it."""
    anchor = next(anchor for anchor in anchors if anchor.key == step.due.anchor)
    day = _due_day(step.due, anchor.at.date(), calendar)
    worked = calendar.next_working_day(day) if step.due.weeks is not None else day
    at = _due_time(step.due, anchor, worked)
    counted = reasons.explain_due(step.due, anchor.named)
    call = anchors[0]
    # In one zone Python compares clock faces, and one hour in autumn has each of them twice.
    if at.astimezone(UTC) < call.at.astimezone(UTC):
        return Due(call.at, reasons.explain_at_once(counted, call.named))
    closed = _not_counted(step.due.working_days, anchor.at.date(), worked, calendar)
    return Due(at, reasons.with_days(counted, day, worked, closed, calendar.why_closed))


def find_moment(due: DueSpec, anchor_at: datetime, calendar: Calendar) -> datetime:
    """When something falls that is counted from an anchor at this moment, on a working day."""
    local = in_london(anchor_at)
    day = calendar.next_working_day(_due_day(due, local.date(), calendar))
    if due.at is not None:
        return london_moment(day, due.at)
    return in_london(anchor_at.astimezone(UTC) + timedelta(minutes=due.minutes or 0))


def weekday_after(start: date, rule: Weekday) -> date:
    """That weekday of the start's own week or a later one, never before the start."""
    monday = start - timedelta(days=start.weekday())
    day = monday + timedelta(days=rule.day, weeks=rule.weeks_later)
    return day if day >= start else day + timedelta(weeks=1)


def london_moment(day: date, at: time) -> datetime:
    """A London clock time on a day. A time the clocks skip is the one an hour later."""
    moment = datetime.combine(day, at, tzinfo=LONDON)
    return moment.astimezone(UTC).astimezone(LONDON)


def _refuse_unknown(checklist: Checklist, changed: Collection[str]) -> None:
    known = [anchor.key for anchor in checklist.anchors]
    for key in changed:
        if key not in known:
            raise Unusable(f"“{checklist.title}” has no date called “{key}”.")


def _call(spec: AnchorSpec, call: datetime) -> Anchor:
    local = in_london(call)
    if not EARLIEST_YEAR <= local.year <= LATEST_YEAR:
        raise Unusable(
            f"The call cannot be in the year {local.year}. "
            f"Give a day between {EARLIEST_YEAR} and {LATEST_YEAR}."
        )
    return _anchor(spec, local, None, spec.because)


def _counted(spec: AnchorSpec, counted_from: Anchor, calendar: Calendar) -> Anchor:
    """What is counted from an estimate is one itself, until that is changed to the real day."""
    start = counted_from.at.date()
    assert spec.rule is not None and spec.at is not None  # noqa: S101, PT018 - the loader's promise
    day = _rule_day(spec.rule, start, calendar)
    worked = calendar.next_working_day(day)
    counted = spec.rule.days if isinstance(spec.rule, WorkingDays) else None
    closed = _not_counted(counted, start, worked, calendar)
    because = reasons.with_days(spec.because, day, worked, closed, calendar.why_closed)
    moved_from = day if day != worked else None
    found = _anchor(spec, london_moment(worked, spec.at), moved_from, because)
    return replace(found, estimate=spec.estimate or counted_from.estimate)


def _rule_day(rule: AnchorRule, start: date, calendar: Calendar) -> date:
    match rule:
        case WorkingDays(days):
            return calendar.add(start, days)
        case Weeks(weeks):
            return start + timedelta(weeks=weeks)
        case Weekday():
            return weekday_after(start, rule)


def _anchor(spec: AnchorSpec, at: datetime, moved_from: date | None, because: str) -> Anchor:
    return Anchor(
        key=spec.key,
        title=spec.title,
        at=at,
        moved_from=moved_from,
        because=because,
        estimate=spec.estimate and because != reasons.CHANGED,
        gate=spec.gate,
        confirm=spec.confirm and because != reasons.CHANGED,
        named=spec.named,
    )


def _due_day(due: DueSpec, start: date, calendar: Calendar) -> date:
    if due.weeks is not None:
        return start + timedelta(weeks=due.weeks)
    return calendar.add(start, due.working_days or 0)


def _due_time(due: DueSpec, anchor: Anchor, day: date) -> datetime:
    if due.at is not None:
        return london_moment(day, due.at)
    # Minutes are time that passes, so they are added where clocks do not change.
    return in_london(anchor.at.astimezone(UTC) + timedelta(minutes=due.minutes or 0))


def _not_counted(
    working_days: int | None, start: date, end: date, calendar: Calendar
) -> list[date]:
    return calendar.closed_weekdays(start, end) if working_days else []
