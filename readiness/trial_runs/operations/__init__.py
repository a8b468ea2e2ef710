"""Everything that changes trial runs: their clock, who is in them, and injects."""

from readiness.trial_runs.operations.clock import (
    begin_clock,
    pause_clock,
    run_clock,
    step_clock,
)
from readiness.trial_runs.operations.injects import (
    acknowledge_inject,
    add_inject,
    answer_inject,
    give_due_injects,
    give_inject,
    move_inject,
    skip_inject,
)
from readiness.trial_runs.operations.people import add_participant, remove_participant

__all__ = [
    "acknowledge_inject",
    "add_inject",
    "add_participant",
    "answer_inject",
    "begin_clock",
    "give_due_injects",
    "give_inject",
    "move_inject",
    "pause_clock",
    "remove_participant",
    "run_clock",
    "skip_inject",
    "step_clock",
]
