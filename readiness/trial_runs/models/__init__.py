"""The tables of trial runs."""

from readiness.trial_runs.models.exercise import Inject

__all__ = ["Inject"]
