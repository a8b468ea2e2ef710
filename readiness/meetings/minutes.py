"""Ending a meeting: the minutes are closed and kept as the Word file they are at that moment."""

import io

from readiness import clock
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.meetings.changing import list_changed
from readiness.meetings.exports import write_minutes
from readiness.meetings.models import Meeting
from readiness.meetings.operations import end_meeting, keep_minutes
from readiness.meetings.queries import (
    get_meeting,
    list_agenda,
    list_agreed,
    list_not_noted,
    list_sections,
)
from readiness.people.models import Person

SAID = ("items", "decisions", "attendance")


def close_minutes(*, actor: Person, meeting: Meeting, version: int, council: str) -> None:
    """End the meeting and keep its minutes. Raises as end_meeting does."""
    sections = list_sections(meeting, clock.now())
    end_meeting(actor=actor, meeting=meeting, version=version, sections=sections)
    db.session.flush()
    db.session.expire(meeting, SAID)  # what was said since it was read is in the minutes
    meeting = get_meeting(meeting.id)
    agenda, agreed = list_agenda(meeting, sections), list_agreed(meeting)
    changed = list_changed(meeting, closed_by=actor)
    content = write_minutes(
        meeting,
        agenda,
        agreed,
        council=council,
        changed=changed,
        not_noted=list_not_noted(meeting),
    )
    stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
    keep_minutes(meeting=meeting, stored=stored)
