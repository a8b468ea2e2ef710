"""Everything that changes e-mails, the ledger of reminders, hours, calendars and channels."""

from readiness.notifications.operations.announcing import announce, take_back
from readiness.notifications.operations.feeds import (
    hash_secret,
    make_feed,
    revoke_feed,
    revoke_leavers,
)
from readiness.notifications.operations.hours import set_hours
from readiness.notifications.operations.inviting import invite
from readiness.notifications.operations.outbox import (
    SEND,
    begin_attempt,
    record_outcome,
    retry_message,
)
from readiness.notifications.operations.reminding import remind
from readiness.notifications.operations.telling import (
    remove_channel,
    set_channel,
    tell_channels,
)

__all__ = [
    "SEND",
    "announce",
    "begin_attempt",
    "hash_secret",
    "invite",
    "make_feed",
    "record_outcome",
    "remind",
    "remove_channel",
    "retry_message",
    "revoke_feed",
    "revoke_leavers",
    "set_channel",
    "set_hours",
    "take_back",
    "tell_channels",
]
