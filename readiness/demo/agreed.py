"""What the invented council agreed after its trial run and since, and how far that is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.actions.models import Action
from readiness.actions.operations import add_action, add_note, confirm_done, report_done
from readiness.actions.queries import get_action
from readiness.actions.rules import Origin, Source
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.demo.gaps import find_gap
from readiness.demo.met import list_meeting_days
from readiness.meetings.queries import list_planned
from readiness.people.models import Person, Post
from readiness.trial_runs.operations import agree_gap_action

FRIDAY = 4
TRIAL = Origin(Source.TRIAL_RUN)
MEETING = Origin(Source.MEETING)
REVIEW = Origin(Source.EXTERNAL_REVIEW, words="The review of the front door by peers")


@dataclass(frozen=True)
class Agreed:
    """One action. `agreed` and `due` are days before (negative) or after the day of loading.

    None is what the first meeting of the story agreed, before its minutes were closed.

    `gap` is the step of the trial run at which the gap was seen that it closes.
    """

    title: str
    post: str
    origin: Origin
    agreed: int | None
    due: int
    detail: str = ""
    notes: tuple[tuple[int, str], ...] = ()
    done: tuple[int, str] | None = None
    confirmed: tuple[int, str] | None = None
    gap: str = ""


ACTIONS = (
    Agreed(
        "Set up visitor accounts on the case system in under two hours",
        "it-lead",
        TRIAL,
        -30,
        -9,
        "Twelve accounts are ready two hours after the call, tried out by somebody outside IT.",
        done=(-11, "A script makes twelve accounts in 25 minutes. Tried with the quality team."),
        confirmed=(-10, "hos-quality-assurance"),
        gap="create-accounts",
    ),
    Agreed(
        "Book two rooms with doors that lock for the whole of the fieldwork week",
        "facilities-lead",
        TRIAL,
        -30,
        12,
        "The rooms are held in the booking system as soon as a call is logged.",
        notes=((-6, "The Harbour room is agreed. The second room waits for the registrars."),),
        gap="book-rooms",
    ),
    Agreed(
        "Name a deputy for the data lead who can build Annexe A alone",
        "director-supporting-families",
        TRIAL,
        -30,
        -3,
        "In the rehearsal the lists came two hours late while the data lead was away.",
        notes=((-12, "Two people have offered. Training takes a day each."),),
        gap="reconcile-counts",
    ),
    Agreed(
        "Show open cases without a worker on each team’s daily list",
        "hos-assessment-family-support",
        TRIAL,
        -30,
        -12,
        "No open case is without a worker for more than a day.",
        done=(-14, "The list has a red line for them. None was older than a day last week."),
        confirmed=(-13, "data-lead"),
        gap="sign-list-6",
    ),
    Agreed(
        "Keep twelve visitors’ passes for the inspectors’ floor at reception",
        "facilities-lead",
        TRIAL,
        -30,
        -16,
        "Each opens the lift, the floor and the interview rooms.",
        done=(-18, "Twelve passes are in the drawer. Each was tried on every door."),
        confirmed=(-16, "hos-early-help"),
        gap="set-up-base",
    ),
    Agreed(
        "Take leave from the staff system on the day of the call",
        "hr-lead",
        TRIAL,
        -30,
        5,
        "HR can list who is away in the next three weeks within an hour.",
        done=(-3, "The report runs in ten minutes. It was compared with three teams’ own lists."),
        gap="check-leave",
    ),
    Agreed(
        "Bring the caseload report up to date and send it each month",
        "data-lead",
        MEETING,
        None,
        4,
    ),
    Agreed(
        "Finish the quality assurance audits of the last quarter",
        "psw",
        MEETING,
        None,
        6,
        "All are moderated and their learning has gone to the teams.",
    ),
    Agreed(
        "Check the call list: every number answered on a Monday morning",
        "inspection-coordinator",
        MEETING,
        None,
        -4,
        done=(-5, "All 34 numbers were rung. Two had changed and are right now."),
    ),
    Agreed(
        "Show managers’ reasons on every contact that ends without an assessment",
        "hos-front-door",
        REVIEW,
        -29,
        -5,
        "A dip sample of 20 contacts has a reason on each.",
        done=(-6, "20 of 20 in the sample of last week had the manager’s reason."),
    ),
    Agreed(
        "Agree with health how soon initial assessments are booked",
        "hos-children-in-care",
        REVIEW,
        -29,
        33,
    ),
)


def plan_actions(today: date, posts: Mapping[str, Post]) -> Iterator[Event]:
    """What was agreed, noted, reported and confirmed, each with its moment."""
    chair = posts["inspection-coordinator"].holder
    for place, agreed in enumerate(ACTIONS):
        owner = posts[agreed.post].holder
        if chair is not None and owner is not None:
            yield from _play_one(today, place, agreed, chair, owner, posts)


def _play_one(
    today: date,
    place: int,
    agreed: Agreed,
    chair: Person,
    owner: Person,
    posts: Mapping[str, Post],
) -> Iterator[Event]:
    made: list[int] = []

    def at(days: int, hour: int) -> datetime:
        return moment(today + timedelta(days=days), hour, 3 * place)

    def agree() -> None:
        due_on = today + timedelta(days=agreed.due)
        due_on -= timedelta(days=max(0, due_on.weekday() - FRIDAY))
        made.append(_agree(agreed, chair, owner, due_on).id)

    met = moment(list_meeting_days(today)[0], 10, 3 * place)
    yield met if agreed.agreed is None else at(agreed.agreed, 14), agree
    for days, text in agreed.notes:
        yield at(days, 11), _noting(made, owner, text)
    if agreed.done is not None:
        yield at(agreed.done[0], 15), _reporting(made, owner, agreed.done[1])
    if agreed.confirmed is not None:
        by = posts[agreed.confirmed[1]].holder
        if by is not None:
            yield at(agreed.confirmed[0], 10), _confirming(made, by)


def _agree(agreed: Agreed, chair: Person, owner: Person, due_on: date) -> Action:
    if agreed.gap:
        return agree_gap_action(
            actor=chair,
            gap=find_gap(agreed.gap),
            title=agreed.title,
            detail=agreed.detail,
            owner=owner,
            due_on=due_on,
        )
    return add_action(
        actor=chair,
        title=agreed.title,
        detail=agreed.detail,
        owner=owner,
        due_on=due_on,
        origin=_find_meeting() if agreed.origin is MEETING else agreed.origin,
    )


def _find_meeting() -> Origin:
    """The meeting that is being held."""
    meeting = list_planned()[0]
    return Origin(Source.MEETING, meeting.id, meeting.activity_title)


def _noting(made: list[int], owner: Person, text: str) -> Callable[[], object]:
    return lambda: add_note(actor=owner, action=get_action(made[0]), text=text)


def _reporting(made: list[int], owner: Person, outcome: str) -> Callable[[], object]:
    def report() -> None:
        action = get_action(made[0])
        report_done(actor=owner, action=action, version=action.version, outcome=outcome)

    return report


def _confirming(made: list[int], by: Person) -> Callable[[], object]:
    def confirm() -> None:
        action = get_action(made[0])
        confirm_done(actor=by, action=action, version=action.version)

    return confirm
