"""When the events of an inspection are that people are invited to, and who they are. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.checklists.invitations import InvitationSpec
from readiness.london import in_london
from readiness.plain_words import format_time


@dataclass(frozen=True)
class Fixed:
    """A key date as far as invitations go. An estimate that nobody has set is no fixed point."""

    key: str
    title: str
    at: datetime
    gate: bool
    is_known: bool


@dataclass(frozen=True)
class Held:
    """An event: which one, what it is called, from when to when, and at which gate if any."""

    key: str
    title: str
    begins: datetime
    ends: datetime
    spec: InvitationSpec
    gate: str = ""


def place_events(specs: Iterable[InvitationSpec], anchors: Sequence[Fixed]) -> tuple[Held, ...]:
    """The events of a checklist at the key dates as they stand."""
    known = {anchor.key: anchor for anchor in anchors if anchor.is_known}
    return tuple(held for spec in specs for held in _place(spec, known))


def _place(spec: InvitationSpec, anchors: Mapping[str, Fixed]) -> Iterator[Held]:
    length = timedelta(minutes=spec.minutes)
    if spec.is_at_gates:
        for key, gate in anchors.items():
            if gate.gate:
                named = f"{spec.key}-{key}"
                # It begins before the gate, so its title must say when the gate itself is.
                title = f"{gate.title} at {format_time(in_london(gate.at))}"
                yield Held(named, title, gate.at - length, gate.at, spec, key)
    elif spec.anchor in anchors:
        begins = anchors[spec.anchor].at + timedelta(minutes=spec.after)
        yield Held(spec.key, spec.title, begins, begins + length, spec)
