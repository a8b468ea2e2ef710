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


@dataclass(frozen=True)
class Out:
    """Who is not there: those away, and where only some take part (`players`) everybody else.

    With `keeps_owner` a deputy takes nothing over from who takes no part: it is nobody’s then.
    """

    away: frozenset[int] = frozenset()
    players: frozenset[int] | None = None
    keeps_owner: bool = False

    def __contains__(self, person_id: int | None) -> bool:
        return person_id in self.away or not self.takes_part(person_id)

    def takes_part(self, person_id: int | None) -> bool:
        """Whether anything may be asked of this person at all."""
        return self.players is None or person_id in self.players


def find_owner(
    holder_id: int | None, deputy_id: int | None, away: frozenset[int] | Out
) -> int | None:
    """Whose task it is: the holder’s, or the deputy’s while the holder is away or missing.

    With both away the holder keeps it, so that it is somebody’s; None only for a post
    with nobody at all, or nobody who takes part.
    """
    out = away if isinstance(away, Out) else Out(away)
    if out.keeps_owner:
        owner_id = find_owner(holder_id, deputy_id, out.away)
        return owner_id if out.takes_part(owner_id) else None
    seats = [seat for seat in (holder_id, deputy_id) if seat is not None and out.takes_part(seat)]
    return next((seat for seat in seats if seat not in out.away), next(iter(seats), None))


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
