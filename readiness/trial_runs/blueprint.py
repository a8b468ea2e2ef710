"""The blueprint that all pages of trial runs belong to; one gets there from a trial run’s board."""

from flask import Blueprint

blueprint = Blueprint("trial_runs", __name__, url_prefix="/trial-runs")
