"""The blueprint of the logs of an inspection and of its wall; the wall screen stands alone."""

from flask import Blueprint

blueprint = Blueprint("requests", __name__)
INSPECTION = "/inspections/<int:inspection_id>"
LOG = f"{INSPECTION}/requests"
