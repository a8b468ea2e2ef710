"""The long work of Annexe A: checking an upload, and making a worklist."""

from readiness.annexe_a.operations import CHECK, WORKLIST, check_upload, make_worklist
from readiness.files.access import current_store
from readiness.work.contract import Report, job


@job(CHECK)
def check(subject_id: int, report: Report) -> None:
    """Check the upload of this id."""
    check_upload(upload_id=subject_id, store=current_store(), report=report)


@job(WORKLIST)
def make(subject_id: int, report: Report) -> None:
    """Make the worklist of this id."""
    make_worklist(worklist_id=subject_id, store=current_store(), report=report)
