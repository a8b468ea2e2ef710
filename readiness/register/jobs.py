"""The nightly measurement of readiness, before anybody is at work."""

from datetime import datetime

from readiness.register.operations import keep_snapshot
from readiness.work.contract import Scheduled


def measure(slot: datetime) -> None:
    """Measure the register once for the London day of the slot."""
    keep_snapshot(now=slot)


SCHEDULE = (Scheduled("register-measure", {"hour": 2, "minute": 20}, measure),)
