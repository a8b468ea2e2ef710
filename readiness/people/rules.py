"""Who stands in for whom, and when a sign-in is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_PAIR = 5
FAILURES_PER_ADDRESS = 50
FAILURES_PER_ACCOUNT = 100
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


@dataclass(frozen=True)
class Failures:
    """Failed sign-ins of the last 15 minutes: of this account from this address, and of each."""

    pair: int = 0
    account: int = 0
    address: int = 0


def must_wait(failures: Failures) -> bool:
    """Whether the latest failures mean no further try for now.

    Five of one account from one address close that account to that address only, so that a
    stranger’s guesses do not keep its owner out elsewhere. Fifty from one address close
    everything to it; a hundred of one account, from wherever, close that account to all, for
    guesses that are spread over many addresses.
    """
    return (
        failures.pair >= FAILURES_PER_PAIR
        or failures.address >= FAILURES_PER_ADDRESS
        or failures.account >= FAILURES_PER_ACCOUNT
    )


def name_network(address: str) -> str:
    """Whose an address is, as far as failures go: an IPv6 one stands for its network of 64 bits.

    One household has all of those; an address that is none is taken as it is.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), 64), strict=False))


def session_is_live(
    *, now: datetime, expires_at: datetime, ended_at: datetime | None, is_active: bool
) -> bool:
    """Whether a session still signs its person in."""
    return is_active and ended_at is None and now < expires_at
