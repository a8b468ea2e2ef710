"""What every change of a meeting checks first."""

from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.meetings.models import Meeting
from readiness.meetings.rules import MeetingState
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_moment


def check_may_run(actor: Person | None) -> None:
    """Raises NotAllowed for who does not run meetings; no actor is Readiness itself."""
    if actor is not None and not allows(actor.role, Permission.RUN_MEETINGS):
        raise NotAllowed(
            "Meetings are run by the inspection coordinator and the directors. Ask one of them."
        )


def check_planned(meeting: Meeting) -> None:
    """Raises ChangedMeanwhile for a meeting that has ended or was cancelled."""
    if meeting.state is MeetingState.CANCELLED:
        raise ChangedMeanwhile("This meeting was cancelled. Look at the list of meetings.")
    if meeting.state is MeetingState.HELD and meeting.ended_at is not None:
        raise ChangedMeanwhile(
            f"This meeting ended on {format_moment(meeting.ended_at)}: its minutes are closed. "
            "Raise it at the next one."
        )
