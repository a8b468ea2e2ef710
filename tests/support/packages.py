"""Makes Office files and zips for tests, sound ones and hostile ones."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = {
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)


def content_types(kind: str) -> bytes:
    part, main = MAIN[kind]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType='
        f'"application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    ).encode()


def write_package(path: Path, kind: str, more: Mapping[str, bytes] | None = None) -> Path:
    """The least that the gate takes for an Office file, and whatever else it should hold."""
    parts = {"[Content_Types].xml": content_types(kind), MAIN[kind][0]: b"<main/>"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (parts | dict(more or {})).items():
            package.writestr(name, content)
    return path
