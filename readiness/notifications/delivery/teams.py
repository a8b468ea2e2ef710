"""Posting to a channel of Microsoft Teams, at the incoming address somebody made there.

The server is asked for by its name once, its numbers are judged, and the line is opened to the
very number that was judged: a name that answers otherwise a moment later gains nothing. Nothing
is followed elsewhere, nothing of an answer is read but its first lines, and a server that takes
its time over them is left. No answer and no error here may carry the address.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from readiness.notifications.delivery.contract import TIMEOUT_S, DeliveryFailed
from readiness.notifications.rules.outbox import Ending, Letter
from readiness.notifications.rules.webhooks import (
    HTTPS,
    choose_outside,
    read_webhook,
    write_card,
)

ANSWERED_WITHIN_S = 20
"""For a whole answer: the usual time limit begins anew with every byte of it."""

UNREACHABLE = "Teams could not be reached. It is tried again."
BROKE_OFF = "The line to Teams broke after the post was handed over, so it may have arrived."
NOT_FOUND = "No server is found at this address. Copy it again from Teams."


def check_address(address: str) -> None:
    """See that an address may be posted to. Asks for its server. Raises ValueError, a sentence."""
    choose_outside(find_numbers(str(read_webhook(address).hostname)))


def find_numbers(host: str) -> list[str]:
    """The numbers of a server. Raises ValueError where there is none."""
    try:
        found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ValueError(NOT_FOUND) from None
    return [str(each[4][0]) for each in found]


class TeamsDelivery:
    """Opens a line for each post: they are few."""

    def send(self, letter: Letter) -> None:
        """Post the card. Raises DeliveryFailed."""
        try:
            parts = read_webhook(letter.webhook)
        except ValueError as error:
            raise DeliveryFailed(Ending.REFUSED, str(error)) from None
        host = str(parts.hostname)
        line = open_line(host, _find_number(host))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            answer = _post(line, path, write_card(letter.subject, letter.text))
        finally:
            line.close()
        _judge(answer)

    def has_accepted(self, _letter: Letter) -> bool:
        """Teams does not say what it has."""
        return False


class _JudgedLine(http.client.HTTPSConnection):
    """A line to one number, whose certificate must still be that of the name."""

    def __init__(self, host: str, number: str) -> None:
        self._context = ssl.create_default_context()
        super().__init__(host, HTTPS, timeout=TIMEOUT_S, context=self._context)
        self._number = number

    def connect(self) -> None:
        """Open it."""
        plain = socket.create_connection((self._number, HTTPS), TIMEOUT_S)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def open_line(host: str, number: str) -> http.client.HTTPConnection:
    """A line that is opened when it is first used."""
    return _JudgedLine(host, number)


def _find_number(host: str) -> str:
    try:
        return choose_outside(find_numbers(host))
    except ValueError as error:
        ending = Ending.LATER if str(error) == NOT_FOUND else Ending.REFUSED
        raise DeliveryFailed(ending, str(error)) from None


def _post(line: http.client.HTTPConnection, path: str, body: bytes) -> int:
    try:
        line.connect()
    except OSError as error:
        raise DeliveryFailed(Ending.LATER, UNREACHABLE) from error
    try:
        with _left_when_slow(line):
            line.request("POST", path, body, {"Content-Type": "application/json"})
            return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryFailed(Ending.LATER, BROKE_OFF, may_have_arrived=True) from error


@contextmanager
def _left_when_slow(line: http.client.HTTPConnection) -> Iterator[None]:
    """Break the line off after a while: who waits at it then finds it at its end."""
    held = line.sock

    def leave() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(ANSWERED_WITHIN_S, leave)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status == 429 or status >= 500:
        raise DeliveryFailed(Ending.LATER, f"Teams answered {status}. It is tried again.")
    raise DeliveryFailed(
        Ending.REFUSED,
        f"Teams did not take the post (it answered {status}). The channel’s address may have been "
        "removed there: make a new one in Teams and enter it at the inspection.",
    )
