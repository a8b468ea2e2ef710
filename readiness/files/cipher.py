"""Encrypts a stream in pieces, so that a file of any size passes through little memory.

Layout: MAGIC, a random salt, then pieces of 256 KiB, each followed by its 16-byte AES-GCM tag.
Every file has its own key, derived from the store's key and the salt (HKDF, RFC 5869), so
no two files can ever share a nonce. The nonce of a piece is its number and whether it is
the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): pieces
that are missing, swapped or cut off are noticed.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"RDY1"
SALT = 32
PIECE = 256 * 1024  # within the processor’s cache: faster than larger ones, and little memory
TAG = 16
PURPOSE = b"readiness file store, version 1"


class Tampered(Exception):
    """The bytes are not what was encrypted with this key."""


def encrypt(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Encrypt pieces that are each PIECE bytes long but for the last; yields what to write."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    number, held = 0, b""
    for piece in pieces:
        if held:
            yield cipher.encrypt(_nonce(number, last=False), held, None)
            number += 1
        held = piece
    yield cipher.encrypt(_nonce(number, last=True), held, None)


def encrypted_size(size: int) -> int:
    """How many bytes a content of `size` bytes takes once encrypted."""
    return len(MAGIC) + SALT + size + TAG * max(1, -(-size // PIECE))


def decrypt(stream: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the pieces as they were. Raises Tampered where they cannot be trusted."""
    header = stream.read(len(MAGIC) + SALT)
    if len(header) < len(MAGIC) + SALT or not header.startswith(MAGIC):
        raise Tampered
    cipher = _cipher(key, header[len(MAGIC) :])
    number, piece = 0, stream.read(PIECE + TAG)
    while True:
        following = stream.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except (InvalidTag, ValueError) as error:
            raise Tampered from error
        if not following:
            return
        number, piece = number + 1, following


class PieceReader(io.RawIOBase):
    """Pieces as a stream to read from, closing what they come from when it is closed."""

    def __init__(self, pieces: Iterator[bytes], source: BinaryIO) -> None:
        self._pieces = pieces
        self._source = source
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """Reading is all it can do."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base takes any buffer; a reader gives this one
        """Fill the buffer as far as the present piece goes; 0 at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = memoryview(piece)
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def close(self) -> None:
        """Let go of the file underneath."""
        self._source.close()
        super().close()


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=PURPOSE).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
