"""What observers saw in the invented council’s trial run, by the step where they saw it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from readiness.checklists.edits import Edit, EditKind
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.extensions import db
from readiness.inspections.models import Task
from readiness.inspections.queries import get_inspection
from readiness.people.models import Person, Post
from readiness.trial_runs.models import Gap
from readiness.trial_runs.operations import (
    Seen,
    accept_gap,
    ask_report,
    note_went_well,
    propose_change,
    record_gap,
)
from readiness.trial_runs.queries.gaps import get_gap
from readiness.trial_runs.rules.gaps import GapKind, Severity

ACCEPTED_STEP, PROPOSED_STEP = "test-wifi", "create-accounts"
ACCEPTED, PROPOSED, REPORTED = -29, -28, -8
"""Days before loading."""


@dataclass(frozen=True)
class GapSeen:
    """A gap: `seen_by` is the post of whoever recorded it; its owner is that of the step."""

    kind: GapKind
    severity: Severity
    what: str
    seen_by: str = "hos-quality-assurance"


GAPS: Mapping[str, GapSeen] = {
    "create-accounts": GapSeen(
        GapKind.IT,
        Severity.SERIOUS,
        "The case system had no read-only role for inspectors. It took IT and the supplier five "
        "and a half hours longer than we have.",
    ),
    "book-rooms": GapSeen(
        GapKind.ROOMS,
        Severity.SERIOUS,
        "The conference suite was booked for elections training in both weeks, and two interview "
        "rooms were booked twice. No room for the inspectors’ base locks.",
    ),
    "sign-list-6": GapSeen(
        GapKind.DATA,
        Severity.SERIOUS,
        "Five open cases had no worker in the extract. The list was signed more than two hours "
        "after its time.",
        "psw",
    ),
    "reconcile-counts": GapSeen(
        GapKind.PEOPLE,
        Severity.SERIOUS,
        "With the data lead away in the rehearsal nobody else could build the lists alone.",
        "psw",
    ),
    "approve-team-caseloads": GapSeen(
        GapKind.DOCUMENTS,
        Severity.MODERATE,
        "Three workers who had left still held cases in the caseload report.",
    ),
    "set-up-base": GapSeen(
        GapKind.ROOMS,
        Severity.MODERATE,
        "Visitors’ passes opened the front door but not the inspectors’ floor.",
        "observers",
    ),
    "check-leave": GapSeen(
        GapKind.PROCESS,
        Severity.MINOR,
        "Leave was asked of each team by email, and two teams answered the next day.",
        "observers",
    ),
    "test-wifi": GapSeen(
        GapKind.IT,
        Severity.MINOR,
        "The guest Wi-Fi did not reach the ground-floor interview rooms.",
    ),
}

WELL: Mapping[str, tuple[str, str]] = {
    "call-cascade": ("hos-quality-assurance", "Everybody on the call list was reached by ten."),
    "upload-data": ("psw", "The workbook opened at the first try, with all eleven lists in it."),
    "huddle-day-1": ("observers", "Fifteen minutes standing up were enough: short and clear."),
}


def record_seen(seen: GapSeen, observer: Person) -> Callable[[Task], object]:
    """What an observer does when they see a gap at a task."""

    def record(task: Task) -> None:
        what = Seen(seen.kind, seen.severity, seen.what, task)
        trial = get_inspection(task.inspection_id)
        record_gap(actor=observer, inspection=trial, seen=what)

    return record


def note_well(text: str, observer: Person) -> Callable[[Task], object]:
    """What an observer does when something goes well."""

    def note(task: Task) -> None:
        trial = get_inspection(task.inspection_id)
        note_went_well(actor=observer, inspection=trial, text=text, task=task)

    return note


def find_gap(step: str) -> Gap:
    """The gap that was seen at this step. Raises NotFound."""
    found = db.session.execute(
        select(Gap.inspection_id, Gap.id)
        .join(Task, Task.id == Gap.task_id)
        .where(Task.step_key == step)
    ).one()
    return get_gap(found.inspection_id, found.id)


def plan_learning(today: date, posts: Mapping[str, Post], checklists: Path) -> Iterator[Event]:
    """What came of the gaps besides actions: one accepted, a change proposed, a report owed."""
    coordinator = posts["inspection-coordinator"].holder
    if coordinator is None:
        return
    for days, hour, do in (
        (ACCEPTED, 15, _accepting(coordinator)),
        (PROPOSED, 10, _proposing(coordinator, checklists)),
        (REPORTED, 16, _asking(coordinator)),
    ):
        yield moment(today + timedelta(days=days), hour, 40), do


def _accepting(by: Person) -> Callable[[], object]:
    def accept() -> None:
        gap = find_gap(ACCEPTED_STEP)
        reason = "IT put in another access point on the same day. Nothing is left to do."
        accept_gap(actor=by, gap=gap, version=gap.version, reason=reason)

    return accept


def _proposing(by: Person, checklists: Path) -> Callable[[], object]:
    guidance = (
        "Read-only, from the role made for inspectors after the trial run. Twelve accounts are "
        "made by the script in 25 minutes; somebody outside IT tries one of them."
    )
    edit = Edit(EditKind.CHANGE, PROPOSED_STEP, {"guidance": guidance})
    return lambda: propose_change(
        actor=by, gap=find_gap(PROPOSED_STEP), folder=checklists, edit=edit
    )


def _asking(by: Person) -> Callable[[], object]:
    """The report is owed: the worker writes it as soon as the council is served."""
    return lambda: ask_report(
        actor=by, inspection=get_inspection(find_gap(PROPOSED_STEP).inspection_id)
    )
