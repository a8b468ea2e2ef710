"""The fortnightly meetings of the invented council: two were held, the next is near."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.demo.extracts import COUNCIL
from readiness.extensions import db
from readiness.meetings.minutes import close_minutes
from readiness.meetings.operations import (
    add_decision,
    add_series,
    plan_everything,
    raise_item,
    record_attendance,
    write_note,
)
from readiness.meetings.queries import get_meeting, list_planned
from readiness.meetings.rules import Presence, Rhythm
from readiness.people.models import Person, Post

TITLE = "Inspection readiness meeting"
TUESDAY = 1
CAME = (
    "director-supporting-families",
    "inspection-coordinator",
    "data-lead",
    "psw",
    "hos-front-door",
    "hos-children-in-care",
    "hos-care-leavers",
    "hos-quality-assurance",
)


@dataclass(frozen=True)
class Held:
    """What was said and decided at one meeting, by the key of its item."""

    notes: Mapping[str, str]
    decisions: Mapping[str, str]
    apologies: str


STORY = (
    Held(
        {
            "actions": "The trial run’s actions were gone through one by one. IT has begun.",
            "documents": "Two reports of Performance are late because of the half-year returns.",
        },
        {"documents": "The caseload report is sent by the fifth working day of each month."},
        "psw",
    ),
    Held(
        {
            "annexe-a": "Lists 6 and 8 held most of the errors in the trial run. All are uploaded "
            "again before the next meeting, and teams get their own lists to mend."
        },
        {"annexe-a": "Heads of service bring their lists signed to the next meeting."},
        "hos-front-door",
    ),
)


def list_meeting_days(today: date) -> list[date]:
    """The Tuesdays on which the meetings of the story were held."""
    last = today - timedelta(days=(today.weekday() - TUESDAY - 1) % 7 + 1)
    return [last - timedelta(weeks=2 * back) for back in range(len(STORY) - 1, -1, -1)]


def plan_meetings(today: date, posts: Mapping[str, Post]) -> Iterator[Event]:
    """The series, its meetings that were held, and those to come."""
    chair = posts["director-supporting-families"].holder
    if chair is None:
        return
    days = list_meeting_days(today)
    yield moment(days[0] - timedelta(days=1), 17), _planning(posts, days[0])
    for day, held in zip(days, STORY, strict=True):
        yield moment(day, 11, 35), _holding(chair, posts, held)
    yield moment(days[-1], 14, 20), _raising(posts["hos-early-help"].holder)


def _planning(posts: Mapping[str, Post], first_day: date) -> Callable[[], object]:
    return lambda: add_series(
        actor=None,
        title=TITLE,
        chair_post=posts["director-supporting-families"],
        rhythm=Rhythm(first_day, time(10)),
        place="Harbour room",
    )


def _holding(chair: Person, posts: Mapping[str, Post], held: Held) -> Callable[[], object]:
    def hold() -> None:
        plan_everything()
        meeting = get_meeting(list_planned()[0].id)
        for key, note in held.notes.items():
            write_note(actor=chair, meeting=meeting, key=key, version=0, note=note)
        for key, text in held.decisions.items():
            add_decision(actor=chair, meeting=meeting, key=key, text=text)
        db.session.flush()
        came = {
            holder.id: (None, Presence.APOLOGIES if key == held.apologies else Presence.PRESENT)
            for key in CAME
            if (holder := posts[key].holder) is not None
        }
        record_attendance(actor=chair, meeting=meeting, presence=came)
        db.session.flush()
        close_minutes(actor=chair, meeting=meeting, version=meeting.version, council=COUNCIL)

    return hold


def _raising(by: Person | None) -> Callable[[], object]:
    def put() -> None:
        if by is not None:
            raise_item(
                actor=by,
                meeting=get_meeting(list_planned()[0].id),
                title="How early help will be shown to inspectors",
                detail="List 2 has families whose work ended in the summer. What is said of them?",
            )

    return put
