"""The blueprint that all pages of trial runs belong to."""

from flask import Blueprint

blueprint = Blueprint("trial_runs", __name__, url_prefix="/inspections")
