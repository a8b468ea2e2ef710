"""Finding bundles, and what the lists and the library hold for one at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from readiness.annexe_a import queries as annexe_a
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.explanations import list_said
from readiness.annexe_a.history_queries import find_errors_since
from readiness.annexe_a.models import ListVersion
from readiness.bundles.models import Bundle
from readiness.bundles.rules import WAITING_STATES, BundleState, Comment, ItemKind
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.owners import Deliveries
from readiness.inspections.rules.tasks import TaskLine

Key = tuple[ItemKind, str]


@dataclass(frozen=True)
class KeptList:
    """The current version of a list, and who signed that content, if anybody."""

    version: ListVersion
    signed: bool
    signed_by: str
    errors_since: int = 0
    """How many errors more it has than when it was signed."""


def get_bundle(inspection_id: int, bundle_id: int) -> Bundle:
    """A bundle of this inspection with its items. Raises NotFound."""
    bundle = db.session.scalar(
        select(Bundle)
        .options(selectinload(Bundle.items))
        .where(Bundle.id == bundle_id, Bundle.inspection_id == inspection_id)
        .execution_options(populate_existing=True)
    )
    if bundle is None:
        raise NotFound("There is no such bundle in this inspection. Choose one from its bundles.")
    return bundle


def lock_bundle(inspection_id: int, bundle_id: int) -> Bundle:
    """The same bundle as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Bundle.id).where(Bundle.id == bundle_id, Bundle.inspection_id == inspection_id)
    db.session.execute(held.with_for_update())
    return get_bundle(inspection_id, bundle_id)


def get_bundle_to_build(bundle_id: int) -> Bundle:
    """A bundle by its number alone, for the worker. Raises NotFound."""
    inspection_id = db.session.scalar(select(Bundle.inspection_id).where(Bundle.id == bundle_id))
    return get_bundle(inspection_id or 0, bundle_id)


def list_bundles(inspection_id: int) -> Sequence[Bundle]:
    """The inspection’s bundles with their items, newest first."""
    return db.session.scalars(
        select(Bundle)
        .options(selectinload(Bundle.items))
        .where(Bundle.inspection_id == inspection_id)
        .order_by(Bundle.id.desc())
    ).all()


def list_drafts(inspection_ids: Sequence[int]) -> Sequence[Bundle]:
    """The drafts of these inspections and trial runs, oldest first."""
    return db.session.scalars(
        select(Bundle)
        .where(Bundle.state == BundleState.DRAFT, Bundle.inspection_id.in_(inspection_ids))
        .order_by(Bundle.id)
    ).all()


def find_open_bundle(inspection_id: int, gate: str) -> Bundle | None:
    """The gate’s bundle that is a draft, or frozen and not sent yet: there is at most one."""
    return _find_newest(inspection_id, gate, (BundleState.DRAFT, *WAITING_STATES))


def find_frozen_bundle(inspection_id: int, gate: str) -> Bundle | None:
    """The gate’s newest bundle that was frozen and not withdrawn, sent ones included."""
    return _find_newest(inspection_id, gate, (*WAITING_STATES, BundleState.SENT))


def find_sent_at(inspection_id: int, gate: str) -> datetime | None:
    """When a bundle of this gate was last sent."""
    return db.session.scalar(
        select(func.max(Bundle.sent_at)).where(
            Bundle.inspection_id == inspection_id,
            Bundle.gate == gate,
            Bundle.state == BundleState.SENT,
        )
    )


def next_number(inspection_id: int, gate: str) -> int:
    """The number of the gate’s next bundle, from 1."""
    counted = select(func.max(Bundle.number)).where(
        Bundle.inspection_id == inspection_id, Bundle.gate == gate
    )
    return (db.session.scalar(counted) or 0) + 1


def list_needs(lines: Iterable[TaskLine]) -> Mapping[str, tuple[Key, ...]]:
    """What each gate needs by the tasks of an inspection that deliver something, as they are due.

    A gate whose release or sending is a task is there too, though it may need nothing.
    """
    needs: dict[str, list[Key]] = {}
    for line in lines:
        if line.gate is None or line.delivers is None:
            continue
        kind, _, key = line.delivers.partition(":")
        found = needs.setdefault(line.gate, [])
        if kind in set(ItemKind):
            found.append((ItemKind(kind), key))
    return {gate: tuple(keys) for gate, keys in needs.items()}


def list_list_owners(inspection_id: int, found: Deliveries) -> Mapping[int, str]:
    """Whose each list is today, in words: “A. Person, Head of service”."""
    owners = annexe_a.list_owners(inspection_id, found.day, found)
    return {
        number: ", ".join(word for word in (owner.name, owner.post_title) if word)[:200]
        for number, owner in owners.items()
    }


def list_kept_lists(inspection_id: int) -> Mapping[int, KeptList]:
    """The current version of each list of the inspection, by number, and who signed it."""
    versions = annexe_a.list_current_versions(inspection_id)
    since = find_errors_since(versions.values())
    return {
        number: _judge_signature(version, since.get(number, 0))
        for number, version in versions.items()
    }


def list_kept_comments(inspection_id: int) -> tuple[Comment, ...]:
    """The council’s comments on the lists of the inspection, with what explains their findings."""
    return tuple(
        Comment(comment.list_number, comment.column, comment.text)
        for comment in list_said(inspection_id)
    )


def list_list_names(inspection_id: int) -> Mapping[int, str]:
    """What the eleven lists of an inspection are called, by number."""
    return {spec.number: spec.name for spec in find_edition(inspection_id=inspection_id).lists}


def get_list_versions(version_ids: Sequence[int]) -> Sequence[ListVersion]:
    """These versions of lists with their uploads, in order of the lists’ numbers."""
    return db.session.scalars(
        select(ListVersion)
        .options(joinedload(ListVersion.upload))
        .where(ListVersion.id.in_(version_ids))
        .order_by(ListVersion.list_number)
    ).all()


def _judge_signature(version: ListVersion, errors_since: int) -> KeptList:
    signature = version.standing_signature
    if signature is None or signature.content_hash != version.content_hash:
        return KeptList(version, signed=False, signed_by="")
    signer = signature.signed_by
    name = signer.name if signer else ""
    return KeptList(version, signed=True, signed_by=name, errors_since=errors_since)


def _find_newest(inspection_id: int, gate: str, states: tuple[BundleState, ...]) -> Bundle | None:
    return db.session.scalar(
        select(Bundle)
        .options(selectinload(Bundle.items))
        .where(Bundle.inspection_id == inspection_id, Bundle.gate == gate)
        .where(Bundle.state.in_(states))
        .order_by(Bundle.id.desc())
        .limit(1)
    )
