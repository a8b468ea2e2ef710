"""Count the pages, slides, sheets or rows of a file and print them as JSON, by noun.

Run in a process of its own: python -I lengths_child.py FILE KIND MEMORY SECONDS.
"""

import csv
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO
from zipfile import ZipFile

LARGEST_PROPERTIES = 1024 * 1024
BYTE_ORDER_MARKS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}


def count_noted(path: str | IO[bytes], element: str, noun: str) -> dict[str, int]:
    """What the program that saved an Office file noted in it; nothing where it noted nothing.

    The extended properties part, ECMA-376 part 1, section 22.2: `Pages` and `Slides`.
    """
    with ZipFile(path) as package:
        if "docProps/app.xml" not in package.namelist():
            return {}
        with package.open("docProps/app.xml") as part:
            text = part.read(LARGEST_PROPERTIES).decode("utf-8", errors="replace")
    found = re.search(rf"<(?:\w+:)?{element}>\s*(\d{{1,6}})\s*</", text)
    return {noun: int(found[1])} if found else {}


def count_document(path: str | IO[bytes]) -> dict[str, int]:
    """The pages a Word document says it has, else the words that stand in it.

    Text of the body (ECMA-376 part 1, section 17.3.3.31), tables too; words are counted as
    runs of characters between spaces, and no word goes on in the next paragraph.
    """
    noted = count_noted(path, "Pages", "page")
    if noted.get("page"):
        return noted
    from xml.etree.ElementTree import iterparse

    words, paragraph = 0, ""
    with ZipFile(path) as package, package.open("word/document.xml") as part:
        for _event, element in iterparse(part):  # noqa: S314 - limited, alone
            name = element.tag.rpartition("}")[2]
            if name == "t":
                paragraph += element.text or ""
            elif name in {"tab", "br", "cr"}:
                paragraph += " "
            elif name == "p":
                words += len(paragraph.split())
                paragraph = ""
                element.clear()
    return {"word": words}


def count_pages(path: str) -> dict[str, int]:
    """The pages of a PDF."""
    from pypdf import PdfReader

    return {"page": len(PdfReader(path).pages)}


def count_workbook(path: str) -> dict[str, int]:
    """The sheets of a workbook and their rows that hold something."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    rows = 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows += sum(any(cell != "" for cell in row) for row in sheet.iter_rows())
    return {"sheet": len(book.sheet_names), "row": rows}


def count_csv(path: str) -> dict[str, int]:
    """The rows of a csv file that hold something; a line break in a quoted cell makes no row."""
    content = Path(path).read_bytes()
    mark = next((mark for mark in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    # Counting needs no letters: cp1252 reads every byte that utf-8 may have put there.
    encoding = BYTE_ORDER_MARKS[mark] if mark else "latin-1"
    lines = content.decode(encoding, errors="replace").splitlines(keepends=True)
    return {"row": sum(any(cell.strip() for cell in row) for row in csv.reader(lines))}


COUNTERS: dict[str, Callable[[str], dict[str, int]]] = {
    "docx": count_document,
    "pptx": lambda path: count_noted(path, "Slides", "slide"),
    "pdf": count_pages,
    "xlsx": count_workbook,
    "csv": count_csv,
}


def main(path: str, kind: str, memory: int, seconds: int) -> None:
    """Limit this process, then print the counts of the file."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall clock is the limit there
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.stdout.write(json.dumps(COUNTERS[kind](path)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
