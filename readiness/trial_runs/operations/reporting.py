"""The end of a trial run, and its after-action report."""

from datetime import datetime

from readiness.activity.operations import record
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.files.models import StoredFile
from readiness.inspections.closing import add_after_close
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.trial_runs.models import TrialReport
from readiness.work.operations import owe_work

REPORT = "trial-report"


def end_trial(*, actor: Person, inspection: Inspection, version: int) -> None:
    """End a trial run: its tasks no longer change, and its report is owed.

    Raises NotAllowed, ChangedMeanwhile, and Refused for what has ended or is no trial.
    """
    if not inspection.is_trial:
        raise Refused("This is a real inspection, not a trial run.")
    close_inspection(actor=actor, inspection_id=inspection.id, version=version)


@add_after_close
def owe_report(inspection: Inspection) -> None:
    """Owe the report of a trial run, from whichever page it was ended."""
    if inspection.is_trial:
        owe_work(REPORT, inspection.id)


def ask_report(*, actor: Person, inspection: Inspection) -> None:
    """Owe the report of a trial run that has ended, as everything stands. Raises NotAllowed."""
    if not allows(actor.role, Permission.AGREE_ACTIONS):
        raise NotAllowed("Your role may not ask for the report. Ask the inspection coordinator.")
    if inspection.is_running:
        raise Refused("The report is written when the trial run has ended.")
    owe_work(REPORT, inspection.id)


def keep_report(*, inspection: Inspection, stored: StoredFile, made_at: datetime) -> None:
    """Keep a report that was written; earlier ones are kept too."""
    db.session.add(TrialReport(inspection_id=inspection.id, sha256=stored.sha256, made_at=made_at))
    record(
        actor=None,
        event="trial_runs:report:made",
        subject=inspection,
        changes={"sha256": (None, stored.sha256)},
        inspection_id=inspection.id,
    )
