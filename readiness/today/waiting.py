"""What waits for a person’s own signature, approval or release, from every package that knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.people.models import Person


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: what it is, where it is done, and why it waits for this person."""

    title: str
    href: str
    why: str


Provider = Callable[[Person, datetime], Sequence[WaitingItem]]

PROVIDERS: tuple[Provider, ...] = ()
"""Asked in this order. Each gives what this person, and nobody else, can do at this moment."""


def list_waiting(person: Person, now: datetime) -> list[WaitingItem]:
    """Everything that waits for the person, in the order of the providers."""
    return [item for provide in PROVIDERS for item in provide(person, now)]
