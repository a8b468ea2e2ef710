"""What the templates of bundles are given: gates with their answers, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.bundles.contents import GateNeeds, get_gate_of, judge_draft, list_gates, read_items
from readiness.bundles.models import Bundle
from readiness.bundles.operations import find_left_out, may_download
from readiness.bundles.queries import list_bundles
from readiness.bundles.rules import (
    WAITING_STATES,
    BundleState,
    Item,
    answer_bundle,
    answer_gate,
    list_unready,
)
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


@dataclass(frozen=True)
class GateCard:
    """A gate, its answer, and its bundles: the one in hand first, then the others."""

    gate: GateNeeds
    answer: str
    in_hand: Bundle | None
    bundles: tuple[Bundle, ...]

    @property
    def unready(self) -> tuple[Item, ...]:
        """What the gate needs and is not ready."""
        return list_unready(self.gate.items)

    @property
    def was_sent(self) -> bool:
        """Whether a bundle went out at this gate; a trial run ends with the zip it rehearsed."""
        return any(
            bundle.state is BundleState.SENT
            or (bundle.is_trial and bundle.state is BundleState.BUILT)
            for bundle in self.bundles
        )


@dataclass(frozen=True)
class BundlePage:
    """One bundle with its items, as they stand now or as they were frozen."""

    bundle: Bundle
    items: tuple[Item, ...]
    left_out: tuple[Item, ...]
    answer: str

    @property
    def unready(self) -> tuple[Item, ...]:
        """What is not in order."""
        return list_unready(self.items)

    @property
    def needs_reason(self) -> bool:
        """Whether it goes out only with a reason."""
        return bool(self.unready or self.left_out)


@dataclass(frozen=True)
class Rights:
    """What somebody may do with a bundle as it stands."""

    choose: bool
    release: bool
    withdraw: bool
    build: bool
    download: bool
    send: bool


def make_cards(inspection: Inspection, now: datetime) -> tuple[GateCard, ...]:
    """The gates of an inspection that something is sent at, in order of time."""
    bundles = list_bundles(inspection.id)
    return tuple(_make_card(gate, bundles, now) for gate in list_gates(inspection))


def make_page(bundle: Bundle, gate: GateNeeds | None = None) -> BundlePage:
    """A bundle’s page. A draft is judged as everything stands now. Raises NotFound.

    `gate` is its gate, where that was looked at already.
    """
    if bundle.state is not BundleState.DRAFT:
        items = read_items(bundle)
        return _make_page(bundle, items, ())
    gate = gate or get_gate_of(bundle)
    items = judge_draft(bundle, gate)
    return _make_page(bundle, items, find_left_out(items, gate))


def find_rights(person: Person, inspection: Inspection, bundle: Bundle) -> Rights:
    """What this person may do with the bundle, so that pages offer only that."""

    def may(permission: Permission) -> bool:
        return inspection.is_running and allows(person.role, permission)

    state = bundle.state
    return Rights(
        choose=state is BundleState.DRAFT and may(Permission.PREPARE_BUNDLES),
        release=state is BundleState.DRAFT and may(Permission.RELEASE_BUNDLES),
        withdraw=state in WAITING_STATES and may(Permission.RELEASE_BUNDLES),
        build=state is BundleState.FROZEN and may(Permission.PREPARE_BUNDLES),
        download=bundle.file_sha256 is not None and may_download(person, bundle),
        send=state is BundleState.BUILT and not bundle.is_trial and may(Permission.MARK_SENT),
    )


def _make_page(bundle: Bundle, items: tuple[Item, ...], left_out: tuple[Item, ...]) -> BundlePage:
    answer = answer_bundle(bundle.state, items, is_trial=bundle.is_trial)
    return BundlePage(bundle, items, left_out, answer)


def _make_card(gate: GateNeeds, bundles: Sequence[Bundle], now: datetime) -> GateCard:
    own = [bundle for bundle in bundles if bundle.gate == gate.key]
    open_states = {BundleState.DRAFT, *WAITING_STATES}
    in_hand = next((bundle for bundle in own if bundle.state in open_states), None)
    return GateCard(
        gate=gate,
        answer=answer_gate(gate.title, gate.at, now, gate.items),
        in_hand=in_hand,
        bundles=tuple(own),
    )
