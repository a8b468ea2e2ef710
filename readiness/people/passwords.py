"""Passwords: hashed with argon2, checked in the same time whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from readiness.errors import Refused
from readiness.people.rules import SHORTEST_PASSWORD

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash. Raises Refused for a password that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            f"The password is too short. Use at least {SHORTEST_PASSWORD} characters, "
            "for example three words that do not belong together."
        )
    return _hasher.hash(password)


def check_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long for somebody who has none."""
    try:
        return _hasher.verify(password_hash or _hash_of_nobody(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def find_better_hash(password_hash: str | None, password: str) -> str | None:
    """A new hash of a right password whose stored one is out of date, or None."""
    if password_hash is None or not _hasher.check_needs_rehash(password_hash):
        return None
    return _hasher.hash(password)


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("the password of nobody at all")
