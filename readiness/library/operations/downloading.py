"""Noting who took a document out that has rows of single children."""

from readiness.activity.operations import record
from readiness.library.lines import DocumentLine
from readiness.library.models import DocumentVersion
from readiness.library.operations.checks import check_may_open
from readiness.people.models import Person


def note_download(*, actor: Person, line: DocumentLine, version: DocumentVersion) -> None:
    """Record who takes a version. Raises NotAllowed where it is not theirs to read."""
    check_may_open(actor, line, version)
    record(
        actor=actor,
        event="library:version:downloaded",
        subject=version.document,
        changes={"number": (None, version.number), "sha256": (None, version.sha256)},
    )
