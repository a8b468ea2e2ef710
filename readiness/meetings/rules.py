"""When meetings are, when their packs are made, and in which state they are. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, islice

from readiness.inspections.rules.working_days import Calendar
from readiness.london import LONDON, in_london
from readiness.plain_words import format_day, format_moment

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MOST_WEEKS = 8
PREPARED_AT = time(7, 30)
"""When meetings are seen to, from Monday to Friday."""


class MeetingState(StrEnum):
    """How far a meeting is."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """Whether somebody came."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


PRESENCE_WORDS = {
    Presence.PRESENT: "Present",
    Presence.APOLOGIES: "Apologies",
    Presence.ABSENT: "Absent",
}


def choose_chair(seats: Iterable[int], came: Mapping[int, Presence]) -> int | None:
    """Of who may chair, the first that is noted as present; by number."""
    return next((one for one in seats if came.get(one) is Presence.PRESENT), None)


@dataclass(frozen=True)
class Rhythm:
    """Every so many weeks from a first day, at a London time."""

    first_day: date
    starts_at: time
    weeks: int = 2


@dataclass(frozen=True)
class PlannedDay:
    """A day of a series: `rhythm_day` by the rhythm, `day` when it is, `because` where it moved."""

    rhythm_day: date
    day: date
    because: str = ""


def plan_days(
    rhythm: Rhythm,
    today: date,
    number: int,
    calendar: Calendar,
    taken: Collection[date] = (),
) -> tuple[PlannedDay, ...]:
    """The next days of a series: by its rhythm, today or later.

    `taken` are days of the rhythm that have their meeting already, wherever it was moved. A day
    that is not worked moves to the next that is.
    """
    later = (day for day in _list_days(rhythm) if day >= today and day not in taken)
    return tuple(place_day(day, calendar) for day in islice(later, max(number, 0)))


def spell_move(before: datetime, reason: str) -> str:
    """What the page says of a meeting that somebody moved."""
    return f"Moved from {format_moment(before)}: {reason}"


def may_place_anew(at: datetime, now: datetime, *, is_moved_by_hand: bool) -> bool:
    """Whether a meeting may still be put on another day by itself: to come, not moved by hand."""
    return at > now and not is_moved_by_hand


@dataclass(frozen=True)
class Closed:
    """A meeting to come stands on a day that is not worked: what day it is, what becomes of it.

    `moves_at` is when it is put on another day by itself; None where it is not.
    """

    day: str
    moves_at: datetime | None


def find_closed(
    at: datetime, now: datetime, calendar: Calendar, *, is_moved_by_hand: bool
) -> Closed | None:
    """Why nobody works on the day of a meeting; None where it is worked.

    It is put on another day when meetings are next seen to, which may be in the morning of that
    very day; not where somebody chose the day, or it is over by then.
    """
    day = in_london(at).date()
    if calendar.is_working_day(day):
        return None
    seen_to = find_preparing(now)
    moves = may_place_anew(at, seen_to, is_moved_by_hand=is_moved_by_hand)
    return Closed(calendar.why_closed(day), seen_to if moves else None)


def find_preparing(now: datetime) -> datetime:
    """When meetings are next seen to: the first morning after this moment, Monday to Friday.

    Also of one that is not worked.
    """
    today = in_london(now).date()
    days = (today + timedelta(days=number) for number in range(4))  # over a weekend
    mornings = (datetime.combine(day, PREPARED_AT, tzinfo=LONDON) for day in days)
    return next(one for one in mornings if one > now and one.weekday() < len(WEEKDAYS))


@dataclass(frozen=True)
class Step:
    """One time somebody said how a thing stands: `thing` tells things apart, `title` is for people.

    `before` and `after` name how it stood and stands; `words` are those typed with it, if any.
    """

    thing: tuple[str, int]
    title: str
    before: str
    after: str
    by: str
    words: str = ""


@dataclass(frozen=True)
class Change:
    """What became of a thing in a meeting, who said so, each once, and in which words."""

    title: str
    before: str
    after: str
    by: tuple[str, ...]
    words: tuple[str, ...] = ()


def sum_changes(steps: Iterable[Step]) -> tuple[Change, ...]:
    """Of each thing how it stood before the first step and after the last, in order of the first.

    What was changed and changed back is left out; what was confirmed as it stood is not. Words
    typed with a step on the way say how it stood then.
    """
    things: dict[tuple[str, int], list[Step]] = {}
    for step in steps:
        things.setdefault(step.thing, []).append(step)
    return tuple(
        Change(
            title=of[-1].title,
            before=of[0].before,
            after=of[-1].after,
            by=tuple(dict.fromkeys(step.by for step in of)),
            words=tuple(_list_words(of)),
        )
        for of in things.values()
        if of[0].before != of[-1].after or all(step.before == step.after for step in of)
    )


def _list_words(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        if step.words:
            is_last = step.after == steps[-1].after
            yield step.words if is_last else f"{step.after}: {step.words}"


def find_pack_day(meeting_day: date, calendar: Calendar) -> date:
    """The working day before the meeting, when its pack is made."""
    return calendar.add(meeting_day, -1)


def is_pack_due(meeting_day: date, made_on: date | None, today: date, calendar: Calendar) -> bool:
    """Whether a pack is to be made now: from its day on, unless it was made since then.

    After an outage the day before may have passed: a late pack is better than none.
    """
    pack_day = find_pack_day(meeting_day, calendar)
    return pack_day <= today <= meeting_day and (made_on is None or made_on < pack_day)


def find_day_in_week(rhythm: Rhythm, held: Collection[date], monday: date) -> date | None:
    """The day of a week on which a meeting is; in a week without one, that of the rhythm.

    `held` are the days on which meetings are or were. None before the series begins.
    """
    week = [monday + timedelta(days=number) for number in range(7)]
    if week[-1] < rhythm.first_day:
        return None
    usual = week[rhythm.first_day.weekday()]
    return next((day for day in week if day in held), usual)


def _list_days(rhythm: Rhythm) -> Iterator[date]:
    return (rhythm.first_day + timedelta(weeks=rhythm.weeks * place) for place in count())


def place_day(day: date, calendar: Calendar) -> PlannedDay:
    """When a meeting of this day is: on it, or on the next that is worked."""
    moved = calendar.next_working_day(day)
    if moved == day:
        return PlannedDay(day, day)
    return PlannedDay(
        day,
        moved,
        f"{format_day(day)} is {calendar.why_closed(day)}, so it moved to the next day "
        "that is worked.",
    )
