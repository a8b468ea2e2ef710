"""How the lists are found, and that nothing is left out in silence."""

from pathlib import Path

import pytest

from readiness.annexe_a.checking import CheckResult, check_files, name_files
from readiness.annexe_a.mapping import LONGEST_SPELLING, fold
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.errors import Unusable
from readiness.office.sheets import Cell, Column, Sheet
from tests.support.annexe_a import DAY, EDITION, check_sheets, sheet_of
from tests.support.soak import in_full, soak

CHILD: dict[str, Cell] = {"Child Unique ID": "1"}
HEADINGS: list[Cell] = [column.name for column in EDITION.list(1).columns]


def check(*sheets: Sheet) -> CheckResult:
    return check_sheets(sheets, edition=EDITION, as_at=DAY)


def rules_of(result: CheckResult, number: int) -> list[str]:
    return [f.rule for f in result.findings if f.list == number and f.row == 0]


def test_a_list_that_is_there_twice_is_a_finding_and_the_first_is_checked() -> None:
    other = sheet_of(2, CHILD)
    result = check(sheet_of(1, CHILD, {"Child Unique ID": "2"}), sheet_of(1, CHILD), other)
    assert rules_of(result, 1) == ["list-repeated"]
    said = "in sheet 1 and in sheet 2. Only the first of them is checked"
    assert said in result.findings[0].message
    assert [(found.number, found.rows) for found in result.lists] == [(1, 2), (2, 1)]


def test_a_long_text_is_no_spelling_and_stays_as_it_is_while_spaces_around_one_do_not_count() -> (
    None
):
    text, padded = "A b" * LONGEST_SPELLING, f"  Gender{' ' * LONGEST_SPELLING}"
    assert (fold(text), fold(padded)) == (text, "gender")
    rows: list[list[Cell]] = [[padded if name == "Gender" else name for name in HEADINGS]]
    rows.append(["1", text, *[None] * (len(HEADINGS) - 2)])
    result = check(Sheet.from_rows("List_1", rows))
    assert result.frames[1].originals["Gender"].to_list() == [text]
    assert "code-unknown" in {found.rule for found in result.findings if found.row}


def test_files_are_called_as_they_are_named_and_told_apart_where_two_have_one_name() -> None:
    assert name_files(["a.csv", "b.csv"]) == ["“a.csv”", "“b.csv”"]
    same = ["“a.csv” (file 1)", "“b.csv”", "“a.csv” (file 3)"]
    assert name_files(["x/a.csv", "b.csv", "y/a.csv"]) == same


def test_a_sheet_without_headings_is_a_finding_and_the_others_are_checked() -> None:
    bare = Sheet.from_rows("List_3 of Robin", [["1", "2"]])
    result = check(sheet_of(1, CHILD), bare)
    said = next(f.message for f in result.findings if f.rule == "headings-missing")
    assert "List 3 (sheet 2) has no headings" in said
    assert "Robin" not in said
    assert rules_of(result, 3) == ["headings-missing"]
    assert [found.number for found in result.lists] == [1]


def test_a_sheet_with_rows_that_is_none_of_the_lists_is_a_warning_of_the_list_before_it() -> None:
    children: list[list[Cell]] = [["1", "b"], [], [None, "g"]]
    result = check(
        Sheet.from_rows("Notes  of the\nteam", [["x"]]),
        sheet_of(2, CHILD),
        sheet_of(1, CHILD),
        Sheet.from_rows("Contacts continued", children),
        Sheet.from_rows("List_12", children[:1]),
    )
    found = [(f.list, f.message) for f in result.findings if f.rule == "sheet-unread"]
    assert [number for number, _ in found] == [1, 1, 2]
    assert "Sheet 4, “Contacts continued”, is none of the lists: its 2 rows were not" in found[0][1]
    assert "Sheet 5, “List_12”, is none of the lists: its 1 row was not read" in found[1][1]
    assert "Sheet 1, “Notes of the team”" in found[2][1]
    assert {f.severity for f in result.findings if f.rule == "sheet-unread"} == {"warning"}
    assert result.lists[0].warnings >= 2


def test_sheets_of_guidance_and_empty_ones_are_passed_over() -> None:
    names = ("Front_Sheet", "FAQ_and_changes", "Guidance", "Codes_used", "Contents", "Code lists")
    sheets = [Sheet.from_rows(name, [["x"]]) for name in names]
    result = check(sheet_of(1, CHILD), *sheets, Sheet.from_rows("Sheet1", [[None], ["  "]]))
    bare = check(Sheet.from_rows("List_1", [["1"]]))
    told = {found.rule for found in (*result.findings, *bare.findings)}
    assert "sheet-unread" not in told


