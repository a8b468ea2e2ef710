"""The workbook that goes to Ofsted, read back cell by cell and by our own reader."""

import shutil
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from readiness.annexe_a.checking import check_files
from readiness.annexe_a.frames import sent_columns
from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook
from readiness.checklists.annexe_a import ColumnKind
from readiness.office.sheets import Sheet
from tests.support.annexe_a import DAY, EDITION, check_sheets, planted_result, sheet_of
from tests.support.annexe_a_rules import GOOD
from tests.support.soak import IN_FULL, soak

FRONT = FrontSheet("Northmere Council", DAY, {(1, "Gender"): "A remark"}, "Trial run & test")


def build(folder: Path, layout: Layout, name: str = "out.xlsx") -> Path:
    path = folder / name
    write_workbook(path, planted_result().frames, edition=EDITION, layout=layout, front=FRONT)
    return path


@pytest.mark.parametrize("layout", list(Layout))
def test_every_cell_is_what_was_understood_or_came(tmp_path: Path, layout: Layout) -> None:
    book = openpyxl.load_workbook(build(tmp_path, layout))
    for number, frame in planted_result().frames.items():
        rows = [list(row) for row in book[f"List_{number}"].iter_rows(values_only=True)]
        if layout is Layout.OFSTED:
            assert rows.pop(0)[0] == frame.spec.title
        assert rows.pop(0) == [column.name for column in frame.spec.columns]
        sent = [list(row) for row in zip(*sent_columns(frame), strict=True)]
        assert [[as_day(cell) for cell in row] for row in rows] == sent


def as_day(cell: object) -> object:
    return cell.date() if isinstance(cell, datetime) else cell


@pytest.mark.parametrize("layout", list(Layout))
def test_what_is_built_and_read_again_has_the_same_content(tmp_path: Path, layout: Layout) -> None:
    again = check_files([build(tmp_path, layout)], edition=EDITION, as_at=DAY)
    assert [r.content_hash for r in again.lists] == [r.content_hash for r in planted_result().lists]
    shift = 1 if layout is Layout.OFSTED else 0
    before = sorted(
        (f.list, f.row + (f.row and shift), f.column, f.rule) for f in planted_result().findings
    )
    assert sorted((f.list, f.row, f.column, f.rule) for f in again.findings) == before


