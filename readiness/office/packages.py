"""Looks into an Office file (a zip of parts) without unpacking it anywhere.

Refuses what is damaged, protected, holding macros, reaching out of its folder or built to
swell: every entry is inflated once in pieces and counted, because the sizes a zip states
about itself can be lies. Links to other files are left alone and never followed.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from readiness.errors import Unusable

MiB = 1024 * 1024
PIECE = 1 * MiB
# A sheet of blanks may shrink very well: ratios are judged only from here on.
RATIO_MATTERS_FROM = 10 * MiB
LARGEST_CONTENT_TYPES = 1 * MiB

_CENTRAL_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_MACROS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|(intl)?macrosheets/.*|activex/.*"
    r"|embeddings/[^/]*\.(xls|xlt|xla|doc|dot|ppt|pps|pot)m)$",
    re.IGNORECASE,
)
"""Also controls that run, and files with macros inside the file."""
# All that zipfile and zlib were seen to raise for changed bytes.
_CANNOT_OPEN = (
    BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)


class PackageLimits(Protocol):
    """What of the gate's limits concerns the inside of a package."""

    @property
    def entries(self) -> int:
        """The most entries."""

    @property
    def unpacked(self) -> int:
        """The most bytes of all entries together, unpacked."""

    @property
    def ratio(self) -> int:
        """The most unpacked bytes for each packed byte."""


def spoken_size(size: int) -> str:
    """A size in bytes as people say it: 950 KB, 12 MB, 1.5 GB."""
    for unit, bytes_each in (("GB", 1024 * MiB), ("MB", MiB), ("KB", 1024)):
        if size >= bytes_each:
            return f"{size / bytes_each:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes"


def check_package(
    stream: BinaryIO, shown: str, limits: PackageLimits, spoken: str, main_part: str
) -> None:
    """Check an Office file from its open stream; `shown` is its name in quotes.

    `spoken` says what it should be ("an Excel workbook") and `main_part` ends the content
    type its main part must declare. Raises Unusable with one sentence.
    """
    # Counted before zipfile sees the file: it would build an object for every entry.
    if _count_entries(stream) > limits.entries:
        raise Unusable(
            f"{shown} is made of more than {limits.entries:,} parts, which no ordinary file is. "
            "Copy what is needed into a new file, then upload that."
        )
    try:
        with ZipFile(stream) as package:
            entries = package.infolist()
            _check_names(entries, shown)
            _check_protection(entries, shown)
            _check_stated_sizes(entries, shown, limits)
            _check_overlap(stream, entries, shown)
            _check_parts(package, shown, spoken, main_part)
            for entry in entries:
                _check_entry(stream, entry)
    except _CANNOT_OPEN as error:
        raise Unusable(_damaged(shown)) from error


def _count_entries(stream: BinaryIO) -> int:
    stream.seek(0)
    count, tail = 0, b""
    while piece := stream.read(PIECE):
        count += (tail + piece).count(_CENTRAL_ENTRY)
        tail = piece[-(len(_CENTRAL_ENTRY) - 1) :]
    return count


def _damaged(shown: str) -> str:
    return f"{shown} is damaged. Open the original, save it again, then upload it."


def _swells(shown: str, limits: PackageLimits) -> str:
    return (
        f"{shown} would unpack to far more than it should: over {spoken_size(limits.unpacked)}, "
        f"or over {limits.ratio} times its size. Copy what is needed into a new file, "
        "then upload that."
    )


def _check_names(entries: list[ZipInfo], shown: str) -> None:
    names = [entry.orig_filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise Unusable(_damaged(shown))
    if any(_escapes(name) for name in names):
        raise Unusable(
            f"{shown} holds a part whose name leads out of the file. It was not made by an "
            "Office program: copy what is needed into a new file, then upload that."
        )


def _escapes(name: str) -> bool:
    steps = re.split(r"[/\\]", name)
    return not steps[0] or ".." in steps or ":" in steps[0] or "\0" in name


def _check_protection(entries: list[ZipInfo], shown: str) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unusable(
            f"{shown} is protected by a password. "
            "Open it, remove the password, save it, then upload it again."
        )
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Unusable(
            f"{shown} is packed in an unusual way. Open it, save it again, then upload it."
        )


def _check_stated_sizes(entries: list[ZipInfo], shown: str, limits: PackageLimits) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > RATIO_MATTERS_FROM and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked or too_dense:
        raise Unusable(_swells(shown, limits))


def _check_overlap(stream: BinaryIO, entries: list[ZipInfo], shown: str) -> None:
    """Refuse entries that share bytes: a few kilobytes could otherwise be counted many times."""
    spans = sorted((entry.header_offset, _ends_at(stream, entry)) for entry in entries)
    stream.seek(0, 2)
    spans.append((stream.tell(), stream.tell()))
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise Unusable(_damaged(shown))


def _starts_at(stream: BinaryIO, entry: ZipInfo) -> int:
    stream.seek(entry.header_offset)
    header = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    if header[0] != b"PK\x03\x04":
        raise BadZipFile("an entry does not begin with its header")
    return entry.header_offset + _LOCAL_HEADER.size + int(header[9]) + int(header[10])


def _ends_at(stream: BinaryIO, entry: ZipInfo) -> int:
    return _starts_at(stream, entry) + entry.compress_size


def _check_parts(package: ZipFile, shown: str, spoken: str, main_part: str) -> None:
    names = package.namelist()
    types = ""
    if "[Content_Types].xml" in names:
        types = _text(package.open("[Content_Types].xml").read(LARGEST_CONTENT_TYPES))
    if any(_MACROS.search(name) for name in names) or "macroEnabled" in types:
        raise Unusable(
            f"{shown} holds macros, which are not accepted. "
            f"Save it as {spoken} without macros, then upload it again."
        )
    if main_part not in types:
        raise Unusable(
            f"{shown} is not {spoken}, whatever its name says. "
            f"Open the original, save it as {spoken}, then upload it again."
        )


def _text(content: bytes) -> str:
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if utf16 else "utf-8", errors="replace")


def _check_entry(stream: BinaryIO, entry: ZipInfo) -> None:
    size, checksum = 0, 0
    for piece in _inflate(stream, entry):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > entry.file_size:
            raise BadZipFile("an entry is larger than it says")
    if size != entry.file_size or checksum != entry.CRC:
        raise BadZipFile("an entry is not what it says")


def _inflate(stream: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    stream.seek(_starts_at(stream, entry))
    left = entry.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left and (packed := stream.read(min(left, PIECE))):
        left -= len(packed)
        if entry.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed and not inflater.eof:
            yield inflater.decompress(packed, PIECE)
            packed = inflater.unconsumed_tail
    yield inflater.flush() if entry.compress_type == ZIP_DEFLATED and not inflater.eof else b""
