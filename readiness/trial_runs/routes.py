"""Everything about trial runs that has a page, put together."""

from readiness.trial_runs import exercise_routes
from readiness.trial_runs.blueprint import blueprint

__all__ = ["blueprint", "exercise_routes"]
