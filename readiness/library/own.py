"""The council’s own documents, thousands perhaps: the database counts and pages them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from readiness.extensions import db
from readiness.inspections.owners import Owners
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.rules import (
    ASKED,
    NOT_READY,
    ON_REQUEST,
    DocumentFilter,
    DocumentState,
)


@dataclass(frozen=True)
class OwnCount:
    """How many own documents there are, how many a filter lets through, how many are somebody’s."""

    total: int
    fitting: int
    yours: int


def count_own(
    others: Collection[str], wanted: DocumentFilter, owners: Owners, person_id: int
) -> OwnCount:
    """Count the documents whose keys are none of `others`. One query."""
    yours = Document.post_key.in_(owners.list_keys(person_id))
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(_fits(wanted, owners)),
            func.count().filter(yours),
        ).where(Document.key.not_in(others))
    ).one()
    return OwnCount(int(row[0]), int(row[1]), int(row[2]))


def list_own_keys(
    others: Collection[str], wanted: DocumentFilter, owners: Owners, *, limit: int, offset: int = 0
) -> list[str]:
    """The keys of those that the filter lets through, by title: a page of them. One query."""
    found = (
        select(Document.key)
        .where(Document.key.not_in(others), _fits(wanted, owners))
        .order_by(Document.title, Document.id)
    )
    return list(db.session.scalars(found.limit(limit).offset(offset)))


def waits_for_approval() -> ColumnElement[bool]:
    """Whether the newest version of a document waits for its approval."""
    return _has_version() & ~_is_approved()


def _fits(wanted: DocumentFilter, owners: Owners) -> ColumnElement[bool]:
    """As a page’s filter has it: our own are due at no gate and never out of date."""
    if wanted.which == ASKED or wanted.gate not in ("", ON_REQUEST):
        return false()
    parts = [_contains(part, owners) for part in wanted.search.casefold().split()]
    return and_(_is_in_state(wanted.state), _is_owned_by(wanted.owner_id, owners), *parts)


def _is_in_state(state: str) -> ColumnElement[bool]:
    match state:
        case "":
            return true()
        case DocumentState.MISSING:
            return ~_has_version()
        case DocumentState.NOT_APPROVED:
            return waits_for_approval()
        case DocumentState.APPROVED:
            return _is_approved()
        case _:
            return ~_is_approved() if state == NOT_READY else false()


def _is_owned_by(owner_id: int | None, owners: Owners) -> ColumnElement[bool]:
    if owner_id is None:
        return true()
    if owner_id:
        return Document.post_key.in_(owners.list_keys(owner_id))
    vacant = Document.post_key.in_(owners.list_keys(None))
    return or_(vacant, Document.post_key.not_in(owners.posts))


def _contains(part: str, owners: Owners) -> ColumnElement[bool]:
    """Whether a word stands in the title, in the owner’s name or in what the post is called."""
    posts = [key for key in owners.posts if part in owners.spell(key).casefold()]
    return or_(Document.title.icontains(part, autoescape=True), Document.post_key.in_(posts))


_newest, _other = aliased(DocumentVersion), aliased(DocumentVersion)


def _has_version() -> ColumnElement[bool]:
    return exists().where(_newest.document_id == Document.id).correlate(Document)


def _is_approved() -> ColumnElement[bool]:
    last = select(func.max(_other.number)).where(_other.document_id == Document.id)
    standing = exists().where(
        _newest.document_id == Document.id,
        _newest.number == last.correlate(Document).scalar_subquery(),
        Approval.document_version_id == _newest.id,
        Approval.withdrawn_at.is_(None),
    )
    return standing.correlate(Document)
