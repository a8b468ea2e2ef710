"""Adding documents and versions, approving them and taking an approval back.

Approving ticks the tasks that deliver the document; a newer version or a withdrawn approval
opens them again. Tasks are changed before the library’s own entry is recorded: every
transaction takes the tasks first and the activity’s chain last, so none waits in a circle.
"""

from datetime import date

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.operations import mark_delivered, mark_undelivered
from readiness.inspections.rules.words import spell_second
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.queries import (
    DocumentLine,
    current_requirements,
    find_current,
    find_document,
    find_standing_approval,
    get_document_line,
    list_documents,
    lock_document,
)
from readiness.library.rules import make_key
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


def add_document(
    *, actor: Person | None, title: str, post_key: str = "", child_level: bool = False
) -> Document:
    """Add a document of the council’s own, empty; its key is made from its title.

    Raises NotAllowed, and Refused for a title that is there already.
    """
    _check_may(actor, Permission.ADD_DOCUMENTS, "add documents")
    said = " ".join(title.split())
    known = list_documents()
    if not said:
        raise Refused("Give the document a title.")
    if any(line.title.casefold() == said.casefold() for line in known.values()):
        raise Refused(
            f"There is a document “{said}” already. Add your file to it as a new version, "
            "or choose another title."
        )
    document = _insert(make_key(said, known), said, post_key, child_level)
    if document is None:
        raise ChangedMeanwhile(
            f"Somebody added a document like “{said}” a moment ago. Look at the list of documents."
        )
    record(actor=actor, event="library:document:added", subject=document)
    return document


def add_version(  # noqa: PLR0913  # one argument for each fact of a file
    *,
    actor: Person | None,
    key: str,
    title: str,
    sha256: str,
    name: str,
    size: int,
    kind: str,
    length: str,
    as_at: date,
    note: str,
) -> DocumentVersion:
    """Add a content that is in the file store as the document’s next version, unapproved.

    `title` names a document that is not there yet; one that is asked for keeps its own.
    Numbers are given under a lock. Raises NotAllowed, and Refused for a day to come or for
    the content of the current version.
    """
    _check_may(actor, Permission.ADD_DOCUMENTS, "add documents")
    check_as_at(as_at)
    document = _hold(key, title)
    current = find_current(key)
    if current is not None and current.sha256 == sha256:
        raise Refused(
            f"“{name}” is the same as version {current.number}, which is the current one. "
            "Nothing was added. If you changed it, save your change first, then add it again."
        )
    version = DocumentVersion(
        document_id=document.id,
        number=current.number + 1 if current else 1,
        sha256=sha256,
        name=name,
        size=size,
        kind=kind,
        length=length,
        as_at=as_at,
        note=note.strip(),
        added_by=actor,
        added_at=clock.now(),
    )
    db.session.add(version)
    if current is not None:
        reason = f"Version {version.number} was added: it has to be approved."
        mark_undelivered(actor=actor, delivers=f"document:{key}", reason=reason)
    record(
        actor=actor,
        event="library:version:added",
        subject=document,
        changes={
            "number": (current.number if current else None, version.number),
            "file": (None, name),
            "sha256": (None, sha256),
        },
    )
    return version


def approve_version(*, actor: Person | None, version: DocumentVersion, sha256: str) -> Approval:
    """Approve the content that was seen, and tick the tasks that deliver the document.

    Raises NotAllowed for somebody else’s document, and ChangedMeanwhile where a newer version
    came or somebody approved it first.
    """
    line = _hold_line(version)
    check_may_approve(actor, line)
    _check_current(line, version, sha256)
    standing = find_standing_approval(version)
    if standing is not None:
        raise ChangedMeanwhile(
            f"{_name(standing.approved_by)} approved version {version.number} of “{line.title}” "
            f"at {spell_second(standing.approved_at)} already. Nothing is left to do."
        )
    approval = Approval(
        document_version_id=version.id,
        sha256=version.sha256,
        approved_by=actor,
        approved_at=clock.now(),
    )
    db.session.add(approval)
    note = f"Version {version.number} approved by {_name(actor)}."
    mark_delivered(actor=actor, delivers=f"document:{line.key}", note=note)
    _record_approval(actor, version, "library:version:approved", sha256=version.sha256)
    return approval


