"""Before a date is set or moved: what would move, and what looks wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from readiness.checklists.inspections import Checklist
from readiness.inspections.rules.timeline import Anchor, Timeline
from readiness.inspections.rules.working_days import SATURDAY, Calendar
from readiness.london import in_london
from readiness.plain_words import format_day, format_moment, format_time, plural

USUAL_FROM = time(8, 30)
USUAL_TO = time(12, 0)
"""Calls are known from 9am to half past ten (facts, section 1.2); a little more is no surprise."""

RETURNS = ("data_due", "documents_due")
"""What inspectors read before they come."""

LONG_AGO = timedelta(weeks=4)


class MoveKind(StrEnum):
    """What moves."""

    ANCHOR = "anchor"
    TASK = "task"


@dataclass(frozen=True)
class Move:
    """Something that would be at another time, both in London time."""

    kind: MoveKind
    key: str
    title: str
    was: datetime
    becomes: datetime


def compare_timelines(
    old: Timeline, new: Timeline, pinned: Collection[str] = ()
) -> tuple[Move, ...]:
    """What moves from when to when: anchors first, then tasks by their new time.

    `pinned` are keys of steps whose due time stays whatever happens. Anchors and steps that
    only one of the timelines has are passed over.
    """
    anchors = _moves(
        MoveKind.ANCHOR,
        {anchor.key: anchor.at for anchor in old.anchors},
        [(anchor.key, anchor.title, anchor.at) for anchor in new.anchors],
    )
    tasks = _moves(
        MoveKind.TASK,
        {task.step.key: task.due_at for task in old.tasks if task.step.key not in pinned},
        [(task.step.key, task.step.title, task.due_at) for task in new.tasks],
    )
    return (*anchors, *tasks)


def question_call(call: datetime, now: datetime | None, calendar: Calendar) -> list[str]:
    """What is unusual about the time of a call, as sentences; [] for a usual Monday morning.

    Without `now` nothing is said of how far off it is: on an exercise clock it may be any time.

    None of it forbids the call: 316 of 317 dated inspections since 2018 began on a Monday
    (facts, section 1.5), so another day is rather a slip than a change of habit.
    """
    local = in_london(call)
    day = format_day(local.date())
    found = []
    if local.weekday() >= SATURDAY:
        found.append(f"{day} is at the weekend. Ofsted calls on a Monday: check the date.")
    elif not calendar.is_working_day(local.date()):
        why = calendar.why_closed(local.date())
        found.append(f"{day} is {why}, when Ofsted does not call: check the date.")
    elif local.weekday():
        found.append(f"{day} is not a Monday, the day on which Ofsted calls: check the date.")
    if not USUAL_FROM <= local.time() <= USUAL_TO:
        found.append(
            f"{format_time(local)} is an unusual hour: calls come between "
            f"{format_time(USUAL_FROM)} and {format_time(USUAL_TO)}. Check the time."
        )
    found.extend(_question_distance(call, now) if now is not None else ())
    return found


def question_day(title: str, at: datetime, calendar: Calendar) -> list[str]:
    """That a key date was put on a day that is not worked, as a sentence; [] for a working day.

    It is not moved off that day: whoever sets it may know better.
    """
    day = in_london(at).date()
    if calendar.is_working_day(day):
        return []
    name = calendar.holiday(day)
    if day.weekday() >= SATURDAY:
        why = "at the weekend"
    elif name and "bank holiday" not in name:
        why = f"a bank holiday ({name})"
    else:
        why = calendar.why_closed(day)
    return [f"{format_day(day)} is {why}: “{title}” would stay on it. Check the day."]


def question_order(checklist: Checklist, anchors: Sequence[Anchor]) -> list[str]:
    """Anchors that stand before the one they follow from, as sentences; [] where all is in order.

    Happens when somebody changes a date by hand, and after a call at the weekend.
    """
    by_key = {anchor.key: anchor for anchor in anchors}
    found = []
    for spec in checklist.anchors:
        if spec.start is not None and by_key[spec.key].at < by_key[spec.start].at:
            found.append(_out_of_order(by_key[spec.key], by_key[spec.start]))
    arrival = by_key.get("arrival")
    found += [
        _out_of_order(arrival, anchor)
        for anchor in anchors
        if arrival and anchor.key in RETURNS and anchor.at > arrival.at
    ]
    return found


def _out_of_order(first: Anchor, second: Anchor) -> str:
    return (
        f"“{first.title}” ({format_moment(first.at)}) would come before "
        f"“{second.title}” ({format_moment(second.at)}): check both dates."
    )


def _question_distance(call: datetime, now: datetime) -> list[str]:
    if call > now:
        return [f"{format_moment(call)} has not come yet: check the date, or use it to plan."]
    ago = now - call
    if ago <= LONG_AGO:
        return []
    years = ago.days // 365
    distance = plural(years, "year") if years else plural(ago.days // 7, "week")
    return [f"The call was more than {distance} ago: check the date, above all the year."]


def _moves(
    kind: MoveKind, old: dict[str, datetime], new: Sequence[tuple[str, str, datetime]]
) -> list[Move]:
    return [
        Move(kind, key, title, old[key], at)
        for key, title, at in new
        if key in old and old[key] != at
    ]
