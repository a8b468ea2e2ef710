"""The tables of trial runs."""

from readiness.trial_runs.models.exercise import Inject
from readiness.trial_runs.models.gaps import ChecklistProposal, Gap, TrialReport, WentWell

__all__ = ["ChecklistProposal", "Gap", "Inject", "TrialReport", "WentWell"]
