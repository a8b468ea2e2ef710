"""Freezing a bundle (a release, or the rehearsal of one), and taking it back before it is sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from readiness.activity.operations import record_change
from readiness.bundles.contents import GateNeeds, find_said, judge_draft
from readiness.bundles.lists import find_edition_of, list_versions
from readiness.bundles.models import Bundle
from readiness.bundles.operations.checks import (
    check_draft,
    check_not_sent,
    check_version,
    mark_changed,
)
from readiness.bundles.rules import (
    WAITING_STATES,
    BundleState,
    Item,
    Said,
    hash_contents,
    hash_view,
    join_faults,
    list_unready,
    spell_chosen,
)
from readiness.errors import ChangedMeanwhile, Refused
from readiness.inspections.now import now_for
from readiness.inspections.operations import mark_delivered, mark_undelivered
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.work.operations import owe_work

BUILD = "bundle-build"


@dataclass(frozen=True)
class Seen:
    """What the release page showed: the hash of the contents, and that of all it said of them."""

    contents_hash: str
    view_hash: str


def see(items: Collection[Item], said: Said) -> Seen:
    """What somebody sees who looks at these items, and what is said of them, now."""
    return Seen(hash_contents(items), hash_view(items, said))


def release_bundle(
    *,
    actor: Person | None,
    bundle: Bundle,
    gate: GateNeeds,
    version: int,
    seen: Seen,
    reason: str = "",
) -> None:
    """Freeze a draft: for a real inspection that is its release, for a trial run a rehearsal.

    Raises ChangedMeanwhile where anything differs from what was seen; Refused for an empty
    bundle, and without a reason where something is not in order.
    """
    check_allowed(actor, Permission.RELEASE_BUNDLES, "release what goes to Ofsted")
    check_draft(bundle, version)
    items = judge_draft(bundle, gate)
    said = find_said(items, gate)
    if seen != see(items, said):
        raise ChangedMeanwhile(
            "What would go out changed after you opened this page: a version, an approval, a "
            "signature, a comment or a figure of the scorecard. Nothing was frozen. Look at the "
            "contents as they are now."
        )
    why = _check_order(items, find_left_out(items, gate), reason)
    find_edition_of(list_versions(items))
    word = "rehearsed" if bundle.is_trial else "released"
    # Tasks first, the activity’s chain last, as everywhere: so none waits in a circle.
    mark_delivered(
        actor=actor,
        delivers=f"release:{bundle.gate}",
        note=f"Bundle {bundle.number} {word}, {spell_chosen(items)}, contents {seen.contents_hash}",
        inspection_id=bundle.inspection_id,
    )
    _freeze(bundle, items, said)
    bundle.frozen_by, bundle.reason, bundle.contents_hash = actor, why, seen.contents_hash
    mark_changed(actor, bundle)
    _record_release(actor, bundle, len(list_unready(items)))
    owe_work(BUILD, bundle.id)


def find_left_out(items: Iterable[Item], gate: GateNeeds) -> tuple[Item, ...]:
    """What the gate needs and a bundle of these items does not hold."""
    held = {item.address for item in items}
    return tuple(item for item in gate.items if item.address not in held)


def withdraw_bundle(*, actor: Person | None, bundle: Bundle, version: int, reason: str) -> None:
    """Take a frozen bundle back before it is sent; another may then be begun.

    Raises Refused without a reason and for what is not frozen; ChangedMeanwhile once sent.
    """
    check_allowed(actor, Permission.RELEASE_BUNDLES, "withdraw what was released")
    get_running(bundle.inspection_id)
    check_not_sent(bundle)
    check_version(bundle, version)
    if bundle.state not in WAITING_STATES:
        raise Refused("Only a frozen bundle can be withdrawn. Look at it again.")
    said = reason.strip()
    if not said:
        raise Refused("Say why the bundle is withdrawn.")
    mark_undelivered(
        actor=actor,
        delivers=f"release:{bundle.gate}",
        reason=f"Bundle {bundle.number} was withdrawn: {said}",
        inspection_id=bundle.inspection_id,
    )
    bundle.state, bundle.withdrawn_by = BundleState.WITHDRAWN, actor
    bundle.withdrawn_at, bundle.withdrawn_because = now_for(bundle.inspection), said
    mark_changed(actor, bundle)
    record_change(
        actor, "bundles:bundle:withdrawn", bundle, bundle.inspection_id, reason=(None, said)
    )


def _check_order(items: tuple[Item, ...], left_out: tuple[Item, ...], reason: str) -> str:
    if not items:
        raise Refused("Nothing is chosen for this bundle. Choose its contents first.")
    said = reason.strip()
    unready = list_unready(items) + left_out
    if unready and not said:
        are = "item is" if len(unready) == 1 else "items are"
        raise Refused(
            f"{len(unready)} {are} not in order or left out. "
            "Give the reason why the bundle goes out all the same.",
            "reason",
        )
    return said


def _record_release(actor: Person | None, bundle: Bundle, not_in_order: int) -> None:
    record_change(
        actor,
        "bundles:bundle:rehearsed" if bundle.is_trial else "bundles:bundle:released",
        bundle,
        bundle.inspection_id,
        contents_hash=(None, bundle.contents_hash),
        reason=(None, bundle.reason or None),
        not_in_order=(None, not_in_order),
    )


def _freeze(bundle: Bundle, items: tuple[Item, ...], said: Said) -> None:
    bundle.state, bundle.frozen_at = BundleState.FROZEN, now_for(bundle.inspection)
    bundle.released_at = None if bundle.is_trial else bundle.frozen_at
    bundle.comments = [[one.list_number, one.column, one.text] for one in said.comments]
    bundle.reconciliation = said.reconciliation
    rows = {(row.kind, row.key): row for row in bundle.items}
    for position, item in enumerate(items, 1):
        row = rows[item.address]
        row.position, row.title = position, item.title[:200]
        row.folder, row.name, row.owner = item.folder, item.name, item.owner
        row.version_id, row.version_number = item.version_id, item.version_number
        row.sha256, row.size, row.length = item.sha256, item.size, item.length
        row.as_at, row.approved_by = item.as_at, item.approved_by
        row.is_child_level, row.fault = item.is_child_level, join_faults(item.faults)
        row.caution = item.caution
