"""The long work of Annexe A: checking an upload, holding the lists against each other once it was,
counting the profile of it, making a worklist."""

from readiness.annexe_a.operations import (
    CHECK,
    CROSS,
    PROFILE,
    WORKLIST,
    check_upload,
    hold_lists_anew,
    keep_profile,
    make_worklist,
    owe_postponed,
)
from readiness.files.access import current_store
from readiness.work.contract import Report, given_up, job, saving
from readiness.work.operations import owe_work


@job(CHECK)
def check(subject_id: int, report: Report) -> None:
    """Check the upload of this id."""
    check_upload(upload_id=subject_id, store=current_store(), report=report)
    with saving():
        owe_work(CROSS, subject_id)
        owe_work(PROFILE, subject_id)


@given_up(CHECK)
def go_on(subject_id: int) -> None:
    """Nothing waits any more for the upload of this id."""
    owe_postponed(upload_id=subject_id)


@job(CROSS)
def hold_anew(subject_id: int, _report: Report) -> None:
    """Hold the lists against each other anew, as the upload of this id left them."""
    hold_lists_anew(upload_id=subject_id, store=current_store())


@job(PROFILE)
def count_profile(subject_id: int, _report: Report) -> None:
    """Count the profile of the lists as the upload of this id left them."""
    keep_profile(upload_id=subject_id, store=current_store())


@job(WORKLIST)
def make(subject_id: int, report: Report) -> None:
    """Make the worklist of this id."""
    make_worklist(worklist_id=subject_id, store=current_store(), report=report)