def test_dates_are_real_dates_and_the_headings_stay_in_sight(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(build(tmp_path, Layout.OFSTED))["List_1"]
    assert isinstance(sheet["F3"].value, datetime)
    assert sheet["F3"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["A"].width > 8


def test_a_column_is_as_wide_as_its_longest_value_and_ages_keep_clear_of_the_next(
    tmp_path: Path,
) -> None:
    sheet = openpyxl.load_workbook(build(tmp_path, Layout.OFSTED))["List_6"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMN"]
    for place, column in enumerate(EDITION.list(6).columns):
        if column.kind in {ColumnKind.TEXT, ColumnKind.CODE}:
            written = [str(row[place] or "") for row in sheet.iter_rows(3, values_only=True)]
            assert widths[place] >= min(max(map(len, written)) + 2, 38), column.name
    assert widths[2] < 16  # ethnicity: a code of four letters
    age = next(cell for cell in sheet[3] if isinstance(cell.value, int))
    assert (age.alignment.horizontal, age.alignment.indent) == ("right", 1)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$2")
    setup = sheet.sheet_properties.pageSetUpPr
    assert setup is not None
    assert setup.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_front_sheet_says_whose_when_and_how_many(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(build(tmp_path, Layout.OFSTED))
    cells = [cell for row in book["Front_Sheet"].iter_rows(values_only=True) for cell in row]
    assert {"Northmere Council", "Trial run & test", "2024"} <= set(cells)
    assert datetime.combine(DAY, time()) in cells
    contacts = cells.index("Contacts")
    assert cells[contacts + 1] == planted_result().lists[0].rows
    counts = [row[2] for row in book["Front_Sheet"].iter_rows() if isinstance(row[2].value, int)]
    assert {cell.number_format for cell in counts} == {"#,##0"}
    assert len(counts) >= len(EDITION.lists)


def test_the_front_sheet_says_the_day_of_each_list(tmp_path: Path) -> None:
    path, early = tmp_path / "days.xlsx", DAY - timedelta(days=16)
    sheets = [sheet_of(number, GOOD[number]) for number in (6, 7)]
    frames = check_sheets(sheets, edition=EDITION, as_at=DAY).frames
    front = FrontSheet("Northmere Council", DAY, days={6: early, 7: DAY})
    write_workbook(path, frames, edition=EDITION, layout=Layout.OFSTED, front=front)
    rows = {row[0]: row for row in openpyxl.load_workbook(path)["Front_Sheet"].values}
    assert [rows[f"List {number}"][2] for number in (6, 7, 8)] == [1, 1, "Missing"]
    days = [rows[f"List {number}"][3] for number in (6, 7, 8)]
    assert days == [datetime.combine(early, time()), datetime.combine(DAY, time()), None]
    assert rows["Data as at"][1] == "08/11/2026 to 24/11/2026: the day of each list is below"
    again = check_files([path], edition=EDITION, as_at=DAY)
    assert [again.frames[number].values.height for number in (6, 7, 8)] == [1, 1, 0]


def test_a_trial_is_marked_at_the_head_of_every_page(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(build(tmp_path, Layout.OFSTED))
    assert heads_of(book) == {"Trial run && test"}
    plain = FrontSheet("Northmere Council", DAY)
    write_workbook(tmp_path / "sent.xlsx", {}, edition=EDITION, layout=Layout.OFSTED, front=plain)
    assert heads_of(openpyxl.load_workbook(tmp_path / "sent.xlsx")) == {None}


def heads_of(book: openpyxl.Workbook) -> set[str | None]:
    heads = [sheet.oddHeader for sheet in book.worksheets]
    return {head.center.text for head in heads if head is not None and head.center is not None}


def test_the_guidance_has_every_column_and_the_councils_comments(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(build(tmp_path, Layout.OFSTED))
    rows = list(book["Guidance"].iter_rows(min_row=2, values_only=True))
    columns = [(row[0], row[1]) for row in rows if row[1]]
    assert columns == [(spec.title, c.name) for spec in EDITION.lists for c in spec.columns]
    assert [row[3] for row in rows if row[3]] == ["A remark"]
    assert "a) WBRI (White British)" in str(next(row[2] for row in rows if row[1] == "Ethnicity"))


def test_lists_without_rows_are_still_sheets_with_headings(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_workbook(path, {}, edition=EDITION, layout=Layout.PLAIN, front=FRONT)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [f"List_{number}" for number in range(1, 12)]
    assert book["List_9"]["A1"].value == "Child Unique ID"


def test_the_same_lists_give_the_same_bytes(tmp_path: Path) -> None:
    first = build(tmp_path, Layout.OFSTED).read_bytes()
    assert build(tmp_path, Layout.OFSTED, "again.xlsx").read_bytes() == first


def test_text_that_looks_like_a_formula_or_a_long_number_stays_text(tmp_path: Path) -> None:
    texts = ["=HYPERLINK(1)", "+44", "-x", "@a", "00123456789012345678"]
    sheet = Sheet.from_rows("List_6", [["Child Unique ID", "Gender"], *([t, t] for t in texts)])
    frames = check_sheets([sheet], edition=EDITION, as_at=DAY).frames
    path = tmp_path / "texts.xlsx"
    write_workbook(path, frames, edition=EDITION, layout=Layout.PLAIN, front=FRONT)
    written = openpyxl.load_workbook(path)["List_6"]
    for row, text in enumerate(texts, 2):
        for cell in written[row][:2]:
            assert (cell.value, cell.data_type) == (text, "s")


def test_a_date_before_excels_first_day_is_sent_as_text(tmp_path: Path) -> None:
    sheet = Sheet.from_rows("List_6", [["Child Unique ID", "Date of Birth"], ["1", "03/02/1816"]])
    result = check_sheets([sheet], edition=EDITION, as_at=DAY)
    assert result.frames[6].values["Date of Birth"][0] == date(1816, 2, 3)
    path = tmp_path / "old.xlsx"
    write_workbook(path, result.frames, edition=EDITION, layout=Layout.PLAIN, front=FRONT)
    again = check_files([path], edition=EDITION, as_at=DAY)
    hashes = {found.number: found.content_hash for found in again.lists}
    assert hashes[6] == result.lists[0].content_hash


@soak
@pytest.mark.skipif(not IN_FULL, reason="LibreOffice takes seconds to start: in make soak")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_the_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    path = build(tmp_path, Layout.PLAIN)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("Child Unique ID,Gender,Ethnicity,Date of Birth")
    assert len(lines) == planted_result().lists[0].rows + 1
