"""The invented council’s readiness: what was confirmed in part, who is away, and a year of nights.

The year tells of slow work through winter and spring, extracts and promises that grew old over the
summer, and what the trial run in autumn set going.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from readiness import clock
from readiness.demo.dates import find_trial_call, moment
from readiness.demo.documents.shelving import Event
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.people.models import Person, Post
from readiness.people.operations import add_absence
from readiness.register.gathering import read_section_of
from readiness.register.known import learn
from readiness.register.models import ReadinessSnapshot
from readiness.register.operations import KeptFile, confirm, keep_snapshot
from readiness.register.queries import find_arrangement
from readiness.register.rules.judging import Status
from readiness.register.rules.mondays import find_next_call

NIGHTS = 365
SATURDAY = 5


@dataclass(frozen=True)
class Said:
    """What the owner of an arrangement said, so many days before the demo is loaded."""

    key: str
    days_ago: int
    status: Status
    note: str
    file: tuple[str, str] | None = None


@dataclass(frozen=True)
class Plan:
    """What happens before the trial run, and what after it: the activity is told in order."""

    earlier: tuple[Event, ...]
    later: tuple[Event, ...]


READY, ATTENTION, NOT_READY = Status.READY, Status.NEEDS_ATTENTION, Status.NOT_READY

SAID = (
    Said("messages-drafted", 213, READY, "Staff, partners and press: three texts."),
    Said("parking-and-passes", 205, READY, "Ten passes in the reception safe; six spaces."),
    Said("external-review", 131, READY, "A neighbouring council looked at moderation."),
    Said("navigators-named", 104, READY, "Six navigators, eight note-takers. All asked."),
    Said("young-people-asked", 88, READY, "The children in care council chose four members."),
    Said("self-evaluation-agreed", 74, READY, "Half a day with all heads of service."),
    Said("staff-know-the-week", 61, READY, "Talked through in every team meeting."),
    Said("inspectors-rooms", 28, NOT_READY, "Two of five rooms were double-booked."),
    Said("case-system-accounts", 28, NOT_READY, "There is no read-only role for inspectors."),
    Said("wifi-and-screens", 28, NOT_READY, "No guest Wi-Fi in the ground-floor interview rooms."),
    Said("requests-log-ready", 27, READY, "Tried in the trial run: 23 requests, all answered."),
    Said("wifi-and-screens", 22, READY, "A new access point. Tested in all five rooms."),
    Said("inspectors-rooms", 21, READY, "Harbour room and four others; Pat can move bookings."),
    Said("case-system-accounts", 21, ATTENTION,
         "The role exists and was tested. Only one person can make accounts so far."),
    Said("contact-cascade", 20, READY, "Rang two numbers at random: both answered.",
         ("call-list-check.txt", "Two numbers rung at random: both right.\nOne post had no\n"
          "out-of-hours number: added.\n")),
    Said("audit-cycle", 16, ATTENTION, "Six of 64 thematic audits are late. The rest is done."),
    Said("extracts-by-two", 12, READY, "All eleven, by the written instructions, in 90 minutes."),
)  # fmt: skip

READY_SHARES = (
    (365, 24),
    (300, 33),
    (240, 41),
    (190, 47),
    (140, 45),
    (105, 34),
    (85, 36),
    (49, 39),
)
MET_SHARES = ((365, 15), (300, 21), (240, 33), (190, 42), (140, 41), (105, 22), (85, 25), (49, 33))
"""What share of things was ready, and of steps would have been met, in percent, so many days ago;
then up to what is there now."""

AWAY = (("hr-lead", 0, 4), ("communications-lead", 3, 4), ("legal-lead", 2, 8))
"""Who is away, from and to so many days after the next Monday."""


def plan_register(today: date, posts: Mapping[str, Post]) -> Plan:
    """What was said and when, and the absences, each with its moment."""
    yesterday = _worked(today - timedelta(days=1))
    events = [*_plan_words(today, posts), (moment(yesterday, 16, 10), _go_away(today, posts))]
    call = find_trial_call(today)
    return Plan(
        tuple(event for event in events if event[0] < call),
        tuple(event for event in events if event[0] > call),
    )


def _plan_words(today: date, posts: Mapping[str, Post]) -> Iterator[Event]:
    owners = {key: spec.post for key, spec in learn(clock.now()).spec.items.items()}
    for place, said in enumerate(SAID):
        if said.key in owners:  # an officer may have taken it out of the checklists
            day = _worked(today - timedelta(days=said.days_ago))
            yield moment(day, 14, place), _saying(said, posts[owners[said.key]].holder)


def tell_nights() -> None:
    """A year of measurements that lead to what is really there, which is measured last."""
    now = keep_snapshot(now=clock.now())
    if now is None:
        raise LookupError("The invented council was measured before its year was told.")
    db.session.add_all(_night(now, ago) for ago in range(NIGHTS, 0, -1))
    db.session.flush()


def _night(now: ReadinessSnapshot, ago: int) -> ReadinessSnapshot:
    day = now.day - timedelta(days=ago)
    ready = round(_share(READY_SHARES, ago, 100 * now.ready / now.things) * now.things / 100)
    met = round(_share(MET_SHARES, ago, 100 * now.steps_met / now.steps) * now.steps / 100)
    rest = now.things - ready
    out_of_date = rest * 2 // 5
    not_confirmed, not_ready = rest // 3, rest // 6
    measured_at = moment(day, 2, 20)
    return ReadinessSnapshot(
        day=day,
        things=now.things,
        ready=ready,
        needs_attention=rest - not_confirmed - not_ready,
        not_ready=not_ready,
        not_confirmed=not_confirmed,
        out_of_date=out_of_date,
        call_day=day + timedelta(days=-day.weekday() % 7),
        steps=now.steps,
        steps_met=met,
        gates=now.gates,
        gates_missed=now.gates_missed,
        days_late=now.days_late,
        measured_at=measured_at,
    )


def _share(shares: tuple[tuple[int, int], ...], ago: int, last: float) -> float:
    """The share so many days ago, between the two nearest that are known."""
    known = (*shares, (0, last))
    for (far, before), (near, after) in pairwise(known):
        if far >= ago >= near:
            return before + (after - before) * (far - ago) / (far - near)
    return last


def _saying(said: Said, actor: Person | None) -> Callable[[], object]:
    def say() -> None:
        row = find_arrangement(said.key)
        confirm(
            actor=actor,
            register=read_section_of(said.key, clock.now()),
            key=said.key,
            status=said.status,
            version=row.version if row else 0,
            note=said.note,
            file=_keep(*said.file) if said.file else None,
        )

    return say


def _keep(name: str, text: str) -> KeptFile:
    content = text.encode()
    kept = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
    return KeptFile(name, kept.sha256, len(content))


def _go_away(today: date, posts: Mapping[str, Post]) -> Callable[[], object]:
    def go() -> None:
        calendar = learn(clock.now()).calendar
        monday = find_next_call(moment(today, 12), calendar)
        coordinator = posts["inspection-coordinator"].holder
        for key, first, last in AWAY:
            person = posts[key].holder
            if person is not None:
                days = monday + timedelta(days=first), monday + timedelta(days=last)
                add_absence(actor=coordinator, person=person, first_day=days[0], last_day=days[1])

    return go


def _worked(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))
