"""Owing work, claiming it so that exactly one worker has it, and ending it.

Every change of a claimed row names the claimant, so that a worker that was thought lost
changes nothing once another has taken the work up. Nothing here commits.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Update, delete, update
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.extensions import db
from readiness.work.contract import follow_failure
from readiness.work.models import DueSlot, OwedWork
from readiness.work.queries import find_open_owed, get_owed
from readiness.work.queue import nudge_after_commit
from readiness.work.rules import (
    KEPT_STOPPING,
    MOST_ATTEMPTS,
    WENT_WRONG,
    Claim,
    WorkState,
    lost_before,
    state_after_failure,
)

SLOTS_ARE_KEPT = timedelta(days=35)


def owe_work(kind: str, subject_id: int) -> OwedWork:
    """Owe one piece of work; while one is open for the same subject, that one is given."""
    owed = find_open_owed(kind, subject_id)
    if owed is None:
        owed = _insert(kind, subject_id)
    nudge_after_commit(owed.id)
    return owed


def _insert(kind: str, subject_id: int) -> OwedWork:
    owed = OwedWork(kind=kind, subject_id=subject_id, state=WorkState.QUEUED, queued_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(owed)
    except IntegrityError:
        # Another request owed the same work between our look and our insert.
        meanwhile = find_open_owed(kind, subject_id)
        if meanwhile is None:
            raise
        return meanwhile
    return owed


def claim_work(owed_id: int, *, claimant: str, now: datetime) -> Claim | None:
    """Take a queued piece of work. Of any number of claimants one gets it; None if not us."""
    taken = _change(
        update(OwedWork)
        .where(OwedWork.id == owed_id, OwedWork.state == WorkState.QUEUED)
        .values(
            state=WorkState.RUNNING,
            claimed_by=claimant,
            heartbeat_at=now,
            attempts=OwedWork.attempts + 1,
            done=0,
            total=0,
            error=None,
        )
    )
    if not taken:
        return None
    owed = get_owed(owed_id)
    return Claim(owed.id, owed.kind, owed.subject_id, owed.attempts, claimant)


def finish_work(claim: Claim, *, now: datetime) -> bool:
    """End the work well. False when the claim was lost: the caller must then roll back."""
    return _end(claim, state=WorkState.FINISHED, finished_at=now, error=None)


def fail_work(claim: Claim, *, sentence: str, now: datetime) -> bool:
    """End the work with a sentence for the page. False when the claim was lost."""
    is_ours = _end(claim, state=WorkState.FAILED, finished_at=now, error=sentence)
    if is_ours:
        follow_failure(claim.kind, claim.subject_id)
    return is_ours


def retry_work(claim: Claim, *, now: datetime) -> bool:
    """After an accident: back in the queue, or failed when all attempts are used."""
    if state_after_failure(claim.attempts) is WorkState.FAILED:
        return fail_work(claim, sentence=WENT_WRONG, now=now)
    return _end(claim, state=WorkState.QUEUED)


def release_work(claim: Claim) -> bool:
    """Give the work back because the worker stops; the attempt does not count."""
    return _end(claim, state=WorkState.QUEUED, attempts=OwedWork.attempts - 1)


def reclaim_lost_work(*, now: datetime) -> int:
    """Put work whose heartbeat stopped back in the queue; failed after three attempts.

    Returns how many pieces were lost.
    """
    lost = (OwedWork.state == WorkState.RUNNING, OwedWork.heartbeat_at < lost_before(now))
    failed = db.session.execute(
        update(OwedWork)
        .where(*lost, OwedWork.attempts >= MOST_ATTEMPTS)
        .values(state=WorkState.FAILED, claimed_by=None, finished_at=now, error=KEPT_STOPPING)
        .returning(OwedWork.kind, OwedWork.subject_id),
        execution_options={"synchronize_session": False},
    ).all()
    queued = _change(update(OwedWork).where(*lost).values(state=WorkState.QUEUED, claimed_by=None))
    for kind, subject_id in failed:
        follow_failure(kind, subject_id)
    return len(failed) + queued


def beat(claim: Claim, *, now: datetime) -> Update:
    """The statement that keeps a claim alive, run on a connection of its own."""
    return _held(claim).values(heartbeat_at=now)


def report_progress(claim: Claim, *, done: int, total: int, now: datetime) -> Update:
    """The statement that moves the progress bar, run on a connection of its own."""
    return _held(claim).values(done=done, total=total, heartbeat_at=now)


def claim_slot(job: str, slot: datetime, *, now: datetime) -> bool:
    """Claim one firing of a scheduled job. True for exactly one caller, ever."""
    try:
        with db.session.begin_nested():
            db.session.add(DueSlot(job=job, slot=slot, claimed_at=now))
    except IntegrityError:
        return False
    return True


def forget_old_slots(*, now: datetime) -> int:
    """Delete firings too old to matter. Returns how many."""
    return _change(delete(DueSlot).where(DueSlot.slot < now - SLOTS_ARE_KEPT))


def _held(claim: Claim) -> Update:
    return update(OwedWork).where(
        OwedWork.id == claim.owed_id,
        OwedWork.state == WorkState.RUNNING,
        OwedWork.claimed_by == claim.claimant,
    )


def _end(claim: Claim, **values: Any) -> bool:
    return _change(_held(claim).values(claimed_by=None, **values)) == 1


def _change(statement: Any) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()
    return cast("CursorResult[Any]", done).rowcount
