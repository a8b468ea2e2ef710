"""The work of trial runs: injects whose time has come, and the report once one has ended."""

import io
from datetime import datetime

from readiness import clock
from readiness.files.access import current_store
from readiness.files.operations import register_file
from readiness.settings import current_settings
from readiness.trial_runs.exports import write_report
from readiness.trial_runs.learned_pages import gather_learned
from readiness.trial_runs.operations import REPORT, give_due_injects, keep_report
from readiness.trial_runs.queries.runs import get_trial
from readiness.work.contract import Report, Scheduled, job, saving


@job(REPORT)
def make_report(inspection_id: int, report: Report) -> None:
    """Write the report of a trial run as everything stands now. Idempotent: the latest counts."""
    now = clock.now()
    learned = gather_learned(get_trial(inspection_id))
    report(1, 2)
    council = current_settings().council_name
    stored = current_store().put(io.BytesIO(write_report(learned, council=council, made_at=now)))
    with saving():
        trial = get_trial(inspection_id)
        keep_report(inspection=trial, stored=register_file(stored, now=now), made_at=now)


def give_now(_slot: datetime) -> None:
    """Give what is due at the present moment, whichever minute was missed."""
    give_due_injects(now=clock.now())


SCHEDULE = (Scheduled("trial-runs-injects", {"minute": "*"}, give_now),)
