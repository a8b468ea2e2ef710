"""Beginning a bundle and choosing its contents."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from readiness import clock
from readiness.activity.operations import record_change
from readiness.bundles.contents import GateNeeds, judge_draft
from readiness.bundles.models import Bundle, BundleItem
from readiness.bundles.operations.checks import check_draft, mark_changed
from readiness.bundles.queries import Key, find_open_bundle, next_number
from readiness.bundles.rules import BundleState, Item, spell_chosen, title_bundle
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission


def begin_bundle(*, actor: Person | None, inspection: Inspection, gate: GateNeeds) -> Bundle:
    """A draft for a gate that holds all the gate needs.

    Raises ChangedMeanwhile where one is a draft already, Refused while a frozen one waits.
    """
    check_allowed(actor, Permission.PREPARE_BUNDLES, "prepare bundles")
    get_running(inspection.id)
    # Of two who begin at once the second waits here, then finds the first one’s draft.
    db.session.execute(
        select(Inspection.id).where(Inspection.id == inspection.id).with_for_update()
    )
    _refuse_another(find_open_bundle(inspection.id, gate.key))
    now, number = clock.now(), next_number(inspection.id, gate.key)
    bundle = Bundle(
        inspection=inspection,
        gate=gate.key,
        number=number,
        title=title_bundle(gate.title, number, inspection.title),
        is_trial=inspection.is_trial,
        state=BundleState.DRAFT,
        created_by=actor,
        created_at=now,
        changed_by=actor,
        changed_at=now,
        items=_choose(gate.items),
    )
    db.session.add(bundle)
    record_change(
        actor,
        "bundles:bundle:begun",
        bundle,
        bundle.inspection_id,
        contents=(None, spell_chosen(gate.items)),
    )
    return bundle


def choose_contents(
    *,
    actor: Person | None,
    bundle: Bundle,
    gate: GateNeeds,
    version: int,
    chosen: Collection[Key],
) -> None:
    """Make these the contents of a draft. What is not offered is left aside.

    Raises ChangedMeanwhile for an older version, and where it is no draft any more.
    """
    check_allowed(actor, Permission.PREPARE_BUNDLES, "prepare bundles")
    check_draft(bundle, version)
    before = judge_draft(bundle, gate)
    after = [item for item in gate.offers if item.address in chosen]
    kept = {(row.kind, row.key): row for row in bundle.items}
    bundle.items = [kept.get((row.kind, row.key), row) for row in _choose(after)]
    for position, row in enumerate(bundle.items, 1):
        row.position = position
    mark_changed(actor, bundle)
    record_change(
        actor,
        "bundles:bundle:changed",
        bundle,
        bundle.inspection_id,
        contents=(spell_chosen(before), spell_chosen(after)),
    )


def _refuse_another(other: Bundle | None) -> None:
    if other is None:
        return
    if other.state is BundleState.DRAFT:
        who = other.created_by.name if other.created_by else "The command line"
        raise ChangedMeanwhile(
            f"{who} began “{other.title}” at {spell_second(other.created_at)}. Work on that one."
        )
    raise Refused(
        f"“{other.title}” is frozen and not sent yet. Mark it as sent, or withdraw it first."
    )


def _choose(items: Iterable[Item]) -> list[BundleItem]:
    return [
        BundleItem(position=position, kind=item.kind, key=item.key, title=item.title[:200])
        for position, item in enumerate(items, 1)
    ]
