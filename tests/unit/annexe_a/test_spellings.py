"""The council’s mapping in the engine: what it reads, what it must not, and what is said of it."""

import io
from collections.abc import Mapping

import polars as pl
import pytest

from readiness.annexe_a.checking import CheckResult, Known
from readiness.annexe_a.keeping import findings_to_frame, frame_from_parquet, frame_to_parquet
from readiness.annexe_a.mapping_files import HEADINGS, write_unknown
from readiness.annexe_a.spellings import (
    NO_SPELLINGS,
    Spelling,
    Spellings,
    count_mapped,
    find_target,
    make_spellings,
    spell_mapped,
)
from readiness.annexe_a.unknown import Unknown, find_unknown, suggest
from readiness.checklists.folder import checklists_folder
from readiness.checklists.standards import load_standards
from readiness.office.sheets import Cell, Column, Sheet
from tests.support.annexe_a import DAY, EDITION, check_sheets, sheet_of
from tests.support.annexe_a_rules import GOOD

AUTHORITIES = load_standards(checklists_folder()).authorities
BRITISH = Spelling("Ethnicity", "Wht Brit", "a) WBRI")


def check(*sheets: Sheet, spellings: Spellings = NO_SPELLINGS) -> CheckResult:
    return check_sheets(sheets, edition=EDITION, as_at=DAY, known=Known(spellings=spellings))


def contact(**cells: Cell) -> Sheet:
    return sheet_of(1, {**GOOD[1], **cells})


def found(result: CheckResult, number: int = 1) -> dict[str, tuple[str, str]]:
    """Rule by cell, with its severity; of the list as a whole by column."""
    return {f.cell or f.column: (f.code, f.severity) for f in result.findings if f.list == number}


def renamed(sheet: Sheet, headings: Mapping[str, str]) -> Sheet:
    columns = {
        place: [headings.get(cells[0] or "", cells[0]), *cells[1:]]
        for place, cells in sheet.columns.items()
    }
    return Sheet(sheet.name, sheet.numbers, columns)


def test_a_mapped_value_is_read_however_it_is_cased_and_spaced_and_warned_of() -> None:
    sheet = contact(Ethnicity=" wht  BRIT ")
    assert found(check(sheet)) == {"C2": ("code-unknown", "error")}
    result = check(sheet, spellings=make_spellings([BRITISH]))
    assert found(result) == {"C2": ("value-mapped", "warning")}
    assert "“wht  BRIT” was read as “a) WBRI”" in result.findings[0].message
    assert result.frames[1].originals["Ethnicity"].to_list() == [" wht  BRIT "]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("White", "code-grouped"),
        ("b) WBRI", "code-contradicts"),
        ("WBRI; WIRI", "code-several"),
        ("#N/A", "formula-error"),
        ("n/a", "placeholder-where-needed"),
    ],
)
def test_what_is_known_to_be_wrong_stays_wrong_whatever_a_mapping_says(
    value: str, code: str
) -> None:
    spellings = make_spellings([Spelling("Ethnicity", value, "a) WBRI")])
    assert found(check(contact(Ethnicity=value), spellings=spellings)) == {"C2": (code, "error")}


def test_what_is_understood_stays_as_it_is_understood() -> None:
    spellings = make_spellings([Spelling("Gender", "male", "b) Female")])
    result = check(contact(Gender="male"), spellings=spellings)
    assert found(result) == {}
    assert result.frames[1].values["Gender"].to_list() == ["a) Male"]


def test_a_line_whose_code_this_list_does_not_have_is_not_used() -> None:
    spellings = make_spellings([Spelling("Gender", "Neithr", "x) Nothing")])
    assert found(check(contact(Gender="Neithr"), spellings=spellings)) == {
        "B2": ("code-unknown", "error")
    }


def test_a_council_by_another_name_is_read_and_one_that_is_known_is_not() -> None:
    odd: dict[str, Cell] = {"LA of Placement": "Nrthmere", "Placement Location": "b) Out"}
    lines = [
        Spelling("LA of Placement", "Nrthmere", "Northmere"),
        Spelling("LA of Placement", "Kent", "Brent"),
    ]
    sheet = sheet_of(8, {**GOOD[8], **odd}, {**GOOD[8], **odd, "LA of Placement": "Kent"})
    assert found(check(sheet), 8)["AB2"] == ("authority-unknown", "warning")
    result = check(sheet, spellings=make_spellings(lines))
    assert found(result, 8)["AB2"] == ("value-mapped", "warning")
    assert "AB3" not in found(result, 8)
    assert result.frames[8].values["LA of Placement"].to_list() == ["Northmere", "Kent"]


def test_a_mapped_heading_is_read_and_both_headings_are_said() -> None:
    sheet = renamed(contact(), {"Gender": "Sex at birth:"})
    assert set(found(check(sheet)).values()) == {
        ("column-missing", "error"),
        ("column-extra", "warning"),
    }
    result = check(sheet, spellings=make_spellings([Spelling("Gender", "sex at birth")]))
    assert found(result) == {"Gender": ("heading-mapped", "warning")}
    assert "“Sex at birth:” was read as “Gender”" in result.findings[0].message


def test_ofsteds_own_heading_comes_before_a_mapped_one() -> None:
    columns: dict[int, Column] = {
        **contact(Gender="a) Male").columns,
        7: ["Sex", "b) Female"],
    }
    sheet = Sheet("List_1", [1, 2], columns)
    result = check(sheet, spellings=make_spellings([Spelling("Gender", "Sex")]))
    assert found(result) == {"Sex": ("column-extra", "warning")}
    assert result.frames[1].values["Gender"].to_list() == ["a) Male"]


