"""Pages of trial runs, put together: the imports add their routes to the blueprint."""

from readiness.trial_runs import exercise_routes, gap_routes, learned_routes, pack, proposal_routes
from readiness.trial_runs.blueprint import blueprint

__all__ = [
    "blueprint",
    "exercise_routes",
    "gap_routes",
    "learned_routes",
    "pack",
    "proposal_routes",
]
