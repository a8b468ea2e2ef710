"""Changing what is learned from trial runs; every change is recorded, none is committed here."""

from readiness.trial_runs.operations.checks import may_accept_gap, may_change_gap
from readiness.trial_runs.operations.gaps import (
    Seen,
    accept_gap,
    agree_gap_action,
    change_gap,
    note_went_well,
    record_gap,
    reopen_gap,
)
from readiness.trial_runs.operations.proposing import ProposalFaulty, propose_change, read_edit
from readiness.trial_runs.operations.reporting import REPORT, ask_report, end_trial, keep_report

__all__ = [
    "REPORT",
    "ProposalFaulty",
    "Seen",
    "accept_gap",
    "agree_gap_action",
    "ask_report",
    "change_gap",
    "end_trial",
    "keep_report",
    "may_accept_gap",
    "may_change_gap",
    "note_went_well",
    "propose_change",
    "read_edit",
    "record_gap",
    "reopen_gap",
]
