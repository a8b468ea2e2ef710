"""Entries of calendars as the events of a file: full addresses, one host for every identifier."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from urllib.parse import urlsplit

from readiness.london import in_london
from readiness.notifications.rules.calendars import Entry, Kind
from readiness.notifications.rules.hours import at_london
from readiness.office.ics import Event, Guest, Method, write_feed, write_invitation
from readiness.people.models import Person
from readiness.settings import current_settings

METHODS = {Kind.NEW: Method.REQUEST, Kind.CHANGED: Method.REQUEST, Kind.CANCELLED: Method.CANCEL}


def write_calendar(entries: Iterable[Entry], *, title: str, now: datetime) -> bytes:
    """The file of a calendar that somebody subscribes to: the same all day if nothing changed."""
    council = current_settings().council_name
    today = at_london(in_london(now).date(), time())
    events = (_make_event(entry, today) for entry in entries)
    return write_feed(events, name=f"Readiness, {council}: {title}")


def write_for(entry: Entry, person: Person, kind: Kind, now: datetime) -> tuple[Method, str]:
    """The invitation for one person, or its end, with its method."""
    settings = current_settings()
    guest = Guest(person.name, person.email, settings.council_name, settings.mail_from)
    event = replace(_make_event(entry, now), stamp=now)
    return METHODS[kind], write_invitation(event, guest, METHODS[kind]).decode()


def _make_event(entry: Entry, stamp: datetime) -> Event:
    address = current_settings().address
    return Event(
        uid=f"{entry.uid}@{urlsplit(address).hostname}",
        title=entry.full_title,
        begins=entry.begins,
        ends=entry.ends,
        sequence=entry.sequence,
        stamp=entry.changed_at or stamp,
        words=entry.about,
        link=f"{address}{entry.path}",
        place=entry.place,
        is_busy=entry.is_busy,
    )
