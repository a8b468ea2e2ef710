"""Approving the content that was seen, and taking an approval back."""

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.operations import mark_delivered, mark_undelivered
from readiness.inspections.rules.words import spell_second
from readiness.library.lines import DocumentLine
from readiness.library.models import Approval, DocumentVersion
from readiness.library.operations.checks import check_may_approve, name_person
from readiness.library.queries import (
    find_standing_approval,
    get_document_line,
    lock_document,
)
from readiness.london import in_london
from readiness.people.models import Person
from readiness.plain_words import format_day


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
            f"{name_person(standing.approved_by)} approved version {version.number} of "
            f"“{line.title}” at {spell_second(standing.approved_at)} already."
        )
    approval = Approval(
        document_version_id=version.id,
        sha256=version.sha256,
        approved_by=actor,
        approved_at=clock.now(),
    )
    db.session.add(approval)
    note = f"Version {version.number} approved by {name_person(actor)}."
    mark_delivered(actor=actor, delivers=f"document:{line.key}", note=note)
    _record_approval(actor, version, "library:version:approved", sha256=version.sha256)
    return approval


def confirm_approval(*, actor: Person | None, version: DocumentVersion, sha256: str) -> None:
    """Say that a content approved earlier still stands, and tick the tasks that deliver it.

    An inspection begins with documents that were approved before it: their owner looks again
    and confirms. Raises as approve_version does, and ChangedMeanwhile for what is not approved.
    """
    line = _hold_line(version)
    check_may_approve(actor, line)
    _check_current(line, version, sha256)
    standing = find_standing_approval(version)
    if standing is None:
        raise ChangedMeanwhile(
            f"The approval of version {version.number} of “{line.title}” was withdrawn, so it "
            "cannot be confirmed. Look at it again."
        )
    day = format_day(in_london(standing.approved_at).date())
    note = f"Version {version.number}, approved on {day}, confirmed by {name_person(actor)}."
    mark_delivered(actor=actor, delivers=f"document:{line.key}", note=note)
    _record_approval(actor, version, "library:approval:confirmed", sha256=version.sha256)


def withdraw_approval(*, actor: Person | None, version: DocumentVersion, reason: str) -> Approval:
    """Take an approval back, saying why, and open the tasks that deliver the document again.

    Raises NotAllowed for somebody else’s document, Refused without a reason, and
    ChangedMeanwhile where there is no approval to withdraw any more.
    """
    line = _hold_line(version)
    check_may_approve(actor, line)
    said = reason.strip()
    if not said:
        raise Refused("Say why the approval is withdrawn.", "reason")
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


def _check_current(line: DocumentLine, version: DocumentVersion, sha256: str) -> None:
    current = line.version
    if current is not None and current.id == version.id and version.sha256 == sha256:
        return
    newer = current or version
    raise ChangedMeanwhile(
        f"{name_person(newer.added_by)} added version {newer.number} of “{line.title}” at "
        f"{spell_second(newer.added_at)}, after you opened it, so nothing was approved. "
        "Look at the new version, then approve that."
    )


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
