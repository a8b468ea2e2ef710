"""What inspectors asked for in the invented council’s trial run, and who was told that it began."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.inspections.models import Inspection
from readiness.london import in_london
from readiness.people.models import Person, Post
from readiness.requests.models import InspectorRequest
from readiness.requests.operations import (
    accept_request,
    answer_request,
    flag_request,
    log_request,
    record_briefing,
)
from readiness.requests.queries import get_request

KEEPER = "inspection-coordinator"


@dataclass(frozen=True)
class Asked:
    """One request. Days are counted from the call; `answered` and the rest are (day, hour).

    `flagged` says why the first answer would not do, and `again` what came instead.
    """

    day: int
    hour: int
    by: str
    question: str
    area: str
    post: str
    answered: tuple[int, int]
    answer: str
    flagged: str = ""
    again: str = ""
    is_accepted: bool = True


STORY = (
    Asked(
        3,
        11,
        "Lead inspector",
        "Caseloads of every team, as of today",
        "workforce",
        "data-lead",
        (4, 10),
        "Sent as a sheet with one line for each team.",
    ),
    Asked(
        7,
        10,
        "Inspector for the front door",
        "A list of strategy meetings of this week that can be observed",
        "meetings",
        "hos-front-door",
        (7, 15),
        "Three meetings, with rooms and times.",
    ),
    Asked(
        7,
        16,
        "Lead inspector",
        "Supervision records of the last three months for the selected cases",
        "cases",
        "hos-assessment-family-support",
        (8, 12),
        "In the case system, under each case.",
        "Two of the twelve have no entry since September.",
        "Both are in now. They had been written and not saved to the record.",
    ),
    Asked(
        8,
        9,
        "Inspector for care leavers",
        "The local offer as young people are given it",
        "documents",
        "hos-care-leavers",
        (8, 11),
        "Printed, and on the sharing site.",
    ),
    Asked(
        9,
        14,
        "Lead inspector",
        "A second account for the case system that works on the visitors’ laptops",
        "access",
        "it-lead",
        (10, 18),
        "It works since this evening; it was a day late.",
        is_accepted=False,
    ),
)
TOLD = (
    ("chief-executive", "dcs", 40, "By telephone. She keeps Tuesday and Thursday mornings free."),
    ("leader", "dcs", 55, "By telephone"),
    ("lead-member", "dcs", 58, ""),
    ("heads-of-service", "director-supporting-families", 62, "One was in court: her deputy came."),
    ("support-services", "director-supporting-families", 66, ""),
    ("all-staff", "communications-lead", 175, ""),
)
"""Who was told, by which post, how many minutes after the call, and the note of it."""


def plan_requests(inspection: Inspection, posts: Mapping[str, Post]) -> Iterator[Event]:
    """The requests of the week and the telephone calls of the first day, each with its moment."""
    keeper = posts[KEEPER].holder
    if keeper is None:
        return
    for key, post, minutes, note in TOLD:
        who = posts[post].holder
        if who is not None:
            when = inspection.call_at + timedelta(minutes=minutes)
            yield when, _telling(inspection.id, keeper, who, key, note)
    for number, asked in enumerate(STORY, 1):
        yield from _play_one(inspection, number, asked, keeper, posts[asked.post])


def _play_one(
    inspection: Inspection, number: int, asked: Asked, keeper: Person, post: Post
) -> Iterator[Event]:
    first = in_london(inspection.call_at).date()

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return moment(first + timedelta(days=day), hour, 5 * number + minute)

    def log() -> None:
        log_request(
            actor=keeper,
            inspection_id=inspection.id,
            asked_by=asked.by,
            question=asked.question,
            area=asked.area,
            post=post,
        )

    def find() -> InspectorRequest:
        return get_request(inspection.id, number)

    yield at(asked.day, asked.hour), log
    yield at(*asked.answered), _answering(find, post.holder or keeper, asked.answer)
    day, hour = asked.answered
    if asked.flagged:
        yield at(day, hour + 1), _flagging(find, keeper, asked.flagged)
        yield at(day, hour + 3), _answering(find, post.holder or keeper, asked.again)
    if asked.is_accepted:
        yield at(day, hour + 4), _accepting(find, keeper)


def _telling(
    inspection_id: int, keeper: Person, who: Person, key: str, note: str
) -> Callable[[], object]:
    return lambda: record_briefing(
        actor=keeper, inspection_id=inspection_id, key=key, told_by=who.name, note=note
    )


def _answering(
    find: Callable[[], InspectorRequest], who: Person, text: str
) -> Callable[[], object]:
    def answer() -> None:
        asked = find()
        answer_request(actor=who, asked=asked, version=asked.version, text=text)

    return answer


def _flagging(
    find: Callable[[], InspectorRequest], who: Person, reason: str
) -> Callable[[], object]:
    def flag() -> None:
        asked = find()
        flag_request(actor=who, asked=asked, version=asked.version, reason=reason)

    return flag


def _accepting(find: Callable[[], InspectorRequest], who: Person) -> Callable[[], object]:
    def accept() -> None:
        asked = find()
        accept_request(actor=who, asked=asked, version=asked.version)

    return accept
