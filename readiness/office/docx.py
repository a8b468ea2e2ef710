"""Blocks in, a Word document out: headings, text, lists, tables and pictures.

The look comes from templates/office/base.docx (see base_document.py); this file only names
its styles. The same blocks give the same bytes. What is written can be read by a screen
reader: real headings, marked header rows, descriptions of tables and pictures, a title.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Length

from readiness.office import word

BASE = Path(__file__).resolve().parents[2] / "templates" / "office" / "base.docx"


class TextStyle(StrEnum):
    """How a paragraph is set; the value is the style's name in base.docx."""

    BODY = "Normal"
    LEAD = "Lead"
    NOTE = "Note"
    WARNING = "Warning"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (the document's own title) to 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Text; a line break in it stays a line break."""

    text: str
    style: TextStyle = TextStyle.BODY


@dataclass(frozen=True)
class Bullets:
    """A list of short items."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under a heading row that repeats on every page.

    `widths` are shares of the page, one a column, equal when left out. `caption` stands
    above the table; `description` is read out to who cannot see it. `right` numbers the
    columns (from 0) that are set to the right, as figures are.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    caption: str = ""
    description: str = ""
    right: Sequence[int] = ()


@dataclass(frozen=True)
class Facts:
    """Pairs of a word and what it stands at, as a table without lines."""

    pairs: Sequence[tuple[str, str]]
    description: str = ""


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG, as wide as said in centimetres; `description` says what it shows."""

    content: bytes
    width_cm: float
    description: str


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Bullets | Table | Facts | Picture | PageBreak


def write_document(
    blocks: Iterable[Block],
    *,
    title: str,
    created: datetime,
    header: str = "",
    footer: str = "",
    watermark: str | None = None,
    landscape: bool = False,
    base: Path = BASE,
) -> bytes:
    """A .docx of the blocks in order, A4, English of Great Britain, pages numbered.

    `title` and `created` become the file's properties; `created` is the only date in it.
    `header` and `footer` stand on every page, `watermark` pale behind its text.
    Characters that XML cannot hold are left out of every text. Raises ValueError for a
    table whose rows or widths do not match its headings.
    """
    document = Document(str(base))
    _set_properties(document, title, created)
    width = _set_page(document.sections[0], landscape)
    _write_header(document.sections[0], header, watermark)
    _write_footer(document.sections[0], footer, width)
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Table) and isinstance(before, Paragraph):
            document.paragraphs[-1].paragraph_format.keep_with_next = True  # its lead
        _add(document, block, width)
        before = block
    unpacked = io.BytesIO()
    document.save(unpacked)
    return word.repack(unpacked.getvalue())


def _set_properties(document: Any, title: str, created: datetime) -> None:
    properties = document.core_properties
    properties.title = word.clean(title)[:255]
    properties.language = "en-GB"
    properties.created = properties.modified = created.astimezone(UTC)
    properties.revision = 1


def _set_page(section: Any, landscape: bool) -> Length:
    """Turn the page if asked; gives the width that is left for text."""
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    return Length(section.page_width - section.left_margin - section.right_margin)


def _write_header(section: Any, text: str, watermark: str | None) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.text = word.clean(text)
    if watermark:
        word.add_watermark(paragraph, word.clean(watermark))


def _write_footer(section: Any, text: str, width: Length) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, word.RIGHT_TAB)
    paragraph.add_run(f"{word.clean(text)}\tPage ")
    word.add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    word.add_field(paragraph, "NUMPAGES")


def _add(document: Any, block: Block, width: Length) -> None:
    match block:
        case Table():
            _add_table(document, block, width)
        case Facts():
            _add_facts(document, block, width)
        case Picture():
            _add_picture(document, block)
        case PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case _:
            for text, style in _texts(block):
                document.add_paragraph(word.clean(text), style=style)


def _texts(block: Heading | Paragraph | Bullets) -> list[tuple[str, str]]:
    match block:
        case Heading(level, text):
            return [(text, f"Heading {level}")]
        case Paragraph(text, style):
            return [(text, style.value)]
        case Bullets(items):
            return [(item, "List Bullet") for item in items]


def _add_table(document: Any, block: Table, width: Length) -> None:
    columns = len(block.headings)
    shares = list(block.widths) or [1.0] * columns
    if len(shares) != columns or any(len(row) != columns for row in block.rows):
        raise ValueError("Every row and the widths of a table must match its headings.")
    if block.caption:
        document.add_paragraph(word.clean(block.caption), style="Caption")
    table = document.add_table(rows=0, cols=columns, style="Plain table")
    widths = [Length(int(width * share / sum(shares))) for share in shares]
    word.lay_out(table, widths)
    heading, text = _find_styles(document)
    word.mark_header(_add_row(table, block.headings, widths, heading, block.right))
    for row in block.rows:
        _add_row(table, row, widths, text, block.right)
    word.describe_table(table, word.clean(block.caption), word.clean(block.description))
    document.add_paragraph(style="Gap")


def _add_facts(document: Any, block: Facts, width: Length) -> None:
    table = document.add_table(rows=0, cols=2, style="Facts table")
    widths = [Length(int(width * 0.3)), Length(int(width * 0.7))]
    word.lay_out(table, widths)
    heading, text = _find_styles(document)
    for pair in block.pairs:
        row = _add_row(table, pair, widths, text, ())
        row.cells[0].paragraphs[0]._p.style = heading
    word.head_by_column(table)
    word.describe_table(table, "", word.clean(block.description))
    document.add_paragraph(style="Gap")


def _find_styles(document: Any) -> tuple[str, str]:
    """The ids of the styles of cells: python-docx would look a name up anew for each cell."""
    styles = document.styles
    return styles["Table heading"].style_id, styles["Table text"].style_id


def _add_row(
    table: Any, texts: Sequence[str], widths: Sequence[Length], style: str, right: Sequence[int]
) -> Any:
    row = table.add_row()
    word.keep_together(row)
    for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style
        paragraph.add_run(word.clean(text))
        if number in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return row


def _add_picture(document: Any, block: Picture) -> None:
    shape = document.add_picture(io.BytesIO(block.content), width=Cm(block.width_cm))
    shape._inline.docPr.set("descr", word.clean(block.description))
