"""File names that are safe to show, to download and to unpack on Windows."""

import re
import unicodedata
from pathlib import Path

LONGEST = 120  # bytes of UTF-8: leaves room for folders below Windows' 260 characters
LONGEST_EXTENSION = 10
MEDIA_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What a browser is told that a file is, by its extension."""

_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a name, with nothing in it that a screen or Windows would trip over.

    No folder, no control or direction-changing character, no device name such as CON,
    no space or full stop at either end of the stem, at most LONGEST bytes with the
    extension kept. Never empty: what is left of nothing is "file". Giving the answer
    back in changes nothing.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in _UNWANTED)
    plain = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", kept))
    stem, extension = _split(" ".join(plain.split()))
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return _shorten(stem, LONGEST - len(extension.encode())) + extension


def name_made(name: str) -> str:
    """The safe name of a file that is made here: a stroke in a team or title is no folder."""
    return safe_name(re.sub(r"[/\\]", "-", name))


def is_device(path: Path) -> bool:
    """Whether a path is a device or pipe: a rename over it would take it from the machine."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _split(name: str) -> tuple[str, str]:
    trimmed = name.strip(" .")
    stem, dot, extension = trimmed.rpartition(".")
    short = 0 < len(extension.encode()) <= LONGEST_EXTENSION and " " not in extension
    if not dot or not short or not stem.strip(" ."):
        return trimmed or "file", ""
    return stem.strip(" ."), f".{extension}"


def _shorten(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip(" .")
