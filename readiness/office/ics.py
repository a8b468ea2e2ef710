"""Writes calendar files (RFC 5545, and RFC 5546 for invitations): events in, bytes out.

Times are London wall time with the rules of its clock changes beside them, so that a calendar
needs to know no zone by name. The second of two equal hours in October is written in UTC: a
local time means the first of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from readiness.london import in_london

if TYPE_CHECKING:
    from icalendar import Calendar, Timezone
    from icalendar import Event as Written

PRODUCT = "-//Readiness//Readiness//EN"
REFRESH = timedelta(hours=1)
"""How often a calendar is asked to look again; most look when they like."""


class Method(StrEnum):
    """What a calendar is to do with a file."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Event:
    """One event. `begins` and `ends` are both days, the last one left out, or both aware moments.

    `uid` stays the same as long as it is the same event; `sequence` rises when its time or its
    words change; `stamp` is when that was last looked at or changed. `is_busy` says whether it
    takes up time.
    """

    uid: str
    title: str
    begins: date
    ends: date
    sequence: int
    stamp: datetime
    words: str = ""
    link: str = ""
    place: str = ""
    is_busy: bool = True


@dataclass(frozen=True)
class Guest:
    """Whom an invitation goes to, and in whose name; addresses of e-mail."""

    name: str
    address: str
    host_name: str
    host_address: str


def write_feed(events: Iterable[Event], *, name: str) -> bytes:
    """A calendar to subscribe to. The same events give the same bytes."""
    calendar = _begin(Method.PUBLISH)
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add_component(_london())
    for event in sorted(events, key=lambda event: event.uid):
        calendar.add_component(_write(event))
    return _bytes(calendar)


def write_invitation(event: Event, guest: Guest, method: Method) -> bytes:
    """An invitation to one event for one guest, or its end."""
    from icalendar import vCalAddress

    calendar, written = _begin(method), _write(event)
    calendar.add_component(_london())
    host = vCalAddress(f"mailto:{guest.host_address}", params={"CN": guest.host_name})
    written.add("organizer", host)
    asked = {"CN": guest.name, "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}
    asked["PARTSTAT"] = "NEEDS-ACTION"
    written.add("attendee", vCalAddress(f"mailto:{guest.address}", params=asked))
    written.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    calendar.add_component(written)
    return _bytes(calendar)


def _begin(method: Method) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return calendar


def _bytes(calendar: "Calendar") -> bytes:
    written: bytes = calendar.to_ical()
    return written


def _write(event: Event) -> "Written":
    from icalendar import Event as Written

    written = Written()
    written.add("uid", event.uid)
    written.add("dtstamp", event.stamp.astimezone(UTC))
    written.add("sequence", event.sequence)
    written.add("summary", event.title)
    written.add("dtstart", _place(event.begins))
    written.add("dtend", _place(event.ends))
    for name, value in (
        ("description", "\n".join(part for part in (event.words, event.link) if part)),
        ("url", event.link),
        ("location", event.place),
    ):
        if value:
            written.add(name, value)
    written.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    return written


def _place(when: date) -> date:
    """A day as it is; a moment on a London clock, or in UTC where that clock shows it twice."""
    if not isinstance(when, datetime):
        return when
    local = in_london(when)
    is_second = local.fold == 1 and local.utcoffset() != local.replace(fold=0).utcoffset()
    return when.astimezone(UTC) if is_second else local


def _london() -> "Timezone":
    """The rules of London’s clocks, which have been these since 1996."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone, winter, summer = Timezone(), timedelta(), timedelta(hours=1)
    zone.add("tzid", "Europe/London")
    for part, name, month, at, before, after in (
        (TimezoneDaylight(), "BST", 3, time(1), winter, summer),
        (TimezoneStandard(), "GMT", 10, time(2), summer, winter),
    ):
        first = date(1996, 3, 31) if month == 3 else date(1996, 10, 27)
        part.add("tzname", name)
        part.add("dtstart", datetime.combine(first, at))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
