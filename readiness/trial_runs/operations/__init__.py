"""Everything that changes trial runs: the clock, who is in them, injects, what is learned.

Every change is recorded, none is committed here.
"""

from readiness.trial_runs.operations.checks import may_accept_gap, may_change_gap
from readiness.trial_runs.operations.clock import (
    begin_clock,
    pause_clock,
    run_clock,
    step_clock,
)
from readiness.trial_runs.operations.gaps import (
    Seen,
    accept_gap,
    agree_gap_action,
    change_gap,
    note_went_well,
    record_gap,
    reopen_gap,
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
from readiness.trial_runs.operations.proposing import ProposalFaulty, propose_change, read_edit
from readiness.trial_runs.operations.reporting import REPORT, ask_report, end_trial, keep_report

__all__ = [
    "REPORT",
    "ProposalFaulty",
    "Seen",
    "accept_gap",
    "acknowledge_inject",
    "add_inject",
    "add_participant",
    "agree_gap_action",
    "answer_inject",
    "ask_report",
    "begin_clock",
    "change_gap",
    "end_trial",
    "give_due_injects",
    "give_inject",
    "keep_report",
    "may_accept_gap",
    "may_change_gap",
    "move_inject",
    "note_went_well",
    "pause_clock",
    "propose_change",
    "read_edit",
    "record_gap",
    "remove_participant",
    "reopen_gap",
    "run_clock",
    "skip_inject",
    "step_clock",
]
