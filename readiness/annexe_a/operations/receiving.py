"""Taking extracts in, and noting who took child-level data out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import Extract, Upload
from readiness.annexe_a.operations.checks import check_open, lock_lists
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


@dataclass(frozen=True)
class KeptExtract:
    """An uploaded file whose content is in the file store: its safe name, address and bytes."""

    name: str
    sha256: str
    size: int


def receive_upload(
    *,
    actor: Person | None,
    inspection_id: int | None,
    as_at: date,
    edition: str,
    files: Sequence[KeptExtract],
) -> Upload:
    """Take extracts that are in the store, to be checked together; no actor is the demo.

    Raises NotAllowed, Refused for a closed inspection or no file, Unusable for no such edition.
    """
    if actor is not None and not allows(actor.role, Permission.UPLOAD_EXTRACTS):
        raise NotAllowed("Your role does not upload extracts. Ask the data lead.")
    lock_lists(inspection_id)  # so that no check again passes it
    check_open(inspection_id)
    if not files:
        raise Refused("Choose a file to upload.")
    upload = Upload(
        inspection_id=inspection_id,
        edition=find_edition(edition, inspection_id).name,
        as_at=as_at,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        extracts=[Extract(name=f.name, sha256=f.sha256, size=f.size) for f in files],
    )
    db.session.add(upload)
    record(
        actor=actor,
        event="annexe_a:upload:added",
        subject=upload,
        changes={
            "as_at": (None, as_at),
            "edition": (None, upload.edition),
            # How many, not their names: a file may be named after a child.
            "files": (None, len(files)),
        },
        inspection_id=inspection_id,
    )
    return upload


def note_workbook_download(*, actor: Person, upload: Upload, layout: str) -> None:
    """Record who took the workbook; `upload` is the latest that is in it."""
    record(
        actor=actor,
        event="annexe_a:workbook:downloaded",
        subject=upload,
        changes={"layout": (None, layout)},
        inspection_id=upload.inspection_id,
    )


def note_findings_download(*, actor: Person, upload: Upload, kind: str, findings: int) -> None:
    """Record who took findings, as which kind of file and how many; `upload` is the latest."""
    record(
        actor=actor,
        event="annexe_a:findings:downloaded",
        subject=upload,
        changes={"kind": (None, kind), "findings": (None, findings)},
        inspection_id=upload.inspection_id,
    )
