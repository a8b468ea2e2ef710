"""Extracts and uploads of Annexe A for tests; no child in them is real."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from readiness import clock
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.operations import KeptExtract, check_upload, receive_upload
from readiness.annexe_a.queries import list_current_versions
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.people.models import Person

AS_AT = date(2025, 11, 24)
GOOD = ("4711", "b", "WBRI", "01/01/2015", "10", "20/11/2025", "q) 6: Police")
"""A row of List 1 without a fault."""
BAD = ("4712", "blue", "WBRI", "01/01/2015", "10", "20/11/2025", "q) 6: Police")
"""A row of List 1 whose gender is no code."""
Files = dict[str, bytes]


def list_csv(number: int, *rows: Sequence[str]) -> bytes:
    """A csv extract of one list in its 2024 headings."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in find_edition().list(number).columns])
    writer.writerows(rows)
    return text.getvalue().encode()


def contacts(*rows: Sequence[str]) -> Files:
    """An upload of List 1 alone."""
    return {"list_1.csv": list_csv(1, *rows)}


def all_lists(*rows: Sequence[str]) -> Files:
    """An upload of all eleven lists; only List 1 has rows."""
    return contacts(*rows) | {f"list_{n}.csv": list_csv(n) for n in range(2, 12)}


def begin_upload(
    files: Files,
    *,
    actor: Person | None = None,
    inspection_id: int | None = None,
    as_at: date = AS_AT,
) -> Upload:
    """A committed upload that nobody has checked yet."""
    kept = []
    for name, content in files.items():
        stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
        kept.append(KeptExtract(name, stored.sha256, stored.size))
    upload = receive_upload(
        actor=actor, inspection_id=inspection_id, as_at=as_at, edition="2024", files=kept
    )
    db.session.commit()
    return upload


def make_upload(
    files: Files,
    *,
    actor: Person | None = None,
    inspection_id: int | None = None,
    as_at: date = AS_AT,
) -> Upload:
    """A committed upload whose check has ended."""
    upload = begin_upload(files, actor=actor, inspection_id=inspection_id, as_at=as_at)
    check_upload(upload_id=upload.id, store=current_store())
    db.session.commit()
    return upload


def current(number: int = 1, inspection_id: int | None = None) -> ListVersion:
    """The current version of a list."""
    db.session.expire_all()
    return list_current_versions(inspection_id)[number]
