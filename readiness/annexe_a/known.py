"""What the application knows when an upload is checked: standards, the call, the other lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from readiness.annexe_a.checking import Known, make_context, standards_of
from readiness.annexe_a.frames import Context
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
    current = list_current_versions(upload.inspection_id)
    return Known(
        other_editions=load_other_editions(folder, upload.edition),
        standards=standards_of(folder),
        called_on=_called_on(upload.inspection_id),
        rows_before=list_rows_before(upload),
        beside=load_frames(list_alike(current.values(), upload), store),
        spellings=load_spellings(),
        only=_lists_of(upload, current),
    )


def list_alike(versions: Iterable[ListVersion], upload: Upload) -> list[ListVersion]:
    """Those of the same day and edition as an upload: they can be held against each other."""
    key = upload.as_at, upload.edition
    return [one for one in versions if (one.upload.as_at, one.upload.edition) == key]


def find_context(alike: Sequence[ListVersion]) -> Context:
    """What the rules may know besides these lists, of one scope and day."""
    uploads = {one.upload.first_id: one.upload for one in alike}
    before = {first: list_rows_before(upload) for first, upload in uploads.items()}
    rows = {
        one.list_number: before[one.upload.first_id][one.list_number]
        for one in alike
        if one.list_number in before[one.upload.first_id]
    }
    called_on = _called_on(alike[0].inspection_id)
    standards = standards_of(current_settings().checklists_path)
    known = Known(standards, called_on=called_on, rows_before=rows)
    return make_context(alike[0].upload.as_at, known)


def _called_on(inspection_id: int | None) -> date | None:
    inspection = None if inspection_id is None else db.session.get(Inspection, inspection_id)
    return in_london(inspection.call_at).date() if inspection else None


def _lists_of(upload: Upload, current: Mapping[int, ListVersion]) -> frozenset[int] | None:
    """Of files that are checked again, the lists that have not been uploaded anew since."""
    if upload.again_of_id is None:
        return None
    return frozenset(
        n for n, version in current.items() if version.upload.first_id == upload.first_id
    )
