"""What could go into a bundle and in which state it is: lists and library, judged together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from readiness.annexe_a.reconciled import make_sentence
from readiness.bundles import queries
from readiness.bundles.lists import list_versions
from readiness.bundles.models import Bundle, BundleItem
from readiness.bundles.queries import Key
from readiness.bundles.rules import (
    LISTS_FOLDER,
    WORKBOOK_NAME,
    Comment,
    Fault,
    Item,
    ItemKind,
    Said,
    find_document_faults,
    find_list_faults,
    number_folder,
    spell_errors_since,
    spell_name,
    split_faults,
)
from readiness.checklists.documents import FOLDERS
from readiness.errors import NotFound
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
from readiness.inspections.owners import Deliveries
from readiness.library.lines import DocumentLine
from readiness.library.queries import list_documents
from readiness.office.names import safe_name
from readiness.plain_words import plural


@dataclass(frozen=True)
class GateNeeds:
    """A gate of one inspection, all that could go out at it, and which of it its tasks ask for.

    `comments` are the council’s on all lists: those on the lists that go, go with them.
    """

    key: str
    title: str
    at: datetime
    offers: tuple[Item, ...]
    needs: frozenset[Key]
    comments: tuple[Comment, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """What the gate needs, in the order of the bundle."""
        return tuple(item for item in self.offers if item.address in self.needs)

    @property
    def others(self) -> tuple[Item, ...]:
        """What else is there and could go."""
        return tuple(
            item for item in self.offers if item.address not in self.needs and not item.is_missing
        )


def list_gates(inspection: Inspection, own: Collection[str] = ()) -> tuple[GateNeeds, ...]:
    """The gates that something is sent at, in order of time, with all that could be sent.

    Of the council’s own documents, thousands perhaps, only those named by `own` are offered.
    The inspection’s key dates are loaded. A fixed number of queries, however much there is.
    """
    found = Deliveries.load(inspection.id, today_for(inspection))
    needs = queries.list_needs(found.lines)
    offers = tuple(_judge_all(inspection, needs, own, found))
    comments = queries.list_kept_comments(inspection.id)
    return tuple(
        GateNeeds(
            key=anchor.key,
            title=anchor.title,
            at=anchor.at,
            offers=offers,
            needs=frozenset(needs[anchor.key]),
            comments=comments,
        )
        for anchor in sorted(inspection.anchors, key=lambda anchor: anchor.at)
        if anchor.key in needs
    )


def get_gate(inspection: Inspection, key: str, own: Collection[str] = ()) -> GateNeeds:
    """One of those gates. Raises NotFound naming the others."""
    gates = list_gates(inspection, own)
    for gate in gates:
        if gate.key == key:
            return gate
    known = ", ".join(gate.key for gate in gates) or "none"
    raise NotFound(
        f"Nothing is sent at a gate “{safe_name(key)}” of this inspection. Its gates are: {known}."
    )


def get_gate_of(bundle: Bundle, own: Collection[str] = ()) -> GateNeeds:
    """The gate of a bundle, whose items are loaded: what they name is offered there too."""
    chosen = [row.key for row in bundle.items if row.kind is ItemKind.DOCUMENT]
    return get_gate(bundle.inspection, bundle.gate, [*chosen, *own])


def judge_draft(bundle: Bundle, gate: GateNeeds) -> tuple[Item, ...]:
    """What a draft holds as everything stands now, in the order of the bundle.

    What was chosen and is no longer offered (a document the checklists dropped) is missing.
    """
    chosen = {(row.kind, row.key): row for row in bundle.items}
    offered = tuple(i for i in gate.offers if chosen.pop(i.address, None) is not None)
    return offered + tuple(
        Item(row.kind, row.key, row.title, faults=(Fault.MISSING,)) for row in chosen.values()
    )


def find_said(items: Collection[Item], gate: GateNeeds) -> Said:
    """What is said now of the lists among these items: the council’s comments, and how these
    very versions stand against the figures there are.
    """
    lists = {int(item.key) for item in items if item.kind is ItemKind.LIST}
    comments = tuple(comment for comment in gate.comments if comment.list_number in lists)
    return Said(comments, make_sentence(list_versions(items)))


def read_items(bundle: Bundle) -> tuple[Item, ...]:
    """What was frozen, exactly as it was."""
    return tuple(_read_item(row) for row in bundle.items)


def _judge_all(
    inspection: Inspection,
    needs: Mapping[str, Iterable[Key]],
    own: Collection[str],
    found: Deliveries,
) -> Iterable[Item]:
    wanted = {key for keys in needs.values() for kind, key in keys if kind is ItemKind.LIST}
    names, kept = queries.list_list_names(inspection.id), queries.list_kept_lists(inspection.id)
    owners = queries.list_list_owners(inspection.id, found)
    for number, name in names.items():
        if number in kept or str(number) in wanted:
            yield _judge_list(number, name, owners.get(number, ""), kept.get(number))
    lines = list_documents(inspection, own=own, found=found).values()
    last = max((line.number or 0 for line in lines), default=0)
    for place, line in enumerate(lines, 1):
        yield _judge_document(line, line.number or last + place)


def _judge_list(number: int, name: str, owner: str, kept: queries.KeptList | None) -> Item:
    found = kept.version if kept else None
    return Item(
        kind=ItemKind.LIST,
        key=str(number),
        title=f"List {number}: {found.name if found else name}",
        folder=LISTS_FOLDER,
        name=WORKBOOK_NAME,
        owner=owner,
        version_id=found.id if found else None,
        version_number=found.upload_id if found else None,
        sha256=found.content_hash if found else None,
        length=plural(found.rows, "row") if found else "",
        as_at=found.upload.as_at if found else None,
        approved_by=kept.signed_by if kept else "",
        is_child_level=True,
        faults=find_list_faults(exists=kept is not None, signed=kept is not None and kept.signed),
        caution=spell_errors_since(kept.errors_since) if kept else "",
    )


def _judge_document(line: DocumentLine, number: int) -> Item:
    found, approval = line.version, line.approval
    approved = found is not None and approval is not None and approval.sha256 == found.sha256
    approver = approval.approved_by if approved and approval else None
    return Item(
        kind=ItemKind.DOCUMENT,
        key=line.key,
        title=line.title,
        folder=number_folder(line.folder, FOLDERS),
        name=safe_name(spell_name(number, line.title, found.name)) if found else "",
        owner=", ".join(word for word in (line.owner_name, line.post_title) if word)[:200],
        version_id=found.id if found else None,
        version_number=found.number if found else None,
        sha256=found.sha256 if found else None,
        size=found.size if found else None,
        length=found.length if found else "",
        as_at=found.as_at if found else None,
        approved_by=approver.name if approver else "",
        is_child_level=line.child_level,
        faults=find_document_faults(line.state, approved=approved),
    )


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
        is_child_level=row.is_child_level,
        faults=split_faults(row.fault),
        caution=row.caution,
    )
