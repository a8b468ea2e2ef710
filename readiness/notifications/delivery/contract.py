"""What a way of delivery does, and how it says that it could not."""

from typing import Protocol

from readiness.notifications.rules.outbox import Ending, Letter, Outcome

TIMEOUT_S = 10
"""For each answer of a server; a worker that stops waits no longer."""


class DeliveryFailed(Exception):
    """An attempt that did not end well; carries how."""

    def __init__(self, ending: Ending, sentence: str, *, may_have_arrived: bool = False) -> None:
        super().__init__(sentence)
        self.outcome = Outcome(ending, sentence, may_have_arrived)


class Delivery(Protocol):
    """A way for an e-mail to leave."""

    def send(self, letter: Letter) -> None:
        """Hand it over. Returns when it was accepted; raises DeliveryFailed otherwise."""

    def has_accepted(self, letter: Letter) -> bool:
        """Whether an earlier attempt with this reference arrived. False where nobody can tell.

        Raises DeliveryFailed where who could tell does not answer.
        """
