"""What the page of an upload says of its lists once they are checked.

They may look to be of another day or edition, and sheets may have come with them that are none.
"""

from collections.abc import Sequence
from datetime import date

from readiness.annexe_a.edition_changes import EDITION_WRONG
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.memory import Memory
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.reading import SHEET_UNREAD
from readiness.annexe_a.rules.ages import AsAtDoubt, has_many_wrong, suggest_as_at
from readiness.files.store import FileStore

_known = Memory[AsAtDoubt | None](most=50)
"""By the hashes of what was looked at: dates and counts, no child."""
_told = Memory[tuple[str, ...]](most=50)
"""Likewise; sentences about columns and sheets, no row."""


def find_doubt(versions: Sequence[ListVersion], store: FileStore, today: date) -> AsAtDoubt | None:
    """The doubt about the latest of these lists’ as-at date, if ages give cause for one.

    The lists themselves are read only where many ages are wrong, and the same ones once.
    """
    if not versions:
        return None
    as_at = max(versions, key=lambda version: version.upload_id).upload.as_at
    alike = [version for version in versions if version.upload.as_at == as_at]
    asked = (as_at, today, *((kept.frame_sha256, kept.findings_sha256) for kept in alike))
    return _known.find(asked, lambda: _find(alike, store, as_at, today))


def _find(
    alike: Sequence[ListVersion], store: FileStore, as_at: date, today: date
) -> AsAtDoubt | None:
    found = load_findings((version for version in alike if version.errors), store)
    if not has_many_wrong(found["rule"]):
        return None
    return suggest_as_at([load_frame(version, store) for version in alike], as_at, today)


def find_other_edition(versions: Sequence[ListVersion], store: FileStore) -> str:
    """The sentence about another edition that these lists look to be of; empty without doubt."""
    said = _tell(EDITION_WRONG, [version for version in versions if version.errors], store)
    return said[0] if said else ""


def list_unread_sheets(versions: Sequence[ListVersion], store: FileStore) -> tuple[str, ...]:
    """A sentence for each sheet that came with these lists and is none of the lists."""
    return _tell(SHEET_UNREAD, [version for version in versions if version.warnings], store)


def _tell(code: str, versions: Sequence[ListVersion], store: FileStore) -> tuple[str, ...]:
    asked = (code, *(version.findings_sha256 for version in versions))
    return _told.find(asked, lambda: _read(code, versions, store))


def _read(code: str, versions: Sequence[ListVersion], store: FileStore) -> tuple[str, ...]:
    found = load_findings(versions, store, ("rule", "message"))
    return tuple(found.filter(found["rule"] == code)["message"])
