"""The work of trial runs: the after-action report, once a trial run has ended."""

import io

from flask import current_app

from readiness import clock
from readiness.files.access import current_store
from readiness.files.operations import register_file
from readiness.trial_runs.exports import write_report
from readiness.trial_runs.operations import REPORT, keep_report
from readiness.trial_runs.pages import gather_learned
from readiness.trial_runs.queries.gaps import get_trial
from readiness.work.contract import Report, job, saving


@job(REPORT)
def make_report(inspection_id: int, report: Report) -> None:
    """Write the report of a trial run as everything stands now. Idempotent: the latest counts."""
    now = clock.now()
    learned = gather_learned(get_trial(inspection_id), now)
    report(1, 2)
    council = current_app.extensions["readiness.settings"].council_name
    stored = current_store().put(io.BytesIO(write_report(learned, council=council, made_at=now)))
    with saving():
        trial = get_trial(inspection_id)
        keep_report(inspection=trial, stored=register_file(stored, now=now), made_at=now)
