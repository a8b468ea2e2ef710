"""Documents as they stand: each with its newest version, its approval, its owner and its gate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import contains_eager

from readiness import clock
from readiness.checklists.documents import DocumentSpec
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.rules.tasks import TaskLine
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.rules import DocumentState, Judgement, judge, name_gate
from readiness.people.models import Person, Post

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


def make_lines(
    specs: Mapping[str, DocumentSpec],
    chosen: ColumnElement[bool],
    found: Deliveries,
    inspection: Inspection | None = None,
) -> dict[str, DocumentLine]:
    """What is asked for by number, then the other chosen documents by title, each by its key.

    `chosen` says which rows of documents are read: those asked for are among them. `found` is
    of the same inspection. One query, however many there are.
    """
    made = _Found.load(chosen, found, inspection)
    keys = [*specs, *(key for key in made.documents if key not in specs)]
    return {key: made.make_line(key, specs.get(key), found.day) for key in keys}


def find_document_tasks(lines: Iterable[TaskLine]) -> dict[str, TaskLine]:
    """The tasks that deliver a document, by the document’s key."""
    parts = ((line, *(line.delivers or "").partition(":")) for line in lines)
    return {key: line for line, kind, _, key in parts if kind == "document"}


@dataclass(frozen=True)
class _Row:
    """A document, its newest version, and the approval of that which holds."""

    document: Document | None = None
    version: DocumentVersion | None = None
    approval: Approval | None = None


@dataclass(frozen=True)
class _Found:
    """What the lines are made from, each read once."""

    documents: dict[str, "_Row"]
    owners: Owners
    inspection: Inspection | None
    tasks: Mapping[str, TaskLine]

    @classmethod
    def load(
        cls,
        chosen: ColumnElement[bool],
        found: Deliveries,
        inspection: Inspection | None,
    ) -> "_Found":
        rows = db.session.execute(
            select(Document, DocumentVersion, Approval)
            .outerjoin(Document.versions.and_(DocumentVersion.number == find_last_number()))
            .outerjoin(DocumentVersion.approvals.and_(Approval.withdrawn_at.is_(None)))
            .options(contains_eager(DocumentVersion.document))
            .where(chosen)
            .order_by(Document.title, Document.id)
        ).all()
        return cls(
            {
                document.key: _Row(document, version, approval)
                for document, version, approval in rows
            },
            owners=found.owners.kept,
            inspection=inspection,
            tasks=find_document_tasks(found.lines),
        )

    def make_line(self, key: str, spec: DocumentSpec | None, today: date) -> DocumentLine:
        row = self.documents.get(key, _Row())
        document, version, approval = row.document, row.version, row.approval
        post_key = spec.post if spec else document.post_key if document else ""
        ownership = self.owners.find(post_key)
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
            post=self.owners.posts.get(post_key),
            owner=ownership.person,
            stands_in=ownership.stands_in,
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


def find_last_number() -> ScalarSelect[int]:
    """The number of the newest version of the same document, beside one of its versions."""
    other = DocumentVersion.__table__.alias("other")
    return (
        select(func.max(other.c.number))
        .where(other.c.document_id == DocumentVersion.document_id)
        .correlate(DocumentVersion)
        .scalar_subquery()
    )
