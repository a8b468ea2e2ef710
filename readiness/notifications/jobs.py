"""The work behind e-mails: rounds of reminding and inviting every minute, and sending one."""

import logging
from datetime import datetime

from readiness import clock
from readiness.notifications.delivery import Delivery, DeliveryFailed, make_delivery
from readiness.notifications.delivery.console import ConsoleDelivery
from readiness.notifications.delivery.teams import TeamsDelivery
from readiness.notifications.operations import (
    SEND,
    begin_attempt,
    invite,
    record_outcome,
    remind,
    revoke_leavers,
    tell_channels,
)
from readiness.notifications.queries import INVITING, ROUND
from readiness.notifications.rules.outbox import Ending, Letter, Outcome
from readiness.settings import current_settings
from readiness.work.contract import Report, Scheduled, job, noting, saving
from readiness.work.runner import where_it_broke

log = logging.getLogger(__name__)

WENT_WRONG = "Something went wrong while it was being handed over. The log says where."


@job(SEND)
def send(message_id: int, _report: Report) -> None:
    """Send the e-mail of this id, if it is still to be sent."""
    with noting():
        letter = begin_attempt(message_id=message_id, now=clock.now())
    if letter is None:
        return
    outcome = deliver(find_post() if letter.webhook else find_delivery(), letter)
    with saving():
        record_outcome(message_id=message_id, outcome=outcome, now=clock.now())


def find_delivery() -> Delivery:
    """How e-mail leaves this application."""
    return make_delivery(current_settings())


def find_post() -> Delivery:
    """How posts for Teams leave: from the demo they never do."""
    is_demo = current_settings().demo
    return ConsoleDelivery() if is_demo else TeamsDelivery()


def deliver(delivery: Delivery, letter: Letter) -> Outcome:
    """Make one attempt and say how it ended. Asks first whether it arrived, where nobody knows."""
    try:
        if not (letter.may_have_arrived and delivery.has_accepted(letter)):
            delivery.send(letter)
    except DeliveryFailed as error:
        return error.outcome
    except Exception as error:
        log.error("Sending an email: %s", where_it_broke(error))  # noqa: TRY400 - it may hold data
        return Outcome(Ending.LATER, WENT_WRONG, may_have_arrived=True)
    return Outcome(Ending.ACCEPTED)


def remind_now(_slot: datetime) -> None:
    """Do a round for the present moment, whichever minute was missed."""
    remind(now=clock.now())


def invite_now(_slot: datetime) -> None:
    """Write the invitations and the news owed at the present moment; the next round sends them.

    Whoever left has no calendar any more either.
    """
    revoke_leavers()
    invite(now=clock.now())
    tell_channels(now=clock.now())


SCHEDULE = (
    Scheduled(ROUND, {"minute": "*"}, remind_now),
    Scheduled(INVITING, {"minute": "*"}, invite_now),
)
