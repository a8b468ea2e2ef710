"""Trial runs and gaps for tests."""

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.trial_runs.models import Gap
from readiness.trial_runs.operations import Seen, record_gap
from readiness.trial_runs.queries.gaps import get_gap
from readiness.trial_runs.queries.runs import get_trial
from readiness.trial_runs.rules.gaps import GapKind, Severity
from tests.factories.inspections import CALL, find_task, make_inspection


def make_trial(actor: Person) -> Inspection:
    """A committed trial run that began at its call."""
    with clock.at(CALL):
        return make_inspection(actor, is_trial=True)


def make_gap(
    trial: Inspection,
    observer: Person,
    *,
    step: str = "book-rooms",
    kind: GapKind = GapKind.ROOMS,
    severity: Severity = Severity.SERIOUS,
) -> Gap:
    """A committed gap at a step."""
    seen = Seen(kind, severity, "No room locks.", find_task(trial, step))
    gap = record_gap(actor=observer, inspection=get_trial(trial.id), seen=seen)
    db.session.commit()
    return get_gap(trial.id, gap.id)
