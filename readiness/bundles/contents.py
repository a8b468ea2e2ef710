"""What could go into a bundle and in which state it is: lists and library, judged together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from readiness.bundles import queries
from readiness.bundles.models import Bundle, BundleItem
from readiness.bundles.queries import KeptDocument, KeptList, Key
from readiness.bundles.rules import (
    LISTS_FOLDER,
    WORKBOOK_NAME,
    Fault,
    Item,
    ItemKind,
    find_document_faults,
    find_list_faults,
    number_folder,
    spell_name,
    split_faults,
)
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import FILE, FOLDERS, DocumentSpec, load_documents
from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_posts_by_key
from readiness.office.names import safe_name
from readiness.people.models import Post
from readiness.plain_words import plural


@dataclass(frozen=True)
class Catalogue:
    """What the checklists say: every required document, and the names of the eleven lists."""

    documents: Mapping[str, DocumentSpec]
    lists: Mapping[str, str]


@dataclass(frozen=True)
class GateNeeds:
    """A gate of one inspection and what its tasks ask for, judged for its day."""

    key: str
    title: str
    at: datetime
    offers: tuple[Item, ...]
    needs: frozenset[Key]

    @property
    def items(self) -> tuple[Item, ...]:
        """What the gate needs, in the order of the bundle."""
        return tuple(item for item in self.offers if (item.kind, item.key) in self.needs)

    @property
    def others(self) -> tuple[Item, ...]:
        """What else could go."""
        return tuple(item for item in self.offers if (item.kind, item.key) not in self.needs)


def load_catalogue(folder: Path) -> Catalogue:
    """The documents and list names of a checklists folder. Raises ChecklistFault."""
    return _load(folder, (folder / FILE).stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(folder: Path, _changed: int) -> Catalogue:
    names = {str(spec.number): spec.name for spec in load_edition(folder).lists}
    return Catalogue(load_documents(folder), names)


def list_gates(inspection: Inspection, catalogue: Catalogue) -> tuple[GateNeeds, ...]:
    """The gates that something is sent at, in order of time, with all that could be sent.

    The inspection’s key dates are loaded. Six queries, however many gates and documents.
    """
    needs = queries.list_needs(inspection.id)
    shelf = _read_shelf(inspection, catalogue, needs)
    return tuple(
        GateNeeds(
            key=anchor.key,
            title=anchor.title,
            at=anchor.at,
            offers=tuple(_judge_all(shelf, in_london(anchor.at).date())),
            needs=frozenset(needs[anchor.key]),
        )
        for anchor in sorted(inspection.anchors, key=lambda anchor: anchor.at)
        if anchor.key in needs
    )


def get_gate(inspection: Inspection, key: str, catalogue: Catalogue) -> GateNeeds:
    """One of those gates. Raises NotFound naming the others."""
    gates = list_gates(inspection, catalogue)
    for gate in gates:
        if gate.key == key:
            return gate
    known = ", ".join(gate.key for gate in gates) or "none"
    raise NotFound(
        f"Nothing is sent at a gate “{safe_name(key)}” of this inspection. Its gates are: {known}."
    )


def judge_draft(bundle: Bundle, gate: GateNeeds) -> tuple[Item, ...]:
    """What a draft holds as everything stands now, in the order of the bundle.

    What was chosen and is no longer offered (a document the checklists dropped) is missing.
    """
    chosen = {(row.kind, row.key): row for row in bundle.items}
    offered = tuple(i for i in gate.offers if chosen.pop((i.kind, i.key), None) is not None)
    return offered + tuple(
        Item(row.kind, row.key, row.title, faults=(Fault.MISSING,)) for row in chosen.values()
    )


def read_frozen(bundle: Bundle) -> tuple[Item, ...]:
    """What was frozen, exactly as it was."""
    return tuple(_read_item(row) for row in bundle.items)


@dataclass(frozen=True)
class _Shelf:
    catalogue: Catalogue
    lists: Mapping[int, KeptList]
    list_owners: Mapping[str, Post]
    documents: Mapping[str, KeptDocument]
    posts: Mapping[str, Post]
    wanted_lists: frozenset[str]


def _read_shelf(
    inspection: Inspection, catalogue: Catalogue, needs: Mapping[str, Sequence[Key]]
) -> _Shelf:
    wanted = {key for keys in needs.values() for kind, key in keys if kind is ItemKind.LIST}
    return _Shelf(
        catalogue=catalogue,
        lists=queries.list_kept_lists(inspection.id),
        list_owners=queries.list_list_owners(inspection.id),
        documents=queries.list_kept_documents(),
        posts=list_posts_by_key(),
        wanted_lists=frozenset(wanted),
    )


def _judge_all(shelf: _Shelf, due_on: date) -> Iterable[Item]:
    for number in shelf.catalogue.lists:
        kept = shelf.lists.get(int(number))
        if kept is not None or number in shelf.wanted_lists:
            yield _judge_list(shelf, number, kept)
    for spec in shelf.catalogue.documents.values():
        yield _judge_document(shelf, spec, due_on)
    known = shelf.catalogue.documents
    others = [kept for key, kept in shelf.documents.items() if key not in known]
    first = max((spec.number for spec in known.values()), default=0) + 1
    for number, other in enumerate(others, first):
        yield _judge_other(other, number)


def _judge_list(shelf: _Shelf, number: str, kept: KeptList | None) -> Item:
    found = kept.version if kept else None
    return Item(
        kind=ItemKind.LIST,
        key=number,
        title=f"List {number}: {found.name if found else shelf.catalogue.lists[number]}",
        folder=LISTS_FOLDER,
        name=WORKBOOK_NAME,
        owner=_spell_owner(shelf.list_owners.get(number)),
        version_id=found.id if found else None,
        version_number=found.upload_id if found else None,
        sha256=found.content_hash if found else None,
        length=plural(found.rows, "row") if found else "",
        as_at=found.upload.as_at if found else None,
        approved_by=kept.signed_by if kept else "",
        faults=find_list_faults(exists=kept is not None, signed=kept is not None and kept.signed),
    )


def _judge_document(shelf: _Shelf, spec: DocumentSpec, due_on: date) -> Item:
    return _make_document(
        shelf.documents.get(spec.key),
        key=spec.key,
        title=spec.title,
        number=spec.number,
        folder=spec.folder,
        owner=_spell_owner(shelf.posts.get(spec.post)),
        months=spec.months,
        due_on=due_on,
    )


def _judge_other(kept: KeptDocument, number: int) -> Item:
    added_by = kept.version.added_by if kept.version else None
    return _make_document(
        kept,
        key=kept.document.key,
        title=kept.document.title,
        number=number,
        folder="",
        owner=added_by.name if added_by else "",
        months=None,
        due_on=date.max,
    )


def _make_document(
    kept: KeptDocument | None,
    *,
    key: str,
    title: str,
    number: int,
    folder: str,
    owner: str,
    months: int | None,
    due_on: date,
) -> Item:
    version = kept.version if kept else None
    return Item(
        kind=ItemKind.DOCUMENT,
        key=key,
        title=title,
        folder=number_folder(folder, FOLDERS),
        name=safe_name(spell_name(number, title, version.name)) if version else "",
        owner=owner,
        version_id=version.id if version else None,
        version_number=version.number if version else None,
        sha256=version.sha256 if version else None,
        size=version.size if version else None,
        length=version.length if version else "",
        as_at=version.as_at if version else None,
        approved_by=kept.approved_by if kept else "",
        faults=find_document_faults(
            as_at=version.as_at if version else None,
            approved=kept is not None and kept.approved,
            months=months,
            due_on=due_on,
        ),
    )


def _spell_owner(post: Post | None) -> str:
    if post is None:
        return ""
    return (f"{post.holder.name}, {post.title}" if post.holder else post.title)[:200]


def _read_item(row: BundleItem) -> Item:
    return Item(
        kind=row.kind,
        key=row.key,
        title=row.title,
        folder=row.folder,
        name=row.name,
        owner=row.owner,
        version_id=row.version_id,
        version_number=row.version_number,
        sha256=row.sha256,
        size=row.size,
        length=row.length,
        as_at=row.as_at,
        approved_by=row.approved_by,
        faults=split_faults(row.fault),
    )
