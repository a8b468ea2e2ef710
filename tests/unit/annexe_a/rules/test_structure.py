"""Lists, columns and rows that are missing, there twice or none: each as it is found."""

import pytest

from readiness.annexe_a.checking import CheckResult
from readiness.annexe_a.rules import names as n
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from readiness.office.sheets import Cell, Sheet
from tests.support.annexe_a import DAY, EDITION, check_sheets, sheet_of
from tests.support.annexe_a_rules import EVERY, GOOD, Row, codes, find, rules_of

HEADINGS: list[Cell] = [column.name for column in EDITION.list(1).columns]
GOOD_ROW: list[Cell] = [GOOD[1].get(str(name)) for name in HEADINGS]
NIL: Row = {**dict.fromkeys(n.canonical(str(name)) for name in HEADINGS), n.ID: "Nil return"}


def check(*sheets: Sheet) -> CheckResult:
    return check_sheets(sheets, edition=EDITION, as_at=DAY)


def found(*sheets: Sheet, number: int = 1) -> set[str]:
    return {f.code for f in check(*sheets).findings if f.list == number}


def contacts(*rows: list[Cell], headings: list[Cell] = HEADINGS) -> Sheet:
    return Sheet.from_rows("List_1", [headings, *rows])


def test_a_list_that_is_missing_twice_or_without_headings_is_found() -> None:
    good = contacts(GOOD_ROW)
    assert "list-missing" in found(good, number=2)
    assert found(good, good) == {"list-repeated"}
    bare = Sheet.from_rows("List_1", [["4711", "b"]])
    assert found(good, bare) == found(bare, good) == {"list-repeated"}
    assert found(good, Sheet.from_rows("List_2", [["1", "2"]]), number=2) == {"headings-missing"}
    assert found(good) == set()
    assert found(good, Sheet.from_rows("Contacts continued", [GOOD_ROW])) == {"sheet-unread"}


def test_columns_that_are_missing_extra_or_there_twice_are_found() -> None:
    assert found(contacts(GOOD_ROW[:-1], headings=HEADINGS[:-1])) == {"column-missing"}
    assert found(contacts([*GOOD_ROW, "x"], headings=[*HEADINGS, "Notes"])) == {"column-extra"}
    twice = contacts([*GOOD_ROW, "x"], headings=[*HEADINGS, "gender "])
    assert found(twice) == {"column-repeated"}


def test_list_9_of_the_other_edition_is_found() -> None:
    old = load_edition(checklists_folder(), "2019").list(9)
    sheet = Sheet.from_rows("List_9", [[column.name for column in old.columns]])
    assert "edition-wrong" in found(sheet, number=9)
    assert "edition-wrong" not in found(sheet_of(9, GOOD[9]), number=9)


def test_a_list_without_rows_must_say_that_it_is_a_nil_return() -> None:
    assert found(contacts()) == {"list-empty"}
    nil: list[Cell] = ["Nil return", *[None] * (len(HEADINGS) - 1)]
    assert found(contacts(nil)) == set()
    result = check(contacts(nil, GOOD_ROW))
    assert {(f.code, f.row) for f in result.findings if f.list == 1} == {
        ("nil-return-with-rows", 2)
    }


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("heading-row-again", HEADINGS),
        ("template-row", ["Example", *GOOD_ROW[1:]]),
        ("template-row", [None, "a) Male", None, "DD/MM/YYYY", None, "DD/MM/YYYY", None]),
        ("totals-row", ["Total", "43", *[None] * 5]),
        ("totals-row", [None, "Grand total: 12", *[None] * 5]),
        ("note-row", ["Source: the case system, week 47", *[None] * 6]),
    ],
)
def test_a_row_that_is_none_is_found_and_no_other_rule_looks_at_it(
    code: str, row: list[Cell]
) -> None:
    result = check(contacts(GOOD_ROW, row))
    assert {(f.code, f.row) for f in result.findings if f.list == 1} == {(code, 3)}


def test_rows_that_only_resemble_such_rows_are_rows() -> None:
    assert find("structure", {1: [{n.ID: "T0TAL1"}, {n.ID: "1234 5678 9012 3456 7890"}]}) == []


def test_a_placeholder_in_one_cell_is_a_fault_of_that_cell_and_the_child_is_checked() -> None:
    row: Row = {n.WORKER: "xxx", n.NEED_START: "DD/MM/YYYY", n.GENDER: None}
    wanted = {"worker-is-nobody", "date-unreadable", "required-blank"}
    assert codes(EVERY, {6: [row]}) >= wanted
    assert codes("structure", {6: [row, {n.TEAM: "Test"}], 11: [{n.FAMILY: "test"}]}) == set()
    assert codes("structure", {11: [{n.ADOPTER: "XXX"}]}) == {"template-row"}


def test_every_rule_of_structure_is_tried() -> None:
    lists = {"list-missing", "list-repeated", "headings-missing", "list-empty", "edition-wrong"}
    lists |= {"sheet-unread"}
    columns = {"column-missing", "column-extra", "column-repeated"}
    rows = {"nil-return-with-rows", "heading-row-again", "template-row", "totals-row", "note-row"}
    assert {rule.code for rule in rules_of("structure")} == lists | columns | rows
