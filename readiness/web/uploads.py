"""The one door files come in by: counted while they arrive, checked, deleted afterwards.

The page that takes the file keeps what it needs (in the file store, say) while the door is
open; the plain temporary copy is gone when it closes, whatever happened.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from werkzeug.datastructures import FileStorage

from readiness.errors import Unusable
from readiness.files.access import current_store, plain_folder
from readiness.files.rooms import private_room
from readiness.files.store import Stored, refused_when_full
from readiness.office.gate import FileKind, Limits, check_file, safe_name, too_large

PIECE = 1024 * 1024
FAULTS_SHOWN = 25


@dataclass(frozen=True)
class ReceivedFile:
    """A file that passed the gate: where it is for now, its safe name, kind and bytes."""

    path: Path
    name: str
    kind: FileKind
    size: int


@dataclass(frozen=True)
class FileFaults:
    """What is wrong in a file that passed the gate, a sentence each, for the page to show."""

    sentences: Sequence[str] = ()

    @property
    def summary(self) -> list[dict[str, str]]:
        """The first of them, each with the address of the file’s box."""
        return [{"text": said, "href": "#file"} for said in self.sentences[:FAULTS_SHOWN]]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.sentences) - FAULTS_SHOWN)


@contextmanager
def receive_file(
    field: FileStorage | None, *, kinds: frozenset[FileKind], limit: int
) -> Iterator[ReceivedFile]:
    """Receive one file of at most `limit` bytes, with the gate's checks done.

    Raises Unusable with a sentence for the form when no file was chosen, when it is too
    large, or when the gate refuses it; Refused when the disk is full.
    """
    if field is None or not field.filename:
        raise Unusable("Choose a file to upload.")
    with _temporary() as (path, target):
        size = _save(field.stream, target, field.filename, limit)
        kind = check_file(path, field.filename, kinds=kinds, limits=Limits(size=limit))
        yield ReceivedFile(path, safe_name(field.filename), kind, size)


@dataclass(frozen=True)
class KeptFile:
    """A file that passed the gate and whose content is in the store; it has no row yet."""

    name: str
    kind: FileKind
    size: int
    stored: Stored


def keep_received(field: FileStorage | None, *, kinds: frozenset[FileKind], limit: int) -> KeptFile:
    """Receive one file and keep its content, encrypted. Raises as receive_file does.

    It takes as long as the file is large: no transaction that writes may be open meanwhile.
    """
    with (
        receive_file(field, kinds=kinds, limit=limit) as received,
        received.path.open("rb") as stream,
    ):
        stored = current_store().put(stream)
    return KeptFile(received.name, received.kind, received.size, stored)


@contextmanager
def receive_files(
    fields: Sequence[FileStorage] | None, *, kinds: frozenset[FileKind], limit: int
) -> Iterator[tuple[ReceivedFile, ...]]:
    """Receive several files of at most `limit` bytes each: all of them pass, or none does.

    Raises as receive_file does.
    """
    # A form whose box was left empty sends one field without a name.
    chosen: list[FileStorage | None] = [field for field in fields or () if field.filename]
    with ExitStack() as doors:
        yield tuple(
            doors.enter_context(receive_file(field, kinds=kinds, limit=limit))
            for field in chosen or [None]
        )


def _save(source: IO[bytes], target: BinaryIO, name: str, limit: int) -> int:
    size = 0
    with refused_when_full(), target:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > limit:
                raise Unusable(too_large(f"“{safe_name(name)}”", limit))
            target.write(piece)
    return size


@contextmanager
def _temporary() -> Iterator[tuple[Path, BinaryIO]]:
    with refused_when_full(), private_room(plain_folder("uploads")) as room:
        descriptor, name = tempfile.mkstemp(dir=room)
        with os.fdopen(descriptor, "wb") as target:
            yield Path(name), target
