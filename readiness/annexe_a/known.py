"""What the application knows when an upload is checked: standards, the call, the last extract."""

from flask import current_app

from readiness.annexe_a.checking import Known, standards_of
from readiness.annexe_a.models import Upload
from readiness.annexe_a.queries import list_current_versions
from readiness.clock import in_london
from readiness.extensions import db
from readiness.inspections.models import Inspection


def find_known(upload: Upload) -> Known:
    """The council’s standards, the day of the call, and how many rows each list had last."""
    folder = current_app.extensions["readiness.settings"].checklists_path
    inspection = (
        db.session.get(Inspection, upload.inspection_id)
        if upload.inspection_id is not None
        else None
    )
    before = list_current_versions(upload.inspection_id)
    return Known(
        standards=standards_of(folder),
        called_on=in_london(inspection.call_at).date() if inspection else None,
        rows_before={number: version.rows for number, version in before.items()},
    )
