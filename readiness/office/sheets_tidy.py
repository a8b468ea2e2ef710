"""A copy of a workbook in which nothing is lost on a fast reader, made only where it is needed.

The reader (calamine) reads an error such as #N/A as blank, keeps 15 digits of a number, reads a
formula nobody has calculated as blank, and lays out every cell up to the furthest one. In the
copy errors, long numbers and such formulas are text, and empty rows and columns are closed up;
a column with the row numbers and a last row with the places tell where everything was.
"""

import io
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZipFile

PIECE = 1024 * 1024
OVERLAP = 1024
FAR_ROWS, FAR_TIMES = 5_000, 4
SHEET_TYPE = "worksheet+xml"
CONTENT_TYPES = "[Content_Types].xml"
LONG_NUMBER = re.compile(r"[-+]?\d{16,}")

# Each begins with plain bytes: such a search is many times quicker.
_ROWS = re.compile(rb'<row (?:[^>]*? )?r="(\d+)"')
_PLAIN = re.compile(rb"<worksheet[ >]")
_UNUSUAL = (b"='", b"<c\n", b"<c\r", b"<c\t", b"<row\n", b"<row\r", b"<row\t")
_LOSSY = (
    re.compile(rb' t="e"'),
    re.compile(rb"<v>[-+]?\d{16}"),
    re.compile(rb"</f>(?:<v ?/>|<v></v>)?</"),
    re.compile(rb"<f\b[^>]*/>(?:<v ?/>|<v></v>)?</"),
    re.compile(rb' r="(?:[B-Z][A-Z]|[A-Z]{3})\d'),
)

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})

Column = list[str | None]


@dataclass(frozen=True)
class TidyCopy:
    """The copy, and the mark by which its tidied sheets are known."""

    content: IO[bytes]
    mark: str

    def put_back(self, columns: dict[int, Column]) -> tuple[Sequence[int] | int, dict[int, Column]]:
        """Row numbers and columns as they were, of a sheet of the copy."""
        first = columns.get(0, [None])
        if first[-1] != self.mark:
            return len(next(iter(columns.values()))), columns
        numbers = [int(number or 0) for number in first[:-1]]
        places = {int(column[-1] or 0): column[:-1] for at, column in columns.items() if at}
        return numbers, dict(sorted(places.items()))


def tidy_copy(path: str) -> TidyCopy | None:
    """A copy of the workbook where it is needed, else None."""
    with ZipFile(path) as package:
        needing = {name for name in _sheet_parts(package) if _needs_tidying(package, name)}
        if not needing:
            return None
        copy, mark = io.BytesIO(), secrets.token_hex(16)
        with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as tidied:
            for name in package.namelist():
                with package.open(name) as source, tidied.open(name, "w") as target:
                    if name in needing:
                        _Tidier(target, mark).run(source)
                    else:
                        for piece in iter(lambda: source.read(PIECE), b""):
                            target.write(piece)
    copy.seek(0)
    return TidyCopy(copy, mark)


def _sheet_parts(package: ZipFile) -> set[str]:
    types = ET.fromstring(package.read(CONTENT_TYPES))  # noqa: S314 - the gate has looked at it
    named = {e.get("PartName", "") for e in types if SHEET_TYPE in e.get("ContentType", "")}
    known = {name.lower(): name for name in package.namelist()}
    return {known[name] for part in named if (name := part.lstrip("/").lower()) in known}


def _needs_tidying(package: ZipFile, name: str) -> bool:
    """Whether a sheet holds what the reader loses, or is written in an unusual way."""
    count = last = 0
    seen = b""
    with package.open(name) as stream:
        while piece := stream.read(PIECE):
            if not seen and not _PLAIN.search(piece):
                return True
            seen = seen[-OVERLAP:] + piece
            if any(mark in seen for mark in _UNUSUAL) or any(s.search(seen) for s in _LOSSY):
                return True
            rows = _ROWS.findall(seen)
            count += len(rows)
            last = int(rows[-1]) if rows else last
    return last > FAR_ROWS and last > FAR_TIMES * count


