"""The states of an inspection."""

from enum import StrEnum


class InspectionState(StrEnum):
    """Whether an inspection is going on; of real ones at most one is."""

    RUNNING = "running"
    CLOSED = "closed"
