"""What the pages say of an as-at date that so many ages contradict, once the lists are checked."""

from collections.abc import Sequence
from datetime import date

from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.memory import Memory
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.rules.ages import AsAtDoubt, has_many_wrong, suggest_as_at
from readiness.files.store import FileStore

_known = Memory[AsAtDoubt | None](most=50)
"""By the hashes of what was looked at: dates and counts, no child."""


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
