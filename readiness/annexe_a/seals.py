"""Opaque keys: what stands in an address instead of a child, a worker or a team.

The same words give the same key for as long as the key of the file store stays. Without that key
nobody can tell what it stands for, nor try identifiers until one fits.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

from readiness.settings import current_settings

PURPOSE = b"readiness annexe a, opaque keys, version 1"
LETTERS = bytes.maketrans(b"0123456789abcdef", b"bcdfghjklmnpqrst")
"""No figures: a spreadsheet would take 12e45678 for a number. No vowels: no words."""
LENGTH = 16
Seal = Callable[[str], str]


def make_seal(file_key: bytes) -> Seal:
    """The function that turns words into their key."""
    own = hmac.digest(file_key, PURPOSE, sha256)

    def seal(words: str) -> str:
        digest = hmac.digest(own, words.encode("utf-8", "surrogatepass"), sha256)
        return digest.hex()[:LENGTH].encode().translate(LETTERS).decode()

    return seal


def current_seal() -> Seal:
    """The seal of the running application."""
    return make_seal(current_settings().file_key)
