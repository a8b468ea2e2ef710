"""Writes zip files that are the same bytes every time, and proves afterwards what is in one.

Same entries in, same bytes out: the order is as given, the times are one fixed moment (a
zip has no time zone), attributes are fixed, and each name is either always shrunk or always
stored. Contents stream through, so memory stays flat.
"""

import hashlib
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

PIECE = 256 * 1024
MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
MANIFEST = "manifest.sha256"
# Already compressed inside: shrinking them again saves under 2% and takes most of the time.
STORED = frozenset({".docx", ".xlsx", ".pptx", ".pdf", ".jpg", ".jpeg", ".png", ".zip"})
_LINE = re.compile(r"(?P<escaped>\\?)(?P<sha256>[0-9a-f]{64}) [ *](?P<name>.+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_END = struct.Struct("<4s16xH")
"""The record at the end of a zip: its mark, and the length of the comment behind it."""
UNREADABLE = "The file is not a zip that can be read: it is damaged or cut short."
# All that zipfile and zlib were seen to raise for changed bytes.
_RAISED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)


class Source(Protocol):
    """An open content: read to its end, then closed."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none at the end."""

    def close(self) -> None:
        """Let it go."""


@dataclass(frozen=True)
class ZipEntry:
    """A file to put in: its name with forward slashes, how to open it, and its bytes if known.

    `size` only tells the zip beforehand when an entry passes 4 GB; it is not checked.
    """

    name: str
    source: Callable[[], Source]
    size: int = 0


@dataclass(frozen=True)
class Written:
    """An entry as it was written: name, SHA-256 in hexadecimal, bytes."""

    name: str
    sha256: str
    size: int


def write_zip(
    path: Path,
    entries: Iterable[ZipEntry],
    *,
    progress: Callable[[int], None] = lambda _size: None,
    manifest: bool = True,
) -> list[Written]:
    """Write a zip of the entries in the order given; gives what was written, in that order.

    `progress` is told the bytes of each piece as it goes in. With `manifest`, a last entry
    lists the SHA-256 of all others. The path holds the whole zip or what it held before:
    the zip is written under a temporary name beside it, forced to the disk and renamed.
    Raises ValueError for a name that is unsafe or comes twice, OSError as the disk gives it.
    """
    with _beside(path) as file:
        written = write_zip_into(file, entries, progress=progress, manifest=manifest)
        file.flush()
        os.fsync(file.fileno())
    return written


def write_zip_into(
    file: BinaryIO,
    entries: Iterable[ZipEntry],
    *,
    progress: Callable[[int], None] = lambda _size: None,
    manifest: bool = True,
) -> list[Written]:
    """As write_zip, into an open file that can seek: one without a name leaves nothing behind."""
    with zipfile.ZipFile(file, "w", strict_timestamps=True) as package:
        written = list(_write_all(package, entries, progress))
        if manifest:
            _write_manifest(package, written)
    return written


def manifest_lines(contents: Iterable[tuple[str, str]]) -> str:
    """A manifest of (name, sha256) pairs that `sha256sum -c` accepts, one line each.

    A name with a backslash or a line break is escaped the way sha256sum does it.
    """
    return "".join(_manifest_line(name, sha256) for name, sha256 in contents)


def verify_zip(path: Path) -> list[str]:
    """Hold a zip against its own manifest; gives a sentence for each fault, none when it is whole.

    Every content is read: a changed, missing or unlisted entry is found, and so is a zip
    that cannot be read. Never raises for what is in the file; OSError where there is none.
    """
    with path.open("rb") as stream:
        return verify_zip_in(stream)


def verify_zip_in(stream: BinaryIO) -> list[str]:
    """As verify_zip, of an open file that can seek."""
    try:
        with zipfile.ZipFile(stream) as package:
            return _faults(package) if _is_whole(package, stream) else [UNREADABLE]
    except _RAISED:
        return [UNREADABLE]


