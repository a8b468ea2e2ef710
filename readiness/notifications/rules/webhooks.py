"""Which addresses Readiness may post to: those of other people’s servers, never our own network.

Whoever sets an address could otherwise have the server knock at doors that only it can reach.
"""

import json
from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
HTTPS = 443
INTERNET = IPv6Network("2000::/3")
"""All that is given out of IPv6; what wraps an old number, and old private ones, lie outside."""

NOT_HTTPS = "The address must begin with https://. Copy the whole address from Teams."
NOT_WHOLE = "This is not a whole address. Copy it again from Teams."
NOT_OUTSIDE = (
    "This address leads into a private network, where Teams is not. Copy the address from Teams."
)


def read_webhook(address: str) -> SplitResult:
    """The parts of an address that may be posted to. Raises ValueError with a sentence."""
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        raise ValueError(NOT_WHOLE)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError(NOT_WHOLE) from None
    if parts.scheme != "https":
        raise ValueError(NOT_HTTPS)
    if not parts.hostname or "@" in parts.netloc or " " in address or len(parts.path) < 2:
        raise ValueError(NOT_WHOLE)
    if port not in {None, HTTPS}:
        raise ValueError(NOT_OUTSIDE)
    return parts


def choose_outside(numbers: Iterable[str]) -> str:
    """The first of a server’s numbers. Raises ValueError unless all are on the open internet."""
    found = list(numbers)
    if not found or not all(is_outside(number) for number in found):
        raise ValueError(NOT_OUTSIDE)
    return found[0]


def is_outside(number: str) -> bool:
    """Whether this number of a server is on the open internet; wrapped ones are not taken."""
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (
        address not in INTERNET or address.sixtofour or address.teredo
    ):
        return False
    return address.is_global and not address.is_multicast


def write_card(subject: str, text: str) -> bytes:
    """What Teams takes: a card with the subject, a line of words each, and a button for each link.

    Made as Teams’ “workflows” and its older connectors both read it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    links = [line for line in lines if line.startswith(("https://", "http://"))]
    words = [line for line in lines if line not in links]
    heading = {"type": "TextBlock", "text": subject, "wrap": True, "weight": "Bolder"}
    card = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [heading, *({"type": "TextBlock", "text": line, "wrap": True} for line in words)],
        "actions": [
            {"type": "Action.OpenUrl", "title": "Open in Readiness", "url": link} for link in links
        ],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": card}
    return json.dumps({"type": "message", "attachments": [attachment]}).encode()
