"""The work of meetings: planning ahead each night, and packs on the working day before."""

import io
from datetime import datetime

from readiness import clock
from readiness.clock import in_london
from readiness.files.access import current_store
from readiness.files.operations import register_file
from readiness.inspections.queries import get_calendar
from readiness.meetings.exports import write_pack
from readiness.meetings.operations import PACK, keep_pack, owe_due_pack, plan_everything
from readiness.meetings.queries import (
    get_meeting,
    list_agenda,
    list_planned,
    list_sections,
    lock_meeting,
)
from readiness.meetings.rules import PREPARED_AT
from readiness.settings import current_settings
from readiness.work.contract import Report, Scheduled, job, saving


class MovedMeanwhile(Exception):
    """The meeting moved while its pack was made: another attempt makes the right one."""


@job(PACK)
def make_pack(meeting_id: int, report: Report) -> None:
    """Make the pack of a meeting as everything stands now; one that was held keeps its own.

    Raises MovedMeanwhile for one that names a time that is right no more.
    """
    meeting, now = get_meeting(meeting_id), clock.now()
    if not meeting.is_planned:
        return
    at = meeting.at
    items = list_agenda(meeting, list_sections(meeting, now))
    report(1, 2)
    council = current_settings().council_name
    pack = write_pack(meeting, items, council=council, made_at=now)
    stored = current_store().put(io.BytesIO(pack))
    with saving():
        held = lock_meeting(meeting_id)
        if held.at != at:
            raise MovedMeanwhile
        keep_pack(meeting=held, stored=register_file(stored, now=now), made_at=now)


def prepare_meetings(slot: datetime) -> None:
    """See to the meetings to come, and owe the packs of those on the next working day."""
    plan_everything()
    today = in_london(slot).date()
    calendar = get_calendar()
    for meeting in list_planned():
        owe_due_pack(meeting, today, calendar)


SCHEDULE = (
    Scheduled(
        "meetings-prepare",
        {"day_of_week": "mon-fri", "hour": PREPARED_AT.hour, "minute": PREPARED_AT.minute},
        prepare_meetings,
    ),
)
