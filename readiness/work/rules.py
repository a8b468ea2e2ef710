"""What owed work is, and when a worker is thought lost. Pure, standard library only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEAT_EVERY = timedelta(seconds=5)
LOST_AFTER = timedelta(seconds=30)
SWEEP_EVERY = timedelta(seconds=30)
REPORT_EVERY = timedelta(milliseconds=500)
MOST_ATTEMPTS = 3

WENT_WRONG = (
    "Something went wrong while this was being prepared, and trying again did not help. "
    "Nothing was changed. Start it again, and tell your system administrator if it fails again."
)
KEPT_STOPPING = (
    "This was started three times and stopped each time before it could finish. "
    "Nothing was changed. Start it again, and tell your system administrator if it fails again."
)
NOBODY_KNOWS_HOW = (
    "This version of the product does not know how to do this piece of work. "
    "Tell your system administrator."
)


class WorkState(StrEnum):
    """Where a piece of owed work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


OPEN_STATES = (WorkState.QUEUED, WorkState.RUNNING)


@dataclass(frozen=True)
class Claim:
    """One worker's right to do one piece of work, until its heartbeat stops.

    `claimant` is different for every attempt, so that a worker thought lost cannot
    finish what another has taken up since.
    """

    owed_id: int
    kind: str
    subject_id: int
    attempts: int
    claimant: str


def lost_before(now: datetime) -> datetime:
    """A running piece of work whose last heartbeat is older than this is lost."""
    return now - LOST_AFTER


def state_after_failure(attempts: int) -> WorkState:
    """Queued for another attempt, or failed when all attempts are used."""
    return WorkState.QUEUED if attempts < MOST_ATTEMPTS else WorkState.FAILED


def should_report(*, last: datetime | None, now: datetime, done: int, total: int) -> bool:
    """Whether this progress is worth a write: the first, the last and two a second."""
    return last is None or done >= total or now - last >= REPORT_EVERY


def percent(done: int, total: int) -> int:
    """How far the work is, 0 to 100; 0 while the total is not known."""
    if total <= 0:
        return 0
    return max(0, min(100, done * 100 // total))
