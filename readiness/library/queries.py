"""Finding documents: what is asked for, how each stands, and whose it is. Few queries, always."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload, undefer

from readiness.checklists.documents import DocumentSpec, load_documents
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.copies import read_documents_copy
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.rules.states import InspectionState
from readiness.library.lines import DocumentLine, find_document_tasks, find_last_number, make_lines
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.own import count_own, list_own_keys, waits_for_approval
from readiness.library.rules import DocumentFilter
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.rules import Out
from readiness.settings import current_settings

MOST_OFFERED = 150
"""How many documents an answer may choose from: those asked for, then the latest added."""


def current_requirements() -> Mapping[str, DocumentSpec]:
    """What is asked for now: by what is running, between inspections by the checklists."""
    running = (
        select(Inspection)
        .options(undefer(Inspection.documents_copy))
        .where(Inspection.state == InspectionState.RUNNING)
        .order_by(Inspection.is_trial, Inspection.id.desc())
        .limit(1)
    )
    return find_requirements(db.session.scalar(running))


def find_requirements(inspection: Inspection | None) -> Mapping[str, DocumentSpec]:
    """The documents an inspection asked for when it began; without one, those of the checklists.

    A document that the checklists say holds rows of children is closed at once, whatever they
    said when the inspection began.
    """
    today = load_documents(current_settings().checklists_path)
    if inspection is None or inspection.documents_copy is None:
        return today
    kept = read_documents_copy(inspection.documents_copy)
    closed = {key for key, spec in today.items() if spec.child_level}
    return {
        key: replace(spec, child_level=spec.child_level or key in closed)
        for key, spec in kept.items()
    }


def list_documents(
    inspection: Inspection | None = None,
    today: date | None = None,
    own: Collection[str] = (),
    found: Deliveries | None = None,
) -> dict[str, DocumentLine]:
    """The documents asked for by number, then those of our own that are named, by title.

    With an inspection (its key dates loaded), each that it asks for is judged on the day it
    is due there; without one, or where nothing is due, on `today` (the clock’s, if not given).
    A document that only a task of the inspection names is among them. `found` is what was read
    of the same inspection already. Four queries at most, however many versions there are.
    """
    specs, found = _find(inspection), found or _load(inspection, today)
    chosen = Document.key.in_([*specs, *find_document_tasks(found.lines), *own])
    return make_lines(specs, chosen, found, inspection)


def find_document_line(
    key: str, inspection: Inspection | None = None, today: date | None = None
) -> DocumentLine | None:
    """One document and how it stands, if the key stands for anything."""
    specs = _find(inspection)
    asked = {key: specs[key]} if key in specs else {}
    return make_lines(asked, Document.key == key, _load(inspection, today), inspection).get(key)


@dataclass(frozen=True)
class CurrentVersion:
    """A document’s newest version: its number, its day, and who approved it.

    `approved_by` is “Readiness” where no person did, and None where nobody has.
    """

    number: int
    as_at: date
    approved_by: str | None


def list_current_versions(keys: Collection[str]) -> dict[str, CurrentVersion]:
    """The newest version of each of these documents by its key, by columns. One query."""
    standing = (Approval.document_version_id == DocumentVersion.id) & Approval.withdrawn_at.is_(
        None
    )
    rows = db.session.execute(
        select(
            Document.key,
            DocumentVersion.number,
            DocumentVersion.as_at,
            Approval.id,
            Person.name,
        )
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .outerjoin(Approval, standing)
        .outerjoin(Person, Person.id == Approval.approved_by_id)
        .where(DocumentVersion.number == find_last_number(), Document.key.in_(keys))
    )
    return {
        key: CurrentVersion(number, as_at, None if approval is None else name or "Readiness")
        for key, number, as_at, approval, name in rows
    }


def list_offered_versions() -> Sequence[tuple[int, str]]:
    """The newest version of each document to choose from, by title: its number and words.

    What is asked for first, then the newest of the others. One query.
    """
    asked = load_documents(current_settings().checklists_path)
    newest = select(func.max(DocumentVersion.id)).group_by(DocumentVersion.document_id)
    chosen = (
        select(DocumentVersion.id, Document.title, DocumentVersion.number)
        .join(Document)
        .where(DocumentVersion.id.in_(newest))
        .order_by(Document.key.not_in(asked), DocumentVersion.id.desc())
        .limit(MOST_OFFERED)
    )
    rows = sorted(db.session.execute(chosen), key=lambda row: row.title.casefold())
    return [(row.id, f"{row.title}, version {row.number}") for row in rows]


def get_document_line(
    key: str, inspection: Inspection | None = None, today: date | None = None
) -> DocumentLine:
    """One document and how it stands. Raises NotFound for a key that stands for nothing."""
    line = find_document_line(key, inspection, today)
    if line is None:
        raise NotFound("There is no such document. Choose one from the list of documents.")
    return line


def list_waiting_approvals(
    person: Person,
    today: date,
    found: Deliveries | None = None,
    running: Inspection | None = None,
) -> tuple[DocumentLine, ...]:
    """The documents whose current version waits for this person’s approval, by number.

    Those of posts that are theirs today; none for somebody whose role does not approve.
    """
    if not allows(person.role, Permission.APPROVE_DOCUMENTS):
        return ()
    specs, found = _find(running), found or Deliveries.load(None, today)
    owners = found.choose(running.id if running else None).owners.kept
    posts = owners.list_keys(person.id)
    asked = {key: spec for key, spec in specs.items() if spec.post in posts}
    own = Document.key.not_in(specs) & Document.post_key.in_(posts)
    chosen = (Document.key.in_(asked) | own) & waits_for_approval()
    lines = make_lines(asked, chosen, Deliveries(today, owners)).values()
    return tuple(line for line in lines if line.version and not line.approval)


@dataclass(frozen=True)
class OwnDocuments:
    """Some of the council’s own documents by their keys, and how many there are like them."""

    keys: Sequence[str]
    total: int


def find_own_documents(search: str, inspection: Inspection, *, limit: int = 25) -> OwnDocuments:
    """Those of our own that the words stand in the titles of, by title. Two queries."""
    wanted, owners = DocumentFilter(search=search), Owners({}, Out())
    asked = find_requirements(inspection)
    count = count_own(asked, wanted, owners, 0)
    return OwnDocuments(list_own_keys(asked, wanted, owners, limit=limit), count.fitting)


def list_known_titles() -> dict[str, str]:
    """What every document is called, those asked for and our own, by key."""
    own = {row.key: row.title for row in db.session.execute(select(Document.key, Document.title))}
    return own | {key: spec.title for key, spec in current_requirements().items()}


def find_document(key: str) -> Document | None:
    """The document of this key, once it has been added."""
    return db.session.scalar(select(Document).where(Document.key == key))


def lock_document(key: str) -> Document | None:
    """The same as it stands now, held until the transaction ends."""
    held = select(Document).where(Document.key == key).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def find_current(key: str) -> DocumentVersion | None:
    """The newest version of a document, with its document."""
    return db.session.scalar(
        select(DocumentVersion)
        .join(Document)
        .where(Document.key == key)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )


def find_standing_approval(version: DocumentVersion) -> Approval | None:
    """The approval of this version that has not been withdrawn."""
    return db.session.scalar(
        select(Approval).where(
            Approval.document_version_id == version.id, Approval.withdrawn_at.is_(None)
        )
    )


def get_version(key: str, number: int) -> DocumentVersion:
    """One version of a document, with its document. Raises NotFound."""
    version = db.session.scalar(
        select(DocumentVersion)
        .join(Document)
        .where(Document.key == key, DocumentVersion.number == number)
    )
    if version is None:
        raise NotFound("There is no such version. Choose one from the document’s page.")
    return version


def list_versions(document: Document, *, limit: int, offset: int = 0) -> Sequence[DocumentVersion]:
    """A document’s versions, newest first, with their approvals."""
    return db.session.scalars(
        select(DocumentVersion)
        .options(selectinload(DocumentVersion.approvals))
        .where(DocumentVersion.document_id == document.id)
        .order_by(DocumentVersion.number.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def _find(inspection: Inspection | None) -> Mapping[str, DocumentSpec]:
    return find_requirements(inspection) if inspection is not None else current_requirements()


def _load(inspection: Inspection | None, today: date | None) -> Deliveries:
    return Deliveries.load(inspection.id if inspection else None, today or today_for(inspection))
