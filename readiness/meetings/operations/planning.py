"""Series and the dates of their meetings: added, changed, planned ahead, moved, cancelled."""

from datetime import datetime

from sqlalchemy import select

from readiness import clock
from readiness.actions.operations import rename_origin
from readiness.actions.rules import Source
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.inspections.queries import get_calendar
from readiness.inspections.rules.working_days import Calendar
from readiness.london import LONDON, in_london
from readiness.meetings.models import Meeting, Series
from readiness.meetings.operations.checks import (
    check_may_run,
    check_planned,
)
from readiness.meetings.operations.packing import forget_pack, owe_due_pack
from readiness.meetings.operations.telling import tell_moved, tell_off
from readiness.meetings.queries import (
    has_anything,
    list_of_series,
    list_planned,
    list_series,
    lock_meeting,
)
from readiness.meetings.rules import (
    MOST_WEEKS,
    MeetingState,
    PlannedDay,
    Rhythm,
    may_place_anew,
    place_day,
    plan_days,
    spell_move,
)
from readiness.people.models import Person, Post
from readiness.plain_words import format_moment

AHEAD = 4
"""So many meetings are planned ahead."""


def add_series(
    *,
    actor: Person | None,
    title: str,
    chair_post: Post,
    rhythm: Rhythm,
    place: str = "",
) -> Series:
    """Begin a series and plan its first meetings. Raises NotAllowed and Refused."""
    check_may_run(actor)
    series = Series(
        title=require_words(title, "Give the meetings a title."),
        chair_post=chair_post,
        first_day=rhythm.first_day,
        starts_at=rhythm.starts_at,
        weeks=_check_weeks(rhythm.weeks),
        place=place.strip(),
    )
    db.session.add(series)
    record_change(actor, "meetings:series:added", series, first_day=(None, rhythm.first_day))
    plan_ahead(series)
    return series


def change_series(
    *,
    actor: Person,
    series: Series,
    version: int,
    title: str,
    chair_post: Post,
    rhythm: Rhythm,
    place: str,
) -> None:
    """Change a series; meetings to come that nobody touched yet follow it.

    One is touched once its pack is made or anything is said in it: it stays where it is. Raises
    NotAllowed, Refused, and ChangedMeanwhile for an older version.
    """
    check_may_run(actor)
    if series.version != version:
        raise ChangedMeanwhile("Somebody changed this series after you opened it. Look again.")
    before = (series.first_day, series.starts_at, series.weeks, series.chair_post.title)
    series.title = require_words(title, "Give the meetings a title.")
    series.chair_post, series.place = chair_post, place.strip()
    series.first_day, series.starts_at = rhythm.first_day, rhythm.starts_at
    series.weeks = _check_weeks(rhythm.weeks)
    after = (rhythm.first_day, rhythm.starts_at, rhythm.weeks, chair_post.title)
    fields = ("first_day", "starts_at", "weeks", "chair")
    changes = dict(zip(fields, zip(before, after, strict=True), strict=True))
    record_change(actor, "meetings:series:changed", series, **changes)
    db.session.flush()
    _forget_untouched(series)
    plan_ahead(series)


def plan_everything() -> None:
    """Plan ahead in every series, off days that were closed since. Idempotent."""
    _leave_closed_days()
    for series in list_series():
        plan_ahead(series)


def plan_ahead(series: Series) -> None:
    """See to it that the series has its meetings to come. Idempotent."""
    db.session.flush()
    # Of two who plan at once the second waits here, then finds the first one’s meetings.
    db.session.execute(select(Series.id).where(Series.id == series.id).with_for_update())
    known, today = list_of_series(series), clock.today()
    coming = [m for m in known if m.is_planned and in_london(m.at).date() >= today]
    wanted = plan_days(
        series.rhythm,
        today,
        AHEAD - len(coming),
        get_calendar(),
        taken={meeting.rhythm_day for meeting in known},
    )
    db.session.add_all(_make_meeting(series, planned) for planned in wanted)
    db.session.flush()


