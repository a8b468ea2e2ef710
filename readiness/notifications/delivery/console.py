"""For the demo and for development: an e-mail is shown on the console and goes nowhere."""

import sys

from readiness.notifications.rules.outbox import Letter


class ConsoleDelivery:
    """Writes what would be sent."""

    def send(self, letter: Letter) -> None:
        """Write the text part."""
        sys.stdout.write(
            f"Email to {letter.to_address} (shown here, not sent): {letter.subject}\n\n"
            f"{letter.text}\n\n"
        )
        sys.stdout.flush()

    def has_accepted(self, _letter: Letter) -> bool:
        """Nobody keeps what was on a console."""
        return False
