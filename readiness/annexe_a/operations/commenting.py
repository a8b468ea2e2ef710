"""The council’s comments for Ofsted on a list and its columns."""

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import ListComment
from readiness.annexe_a.operations.checks import check_open, lock_lists, may_comment
from readiness.annexe_a.queries import find_comment, list_versions
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.people.models import Person


def write_comment(
    *,
    actor: Person,
    inspection_id: int | None,
    number: int,
    column: str,
    text: str,
    version: int | None,
) -> ListComment:
    """Write or change the comment on a list (column "") or on one of its columns.

    `version` is that of the comment the actor saw, None where they saw none. Empty text takes
    a comment away. Raises ChangedMeanwhile, NotAllowed, NotFound for no such list or column.
    """
    if not may_comment(actor, inspection_id, number):
        raise NotAllowed(
            f"Comments on List {number} are written by its owner and the data lead. Ask them."
        )
    check_open(inspection_id)
    lock_lists(inspection_id)
    check_column(inspection_id, number, column)
    found = find_comment(inspection_id, number, column)
    _check_version(found, version)
    said, before = text.strip(), found.text if found else None
    if found is None and not said:
        raise Refused("Write the comment first.", "text")
    comment = found or _make(inspection_id, number, column)
    comment.text, comment.written_by, comment.written_at = said, actor, clock.now()
    record(
        actor=actor,
        event="annexe_a:list:commented",
        subject=comment,
        changes={"text": (before, said or None)},
        inspection_id=inspection_id,
    )
    if not said:
        db.session.delete(comment)
        db.session.flush()
    return comment


def check_column(inspection_id: int | None, number: int, column: str) -> None:
    """Raises NotFound unless the list has this column ("" is the whole list)."""
    latest = list_versions(inspection_id, number, limit=1)
    edition = find_edition(latest[0].upload.edition if latest else "", inspection_id)
    spec = next((found for found in edition.lists if found.number == number), None)
    if spec is None or (column and column not in {found.name for found in spec.columns}):
        raise NotFound(f"List {number} has no such column. Choose one on the page of the list.")


def _make(inspection_id: int | None, number: int, column: str) -> ListComment:
    comment = ListComment(inspection_id=inspection_id, list_number=number, column=column)
    db.session.add(comment)
    return comment


def _check_version(comment: ListComment | None, version: int | None) -> None:
    if (comment.version if comment else None) == version:
        return
    who = comment.written_by.name if comment and comment.written_by else "Somebody"
    raise ChangedMeanwhile(
        f"{who} changed this comment after you opened it. Look at it again, then make your change."
    )