def test_a_list_that_is_missing_is_a_finding() -> None:
    assert rules_of(check(sheet_of(1, CHILD)), 2) == ["list-missing"]


def test_a_list_is_known_by_its_headings_whatever_the_sheet_is_called() -> None:
    sheet = Sheet.from_rows("Contacts in the last months", sheet_rows())
    assert [found.number for found in check(sheet).lists] == [1]


def sheet_rows() -> list[list[Cell]]:
    return [["A title"], [], HEADINGS, ["7"]]


def test_a_row_is_called_by_its_number_in_the_sheet() -> None:
    result = check(Sheet.from_rows("List 1", [*sheet_rows(), [], ["8"]]))
    assert result.frames[1].values.get_column("row of the sheet").to_list() == [4, 6]


@pytest.mark.parametrize(
    ("heading", "extra"),
    [
        ("Notes", "Notes"),
        ("Gender", "Gender"),
        (None, "column H, which has no heading"),
        ("  ", "column H, which has no heading"),
    ],
)
def test_a_column_that_is_none_of_the_lists_is_a_warning(heading: Cell, extra: str) -> None:
    result = check(Sheet.from_rows("List_1", [[*HEADINGS, heading], ["1", *[None] * 6, "x"]]))
    (found,) = [found for found in result.findings if found.rule == "column-extra"]
    assert (found.severity, found.column) == ("warning", extra)


def test_a_column_that_is_missing_is_an_error() -> None:
    result = check(Sheet.from_rows("List_1", [HEADINGS[1:]]))
    missing = [(f.column, f.severity) for f in result.findings if f.rule == "column-missing"]
    assert missing == [("Child Unique ID", "error")]


def test_originals_keep_their_spaces_and_values_do_not() -> None:
    frame = check(Sheet.from_rows("List_1", [HEADINGS, [" 01 ", " male", "   "]])).frames[1]
    assert frame.originals.row(0)[1:4] == (" 01 ", " male", None)
    assert frame.values.row(0)[1:4] == ("01", "a) Male", None)


def test_headings_are_read_whatever_their_case_apostrophes_and_question_marks() -> None:
    spec = EDITION.list(8)
    untidy: list[Cell] = [c.name.upper().replace("'", "’").rstrip("?") + " " for c in spec.columns]
    result = check(Sheet.from_rows("List_8", [untidy]))
    assert rules_of(result, 8) == ["list-empty"]


def test_sheets_without_any_list_are_refused_in_a_sentence() -> None:
    with pytest.raises(Unusable, match="No sheet is a list"):
        check(Sheet.from_rows("Notes", [["nothing"]]))


def test_a_file_without_any_list_is_refused_by_the_name_people_know(tmp_path: Path) -> None:
    path = tmp_path / "upload-1"
    path.write_text("some,notes\n1,2\n")
    with pytest.raises(Unusable, match=r"“notes.csv” has none of the lists"):
        check_files([path], edition=EDITION, as_at=DAY, names={path: "notes.csv"})


def test_an_upload_is_known_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "upload-2"
    path.write_text("Child Unique ID,Gender\n1,a\n")
    result = check_files([path], edition=EDITION, as_at=DAY, names={path: "list_3.csv"})
    assert [found.number for found in result.lists] == [3]


@soak
def test_of_very_many_faults_every_one_is_counted() -> None:
    rows = in_full(200_000, else_=20_000)
    columns: dict[int, Column] = {
        place: [heading, *["x"] * rows]
        for place, heading in enumerate(("Child Unique ID", "Gender"))
    }
    result = check(Sheet("List_7", range(1, rows + 2), columns))
    counted = [found for found in result.findings if found.rule == "code-unknown"]
    assert len(counted) == rows
    assert result.lists[0].rows == rows


def test_the_hash_is_of_what_is_sent_and_of_the_edition() -> None:
    tidy: list[list[Cell]] = [HEADINGS, ["1", "a) Male"]]
    untidy: list[list[Cell]] = [["Title"], HEADINGS, ["1 ", "m"]]
    hashes = [
        check(Sheet.from_rows("List_1", rows)).lists[0].content_hash for rows in (tidy, untidy)
    ]
    assert hashes[0] == hashes[1]
    old = load_edition(checklists_folder(), "2019")
    result = check_sheets([Sheet.from_rows("List_1", tidy)], edition=old, as_at=DAY)
    assert result.lists[0].content_hash != hashes[0]
    other = check(Sheet.from_rows("List_1", [HEADINGS, ["1", "b) Female"]]))
    assert other.lists[0].content_hash != hashes[0]