class _Tidier:
    """Rewrites one sheet while it is parsed; one row is in memory at a time."""

    def __init__(self, out: IO[bytes], mark: str) -> None:
        self.out, self.mark = out, mark
        self.places: dict[int, int] = {}
        self.row = self.place = self.written = 0
        self.cells: list[tuple[int, str]] = []
        self.about: dict[str, str] = {}
        self.parts: dict[str, list[str]] = {}
        self.into: list[str] | None = None
        self.silent = 0

    def run(self, source: IO[bytes]) -> None:
        """Read the sheet and write it tidied. Raises ValueError or ExpatError for a bad one."""
        parser = expat.ParserCreate(namespace_separator="|")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.write(
            '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns='
            '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        )
        parser.ParseFile(source)
        self.finish()

    def write(self, text: str) -> None:
        self.out.write(text.encode("utf-8", errors="replace"))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("|")[2]
        if name == "row":
            self.row, self.place = int(attributes.get("r", self.row + 1)), -1
        elif name == "c":
            self.place = _place(attributes["r"]) if "r" in attributes else self.place + 1
            self.about, self.parts = attributes, {"v": [], "f": [], "t": []}
        elif name == "rPh":
            self.silent += 1
        elif name in self.parts and not self.silent:
            self.into = self.parts[name]
            if name == "f":
                self.into.append("=")

    def text(self, data: str) -> None:
        if self.into is not None:
            self.into.append(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition("|")[2]
        if name in self.parts:
            self.into = None
        elif name == "rPh":
            self.silent -= 1
        elif name == "c":
            body = _cell_body(self.about, {key: "".join(got) for key, got in self.parts.items()})
            if body:
                # Column A of the copy is for the row numbers.
                to = self.places.setdefault(self.place, len(self.places) + 1)
                self.cells.append((to, body))
            self.parts = {}
        elif name == "row" and self.cells:
            self.write_row(f"><v>{self.row}</v></c>", self.cells)
            self.cells = []

    def write_row(self, first: str, cells: list[tuple[int, str]]) -> None:
        self.written += 1
        number = self.written
        line = [f'<row r="{number}"><c r="A{number}"{first}']
        line += [f'<c r="{_letters(to)}{number}"{body}' for to, body in sorted(cells)]
        self.write("".join([*line, "</row>"]))

    def finish(self) -> None:
        places = [(to, f"><v>{place}</v></c>") for place, to in self.places.items()]
        self.write_row(_text_body(self.mark), places)
        self.write("</sheetData></worksheet>")


def _refuse_doctype(*_: Any) -> None:
    raise ValueError("A sheet has no document type.")


def _cell_body(about: dict[str, str], parts: dict[str, str]) -> str:
    """What follows the cell's address in the copy; empty for a cell without a value."""
    kind, value = about.get("t", "n"), parts["v"]
    if kind == "inlineStr":
        return _text_body(parts["t"]) if parts["t"] else ""
    if not value:
        return _text_body(parts["f"]) if parts["f"] and kind != "str" else ""
    if kind == "e" or (kind == "n" and LONG_NUMBER.fullmatch(value)):
        return _text_body(value)
    style = f' s="{about["s"]}"' if about.get("s", "").isdigit() else ""
    return f' t="{_escaped(kind)}"{style}><v>{_escaped(value)}</v></c>'


def _text_body(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    return text.translate(_ENTITIES)


def _place(address: str) -> int:
    place = 0
    for letter in address.rstrip("0123456789"):
        place = place * 26 + ord(letter.upper()) - 64
    return place - 1


def _letters(place: int) -> str:
    return "".join(_letter_parts(place))[::-1]


def _letter_parts(place: int) -> Iterator[str]:
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        yield chr(65 + rest)
