"""How long files are, and files that cannot be counted or would do harm."""

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