def test_a_list_is_known_by_its_mapped_headings_too() -> None:
    sheet = renamed(contact(), {"Gender": "Sex", "Ethnicity": "Ethnic origin"})
    spellings = make_spellings([Spelling("Gender", "Sex"), Spelling("Ethnicity", "Ethnic origin")])
    other = Sheet("Contacts", sheet.numbers, sheet.columns)
    assert list(check(other, spellings=spellings).frames) == [1]


def test_a_kept_list_remembers_what_was_mapped() -> None:
    spellings = make_spellings([BRITISH, Spelling("Gender", "Sex")])
    sheet = renamed(contact(Ethnicity="Wht Brit"), {"Gender": "Sex"})
    frame = check(sheet, spellings=spellings).frames[1]
    kept = frame_from_parquet(frame_to_parquet(frame), EDITION)
    assert (kept.mapped, kept.headings) == (
        {"Ethnicity": {"Wht Brit": "a) WBRI"}},
        {"Gender": "Sex"},
    )


def test_what_was_mapped_is_counted_by_line_over_all_lists() -> None:
    spellings = make_spellings([BRITISH, Spelling("Gender", "Sex")])
    row = {**GOOD[1], "Ethnicity": "Wht Brit"}
    first = renamed(sheet_of(1, row, {**row, "Ethnicity": "WHT BRIT"}), {"Gender": "Sex"})
    second = sheet_of(2, {**GOOD[2], "Ethnicity": "Wht Brit"})
    counts = count_mapped(check(first, second, spellings=spellings).frames.values())
    assert [(c.line.column, c.line.read_as, c.lists, c.cells) for c in counts] == [
        ("Gender", "", (1,), 0),
        ("Ethnicity", "a) WBRI", (1, 2), 3),
    ]
    assert spell_mapped(counts) == "The mapping read 3 cells in 1 spelling and 1 heading."
    assert spell_mapped(()) == ""


def unknown_of(*sheets: Sheet) -> tuple[Unknown, ...]:
    result = check(*sheets)
    return find_unknown(findings_to_frame(result.findings), result.frames, AUTHORITIES)


def test_unknown_values_are_listed_once_with_their_cells_and_lists() -> None:
    first = sheet_of(1, {**GOOD[1], "Ethnicity": "Wht Brit"}, {**GOOD[1], "Ethnicity": "White"})
    second = sheet_of(2, {**GOOD[2], "Ethnicity": "wht brit", "Gender": "Boy"})
    listed = unknown_of(first, second)
    assert [(one.column, one.text, one.lists, one.cells) for one in listed] == [
        ("Ethnicity", "Wht Brit", (1, 2), 2),
        ("Gender", "Boy", (2,), 1),
    ]
    assert "a) Male" in listed[1].choices


def test_unknown_headings_are_listed_where_a_column_is_missing() -> None:
    with_notes: dict[int, Column] = {**contact().columns, 7: ["Notes", "x"], 8: [None, "y"]}
    assert unknown_of(Sheet("List_1", [1, 2], with_notes)) == ()
    sheet = renamed(Sheet("List_1", [1, 2], with_notes), {"Ethnicity": "Ethnicity of child"})
    listed = [one for one in unknown_of(sheet) if one.is_heading]
    assert [one.text for one in listed] == ["Ethnicity of child", "Notes"]
    assert listed[0].choices == ("Ethnicity",)
    assert suggest(listed[0]) == ("Ethnicity",)


def test_a_text_too_long_to_be_a_spelling_is_not_offered() -> None:
    assert unknown_of(contact(Gender="word " * 50)) == ()


@pytest.mark.parametrize(
    ("column", "text", "likely"),
    [
        ("Ethnicity", "Wht Brit", "a) WBRI"),
        ("Ethnicity", "Roma Gypsy", "e) WROM"),
        ("Gender", "Femal", "b) Female"),
        ("Contact Source", "Police force", "q) 6: Police"),
        ("Gender", "zzzz", None),
        ("Contact Source", "Café Zoë – walk-in", None),
        ("Contact Source", "GP surgery", "g) 3A: Health services"),
        ("Contact Source", "Neighbor", "b) 1B: Individual"),
    ],
)
def test_suggestions_are_what_is_alike(column: str, text: str, likely: str | None) -> None:
    (one,) = unknown_of(contact(**{column: text}))
    assert (suggest(one) or (None,))[0] == likely


def test_what_a_choice_is_shown_as_is_understood_when_it_is_written() -> None:
    row = {c.name: "zz" for c in EDITION.list(8).columns if c.codes}
    listed = [*unknown_of(sheet_of(8, {**GOOD[8], **row})), *unknown_of(contact(Ethnicity="zz"))]
    shown = [(one, choice) for one in listed for choice in one.choices]
    assert len(shown) > 50
    for one, choice in shown:
        column = EDITION.list(one.lists[0]).column(one.column)
        written = one.spell(choice)
        assert find_target(written, column, one.lists[0], AUTHORITIES) == choice, written


def test_the_file_of_unknown_values_holds_no_formula() -> None:
    content = write_unknown(unknown_of(contact(Gender='=HYPERLINK("x")')))
    read = pl.read_csv(io.BytesIO(content), encoding="utf8-lossy")
    assert tuple(read.columns) == HEADINGS
    assert read["As it came"][0] == '\'=HYPERLINK("x")'
