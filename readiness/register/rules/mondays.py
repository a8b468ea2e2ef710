"""Mondays on which a call could come: the next, one that was asked for, and those to look out for.

316 of 317 dated inspections since 2018 began on a Monday, and none in August (facts, section
1.5). The usual hour is 9.15am.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from readiness.checklists.inspections import Checklist
from readiness.inspections.rules.timeline import Anchor, compute_anchors, london_moment
from readiness.inspections.rules.working_days import Calendar
from readiness.london import in_london
from readiness.plain_words import format_day, plural

CALL_TIME = time(9, 15)
WEEK = timedelta(weeks=1)
WEEKS_AHEAD = 53
FURTHEST = timedelta(days=2 * 365)
"""Further ahead the calendar of bank holidays is a guess, and so is everything else."""
END = "fieldwork_end"
TWO_WEEKS = timedelta(days=13)
AUGUST = 8
CHRISTMAS = ((12, 24), (1, 3))
"""The first and the last day of the holidays at the turn of the year, with substitute days."""
EASTER = frozenset({"Good Friday", "Easter Monday"})

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class MovedDate:
    """A key date that would fall on a day that is not worked, and where it goes."""

    title: str
    was: date
    becomes: date


class Season(StrEnum):
    """What makes two weeks unlike others."""

    CHRISTMAS = "Christmas and New Year"
    EASTER = "Easter"
    AUGUST = "August"
    OTHER = "Other bank holidays and closure days"


@dataclass(frozen=True)
class MondayAhead:
    """A Monday whose two weeks are unlike others: `closed` days with what they are, moved dates.

    `august` says how much of them is in August, empty where nothing is.
    """

    day: date
    closed: tuple[tuple[date, str], ...]
    moved: tuple[MovedDate, ...]
    august: str

    @property
    def season(self) -> Season:
        """What it is listed under."""
        first, last = CHRISTMAS
        if any((day.month, day.day) >= first or (day.month, day.day) <= last
               for day, _why in self.closed):  # fmt: skip
            return Season.CHRISTMAS
        if any(why in EASTER for _day, why in self.closed):
            return Season.EASTER
        return Season.AUGUST if self.august else Season.OTHER


def find_next_call(now: datetime, calendar: Calendar) -> date:
    """The next Monday that is worked on which 9.15am has not passed."""
    local = in_london(now)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    if day == local.date() and local.time() > CALL_TIME:
        day += WEEK
    while not calendar.is_working_day(day):
        day += WEEK
    return day


def call_moment(day: date) -> datetime:
    """9.15am of a day, London time."""
    return london_moment(day, CALL_TIME)


def read_day(text: str) -> date | None:
    """A day written 2026-11-30; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def find_fault(asked: date | None, next_call: date) -> str | None:
    """Why the day asked for is no Monday to look at, as a sentence; None for a good one."""
    example = f"choose a Monday, such as {format_day(next_call)}"
    if asked is None:
        return f"That is not a date: {example}."
    said = format_day(asked)
    if asked.weekday():
        return f"{said} is not a Monday, the day on which Ofsted calls: {example}."
    if asked < next_call:
        return f"{said} has passed, or its morning has: {example}."
    if asked - next_call > FURTHEST:
        return f"{said} is more than two years ahead: choose an earlier Monday."
    return None


def find_end(anchors: tuple[Anchor, ...]) -> date:
    """The last day of the two weeks that follow a call."""
    ends = [anchor.at.date() for anchor in anchors if anchor.key == END]
    return ends[0] if ends else anchors[0].at.date() + TWO_WEEKS


def list_mondays(checklist: Checklist, first: date, calendar: Calendar) -> tuple[MondayAhead, ...]:
    """The Mondays of the coming year whose two weeks hold a day not worked, or one of August.

    A Monday that is itself a bank holiday is passed over: nobody calls on it.
    """
    two_weeks = _shorten(checklist)
    return tuple(
        found
        for number in range(WEEKS_AHEAD)
        for found in _look_at(two_weeks, first + WEEK * number, calendar)
    )


def group_mondays(
    mondays: Iterable[MondayAhead],
) -> tuple[tuple[Season, tuple[MondayAhead, ...]], ...]:
    """The Mondays by their season, the season that comes first at the top."""
    groups: dict[Season, list[MondayAhead]] = {}
    for monday in mondays:
        groups.setdefault(monday.season, []).append(monday)
    return tuple((season, tuple(group)) for season, group in groups.items())


def spell_august(anchors: tuple[Anchor, ...], calendar: Calendar) -> str:
    """“4 of 9 working days are in August”; empty where no working day of the two weeks is."""
    first, end = anchors[0].at.date(), find_end(anchors)
    days = (first + timedelta(days=number) for number in range((end - first).days + 1))
    worked = [day for day in days if calendar.is_working_day(day)]
    within = sum(day.month == AUGUST for day in worked)
    if not within:
        return ""
    verb = "is" if within == 1 else "are"
    return f"{within} of {plural(len(worked), 'working day')} {verb} in August"


def list_closed(anchors: tuple[Anchor, ...], calendar: Calendar) -> tuple[tuple[date, str], ...]:
    """The weekdays of the two weeks that are not worked, with what they are."""
    first, end = anchors[0].at.date(), find_end(anchors)
    days = calendar.closed_weekdays(first - timedelta(days=1), end + timedelta(days=1))
    return tuple((day, calendar.why_closed(day)) for day in days)


def list_moved(anchors: tuple[Anchor, ...]) -> tuple[MovedDate, ...]:
    """The key dates of the two weeks that move off a day that is not worked."""
    end = find_end(anchors)
    return tuple(
        MovedDate(anchor.title, anchor.moved_from, anchor.at.date())
        for anchor in anchors
        if anchor.moved_from is not None and anchor.moved_from <= end
    )


def _shorten(checklist: Checklist) -> Checklist:
    """The checklist up to the end of fieldwork: what follows is long to count and not asked for."""
    keys = [anchor.key for anchor in checklist.anchors]
    last = keys.index(END) + 1 if END in keys else len(keys)
    return replace(checklist, anchors=checklist.anchors[:last])


def _look_at(checklist: Checklist, day: date, calendar: Calendar) -> Iterator[MondayAhead]:
    if not calendar.is_working_day(day):
        return
    anchors = compute_anchors(checklist, call_moment(day), calendar, {})
    closed, moved = list_closed(anchors, calendar), list_moved(anchors)
    august = spell_august(anchors, calendar)
    if closed or moved or august:
        yield MondayAhead(day, closed, moved, august)
