"""The week on site of the invented council’s trial run: timetable, notes, cases."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness import clock
from readiness.actions.operations import report_done
from readiness.actions.queries import get_action
from readiness.clock import in_london
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.models import KeepInTouch
from readiness.fieldwork.operations import (
    Answer,
    CaseDetails,
    EntryDetails,
    PointDetails,
    Referral,
)
from readiness.fieldwork.queries.cases import list_referred, list_selected
from readiness.fieldwork.queries.talk import find_note_of_day, get_note
from readiness.fieldwork.rules.talk import PointKind
from readiness.fieldwork.rules.timetable import EntryKind
from readiness.inspections.models import Inspection
from readiness.people.models import Person, Post

ONE_DAY = timedelta(days=1)
MEETING, INTERVIEW, OBSERVATION = EntryKind.MEETING, EntryKind.INTERVIEW, EntryKind.OBSERVATION
KEEP_IN_TOUCH = EntryKind.KEEP_IN_TOUCH
TEAMS = (
    ("hos-assessment-family-support", "Worker, assessment team 2", "Team manager, assessment 2"),
    ("hos-front-door", "Worker, duty team", "Team manager, duty"),
    ("hos-children-in-care", "Worker, children in care 1", "Team manager, children in care 1"),
    ("hos-care-leavers", "Personal adviser, team 1", "Team manager, care leavers"),
)
CASES = 12
FIRST_IDENTIFIER = 100_140


@dataclass(frozen=True)
class Planned:
    """An entry of the timetable: the day of fieldwork from 0, and times as hour and minute."""

    day: int
    starts: tuple[int, int]
    ends: tuple[int, int]
    kind: EntryKind
    title: str
    room: str
    posts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    inspector: str = "Lead inspector"
    note_taker: str = "inspection-coordinator"


TIMETABLE = (
    Planned(
        0,
        (9, 30),
        (10, 30),
        MEETING,
        "Welcome and introductions",
        "Harbour room",
        ("dcs", "director-supporting-families", "facilities-lead"),
    ),
    Planned(
        0,
        (11, 0),
        (13, 0),
        OBSERVATION,
        "Sit with the duty team",
        "First floor",
        ("hos-front-door",),
        inspector="Inspector 2",
        note_taker="hos-early-help",
    ),
    Planned(
        0,
        (17, 0),
        (17, 30),
        KEEP_IN_TOUCH,
        "End of day 1",
        "Harbour room",
        ("director-supporting-families",),
    ),
    Planned(
        1,
        (9, 30),
        (10, 30),
        OBSERVATION,
        "Strategy meeting",
        "Meeting room 2",
        ("hos-assessment-family-support",),
        inspector="Inspector 2",
        note_taker="psw",
    ),
    Planned(
        1,
        (10, 0),
        (11, 0),
        INTERVIEW,
        "Newly qualified social workers",
        "Meeting room 2",
        (),
        ("six newly qualified workers",),
        "Inspector 3",
        "hr-lead",
    ),
    Planned(
        2,
        (10, 0),
        (12, 0),
        OBSERVATION,
        "Child protection conference",
        "Conference suite",
        ("hos-quality-assurance",),
        ("conference chair",),
    ),
    Planned(
        3,
        (14, 0),
        (15, 30),
        INTERVIEW,
        "Foster carers",
        "Harbour room",
        ("hos-children-in-care",),
        ("foster carers’ group",),
        "Inspector 3",
        "legal-lead",
    ),
    Planned(
        3,
        (16, 0),
        (17, 0),
        INTERVIEW,
        "Care leavers",
        "Youth centre",
        ("hos-care-leavers",),
        ("care leavers’ group",),
        "Inspector 2",
        "communications-lead",
    ),
    Planned(
        4,
        (11, 0),
        (12, 0),
        MEETING,
        "Feedback",
        "Harbour room",
        ("dcs", "director-supporting-families"),
        note_taker="psw",
    ),
)


def plan_week(inspection: Inspection, posts: Mapping[str, Post]) -> Iterator[Event]:
    """What happened in the week on site, each with its moment; key dates are loaded."""
    at = {anchor.key: anchor.at for anchor in inspection.anchors}
    first = in_london(at["arrival"]).date()
    chosen = at["cases_selected"]
    people = {key: post.holder for key, post in posts.items() if post.holder is not None}
    number = inspection.id
    draft = moment(first - 4 * ONE_DAY, 15, 5)
    for place, planned in enumerate(TIMETABLE):
        yield draft + timedelta(minutes=2 * place), _putting(number, first, planned, posts)
    yield from _plan_cases(number, chosen, posts)
    yield from _plan_talks(number, first, people)
    yield from _plan_referral(number, first + ONE_DAY, people)


def _putting(
    inspection_id: int, first: date, planned: Planned, posts: Mapping[str, Post]
) -> Callable[[], object]:
    day = first + planned.day * ONE_DAY
    details = EntryDetails(
        kind=planned.kind,
        title=planned.title,
        starts_at=moment(day, *planned.starts),
        ends_at=moment(day, *planned.ends),
        room=planned.room,
        inspector=planned.inspector,
        note_taker=posts[planned.note_taker].holder,
        posts=[posts[key] for key in planned.posts],
        guests=planned.guests,
    )
    actor = posts["inspection-coordinator"].holder
    return lambda: operations.add_entry(actor=actor, inspection_id=inspection_id, details=details)


def _plan_cases(inspection_id: int, chosen: datetime, posts: Mapping[str, Post]) -> Iterator[Event]:
    """The cases that were drawn by lot, and each check of each of them before it was due."""
    psw = posts["psw"].holder
    if psw is None:
        return

    def select() -> None:
        for place in range(CASES):
            key, worker, manager = TEAMS[place % len(TEAMS)]
            details = CaseDetails(f"C{FIRST_IDENTIFIER + 37 * place}", worker, manager, posts[key])
            operations.select_case(actor=psw, inspection_id=inspection_id, details=details)

    yield chosen + timedelta(minutes=45), select
    for place in range(4):
        yield chosen + timedelta(minutes=90 + 45 * place), _ticking(inspection_id, place)


def _ticking(inspection_id: int, place: int) -> Callable[[], object]:
    def tick() -> None:
        for case in list_selected(inspection_id):
            if place < len(case.checks) and (by := case.checks[place].post.holder) is not None:
                check = case.checks[place]
                operations.tick_check(actor=by, case=case, check=check, version=check.version)

    return tick


def _plan_talks(inspection_id: int, first: date, people: Mapping[str, Person]) -> Iterator[Event]:
    """Two of the meetings with the lead inspector, played by a colleague."""
    coordinator = people["inspection-coordinator"]

    def talk(day: date, said: str, *points: PointDetails) -> Callable[[], object]:
        return lambda: _note(coordinator, inspection_id, day, said, points)

    strength = PointDetails(PointKind.STRENGTH, "Workers know the children they speak about.")
    concern = PointDetails(
        PointKind.CONCERN,
        "Two workers named caseloads that are not those of the report.",
        "The caseload report as it stands today",
        moment(first + ONE_DAY, 12),
    )
    theme = PointDetails(PointKind.THEME, "How supervision changes what is done for a child.")
    prepared = "Staff were open and well prepared. Caseloads were asked about in every interview."
    explained = "The caseloads are explained. Tomorrow: supervision and how it is recorded."
    yield moment(first, 17, 35), talk(first, prepared, strength, concern)
    yield from _plan_answer(inspection_id, first, coordinator, people["data-lead"])
    yield moment(first + ONE_DAY, 17, 40), talk(first + ONE_DAY, explained, theme)


def _note(
    actor: Person, inspection_id: int, day: date, said: str, points: Iterable[PointDetails]
) -> None:
    note = operations.add_note(
        actor=actor,
        inspection_id=inspection_id,
        day=day,
        present="The lead inspector (played), Morgan Ashdown, Robin Elmsworth",
        said=said,
    )
    for point in points:
        operations.add_point(actor=actor, note=note, details=point)


def _plan_answer(
    inspection_id: int, day: date, coordinator: Person, owner: Person
) -> Iterator[Event]:
    """The action that came of the first meeting, and the evidence given on the next morning."""
    made: list[int] = []

    def find() -> KeepInTouch:
        found = find_note_of_day(inspection_id, day)
        return get_note(inspection_id, found.id if found else 0)

    def agree() -> None:
        action = operations.agree_action(
            actor=coordinator,
            note=find(),
            title="Print the caseload report of each team as it stands today",
            owner=owner,
            due_on=day + ONE_DAY,
        )
        made.append(action.id)

    def answer() -> None:
        action, note = get_action(made[0]), find()
        said = "Printed and handed over at the keep-in-touch meeting."
        report_done(actor=owner, action=action, version=action.version, outcome=said)
        for point in (point for point in note.points if point.evidence):
            operations.answer_point(
                actor=coordinator, note=note, point=point, version=point.version
            )

    yield moment(day, 17, 50), agree
    yield moment(day + ONE_DAY, 11, 40), answer


def _plan_referral(inspection_id: int, day: date, people: Mapping[str, Person]) -> Iterator[Event]:
    """A case referred back and answered on the same day."""
    psw, owner = people["psw"], people["hos-children-in-care"]
    referral = Referral(
        identifier=f"C{FIRST_IDENTIFIER + 5}",
        concern="not-seen",
        received_at=moment(day, 11, 20),
        owner=owner,
        immediate_action="The worker visits this afternoon; the team manager reads the record.",
    )

    def close() -> None:
        db.session.flush()
        (case,) = list_referred(inspection_id)
        answer = Answer(
            owner=owner,
            immediate_action=case.immediate_action,
            outcome="Seen alone at 2pm, and well. Last week’s visit had not been recorded; it is.",
            told_at=clock.now(),
        )
        operations.answer_referral(actor=owner, case=case, version=case.version, answer=answer)

    yield (
        moment(day, 11, 25),
        lambda: operations.log_referral(actor=psw, inspection_id=inspection_id, referral=referral),
    )
    yield moment(day, 16, 5), close
