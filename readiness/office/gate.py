"""The one gate every file passes before anything else looks at it.

A refusal is one sentence that names the file, says what is wrong and what to do. Files
are read in pieces, so memory stays flat whatever is uploaded; nothing is ever unpacked
to a folder. Office files are looked into by `readiness.office.packages`.
"""

import codecs
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from readiness.errors import Unusable
from readiness.office.names import safe_name
from readiness.office.packages import MiB, check_package, spoken_size

__all__ = ["FileKind", "Limits", "check_file", "safe_name", "spoken_size"]

PIECE = 1 * MiB


class FileKind(StrEnum):
    """A kind of file the product can take; the value is its usual extension."""

    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    PPTX = "pptx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    TXT = "txt"


@dataclass(frozen=True)
class Limits:
    """How much a file may hold: bytes as sent, entries, bytes unpacked, unpacked to packed."""

    size: int
    entries: int = 5_000
    unpacked: int = 600 * MiB
    ratio: int = 200


SPOKEN = {
    FileKind.XLSX: "an Excel workbook",
    FileKind.CSV: "a csv file",
    FileKind.DOCX: "a Word document",
    FileKind.PPTX: "a PowerPoint presentation",
    FileKind.PDF: "a PDF",
    FileKind.PNG: "a PNG picture",
    FileKind.JPEG: "a JPEG picture",
    FileKind.TXT: "a text file",
}
_EXTENSIONS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPEG}
_MACRO_EXTENSIONS = {
    "xlsm": "xlsx",
    "xlsb": "xlsx",
    "xltm": "xlsx",
    "xlam": "xlsx",
    "docm": "docx",
    "dotm": "docx",
    "pptm": "pptx",
    "ppsm": "pptx",
}
_OLD_EXTENSIONS = {"xls": "xlsx", "xlt": "xlsx", "doc": "docx", "dot": "docx", "ppt": "pptx"}

# The main part that [Content_Types].xml declares, ECMA-376 part 1, sections 11.3, 12.3 and 13.3.
_MAIN_PARTS = {
    FileKind.XLSX: "spreadsheetml.sheet.main+xml",
    FileKind.DOCX: "wordprocessingml.document.main+xml",
    FileKind.PPTX: "presentationml.presentation.main+xml",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "an Office or zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (_OLE, "an old or protected Office file"),
    (b"GIF8", "a GIF picture"),
    (b"MZ", "a program"),
    (b"{\\rtf", "a rich text file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_PICTURES_AND_PDF = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.JPEG: b"\xff\xd8\xff",
}
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_TEXT = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b"))


def check_file(path: Path, name: str, *, kinds: frozenset[FileKind], limits: Limits) -> FileKind:
    """Say what kind of file this is, having looked at its content and not only its name.

    `path` is where the bytes are, `name` what the person called the file. Raises Unusable
    with one sentence when the file is empty, too large, not one of `kinds`, not what its
    name says, protected, holding macros, damaged, or built to swell when unpacked.
    """
    shown = f"“{safe_name(name)}”"
    _check_size(path.stat().st_size, shown, limits)
    kind = _kind_by_name(name, shown, kinds)
    with path.open("rb") as stream:
        head = stream.read(1024)
        if kind in _MAIN_PARTS:
            _check_office_signature(head, shown, kind)
            check_package(stream, shown, limits, SPOKEN[kind], _MAIN_PARTS[kind])
        elif kind in _PICTURES_AND_PDF:
            _check_signature(head, shown, kind)
        else:
            _check_text(stream, head, shown, kind)
    return kind


def _check_size(size: int, shown: str, limits: Limits) -> None:
    if size == 0:
        raise Unusable(f"{shown} is empty. Save it again, check that it opens, then upload it.")
    if size > limits.size:
        raise Unusable(too_large(shown, limits.size))


def too_large(shown: str, limit: int) -> str:
    """The sentence for a file above the limit, the same before and after it is sent."""
    return (
        f"{shown} is larger than {spoken_size(limit)}, which is the most that can be uploaded. "
        "Make it smaller or split it, then upload it again."
    )


def _kind_by_name(name: str, shown: str, kinds: frozenset[FileKind]) -> FileKind:
    extension = Path(safe_name(name)).suffix[1:].lower()
    kind = _EXTENSIONS.get(extension)
    if kind in kinds and kind is not None:
        return kind
    if extension in _MACRO_EXTENSIONS:
        better = _MACRO_EXTENSIONS[extension]
        raise Unusable(
            f"{shown} is a kind of file that can hold macros (.{extension}). "
            f"Save it as .{better}, then upload it again."
        )
    if extension in _OLD_EXTENSIONS:
        raise Unusable(
            f"{shown} is in an old Office format (.{extension}). "
            f"Open it, save it as .{_OLD_EXTENSIONS[extension]}, then upload it again."
        )
    raise Unusable(
        f"{shown} is not a kind of file that can be used here. Upload {_spoken_kinds(kinds)}."
    )


def _spoken_kinds(kinds: frozenset[FileKind]) -> str:
    spoken = [f"{SPOKEN[kind]} (.{kind})" for kind in FileKind if kind in kinds]
    return " or ".join([", ".join(spoken[:-1]), spoken[-1]] if spoken[1:] else spoken)


def _check_office_signature(head: bytes, shown: str, kind: FileKind) -> None:
    if head.startswith(_OLE):
        raise Unusable(
            f"{shown} is protected by a password or a sensitivity label, or is in an old Office "
            f"format. Open it, remove the password or label, save it as .{kind}, "
            "then upload it again."
        )
    if not head.startswith(b"PK\x03\x04"):
        raise Unusable(_mismatch(head, shown, kind))


def _check_signature(head: bytes, shown: str, kind: FileKind) -> None:
    signature = _PICTURES_AND_PDF[kind]
    # Readers accept a PDF whose header stands anywhere in the first 1,024 bytes.
    found = signature in head if kind is FileKind.PDF else head.startswith(signature)
    if not found:
        raise Unusable(_mismatch(head, shown, kind))


def _mismatch(head: bytes, shown: str, kind: FileKind) -> str:
    looks_like = _recognise(head)
    but = f" but holds {looks_like}" if looks_like else " but its content is something else"
    return (
        f"{shown} is named as {SPOKEN[kind]}{but}. "
        f"Open the original, save it as .{kind}, then upload it again."
    )


def _recognise(head: bytes) -> str | None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for signature, spoken in _SIGNATURES:
        if head.startswith(signature) or start.startswith(signature.lower()):
            return spoken
    return None


def _check_text(stream: BinaryIO, head: bytes, shown: str, kind: FileKind) -> None:
    looks_like = None if head.startswith(b"MZ") else _recognise(head)
    if looks_like:
        raise Unusable(_mismatch(head, shown, kind))
    stream.seek(0)
    if not _is_text(stream, _UTF16.get(head[:2])):
        raise Unusable(
            f"{shown} is named as {SPOKEN[kind]} but holds something that is not text. "
            f"Open the original, save it as .{kind}, then upload it again."
        )


def _is_text(stream: BinaryIO, utf16: str | None) -> bool:
    """Whether every piece is text: no NUL or other control byte, or whole UTF-16 behind a mark."""
    if utf16 is None:
        pieces = iter(lambda: stream.read(PIECE), b"")
        return all(len(piece.translate(None, _NOT_TEXT)) == len(piece) for piece in pieces)
    decoder = codecs.getincrementaldecoder(utf16)()
    try:
        while piece := stream.read(PIECE):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