def withdraw_approval(*, actor: Person | None, version: DocumentVersion, reason: str) -> Approval:
    """Take an approval back, saying why, and open the tasks that deliver the document again.

    Raises NotAllowed for somebody else’s document, Refused without a reason, and
    ChangedMeanwhile where there is no approval to withdraw any more.
    """
    line = _hold_line(version)
    check_may_approve(actor, line)
    said = reason.strip()
    if not said:
        raise Refused("Say why the approval is withdrawn.")
    approval = find_standing_approval(version)
    if approval is None:
        raise ChangedMeanwhile(
            f"Version {version.number} of “{line.title}” is not approved, or somebody has "
            "withdrawn the approval already. Look at it again."
        )
    approval.withdrawn_by, approval.withdrawn_at = actor, clock.now()
    approval.withdrawn_because = said
    if line.version is not None and line.version.id == version.id:
        mark_undelivered(actor=actor, delivers=f"document:{line.key}", reason=said)
    _record_approval(actor, version, "library:approval:withdrawn", reason=said)
    return approval


def check_as_at(as_at: date) -> None:
    """Raises Refused for a day to come."""
    if as_at > clock.today():
        raise Refused("The “data as at” day is in the future. Enter the day its data speaks of.")


def may_open(actor: Person | None, line: DocumentLine, version: DocumentVersion) -> bool:
    """Whether the actor may read a version: child-level ones only who must.

    Those are roles that see child-level rows, whose document it is today, and whoever added it.
    """
    if actor is None or not line.child_level:
        return True
    return (
        allows(actor.role, Permission.SEE_CHILD_ROWS)
        or line.owner == actor
        or version.added_by_id == actor.id
    )


def check_may_open(actor: Person, line: DocumentLine, version: DocumentVersion) -> None:
    """Raises NotAllowed for a version that holds rows of children and is not theirs to read."""
    if not may_open(actor, line, version):
        raise NotAllowed(
            f"“{line.title}” has rows about single children or families, so few may open it. "
            f"Ask {_whose(line)} what you need to know."
        )


def may_approve(actor: Person | None, line: DocumentLine) -> bool:
    """Whether the actor may approve the current version, or take an approval back.

    Only what they may read, and only their own documents unless they work on every task.
    """
    if actor is None:
        return True
    if not allows(actor.role, Permission.APPROVE_DOCUMENTS):
        return False
    if line.version is not None and not may_open(actor, line, line.version):
        return False
    return line.owner == actor or allows(actor.role, Permission.WORK_ALL_TASKS)


def check_may_approve(actor: Person | None, line: DocumentLine) -> None:
    """Raises NotAllowed, saying who may."""
    if not may_approve(actor, line):
        raise NotAllowed(f"“{line.title}” is approved by {_whose(line)}. Ask them to look at it.")


def _check_may(actor: Person | None, permission: Permission, what: str) -> None:
    if actor is not None and not allows(actor.role, permission):
        raise NotAllowed(f"Your role may not {what}. Ask the inspection coordinator.")


def _check_current(line: DocumentLine, version: DocumentVersion, sha256: str) -> None:
    current = line.version
    if current is not None and current.id == version.id and version.sha256 == sha256:
        return
    newer = current or version
    raise ChangedMeanwhile(
        f"{_name(newer.added_by)} added version {newer.number} of “{line.title}” at "
        f"{spell_second(newer.added_at)}, after you opened it, so nothing was approved. "
        "Look at the new version, then approve that."
    )


def _hold(key: str, title: str) -> Document:
    """The document, made where it is not there yet, held until the transaction ends."""
    spec = current_requirements().get(key)
    if find_document(key) is None:
        if spec is not None:
            _insert(key, spec.title, spec.post, spec.child_level)
        else:
            _insert(key, title, "", child_level=False)
    document = lock_document(key)
    assert document is not None  # noqa: S101  # it was there, or has just been made
    if spec is not None:
        document.title, document.post_key = spec.title, spec.post
        document.child_level = document.child_level or spec.child_level
    return document


def _insert(key: str, title: str, post_key: str, child_level: bool) -> Document | None:
    """A new row, or None where another transaction made the same key first."""
    document = Document(key=key, title=title, post_key=post_key, child_level=child_level)
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError:
        return None
    return document


def _hold_line(version: DocumentVersion) -> DocumentLine:
    """How the version’s document stands now, held until the transaction ends."""
    key = version.document.key
    lock_document(key)
    return get_document_line(key)


def _record_approval(
    actor: Person | None, version: DocumentVersion, event: str, **said: str
) -> None:
    changes: dict[str, tuple[object, object]] = {"number": (None, version.number)}
    changes |= {field: (None, text) for field, text in said.items()}
    record(actor=actor, event=event, subject=version.document, changes=changes)


def _name(person: Person | None) -> str:
    return person.name if person is not None else "Readiness"


def _whose(line: DocumentLine) -> str:
    if line.owner is not None:
        return f"{line.owner.name} ({line.post_title})"
    return f"the {line.post_title}" if line.post else "the inspection coordinator"
