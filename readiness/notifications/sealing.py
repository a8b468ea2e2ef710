"""Keeping the address of a Teams channel: sealed with the key of the files, and shown in part.

Whoever knows the whole address may post there, so it is in no page, log, activity or backup of
the database that can be read without the key.
"""

import base64
import io
from urllib.parse import urlsplit

from readiness.files.cipher import Tampered, decrypt, encrypt
from readiness.settings import current_settings

SHOWN = 4
"""So many characters of its end tell two addresses apart, and help nobody to guess one."""


def seal_address(address: str) -> str:
    """The address as the database keeps it."""
    sealed = b"".join(encrypt([address.encode()], current_settings().file_key))
    return base64.b64encode(sealed).decode()


def open_address(sealed: str) -> str:
    """The address again; nothing where it was sealed with another key."""
    if not sealed:
        return ""
    try:
        return b"".join(
            decrypt(io.BytesIO(base64.b64decode(sealed)), current_settings().file_key)
        ).decode()
    except (Tampered, ValueError):
        return ""


def hint_at(address: str) -> str:
    """“contoso.webhook.example, ending in 3f9c”: enough to know it by."""
    return f"{urlsplit(address).hostname}, ending in {address[-SHOWN:]}"
