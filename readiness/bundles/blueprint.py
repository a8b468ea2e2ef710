"""The blueprint that all pages of bundles belong to."""

from flask import Blueprint

blueprint = Blueprint("bundles", __name__, url_prefix="/inspections/<int:inspection_id>/bundles")
