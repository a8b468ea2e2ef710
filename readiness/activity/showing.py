"""Entries of the activity as pages show them: a sentence, when, and what was before and after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from readiness.activity.models import Activity
from readiness.activity.rules import describe_changes
from readiness.activity.vocabulary import SIGN_IN_EVENTS, find_event

QUOTED = frozenset({"task", "document", "anchor_date", "timetable_entry"})
"""Whose titles are phrases of their own, which a sentence would swallow."""


@dataclass(frozen=True)
class ShownEntry:
    """What `activity_list` of the components draws, and the columns of the activity page."""

    sentence: str
    at: datetime
    details: tuple[str, ...]
    href: str = ""


def show_entries(
    entries: Iterable[Activity],
    *,
    subject: str = "",
    is_brief: bool = False,
    may_read: Callable[[Activity], bool] = lambda _entry: True,
) -> tuple[ShownEntry, ...]:
    """Entries got with their actors; `subject` (“this task”) names it on its own page.

    A brief entry says what happened without old and new; so does one that this person may not
    read in full.
    """
    return tuple(
        ShownEntry(
            sentence=tell(entry, subject),
            at=entry.at,
            details=()
            if is_brief or not may_read(entry)
            else tuple(describe_changes(entry.changes)),
        )
        for entry in entries
    )


def tell(entry: Activity, subject: str = "") -> str:
    """One sentence: A. Person ticked off “Test the upload”."""
    actor = entry.actor.name if entry.actor is not None else "Readiness"
    event = find_event(entry.event)
    if entry.subject_type == "person" and entry.subject_id == entry.actor_id:
        if entry.event in SIGN_IN_EVENTS:
            return f"{actor} {event.words}"
        return event.tell(actor, "themselves")
    title = entry.subject_title
    quoted = f"“{title}”" if entry.subject_type in QUOTED else title
    return event.tell(actor, subject or quoted)