def _is_whole(package: zipfile.ZipFile, stream: BinaryIO) -> bool:
    """Whether the zip fills the file from its first byte to its last.

    Of a zip that was cut short, the directory of a zip stored in it (a Word file) would be found.
    """
    stream.seek(-(_END.size + len(package.comment)), os.SEEK_END)
    mark, length = _END.unpack(stream.read(_END.size))
    first = min((info.header_offset for info in package.infolist()), default=0)
    return first == 0 and (mark, length) == (b"PK\5\6", len(package.comment))


def _write_all(
    package: zipfile.ZipFile, entries: Iterable[ZipEntry], progress: Callable[[int], None]
) -> Iterator[Written]:
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry.name, seen)
        yield _write_entry(package, entry, progress)


def _check_name(name: str, seen: set[str]) -> None:
    steps = name.split("/")
    if "\\" in name or ":" in name or any(step in ("", ".", "..") for step in steps):
        raise ValueError("An entry’s name must be a relative path with forward slashes.")
    # Windows does not tell capitals apart, so neither may two names.
    if name.casefold() in seen or name.casefold() == MANIFEST:
        raise ValueError("Two entries of a zip cannot have the same name.")
    seen.add(name.casefold())


def _write_entry(
    package: zipfile.ZipFile, entry: ZipEntry, progress: Callable[[int], None]
) -> Written:
    digest, size = hashlib.sha256(), 0
    source = entry.source()
    try:
        with package.open(_info(entry.name, entry.size), "w") as target:
            while piece := source.read(PIECE):
                target.write(piece)
                digest.update(piece)
                size += len(piece)
                progress(len(piece))
    finally:
        source.close()
    return Written(entry.name, digest.hexdigest(), size)


def _info(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, MOMENT)
    stored = PurePosixPath(name).suffix.lower() in STORED
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, wherever it is written, so that the attributes mean the same
    info.external_attr = 0o100644 << 16
    info.file_size = size
    return info


def _write_manifest(package: zipfile.ZipFile, written: Sequence[Written]) -> None:
    text = manifest_lines((item.name, item.sha256) for item in written)
    package.writestr(_info(MANIFEST, 0), text.encode())


def _manifest_line(name: str, sha256: str) -> str:
    escaped = "".join(_ESCAPES.get(character, character) for character in name)
    mark = "\\" if escaped != name else ""
    return f"{mark}{sha256}  {escaped}\n"


def _faults(package: zipfile.ZipFile) -> list[str]:
    names = [info.filename for info in package.infolist() if not info.is_dir()]
    if MANIFEST not in names:
        return [f"The zip holds no {MANIFEST}, so nothing in it can be proved."]
    listed, faults = _read_manifest(package)
    faults += [f"“{name}” is in the zip more than once." for name in _repeated(names)]
    faults += _content_faults(package, listed, names)
    extra = [name for name in names if name not in listed and name != MANIFEST]
    return faults + [f"“{name}” is in the zip but not in its manifest." for name in extra]


def _read_manifest(package: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    listed: dict[str, str] = {}
    faults: list[str] = []
    text = package.read(MANIFEST).decode(errors="replace")
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else [], 1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        if match is None:
            faults.append(f"Line {number} of the manifest cannot be understood.")
            continue
        listed[_unescape(match["name"]) if match["escaped"] else match["name"]] = match["sha256"]
    return listed, faults


def _unescape(name: str) -> str:
    plain = {escaped: character for character, escaped in _ESCAPES.items()}
    return re.sub(r"\\[\\nr]", lambda match: plain[match[0]], name)


def _repeated(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _content_faults(
    package: zipfile.ZipFile, listed: Mapping[str, str], names: Sequence[str]
) -> Iterator[str]:
    present = set(names)
    for name, sha256 in listed.items():
        if name not in present:
            yield f"“{name}” is in the manifest but not in the zip."
        elif (found := _digest(package, name)) is None:
            yield f"“{name}” cannot be read: the zip is damaged there."
        elif found != sha256:
            yield f"“{name}” is not what was sent: its content does not match the manifest."


def _digest(package: zipfile.ZipFile, name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with package.open(name) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except _RAISED:
        return None
    return digest.hexdigest()


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
