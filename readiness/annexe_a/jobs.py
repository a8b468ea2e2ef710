"""The long work of Annexe A: checking an upload."""

from readiness.annexe_a.operations import CHECK, check_upload
from readiness.files.access import current_store
from readiness.work.contract import Report, job


@job(CHECK)
def check(subject_id: int, report: Report) -> None:
    """Check the upload of this id."""
    check_upload(upload_id=subject_id, store=current_store(), report=report)
