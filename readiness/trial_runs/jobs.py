"""The work of trial runs: every minute, injects whose time has come are given."""

from datetime import datetime

from readiness import clock
from readiness.trial_runs.operations import give_due_injects
from readiness.work.contract import Scheduled


def give_now(_slot: datetime) -> None:
    """Give what is due at the present moment, whichever minute was missed."""
    give_due_injects(now=clock.now())


SCHEDULE = (Scheduled("trial-runs-injects", {"minute": "*"}, give_now),)
