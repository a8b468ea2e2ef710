"""The blueprint that all pages of the week on site belong to."""

from flask import Blueprint

blueprint = Blueprint(
    "fieldwork", __name__, url_prefix="/inspections/<int:inspection_id>/fieldwork"
)
