"""Finding bundles, and what the lists and the library hold for one at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from readiness.annexe_a.models import ListSignature, ListVersion
from readiness.bundles.models import Bundle
from readiness.bundles.rules import WAITING_STATES, BundleState, ItemKind
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Task
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.people.models import Person, Post

Key = tuple[ItemKind, str]


@dataclass(frozen=True)
class KeptList:
    """The current version of a list, and who signed that content, if anybody."""

    version: ListVersion
    signed: bool
    signed_by: str


@dataclass(frozen=True)
class KeptDocument:
    """A document of the library with its current version and who approved that content."""

    document: Document
    version: DocumentVersion | None
    approved: bool
    approved_by: str


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


def find_open_bundle(inspection_id: int, gate: str) -> Bundle | None:
    """The gate’s bundle that is a draft, or frozen and not sent yet: there is at most one."""
    return _find_newest(inspection_id, gate, (BundleState.DRAFT, *WAITING_STATES))


def find_frozen_bundle(inspection_id: int, gate: str) -> Bundle | None:
    """The gate’s newest bundle that was frozen and not withdrawn, sent ones included."""
    return _find_newest(inspection_id, gate, (*WAITING_STATES, BundleState.SENT))


def next_number(inspection_id: int, gate: str) -> int:
    """The number of the gate’s next bundle, from 1."""
    counted = select(func.max(Bundle.number)).where(
        Bundle.inspection_id == inspection_id, Bundle.gate == gate
    )
    return (db.session.scalar(counted) or 0) + 1


def list_needs(inspection_id: int) -> Mapping[str, tuple[Key, ...]]:
    """What each gate needs by the inspection’s own tasks, in the order of their due times.

    A gate whose release or sending is a task is there too, though it may need nothing.
    """
    rows = db.session.execute(
        select(Task.gate, Task.delivers)
        .where(Task.inspection_id == inspection_id, Task.gate.is_not(None))
        .where(Task.delivers.is_not(None))
        .order_by(Task.due_at, Task.id)
    )
    needs: dict[str, list[Key]] = {}
    for gate, delivers in rows:
        kind, _, key = delivers.partition(":")
        found = needs.setdefault(gate, [])
        if kind in set(ItemKind):
            found.append((ItemKind(kind), key))
    return {gate: tuple(keys) for gate, keys in needs.items()}


def list_list_owners(inspection_id: int) -> Mapping[str, Post]:
    """The post that signs each list in this inspection, by the list’s number as text."""
    rows = db.session.execute(
        select(Task.delivers, Post)
        .join(Post, Post.id == Task.post_id)
        .where(Task.inspection_id == inspection_id, Task.delivers.startswith("list:"))
    )
    return {delivers.partition(":")[2]: post for delivers, post in rows}


def list_kept_lists(inspection_id: int) -> Mapping[int, KeptList]:
    """The current version of each list of the inspection, by number. Two queries."""
    newest = (
        select(func.max(ListVersion.id))
        .where(ListVersion.inspection_id == inspection_id)
        .group_by(ListVersion.list_number)
    )
    versions = db.session.scalars(
        select(ListVersion)
        .options(joinedload(ListVersion.upload))
        .where(ListVersion.id.in_(newest))
        .order_by(ListVersion.list_number)
    ).all()
    signers = _list_signers(inspection_id)
    return {
        v.list_number: KeptList(
            v,
            signed=(v.list_number, v.content_hash) in signers,
            signed_by=signers.get((v.list_number, v.content_hash), ""),
        )
        for v in versions
    }


def get_list_versions(version_ids: Sequence[int]) -> Sequence[ListVersion]:
    """These versions of lists with their uploads, in order of the lists’ numbers."""
    return db.session.scalars(
        select(ListVersion)
        .options(joinedload(ListVersion.upload))
        .where(ListVersion.id.in_(version_ids))
        .order_by(ListVersion.list_number)
    ).all()


def list_kept_documents() -> Mapping[str, KeptDocument]:
    """Every document of the library by its key, in order of title. One query."""
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    approver = aliased(Person)
    rows = db.session.execute(
        select(Document, DocumentVersion, Approval.id, approver.name)
        .outerjoin(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id) & (DocumentVersion.number == newest),
        )
        .outerjoin(
            Approval,
            (Approval.document_version_id == DocumentVersion.id)
            & Approval.withdrawn_at.is_(None)
            & (Approval.sha256 == DocumentVersion.sha256),
        )
        .outerjoin(approver, approver.id == Approval.approved_by_id)
        .order_by(Document.title, Document.id)
    )
    return {
        document.key: KeptDocument(document, version, approval_id is not None, name or "")
        for document, version, approval_id, name in rows
    }


def _list_signers(inspection_id: int) -> dict[tuple[int, str], str]:
    """Who signed which content of which list; a signature holds for the same content again."""
    rows = db.session.execute(
        select(ListVersion.list_number, ListSignature.content_hash, Person.name)
        .join(ListVersion, ListVersion.id == ListSignature.list_version_id)
        .outerjoin(Person, Person.id == ListSignature.signed_by_id)
        .where(ListVersion.inspection_id == inspection_id, ListSignature.withdrawn_at.is_(None))
        .order_by(ListSignature.id)
    )
    return {(number, content): name or "" for number, content, name in rows}


def _find_newest(inspection_id: int, gate: str, states: tuple[BundleState, ...]) -> Bundle | None:
    return db.session.scalar(
        select(Bundle)
        .options(selectinload(Bundle.items))
        .where(Bundle.inspection_id == inspection_id, Bundle.gate == gate)
        .where(Bundle.state.in_(states))
        .order_by(Bundle.id.desc())
        .limit(1)
    )
