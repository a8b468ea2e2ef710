"""Who stands in for whom, and when a sign-in is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_ADDRESS = 50
SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Away:
    """Whole days away, both ends included."""

    person_id: int
    first_day: date
    last_day: date


def people_away(absences: Iterable[Away], day: date) -> frozenset[int]:
    """The people away on this day."""
    return frozenset(a.person_id for a in absences if a.first_day <= day <= a.last_day)


def find_owner(holder_id: int | None, deputy_id: int | None, away: frozenset[int]) -> int | None:
    """Whose task it is: the holder’s, or the deputy’s while the holder is away or missing.

    With both away the holder keeps it, so that it is somebody’s; None only for a post
    with nobody at all.
    """
    if holder_id is not None and holder_id not in away:
        return holder_id
    if deputy_id is not None and deputy_id not in away:
        return deputy_id
    return holder_id if holder_id is not None else deputy_id


def must_wait(account_failures: int, address_failures: int) -> bool:
    """Whether the latest failures of the last 15 minutes mean no further try for now."""
    return account_failures >= FAILURES_PER_ACCOUNT or address_failures >= FAILURES_PER_ADDRESS


def session_is_live(
    *, now: datetime, expires_at: datetime, ended_at: datetime | None, is_active: bool
) -> bool:
    """Whether a session still signs its person in."""
    return is_active and ended_at is None and now < expires_at
