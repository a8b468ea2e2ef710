"""The pack of a meeting: asked for, owed on its day, kept and told of, and let go."""

from datetime import date, datetime

from sqlalchemy import update

from readiness.activity.operations import record_change
from readiness.extensions import db
from readiness.files.models import StoredFile
from readiness.inspections.rules.working_days import Calendar
from readiness.london import in_london
from readiness.meetings.models import Meeting
from readiness.meetings.operations.checks import check_may_run, check_planned
from readiness.meetings.queries import list_invited
from readiness.meetings.rules import is_pack_due
from readiness.notifications.messages import path_to
from readiness.notifications.operations import announce, take_back
from readiness.notifications.rules.sections import Line, Section
from readiness.people.models import Person
from readiness.plain_words import format_moment
from readiness.work.operations import owe_work

PACK = "meeting-pack"


def ask_pack(*, actor: Person, meeting: Meeting) -> None:
    """Owe the pack of a meeting now, as everything stands. Raises NotAllowed, ChangedMeanwhile."""
    check_may_run(actor)
    check_planned(meeting)
    _owe_pack(meeting)


def owe_due_pack(meeting: Meeting, today: date, calendar: Calendar) -> None:
    """Owe the pack of a meeting to come once its day is there. Idempotent."""
    made_on = in_london(meeting.pack_made_at).date() if meeting.pack_made_at else None
    if is_pack_due(in_london(meeting.at).date(), made_on, today, calendar):
        _owe_pack(meeting)


def keep_pack(*, meeting: Meeting, stored: StoredFile, made_at: datetime) -> None:
    """Keep the pack that was made, and tell those invited; made again it is not told again.

    It is no change of the meeting: whoever has it open may go on, so its version stays.
    """
    if not meeting.is_planned:
        return
    if meeting.pack_sha256 is None:
        _announce(meeting, made_at)
    db.session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values(pack_sha256=stored.sha256, pack_made_at=made_at)
    )
    record_change(None, "meetings:meeting:packed", meeting, sha256=(None, stored.sha256))


def forget_pack(meeting: Meeting) -> None:
    """Let go of the pack of a meeting that is at another time now: it names the old one.

    Who was not told of it yet is not told of the old time either. Comes before the activity, as
    everything that locks the outbox.
    """
    take_back(f"{PACK}:{meeting.id}")
    meeting.pack_sha256, meeting.pack_made_at = None, None


def _owe_pack(meeting: Meeting) -> None:
    """Unless somebody has it in hand already."""
    owe_work(PACK, meeting.id)


def _announce(meeting: Meeting, now: datetime) -> None:
    line = Line(
        "Open the agenda and the pack",
        path_to("meetings.show_meeting", meeting_id=meeting.id),
        meeting.series.place or "The place is on its page",
    )
    when = format_moment(meeting.at)
    announce(
        people=list_invited(meeting),
        # The version tells apart the days of a meeting that moved, also of one that moved back.
        key=f"{PACK}:{meeting.id}:{meeting.version}",
        subject=f"{meeting.series.title}, {when}: the pack is ready",
        sections=[Section(f"{meeting.series.title}, {when}", (line,))],
        now=now,
    )