def move_meeting(
    *, actor: Person, meeting: Meeting, version: int, at: datetime, reason: str
) -> None:
    """Move one meeting, which gets another pack, and tell those who come.

    Raises NotAllowed, ChangedMeanwhile, and Refused for the past.
    """
    check_may_run(actor)
    check_planned(meeting)
    _check_version(meeting, version)
    if at <= clock.now():
        raise Refused("That moment has passed. Choose when the meeting will be.")
    said = require_words(reason, "Say why the meeting moves.")
    because = spell_move(meeting.at, said)
    _leave_time(meeting, at, actor)
    _put_on(meeting, at, actor, said, because)
    owe_due_pack(meeting, clock.today(), get_calendar())


def cancel_meeting(*, actor: Person, meeting: Meeting, version: int, reason: str) -> None:
    """Cancel one meeting, of which those who come are told, or say that it was not held.

    The series goes on. Raises NotAllowed, ChangedMeanwhile, Refused.
    """
    check_may_run(actor)
    check_planned(meeting)
    _check_version(meeting, version)
    said = require_words(reason, "Say why the meeting is not held.")
    if meeting.at > clock.now():
        tell_off(meeting, actor)
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED, said
    record_change(actor, "meetings:meeting:cancelled", meeting, reason=(None, said))
    plan_ahead(meeting.series)


def _make_meeting(series: Series, planned: PlannedDay) -> Meeting:
    at = datetime.combine(planned.day, series.starts_at, tzinfo=LONDON)
    return Meeting(
        series=series,
        rhythm_day=planned.rhythm_day,
        at=at,
        moved_because=planned.because,
        contents=[],
        figures={},
    )


def _leave_closed_days() -> None:
    """Move the meetings to come that nobody moved off days that are not worked any more."""
    calendar, now = get_calendar(), clock.now()
    fallen = [found.id for found in list_planned() if _find_move(found, calendar, now)]
    held = [lock_meeting(meeting_id) for meeting_id in fallen]
    found = [(meeting, _find_move(meeting, calendar, now)) for meeting in held]
    moves = [(meeting, move) for meeting, move in found if move]
    for meeting, move in moves:
        _leave_time(meeting, _find_time(meeting, move), None)  # all before the first is recorded
    for meeting, move in moves:
        _put_on(meeting, _find_time(meeting, move), None, move.because, move.because)


def _find_time(meeting: Meeting, move: PlannedDay) -> datetime:
    return datetime.combine(move.day, in_london(meeting.at).time(), tzinfo=LONDON)


def _find_move(meeting: Meeting, calendar: Calendar, now: datetime) -> PlannedDay | None:
    by_hand = meeting.is_moved_by_hand
    if not meeting.is_planned or not may_place_anew(meeting.at, now, is_moved_by_hand=by_hand):
        return None
    place = place_day(in_london(meeting.at).date(), calendar)
    return place if place.because else None


def _leave_time(meeting: Meeting, at: datetime, actor: Person | None) -> None:
    """Let go of the pack that names the old time, and tell of the new one, before it is put on it.

    Both lock the outbox, so they come before the activity.
    """
    if meeting.at != at:
        forget_pack(meeting)
        tell_moved(meeting, at, actor)


def _put_on(meeting: Meeting, at: datetime, actor: Person | None, why: str, because: str) -> None:
    """Put a meeting on another moment; its page says because of what, the activity why."""
    before, meeting.at, meeting.moved_because = meeting.at, at, because
    meeting.is_moved_by_hand = actor is not None
    rename_origin(Source.MEETING, meeting.id, meeting.activity_title)
    record_change(actor, "meetings:meeting:moved", meeting, at=(before, at), reason=(None, why))


def _forget_untouched(series: Series) -> None:
    for meeting in list_of_series(series):
        ahead = meeting.is_planned and meeting.at > clock.now()
        is_untouched = meeting.version == 1 and meeting.pack_sha256 is None
        if ahead and is_untouched and not has_anything(meeting):
            db.session.delete(meeting)
    db.session.flush()


def _check_weeks(weeks: int) -> int:
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"Meetings come back every 1 to {MOST_WEEKS} weeks.")
    return weeks


def _check_version(meeting: Meeting, version: int) -> None:
    if meeting.version != version:
        raise ChangedMeanwhile(
            f"Somebody changed this meeting after you opened it. It is now on "
            f"{format_moment(meeting.at)}. Look at it again."
        )
