"""Finding documents: what is asked for, how each stands, and whose it is. Few queries, always."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import selectinload

from readiness import clock
from readiness.checklists.documents import DocumentSpec, load_documents
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.queries import (
    find_post_ownership,
    list_away_ids,
    list_delivering_lines,
    list_posts_by_key,
)
from readiness.inspections.rules.tasks import TaskLine
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.rules import DocumentState, Judgement, judge, name_gate
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows

OWN_FOLDER = "Our own"
"""Where documents stand that no requirement names."""


@dataclass(frozen=True)
class DocumentLine:
    """A document and how it stands.

    `spec` is what is asked for, None for a document of our own; `document` is None until a
    first version comes. `gate` is where it is due: that of its task in the inspection the
    lines were made for, else that of the checklists; `due_at` and `task` only in an inspection.
    """

    key: str
    title: str
    spec: DocumentSpec | None
    document: Document | None
    version: DocumentVersion | None
    approval: Approval | None
    judgement: Judgement
    post: Post | None
    owner: Person | None
    stands_in: bool
    child_level: bool
    gate: str | None = None
    gate_title: str = ""
    due_at: datetime | None = None
    task: TaskLine | None = None

    @property
    def number(self) -> int | None:
        """Its place in the bundle."""
        return self.spec.number if self.spec else None

    @property
    def folder(self) -> str:
        """Its group in the bundle."""
        return self.spec.folder if self.spec else OWN_FOLDER

    @property
    def months(self) -> int | None:
        """The greatest age it may have; None where any will do."""
        return self.spec.months if self.spec else None

    @property
    def state(self) -> DocumentState:
        """How it stands."""
        return self.judgement.state

    @property
    def post_title(self) -> str:
        """What its owner’s post is called."""
        return self.post.title if self.post else ""

    @property
    def owner_name(self) -> str:
        """Whose it is today; nothing where nobody holds the post."""
        return self.owner.name if self.owner else ""


def list_requirements(folder: Path) -> Mapping[str, DocumentSpec]:
    """The documents asked for, by key, in the order of the bundle.

    Read again only when the file has changed. Raises ChecklistFault for a faulty file.
    """
    return load_documents(folder)


def current_requirements() -> Mapping[str, DocumentSpec]:
    """The documents the running application’s checklists ask for."""
    return list_requirements(current_app.extensions["readiness.settings"].checklists_path)


def list_documents(
    inspection: Inspection | None = None, today: date | None = None
) -> dict[str, DocumentLine]:
    """Every document by key and how it stands: those asked for by number, then our own by title.

    With an inspection (its key dates loaded), each that it asks for is judged on the day it
    is due there; without one, or where nothing is due, on `today` (the clock’s, if not given).
    Seven queries at most, however many versions there are.
    """
    on_day = today or clock.today()
    found = _Found.load(on_day, inspection)
    required = current_requirements()
    keys = [*required, *(key for key in found.documents if key not in required)]
    return {key: found.make_line(key, required.get(key), on_day) for key in keys}


@dataclass(frozen=True)
class CurrentVersion:
    """A document’s newest version: its day, and who approved it (“Readiness” where no person did).

    `approved_by` is None where nobody has.
    """

    as_at: date
    approved_by: str | None


def list_current_versions() -> dict[str, CurrentVersion]:
    """The newest version of each document by the document’s key, by columns. One query."""
    standing = (Approval.document_version_id == DocumentVersion.id) & Approval.withdrawn_at.is_(
        None
    )
    rows = db.session.execute(
        select(Document.key, DocumentVersion.as_at, Approval.id, Person.name)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .outerjoin(Approval, standing)
        .outerjoin(Person, Person.id == Approval.approved_by_id)
        .where(DocumentVersion.number == _last_number())
    )
    return {
        key: CurrentVersion(as_at, None if approval is None else name or "Readiness")
        for key, as_at, approval, name in rows
    }


def find_document_line(key: str) -> DocumentLine | None:
    """One document and how it stands today, if the key stands for anything."""
    return list_documents().get(key)


def get_document_line(
    key: str, inspection: Inspection | None = None, today: date | None = None
) -> DocumentLine:
    """One document and how it stands. Raises NotFound for a key that stands for nothing."""
    line = list_documents(inspection, today).get(key)
    if line is None:
        raise NotFound("There is no such document. Choose one from the list of documents.")
    return line


def list_waiting_approvals(person: Person, today: date) -> tuple[DocumentLine, ...]:
    """The documents whose current version waits for this person’s approval, by number.

    Those of posts that are theirs today; none for somebody whose role does not approve.
    """
    if not allows(person.role, Permission.APPROVE_DOCUMENTS):
        return ()
    return tuple(
        line
        for line in list_documents(today=today).values()
        if line.version is not None and line.approval is None and line.owner == person
    )


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


@dataclass(frozen=True)
class _Found:
    """What the lines are made from, each read once."""

    documents: dict[str, Document]
    versions: dict[int, DocumentVersion]
    approvals: dict[int, Approval]
    posts: dict[str, Post]
    away: frozenset[int]
    inspection: Inspection | None
    tasks: dict[str, TaskLine]

    @classmethod
    def load(cls, today: date, inspection: Inspection | None) -> "_Found":
        documents = db.session.scalars(select(Document).order_by(Document.title, Document.id))
        current = db.session.scalars(
            select(DocumentVersion).where(DocumentVersion.number == _last_number())
        )
        standing = db.session.scalars(
            select(Approval)
            .join(DocumentVersion)
            .where(Approval.withdrawn_at.is_(None), DocumentVersion.number == _last_number())
        )
        lines = list_delivering_lines(inspection.id, today) if inspection else ()
        return cls(
            documents={document.key: document for document in documents},
            versions={version.document_id: version for version in current},
            approvals={approval.document_version_id: approval for approval in standing},
            posts=list_posts_by_key(),
            away=list_away_ids(today),
            inspection=inspection,
            tasks=_by_document(lines),
        )

    def make_line(self, key: str, spec: DocumentSpec | None, today: date) -> DocumentLine:
        document = self.documents.get(key)
        version = self.versions.get(document.id) if document else None
        approval = self.approvals.get(version.id) if version else None
        post = self.posts.get(spec.post if spec else document.post_key if document else "")
        ownership = find_post_ownership(post, self.away) if post else None
        task = self.tasks.get(key)
        gate = task.gate if task else None if self.inspection else spec.gate if spec else None
        gate_title, due_at = self._find_gate(gate)
        return DocumentLine(
            key=key,
            title=spec.title if spec else cast("Document", document).title,
            spec=spec,
            document=document,
            version=version,
            approval=approval,
            judgement=judge(
                spec.months if spec else None,
                version.as_at if version else None,
                clock.in_london(due_at).date() if due_at else today,
                is_approved=approval is not None,
                is_due_day=due_at is not None,
            ),
            post=post,
            owner=ownership.person if ownership else None,
            stands_in=ownership.stands_in if ownership else False,
            child_level=bool((spec and spec.child_level) or (document and document.child_level)),
            gate=gate,
            gate_title=gate_title,
            due_at=due_at,
            task=task,
        )

    def _find_gate(self, gate: str | None) -> tuple[str, datetime | None]:
        if gate is None:
            return "", None
        for anchor in self.inspection.anchors if self.inspection else ():
            if anchor.key == gate:
                return anchor.title, anchor.at
        return name_gate(gate), None


def _last_number() -> ScalarSelect[int]:
    """The number of the newest version of the same document."""
    other = DocumentVersion.__table__.alias("other")
    return (
        select(func.max(other.c.number))
        .where(other.c.document_id == DocumentVersion.document_id)
        .correlate(DocumentVersion)
        .scalar_subquery()
    )


def _by_document(lines: Iterable[TaskLine]) -> dict[str, TaskLine]:
    """The tasks that deliver a document, by the document’s key."""
    parts = ((line, *(line.delivers or "").partition(":")) for line in lines)
    return {key: line for line, kind, _, key in parts if kind == "document"}
