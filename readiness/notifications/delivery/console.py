"""For the demo and for development: an e-mail is a line on the console and goes nowhere.

What it says is on the page of e-mails.
"""

import sys

from readiness.notifications.rules.outbox import Letter


class ConsoleDelivery:
    """Writes to whom and about what one would be sent."""

    def send(self, letter: Letter) -> None:
        """Write the line."""
        to = "Post to Teams" if letter.webhook else f"Email to {letter.to_address}"
        sys.stdout.write(f"{to} (shown here, not sent): {letter.subject}\n")
        sys.stdout.flush()

    def has_accepted(self, _letter: Letter) -> bool:
        """Nobody keeps what was on a console."""
        return False
