"""What the application knows when an upload is checked: standards, the call, the other lists."""

from collections.abc import Mapping

from readiness.annexe_a.checking import Known, standards_of
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.mapping_queries import load_spellings
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.queries import list_current_versions, list_rows_before
from readiness.checklists.annexe_a import load_other_editions
from readiness.clock import in_london
from readiness.extensions import db
from readiness.files.store import FileStore
from readiness.inspections.models import Inspection
from readiness.settings import current_settings


def find_known(upload: Upload, store: FileStore) -> Known:
    """The council’s standards, the day of the call, and the lists as they are now.

    Lists of the same day and edition stand beside those of the upload, so that a list which is
    corrected alone is still held against the others.
    """
    folder = current_settings().checklists_path
    inspection = (
        db.session.get(Inspection, upload.inspection_id)
        if upload.inspection_id is not None
        else None
    )
    current = list_current_versions(upload.inspection_id)
    alike = [
        version
        for version in current.values()
        if (version.upload.as_at, version.upload.edition) == (upload.as_at, upload.edition)
    ]
    return Known(
        other_editions=load_other_editions(folder, upload.edition),
        standards=standards_of(folder),
        called_on=in_london(inspection.call_at).date() if inspection else None,
        rows_before=list_rows_before(upload),
        beside=load_frames(alike, store),
        spellings=load_spellings(),
        only=_lists_of(upload, current),
    )


def _lists_of(upload: Upload, current: Mapping[int, ListVersion]) -> frozenset[int] | None:
    """Of files that are checked again, the lists that have not been uploaded anew since."""
    if upload.again_of_id is None:
        return None
    return frozenset(
        n for n, version in current.items() if version.upload.first_id == upload.first_id
    )
