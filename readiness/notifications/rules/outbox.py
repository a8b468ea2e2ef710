"""The states of an e-mail, when a failed attempt is made again, and what delivery answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class MessageState(StrEnum):
    """Where an e-mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    MessageState.WAITING: "Waiting",
    MessageState.SENDING: "Being sent",
    MessageState.SENT: "Sent",
    MessageState.FAILED: "Failed",
    MessageState.WITHDRAWN: "Not needed any more",
}

WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 480))
"""After the first failed attempt, the second…: twelve attempts in a day."""
MOST_ATTEMPTS = len(WAITS) + 1
TRY_LINE_EVERY = timedelta(minutes=1)
"""While the mail server cannot be reached, one e-mail tries so often, for all."""
AT_ONCE = 100
"""E-mails handed to the workers in one go, so that others may write in between."""

GIVEN_UP = f"It was tried {MOST_ATTEMPTS} times in a day. The last answer was: "
ACCOUNT_CLOSED = "The account was closed before this was sent."
OUTSIDE_TRIAL = "They are not in this trial run, so nothing of it is sent to them."
TRIAL_OVER = "The trial run was closed before this was sent."
SUBJECT_OVER = "What it is about ended, or was called off, before this was sent."
NOTHING_LEFT = "Everything in it was done, or changed, before it could be sent."
REPLACED = "What it says changed before it could be sent: a newer one takes its place."
CHANNEL_REMOVED = "The Teams address was removed before this was sent."


class Ending(StrEnum):
    """How one attempt ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Outcome:
    """The end of one attempt, with a sentence unless it was accepted.

    `may_have_arrived`: the line broke after the e-mail had been handed over.
    """

    ending: Ending
    sentence: str = ""
    may_have_arrived: bool = False


@dataclass(frozen=True)
class Letter:
    """An e-mail as it leaves. `reference` is the same for every attempt.

    `may_have_arrived`: an earlier attempt was interrupted, and nobody knows how it ended.
    `calendar` is an invitation that goes with it, `calendar_method` what is to be done with that.
    With a `webhook` it is a post in Teams.
    """

    reference: str
    to_address: str
    to_name: str
    subject: str
    text: str
    html: str
    may_have_arrived: bool = False
    calendar: str = ""
    calendar_method: str = ""
    webhook: str = field(default="", repr=False)


def is_due(next_try_at: datetime, now: datetime) -> bool:
    """Whether to try now. A moment no wait can reach was set by a clock that ran ahead."""
    return next_try_at <= now or next_try_at > now + WAITS[-1]


def next_state(attempts: int, outcome: Outcome) -> MessageState:
    """What becomes of an e-mail after this attempt, the one of this number."""
    if outcome.ending is Ending.ACCEPTED:
        return MessageState.SENT
    if outcome.ending is Ending.REFUSED:
        return MessageState.FAILED
    if outcome.ending is Ending.LATER and attempts >= MOST_ATTEMPTS:
        return MessageState.FAILED
    return MessageState.WAITING


def wait_after(attempts: int, outcome: Outcome) -> timedelta:
    """How long to wait after this attempt. An unreachable server is not the e-mail’s failing."""
    if outcome.ending is Ending.UNREACHABLE:
        return TRY_LINE_EVERY
    return WAITS[min(max(attempts, 1), len(WAITS)) - 1]
