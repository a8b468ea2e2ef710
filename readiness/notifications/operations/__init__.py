"""Everything that changes e-mails, the ledger of reminders and people’s hours."""

from readiness.notifications.operations.announcing import announce
from readiness.notifications.operations.hours import set_hours
from readiness.notifications.operations.outbox import (
    SEND,
    begin_attempt,
    record_outcome,
    retry_message,
)
from readiness.notifications.operations.reminding import remind

__all__ = [
    "SEND",
    "announce",
    "begin_attempt",
    "record_outcome",
    "remind",
    "retry_message",
    "set_hours",
]
