"""Adding documents of our own, and versions of any document."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.operations import mark_undelivered
from readiness.library.models import Document, DocumentVersion
from readiness.library.operations.checks import check_as_at, check_may, check_may_add
from readiness.library.queries import (
    current_requirements,
    find_current,
    find_document,
    find_document_line,
    list_known_titles,
    lock_document,
)
from readiness.library.rules import make_key
from readiness.people.models import Person
from readiness.people.permissions import Permission


def add_document(
    *, actor: Person | None, title: str, post_key: str = "", child_level: bool = False
) -> Document:
    """Add a document of the council’s own, empty; its key is made from its title.

    Raises NotAllowed, and Refused for a title that is there already.
    """
    check_may(actor, Permission.ADD_DOCUMENTS, "add documents")
    said = " ".join(title.split())
    known = list_known_titles()
    if not said:
        raise Refused("Give the document a title.", "title")
    if any(title.casefold() == said.casefold() for title in known.values()):
        raise Refused(
            f"There is a document “{said}” already. Add your file to it as a new version, "
            "or choose another title.",
            "title",
        )
    document = _insert(make_key(said, known), said, post_key, child_level)
    if document is None:
        raise ChangedMeanwhile(
            f"Somebody added a document like “{said}” a moment ago. Look at the list of documents.",
            "title",
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
    check_may(actor, Permission.ADD_DOCUMENTS, "add documents")
    if (line := find_document_line(key)) is not None:
        check_may_add(actor, line)
    check_as_at(as_at)
    version = DocumentVersion(
        sha256=sha256,
        name=name,
        size=size,
        kind=kind,
        length=length,
        as_at=as_at,
        note=note.strip(),
        added_by_id=actor.id if actor else None,
        added_at=clock.now(),
    )
    _put_last(actor, _hold(key, title), version)
    return version


def _put_last(actor: Person | None, document: Document, version: DocumentVersion) -> None:
    """Number the version after the current one of a document that is held."""
    current = find_current(document.key)
    last = current.number if current else 0
    if current is not None and current.sha256 == version.sha256:
        raise Refused(
            f"“{version.name}” is the same as version {last}, which is the current one. "
            "Nothing was added. If you changed it, save your change first, then add it again.",
            "file",
        )
    version.document_id, version.number = document.id, last + 1
    db.session.add(version)
    if current is not None:
        reason = f"Version {version.number} was added: it has to be approved."
        mark_undelivered(actor=actor, delivers=f"document:{document.key}", reason=reason)
    changes: dict[str, tuple[object, object]] = {
        "number": (last or None, version.number),
        "file": (None, version.name),
        "sha256": (None, version.sha256),
    }
    record(actor=actor, event="library:version:added", subject=document, changes=changes)


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
