"""Keeps contents by their SHA-256, encrypted, each once, below one folder.

A content is either wholly there or not there at all: it is written under a temporary name,
forced to the disk, then renamed. Nothing in it knows what the files are for.
"""

import errno
import hashlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from readiness.errors import NotFound, Refused, Unusable
from readiness.files.cipher import (
    PIECE,
    PieceReader,
    Tampered,
    decrypt,
    encrypt,
    encrypted_size,
)

_ADDRESS = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Readable(Protocol):
    """All that the store asks of what it is given to keep."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none at the end."""


@dataclass(frozen=True)
class Stored:
    """What was kept: the address (SHA-256 of the content, in hexadecimal) and bytes."""

    sha256: str
    size: int


class FileStore:
    """A folder of encrypted contents. `key` is 32 bytes and never changes."""

    def __init__(self, root: Path, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("The key of the file store must be 32 bytes.")
        self.root = root
        self._key = key

    def put(self, stream: Readable) -> Stored:
        """Keep what the stream holds. The same content twice is kept once.

        Raises Refused when the disk is full; then nothing is left behind.
        """
        with refused_when_full(), _temporary(self.incoming) as (temporary, file):
            stored = self._write(stream, file)
            self._settle(temporary, stored)
        return stored

    def open(self, sha256: str) -> io.BufferedReader:
        """A stream of the content, read forwards. Raises NotFound, and Unusable while reading
        what was damaged on the disk or encrypted with another key."""
        try:
            source = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(
                "The content of this file is not in the store. Ask the IT lead to restore it "
                "from the backup."
            ) from None
        return io.BufferedReader(PieceReader(self._plain(source), source), PIECE)

    def copy_to(self, sha256: str, path: Path) -> None:
        """Write the plain content to a path, for programs that need one. The caller deletes it."""
        with refused_when_full(), self.open(sha256) as source:
            try:
                with path.open("wb") as target:
                    shutil.copyfileobj(source, target, PIECE)
            except BaseException:
                path.unlink(missing_ok=True)
                raise

    def exists(self, sha256: str) -> bool:
        """Whether the content is in the store."""
        return bool(_ADDRESS.fullmatch(sha256)) and self._path(sha256).exists()

    def verify(self, sha256: str) -> bool:
        """Whether the content is in the store and still has the address it was kept under."""
        try:
            with self.open(sha256) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
        except (NotFound, Unusable):
            return False

    @property
    def incoming(self) -> Path:
        """Where contents wait until they are complete."""
        return self.root / "incoming"

    def _write(self, stream: Readable, file: BinaryIO) -> Stored:
        digest, size = hashlib.sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for piece in _pieces(stream):
                digest.update(piece)
                size += len(piece)
                yield piece

        file.writelines(encrypt(counted(), self._key))
        file.flush()
        os.fsync(file.fileno())
        file.close()
        return Stored(digest.hexdigest(), size)

    def _settle(self, temporary: Path, stored: Stored) -> None:
        final = self._path(stored.sha256)
        # A copy cut short (by a restored backup, say) is replaced by the whole one.
        if final.exists() and final.stat().st_size == encrypted_size(stored.size):
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(final)
        _force_folder(final.parent)

    def _path(self, sha256: str) -> Path:
        if not _ADDRESS.fullmatch(sha256):
            raise NotFound("There is no such file in the store.")
        return self.root / sha256[:2] / sha256

    def _plain(self, source: BinaryIO) -> Iterator[bytes]:
        try:
            yield from decrypt(source, self._key)
        except Tampered:
            raise Unusable(
                "The content of this file cannot be read: it was damaged on the disk, or the "
                "store’s key was changed. Ask the IT lead to restore it from the backup."
            ) from None


def remove_leftovers(folder: Path, before: datetime) -> int:
    """Delete what stopped processes left in a folder of temporary files; gives how many."""
    count = 0
    for path in folder.glob("*"):
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


@contextmanager
def refused_when_full() -> Iterator[None]:
    """Turn a full disk into a sentence. Raises Refused; other errors pass as they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise Refused(
            "The server’s disk is full, so nothing was saved. "
            "Ask the IT lead to make room, then try again."
        ) from error


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def _pieces(stream: Readable) -> Iterator[bytes]:
    """Pieces of exactly PIECE bytes but for the last, whatever the stream gives at a time."""
    held = bytearray()
    while part := stream.read(PIECE):
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def _force_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; its rename is durable by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
