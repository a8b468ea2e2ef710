"""The blueprint of what comes after an inspection; it is reached from the board."""

from flask import Blueprint

from readiness.errors import NotFound
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection

blueprint = Blueprint("outcomes", __name__, url_prefix="/inspections/<int:inspection_id>/after")


def get_real(inspection_id: int) -> Inspection:
    """The inspection, if Ofsted writes a report about it. Raises NotFound."""
    inspection = get_inspection(inspection_id)
    if inspection.is_trial:
        raise NotFound("This is a trial run: Ofsted writes no report about it.")
    return inspection
