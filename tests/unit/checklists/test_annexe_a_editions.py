"""The two editions of Annexe A hold what Ofsted asks for, and a bad file is named."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from readiness.checklists.annexe_a import (
    ColumnKind,
    Edition,
    list_editions,
    load_edition,
    parse_label,
)
from readiness.errors import Unusable

CHECKLISTS = Path(__file__).parents[3] / "checklists"
FACTS = Path(__file__).parents[4] / "shared" / "facts" / "annexe_a_lists.json"
COLUMN_COUNTS = {
    "2024": [7, 8, 11, 12, 14, 14, 17, 34, 17, 16, 19],
    "2019": [7, 8, 11, 12, 14, 14, 17, 34, 13, 16, 19],
}
# The facts file is of a regional standard. Ofsted’s guidance, and who is owed an adviser, win.
MAY_BE_BLANK = {(9, "Allocated Personal Advisor"), (11, "Date enquiry received")}


@pytest.fixture(scope="module")
def facts() -> Any:
    if not FACTS.exists():
        pytest.skip("the facts file of the eleven lists is not on this machine")
    return json.loads(FACTS.read_text(encoding="utf-8"))


@pytest.fixture(params=["2024", "2019"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return load_edition(CHECKLISTS, request.param)


def loosely(name: str) -> str:
    return name.replace("’", "'").replace("‘", "'").strip().rstrip("?").lower()


def test_each_edition_has_eleven_lists_with_the_known_numbers_of_columns(edition: Edition) -> None:
    counts = [len(spec.columns) for spec in edition.lists]
    assert counts == COLUMN_COUNTS[edition.name]
    assert sum(counts) == {"2024": 169, "2019": 165}[edition.name]
    assert [spec.number for spec in edition.lists] == list(range(1, 12))
    assert [spec.sheet for spec in edition.lists] == [f"List_{n}" for n in range(1, 12)]


def test_the_default_edition_is_the_latest() -> None:
    assert load_edition(CHECKLISTS).name == list_editions(CHECKLISTS)[0] == "2024"


def test_the_2024_columns_types_and_codes_are_those_of_the_facts_file(facts: Any) -> None:
    kinds = {"string": "text", "date": "date", "integer": "whole", "category": "code"}
    for spec, fact in zip(load_edition(CHECKLISTS).lists, facts["lists"], strict=True):
        assert [column.name for column in spec.columns] == [c["name"] for c in fact["columns"]]
        assert list(spec.key) == fact["duplicate_key"]
        assert spec.months == fact["period_months"]
        for column, known in zip(spec.columns, fact["columns"], strict=True):
            assert column.kind == kinds[known["type"]], column.name
            assert [code.label for code in column.codes] == (known["allowed_values"] or [])


def test_a_column_the_facts_require_is_required(facts: Any) -> None:
    for spec, fact in zip(load_edition(CHECKLISTS).lists, facts["lists"], strict=True):
        for column, known in zip(spec.columns, fact["columns"], strict=True):
            if known["required"] and (spec.number, column.name) not in MAY_BE_BLANK:
                assert column.required, f"list {spec.number}, {column.name}"


def test_the_2019_columns_are_the_2024_ones_but_for_the_four_added_to_list_9() -> None:
    old, new = load_edition(CHECKLISTS, "2019"), load_edition(CHECKLISTS, "2024")
    for number in range(1, 12):
        before = [loosely(column.name) for column in old.list(number).columns]
        after = [loosely(column.name) for column in new.list(number).columns]
        added = [name for name in after if name not in before]
        assert before == [name for name in after if name in before]
        assert len(added) == (4 if number == 9 else 0)


def test_the_2019_headings_keep_the_curly_apostrophes_of_the_workbook() -> None:
    names = [column.name for column in load_edition(CHECKLISTS, "2019").list(8).columns]
    assert any("‘Missing’ from their Placement" in name for name in names)
    names = [column.name for column in load_edition(CHECKLISTS, "2019").list(4).columns]
    assert "Was the child assessed as requiring LA children’s social care support" in names


def test_codes_that_came_after_2019_are_only_in_the_later_edition() -> None:
    def codes(edition: str, number: int, column: str) -> set[str]:
        spec = load_edition(CHECKLISTS, edition).list(number).column(column)
        return {code.code or code.letter for code in spec.codes}

    assert codes("2024", 6, "Reason for Closure") - codes("2019", 6, "Reason for Closure") == {
        "RC9"
    }
    assert codes("2024", 9, "Activity Status") - codes("2019", 9, "Activity Status") == {
        "F4",
        "P4",
        "F5",
        "P5",
    }
    added = codes("2024", 9, "Eligibility Category") - codes("2019", 9, "Eligibility Category")
    assert added == {"d"}


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("a) WBRI", ("a", "WBRI", "WBRI")),
        ("q) 6: Police", ("q", "6", "Police")),
        ("N1 - Abuse or neglect", ("", "N1", "Abuse or neglect")),
        ("E1: Placement order", ("", "E1", "Placement order")),
        (
            "zz) T4: Temporary placement - seven days or less",
            ("zz", "T4", "Temporary placement - seven days or less"),
        ),
        (
            "a) E4A: Returned home - part of planning",
            ("a", "E4A", "Returned home - part of planning"),
        ),
        ("c) SGO/CAO", ("c", "", "SGO/CAO")),
        ("1 - Adopter withdrew from process", ("", "1", "Adopter withdrew from process")),
        ("a) Male", ("a", "", "Male")),
        ("Yes", ("", "", "Yes")),
    ],
)
def test_a_label_is_parsed_into_letter_code_and_words(
    label: str, parts: tuple[str, str, str]
) -> None:
    assert parse_label(label) == parts


def test_every_code_has_words_and_can_be_told_from_its_neighbours(edition: Edition) -> None:
    for spec in edition.lists:
        for column in spec.columns:
            assert bool(column.codes) == (column.kind is ColumnKind.CODE), column.name
            handles = [code.code or code.letter or code.text for code in column.codes]
            assert len(set(handles)) == len(handles), column.name
            assert all(code.text for code in column.codes)


def test_an_ethnicity_is_understood_by_letter_code_and_description(edition: Edition) -> None:
    first, *_, last = edition.list(1).column("Ethnicity").codes
    assert (first.letter, first.code, first.text) == ("a", "WBRI", "White British")
    assert (last.letter, last.code, last.text) == ("s", "NOBT", "Information not yet obtained")


def test_every_column_has_guidance_and_every_number_a_minimum(edition: Edition) -> None:
    for spec in edition.lists:
        for column in spec.columns:
            assert len(column.guidance) > 20, column.name
            assert (column.minimum is not None) == (column.kind is ColumnKind.WHOLE), column.name


def test_the_windows_name_the_dates_that_place_a_row(edition: Edition) -> None:
    months = {spec.number: spec.months for spec in edition.lists}
    assert months == {**dict.fromkeys(range(1, 9), 6), 9: 0, 10: 12, 11: 12}
    plans = edition.list(7)
    assert plans.window_on == ("Child Protection Plan End Date",)
    assert plans.starts == ("Child Protection Plan Start Date",)
    assert plans.ends == ("Child Protection Plan End Date",)
    assert edition.list(1).starts == ()
    for spec in edition.lists:
        for name in (*spec.window_on, *spec.starts):
            assert spec.column(name).kind is ColumnKind.DATE


def test_a_child_with_a_reversed_decision_is_no_longer_waiting_for_adoption() -> None:
    ends = load_edition(CHECKLISTS).list(10).ends
    assert ends[0] == "Date of Adoption Order"
    assert ends[1] == "Date of Decision that Child Should No Longer be Placed for Adoption"


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unusable, match="no edition 2031 of Annexe A: choose 2019 or 2024"):
        load_edition(CHECKLISTS, "2031")


def test_an_unknown_column_or_list_is_not_found() -> None:
    edition = load_edition(CHECKLISTS)
    with pytest.raises(KeyError):
        edition.list(12)
    with pytest.raises(KeyError):
        edition.list(1).column("Shoe size")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("list_01.yaml", "    type: text", "    type: txet",
         r"^checklists/annexe_a/2024/list_01.yaml, line 19, type: “txet” is not one of the choic"),
        ("list_01.yaml", "    codes: gender", "    codes: genders",
         r"list_01.yaml, line 28, codes: “genders” is not a code list .* mean “gender”"),
        ("list_01.yaml", "    type: text\n", "    type: text\n    colour: red\n",
         r"line 20, colour: is not a field that belongs here"),
        ("list_01.yaml", "    required: true\n", "", r"line 18, required: is missing"),
        ("list_01.yaml", "    minimum: -1", "    minimum: minus one",
         r"minimum: “minus one” is not a whole number"),
        ("list_01.yaml", "    type: date", "    type: date\n    minimum: 0",
         r"minimum: is only for a column of type whole"),
        ("list_01.yaml", "    type: date", "    type: date\n    codes: gender",
         r"codes: is only for a column of type code"),
        ("list_01.yaml", "  - name: Ethnicity", "  - name: Gender",
         r"name: “Gender” is already a column"),
        ("list_01.yaml", "number: 1", "number: 2", r"line 1, number: must be 1"),
        ("list_01.yaml", "    - Date of Contact", "    - Date of Contract",
         r"line 11, window.on: “Date of Contract” is not a column .* mean “Date of Contact”"),
        ("list_01.yaml", "window:", "window: [", r"list_01.yaml, line \d+: "),
        ("list_01.yaml", "    codes: gender\n", "", r"codes: is missing"),
        ("edition.yaml", "    - label: b) Female", "    - label: a) Male",
         r"^checklists/annexe_a/2024/edition.yaml, line \d+, label: “a\) Male” is already"),
        ("edition.yaml", 'name: "2024"', 'name: "2025"', "name: must be “2024”"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_file_line_and_field(
    tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    shutil.copytree(CHECKLISTS / "annexe_a", tmp_path / "annexe_a")
    path = tmp_path / "annexe_a" / "2024" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Unusable, match=sentence):
        load_edition(tmp_path)


def test_a_missing_list_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copytree(CHECKLISTS / "annexe_a", tmp_path / "annexe_a")
    (tmp_path / "annexe_a" / "2024" / "list_07.yaml").unlink()
    with pytest.raises(Unusable, match=r"annexe_a/2024/list_07.yaml, line 1: .*cannot be opened"):
        load_edition(tmp_path)


def test_an_officer_may_write_a_columns_codes_in_place(tmp_path: Path) -> None:
    shutil.copytree(CHECKLISTS / "annexe_a", tmp_path / "annexe_a")
    path = tmp_path / "annexe_a" / "2024" / "list_01.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    codes: gender", '    codes: [a) Boy, "b) Girl"]', 1), encoding="utf-8"
    )
    codes = load_edition(tmp_path).list(1).column("Gender").codes
    assert [(code.letter, code.text) for code in codes] == [("a", "Boy"), ("b", "Girl")]
