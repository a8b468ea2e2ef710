"""Documents and versions for tests."""

import io
from datetime import date

from readiness import clock
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.library.models import DocumentVersion
from readiness.library.operations import add_version, approve_version
from readiness.people.models import Person


def make_version(
    key: str = "self-evaluation",
    content: bytes = b"What we know about our practice.",
    *,
    actor: Person | None = None,
    as_at: date | None = None,
    title: str = "A document",
    is_approved: bool = False,
) -> DocumentVersion:
    """A committed version of a document whose content is in the file store."""
    stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
    version = add_version(
        actor=actor,
        key=key,
        title=title,
        sha256=stored.sha256,
        name=f"{key}.txt",
        size=stored.size,
        kind="txt",
        length="",
        as_at=as_at or clock.today(),
        note="",
    )
    db.session.commit()
    if is_approved:
        approve_version(actor=None, version=version, sha256=version.sha256)
        db.session.commit()
    return version
