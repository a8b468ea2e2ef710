"""What may be mapped: each line somebody wants becomes a spelling, or a fault that says why not."""

from pathlib import Path

import pytest

from readiness.annexe_a.judging import Judged, Wanted, judge
from readiness.annexe_a.mapping_files import read_mapping_file
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.spellings import Spelling
from readiness.checklists.folder import checklists_folder
from readiness.checklists.standards import load_standards
from tests.support.annexe_a import EDITION

AUTHORITIES = load_standards(checklists_folder()).authorities
START, PLAN = "CIN Start Date", "Child Protection Plan Start Date"


def value(column: str, text: str, read_as: str, line: int = 2) -> Wanted:
    return Wanted(line, False, column, text, read_as)


def heading(text: str, read_as: str, line: int = 2) -> Wanted:
    return Wanted(line, True, "", text, read_as)


def judged(*wanted: Wanted, standing: tuple[Spelling, ...] = ()) -> Judged:
    return judge(wanted, EDITION, AUTHORITIES, standing)


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (value("ethnicity", " Wht Brit ", "White British"), ("Ethnicity", "Wht Brit", "a) WBRI")),
        (value("Gender", "Neithr", "c) Neither"), ("Gender", "Neithr", "c) Neither")),
        (value("Gender", "=1+1", "m"), ("Gender", "=1+1", "a) Male")),
        (value(n.DISABLED, "Not known", "U"), (n.DISABLED, "Not known", "c) Unknown")),
        (value("LA of Placement", "Brnt", "Brent"), ("LA of Placement", "Brnt", "Brent")),
        (value("LA of Placement", "Powys", "WAL"), ("LA of Placement", "Powys", "WAL")),
        (heading("Ethnic origin", "ethnicity"), ("Ethnicity", "Ethnic origin", "")),
    ],
)
def test_a_spelling_is_kept_with_what_it_means_in_ofsteds_words(
    wanted: Wanted, line: tuple[str, str, str]
) -> None:
    assert judged(wanted) == Judged((Spelling(*line),), ())


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (value("Gender", "Girl", "Purple"), "“Read as”: “Purple” is not one of the codes"),
        (value("Gender", "male", "b"), "“As it came”: “male” is understood already, as “a) Male”"),
        (value("Ethnicity", "White", "WBRI"), "“White” is a grouping."),
        (value("Gender", "#N/A", "m"), "is an error of a formula."),
        (
            value("Gender", "n/a", "m"),
            "“n/a” stands for nothing, and this column must not be blank.",
        ),
        (
            value("Case Status", "not known", "a"),
            "“not known” stands for nothing, and this column must not be blank.",
        ),
        (value("Gender", "  ", "m"), "“As it came”: This is blank."),
        (value("Gender", "x" * 201, "m"), "longer than 200 characters"),
        (value("Gender", "x\0", "m"), "“As it came”: This has a character that no file may hold"),
        (value("Allocated Team", "x", "y"), "“Column”: Values of “Allocated Team” cannot be"),
        (value("Nowhere", "x", "y"), "“Column”: “Nowhere” is not a column of the lists."),
        (value("LA of Placement", "Brnt", "Atlantis"), "is not the name of an English council"),
        (value("LA of Placement", "Brent", "Kent"), "“Brent” is understood already"),
        (value("LA of Placement", "Cumbria", "Kent"), "“Cumbria” is known already."),
        (heading("Sex", "Nowhere"), "“Read as”: “Nowhere” is not a column of the lists."),
        (heading("Gender", "Ethnicity"), "“Gender” is understood already, as “Gender”."),
    ],
)
def test_what_cannot_be_mapped_is_told_with_its_line_and_column(
    wanted: Wanted, sentence: str
) -> None:
    (fault,) = judged(wanted).faults
    assert fault.sentence.startswith("Line 2, ")
    assert sentence in fault.sentence


def test_one_spelling_is_read_in_one_way_only() -> None:
    twice = judged(
        value("Gender", "Boy", "a", 2),
        value("Gender", "BOY", "Male", 3),
        value("Gender", "boy", "b", 4),
    )
    assert len(twice.lines) == 1
    assert [fault.sentence for fault in twice.faults] == [
        "Line 4, “Read as”: “boy” is read as “a) Male” in line 2. Keep one of the two."
    ]
    standing = (Spelling("Gender", "Boy", "a) Male"),)
    assert judged(value("Gender", "boy", "m"), standing=standing) == Judged((), ())
    (fault,) = judged(value("Gender", "boy", "b"), standing=standing).faults
    assert "by the mapping already" in fault.text


def test_a_heading_may_mean_two_columns_that_no_list_has_both_of() -> None:
    assert len(judged(heading("Start", START), heading("Start", PLAN)).lines) == 2
    (fault,) = judged(heading("Began", START), heading("began", "CIN Closure Date", 5)).faults
    assert fault.line == 5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_as_excel_saves_it_and_an_apostrophe_before_a_formula_taken_off(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "mapping.csv"
    rows = "What;Column;As it came;Lists;Read as\nValue;Gender;'=1+1;;m\nvalue;Gender;Garçon;;m\n"
    path.write_bytes(rows.encode(encoding))
    read = [(one.line, one.text, one.read_as) for one in read_mapping_file(path).wanted]
    assert read == [(2, "=1+1", "m"), (3, "Garçon", "m")]
