"""How long files are, and files that cannot be counted or would do harm."""

import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
import xlsxwriter
from docx.document import Document
from pypdf import PdfWriter

from readiness.office.gate import FileKind
from readiness.office.lengths import measure_length


def write_docx(path: Path, properties: str | None, made: Document | None = None) -> Path:
    plain = path.with_suffix(".plain")
    (made or docx.Document()).save(str(plain))
    with ZipFile(plain) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            if name != "docProps/app.xml":
                target.writestr(name, source.read(name))
        if properties is not None:
            target.writestr("docProps/app.xml", properties)
    return path


def test_the_pages_of_a_word_document_are_those_its_program_noted(tmp_path: Path) -> None:
    noted = write_docx(tmp_path / "a.docx", "<Properties><Pages>12</Pages></Properties>")
    assert measure_length(noted, FileKind.DOCX) == "12 pages"
    prefixed = write_docx(tmp_path / "b.docx", "<ep:P><ep:Pages> 1 </ep:Pages></ep:P>")
    assert measure_length(prefixed, FileKind.DOCX) == "1 page"


@pytest.mark.parametrize("properties", [None, "<Properties/>", "<P><Pages>many</Pages></P>"])
def test_a_word_document_that_notes_no_pages_is_as_long_as_its_words(
    tmp_path: Path, properties: str | None
) -> None:
    made = docx.Document()
    made.add_heading("Caseloads by team", 1)
    made.add_paragraph("One wo").add_run("rd goes on;\tanother\ndoes not.")
    made.add_table(1, 2).cell(0, 1).text = "In a table"
    path = write_docx(tmp_path / "a.docx", properties, made)
    assert measure_length(path, FileKind.DOCX) == "13 words"
    empty = write_docx(tmp_path / "b.docx", properties)
    assert measure_length(empty, FileKind.DOCX) == ""


def test_the_pages_of_a_pdf_are_counted(tmp_path: Path) -> None:
    path, writer = tmp_path / "a.pdf", PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    writer.write(path)
    assert measure_length(path, FileKind.PDF) == "3 pages"


def test_the_sheets_and_filled_rows_of_a_workbook_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        first = book.add_worksheet()
        first.write_row(0, 0, ["Heading", "Other"])
        first.write(5, 1, date(2026, 1, 1))
        book.add_worksheet().write(2, 2, 0)
        book.add_worksheet()
    assert measure_length(path, FileKind.XLSX) == "3 sheets, 3 rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_filled_rows_of_a_csv_file_are_counted(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('Town,Note\nOrléans,"two\nlines"\n,\n'.encode(encoding))
    assert measure_length(path, FileKind.CSV) == "2 rows"


def test_a_picture_and_a_text_have_no_length(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    assert measure_length(path, FileKind.TXT) == ""
    assert measure_length(path, FileKind.PNG) == ""


@pytest.mark.parametrize("kind", [FileKind.DOCX, FileKind.PDF, FileKind.XLSX])
def test_a_damaged_file_has_no_length_and_no_error(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "damaged"
    path.write_bytes(b"%PDF-1.7 and then nothing that makes sense")
    assert measure_length(path, kind) == ""


def test_a_cell_in_the_far_corner_costs_neither_memory_nor_an_error(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1048575, 16383, "b")
    assert measure_length(path, FileKind.XLSX) == ""


def test_a_file_that_takes_too_long_has_no_length(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n")
    assert measure_length(path, FileKind.CSV, seconds=0) == ""


def write_pdf(pages: bytes) -> bytes:
    """A PDF whose root names these pages."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate((b"<< /Type /Catalog /Pages 2 0 R >>", pages), start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    return (
        content
        + b"xref\n0 3\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    )


def unpacks_to_much() -> bytes:
    """A PDF of some hundred kilobytes whose table of contents unpacks to 300 MB."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(300)) + packer.flush()
    head = b"<< /Type /XRef /Size 3 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length %d >>"
    head = b"%%PDF-1.7\n1 0 obj\n" + head + b"\nstream\n"
    return head % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


@pytest.mark.parametrize(
    "make",
    [
        lambda: write_pdf(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 5 >>"),
        lambda: write_pdf(b"<< /Type /Pages /Kids [] /Count 99999999999999999999999999 >>"),
        lambda: write_pdf(b"[" * 100_000),
        unpacks_to_much,
    ],
    ids=["pages that hold themselves", "more pages than a number", "nested deep", "a bomb"],
)
def test_a_pdf_that_would_harm_its_reader_has_no_length(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    path = tmp_path / "harmful.pdf"
    path.write_bytes(make())
    assert measure_length(path, FileKind.PDF) == ""


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"1 0 obj\n<< >>\nendobj\n" * 1_000_000 + b"startxref\n5\n")
    began = time.monotonic()
    assert measure_length(path, FileKind.PDF, seconds=1) == ""
    assert time.monotonic() - began < 10
