"""Who is in a trial run: nobody else is sent a message of it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.rules.exercise import PART_WORDS, Part
from readiness.people.models import Person
from readiness.people.permissions import Permission


def add_participant(
    *, actor: Person, inspection: Inspection, person: Person, part: Part
) -> TrialParticipant:
    """Put somebody into a trial run, or give them the other part in it.

    Raises Refused for an account that is closed, ChangedMeanwhile for who is in it already.
    """
    _check(actor, inspection)
    if not person.is_active:
        raise Refused(f"The account of {person.name} is closed. Choose somebody else.")
    found = _find(inspection, person)
    if found is not None and found.part is part:
        raise ChangedMeanwhile(f"{person.name} is in this trial run already.")
    before = None if found is None else PART_WORDS[found.part]
    if found is None:
        found = _insert(TrialParticipant(inspection_id=inspection.id, person=person, part=part))
    found.part = part
    record_change(
        actor, "trial_runs:person:added", found, inspection.id, part=(before, PART_WORDS[part])
    )
    return found


def remove_participant(*, actor: Person, inspection: Inspection, person: Person) -> None:
    """Take somebody out of a trial run: what waits for them is not sent any more."""
    _check(actor, inspection)
    found = _find(inspection, person)
    if found is None:
        raise ChangedMeanwhile(f"{person.name} is not in this trial run any more.")
    record_change(
        actor,
        "trial_runs:person:removed",
        found,
        inspection.id,
        part=(PART_WORDS[found.part], None),
    )
    db.session.delete(found)
    db.session.flush()


def _insert(found: TrialParticipant) -> TrialParticipant:
    name = found.person.name
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError:
        # Another facilitator put them in between our look and our insert.
        raise ChangedMeanwhile(f"{name} is in this trial run already.") from None
    return found


def _check(actor: Person, inspection: Inspection) -> None:
    check_allowed(actor, Permission.RUN_TRIALS, "run trial runs")
    get_running(inspection.id)


def _find(inspection: Inspection, person: Person) -> TrialParticipant | None:
    return db.session.scalar(
        select(TrialParticipant)
        .where(
            TrialParticipant.inspection_id == inspection.id,
            TrialParticipant.person_id == person.id,
        )
        .with_for_update(of=TrialParticipant)
    )
