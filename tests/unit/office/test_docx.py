"""Word documents read back part by part."""

import io
import struct
import time
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.office.base_document import make_base_document
from readiness.office.docx import (
    BASE,
    Block,
    Bullets,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    TextStyle,
    write_document,
)
from readiness.office.gate import FileKind, Limits, check_file

CREATED = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
TABLE = Table(
    headings=("Number", "Title", "Pages"),
    rows=(("1", "Self-evaluation", "12"), ("2", "R & D <draft>", "7")),
    widths=(1, 4, 1),
    caption="What is in it",
    description="One row for each document",
    right=(2,),
)


def write(*blocks: Block, **options: Any) -> Any:
    return Document(io.BytesIO(write_document(blocks, title="Index", created=CREATED, **options)))


def a_picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def test_text_comes_back_under_its_styles() -> None:
    document = write(
        Heading(1, "Index"),
        Paragraph("Three are missing.", TextStyle.LEAD),
        Bullets(["one", "two"]),
        Heading(3, "Later"),
    )
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Heading 1", "Index"),
        ("Lead", "Three are missing."),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("Heading 3", "Later"),
    ]


@pytest.mark.parametrize("style", list(TextStyle))
def test_every_style_of_text_is_in_the_base_document(style: TextStyle) -> None:
    assert write(Paragraph("text", style)).paragraphs[0].style.name == style.value


def test_a_table_comes_back_cell_by_cell() -> None:
    document = write(TABLE)
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        list(TABLE.headings),
        *[list(row) for row in TABLE.rows],
    ]
    assert document.paragraphs[0].text == "What is in it"
    assert document.paragraphs[0].style.name == "Caption"


def test_the_heading_row_repeats_on_each_page_and_no_row_is_split() -> None:
    rows = write(TABLE).tables[0].rows
    marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert marked == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_table_has_a_description_for_those_who_cannot_see_it() -> None:
    properties = write(TABLE).tables[0]._tbl.tblPr
    assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "One row for each document"
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "What is in it"


def test_the_words_before_a_table_stay_with_it() -> None:
    document = write(Paragraph("Two are open."), TABLE, Paragraph("And then."))
    kept = {one.text: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert (kept["Two are open."], kept["And then."]) == (True, None)


def test_widths_share_the_page() -> None:
    table = write(TABLE).tables[0]
    widths = [column.width for column in table.columns]
    assert widths[1] == pytest.approx(4 * widths[0], rel=0.001)
    assert sum(widths) == pytest.approx(17 * 360_000, rel=0.001)


def test_figures_stand_to_the_right() -> None:
    cells = write(TABLE).tables[0].rows[1].cells
    assert [cell.paragraphs[0].alignment is not None for cell in cells] == [False, False, True]


@pytest.mark.parametrize(
    "table", [Table(("a", "b"), (("1",),)), Table(("a",), (("1", "2"),)), Table(("a",), (), (1, 2))]
)
def test_a_table_that_does_not_fit_its_headings_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="match its headings"):
        write(table)


def test_facts_come_back_as_pairs_headed_by_their_first_column() -> None:
    table = write(Facts([("Council", "Anywhere"), ("Released", "Today")])).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Council", "Anywhere"],
        ["Released", "Today"],
    ]
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("0", "1")


def test_a_picture_says_what_it_shows() -> None:
    document = write(Picture(a_picture(), 4.0, "Three of eleven lists are signed"))
    shape = document.inline_shapes[0]
    assert shape.width.cm == pytest.approx(4.0)
    assert shape._inline.docPr.get("descr") == "Three of eleven lists are signed"


def test_a_page_break_is_a_page_break() -> None:
    document = write(Paragraph("a"), PageBreak(), Paragraph("b"))
    assert document.paragraphs[1]._p.xpath(".//w:br/@w:type") == ["page"]


def test_header_footer_and_page_numbers_are_on_every_page() -> None:
    section = write(header="Anywhere council", footer="Frozen today").sections[0]
    assert section.header.paragraphs[0].text == "Anywhere council"
    assert section.footer.paragraphs[0].text == "Frozen today\tPage 1 of 1"
    fields = section.footer._element.xpath(".//w:instrText/text()")
    assert [field.strip() for field in fields] == ["PAGE", "NUMPAGES"]


def test_a_watermark_is_behind_every_page_and_read_out() -> None:
    words = 'TRIAL "RUN" <&>'
    header = write(watermark=words).sections[0].header._element
    shape = header.find(".//{urn:schemas-microsoft-com:vml}shape")
    assert shape.get("alt") == f"Watermark: {words}"
    assert shape.find("{urn:schemas-microsoft-com:vml}textpath").get("string") == words


def test_without_a_watermark_there_is_none() -> None:
    assert b"textpath" not in write().sections[0].header.part.blob


def test_the_page_is_a4_upright_or_turned() -> None:
    upright, turned = write().sections[0], write(landscape=True).sections[0]
    assert (round(upright.page_width.cm, 1), round(upright.page_height.cm, 1)) == (21.0, 29.7)
    assert (round(turned.page_width.cm, 1), round(turned.page_height.cm, 1)) == (29.7, 21.0)


def test_the_file_says_its_title_language_and_only_the_date_it_was_given() -> None:
    document = write()
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Index", "en-GB")
    assert properties.created == properties.modified == CREATED
    assert properties.author == properties.last_modified_by == ""
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_the_same_blocks_give_the_same_bytes_at_another_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made() -> bytes:
        return write_document([Heading(1, "a"), TABLE], title="a", created=CREATED)

    first = made()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert made() == first


def test_a_line_break_in_a_text_stays_one() -> None:
    assert write(Paragraph("one\r\ntwo\rthree")).paragraphs[0].text == "one\ntwo\nthree"


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_no_text_can_break_the_document(text: str) -> None:
    document = write(
        Paragraph(text),
        Table((text,), ((text,),), caption=text, description=text),
        Facts([(text, text)], text),
        header=text,
        footer=text,
        watermark=text,
    )
    assert len(document.tables) == 2


def test_characters_xml_cannot_hold_are_left_out() -> None:
    text = "a\x00b\x08c\ud800d\ufffee\U0001f600"
    assert write(Paragraph(text)).paragraphs[0].text == "abcde\U0001f600"


def test_the_document_passes_the_gate(tmp_path: Any) -> None:
    path = tmp_path / "f"
    path.write_bytes(write_document([TABLE], title="Index", created=CREATED))
    kinds = frozenset({FileKind.DOCX})
    assert check_file(path, "Index.docx", kinds=kinds, limits=Limits(10**7)) is FileKind.DOCX


def test_the_base_document_is_the_one_its_script_makes() -> None:
    made, kept = make_base_document(), BASE.read_bytes()
    assert parts(made) == parts(kept)


def test_the_base_document_names_no_font_but_arial_and_no_other_language() -> None:
    content = parts(BASE.read_bytes())
    assert b"Theme" not in b"".join(
        line for line in content["word/styles.xml"].split(b">") if b"rFonts" in line
    )
    assert b"en-US" not in content["word/styles.xml"]
    assert "docProps/thumbnail.jpeg" not in content


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}
