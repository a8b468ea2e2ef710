"""Explanations in a file: what is taken, and every fault with its line and column."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from readiness.annexe_a.explaining import Explained, Standing, find_day_fault
from readiness.annexe_a.explaining_files import Taking, read_explanations
from readiness.checklists.folder import checklists_folder
from readiness.checklists.worklists import load_worklists
from readiness.errors import Unusable
from readiness.office.xlsx import SheetOut, write_xlsx

TODAY = date(2026, 11, 24)
WORDS = load_worklists(checklists_folder())
KNOWN = {"bcdf": (6, "age-wrong", "Age of Child (Years)"), "ghjk": (8, "birth-blank", "")}
FOUND = pl.DataFrame(
    [{"reference": key, "list": a, "code": b, "column": c} for key, (a, b, c) in KNOWN.items()]
)


def take(*rows: tuple[str, str, str], known: Mapping[str, tuple[int, str, str]] = KNOWN) -> Taking:
    """What these rows say, from line 2 on."""
    taking = Taking(known, TODAY, WORDS)
    for line, row in enumerate(rows, 2):
        named = zip(("Finding", "Explanation", "Until"), row, strict=True)
        taking.take(f"Line {line}", dict(named))
    return taking


def read(path: Path, content: bytes) -> tuple[list[Explained], list[str]]:
    """What a csv file says."""
    path.write_bytes(content)
    said, faults = read_explanations(
        path, name="replies.csv", limit=10**7, found=FOUND, today=TODAY, words=WORDS
    )
    return list(said), list(faults)


def test_a_row_with_an_explanation_is_taken_and_one_without_is_passed_over() -> None:
    taken = take(("bcdf", " Genuine: twins ", "31/01/2027"), ("nobody", "", "never"))
    (said,) = taken.said.values()
    assert said == Explained(
        "bcdf", 6, "age-wrong", "Age of Child (Years)", "Genuine: twins", date(2027, 1, 31)
    )
    assert not taken.faults


def test_without_a_day_it_holds_as_long_as_is_usual() -> None:
    (said,) = take(("bcdf", "Genuine", "")).said.values()
    assert said.expires_on == date(2027, 5, 24)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("zzzz", "Genuine", ""), "Line 2, “Finding”: “zzzz” is none of the findings"),
        (("", "Genuine", ""), "Line 2, “Finding”: is blank."),
        (("bcdf", "Genuine", "soon"), "Line 2, “Until”: “soon” is no date."),
        (("bcdf", "Genuine", "23/11/2026"), "Line 2, “Until”: Monday 23 November 2026 is past."),
        (("bcdf", "Genuine", "25/11/2027"), "Line 2, “Until”: An explanation holds until"),
        (("bcdf", "G" * 501, ""), "Line 2, “Explanation”: The explanation is longer than 500"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(row: tuple[str, str, str], fault: str) -> None:
    taken = take(row)
    assert not taken.said
    (told,) = taken.faults
    assert told.startswith(fault)


def test_a_finding_twice_is_one_where_both_say_the_same_and_a_fault_where_not() -> None:
    same = ("bcdf", "Genuine", "")
    assert len(take(same, same).said) == 1
    (fault,) = take(same, ("bcdf", "A mistake", "")).faults
    assert "Line 3, “Finding”: this finding is explained otherwise on line 2." in fault


LAST = date(2027, 1, 31)
THERE = Standing(7, "Genuine:\r\ntwins", LAST, "Dana Data", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # An old file says the same again, and lengthens nothing.
        (("Genuine:\ntwins", "", ""), (THERE.text, LAST)),
        (("Genuine: twins", "31/01/2027", ""), None),
        (("Another word", "", ""), None),
        (("Another word", "", "Before (Dana Data, until 31/01/2027)"), None),
        (("Another word", "01/02/2027", f"'{THERE.told} "), ("Another word", date(2027, 2, 1))),
    ],
)
def test_what_stands_is_replaced_only_by_a_row_that_shows_it(
    row: tuple[str, str, str], said: tuple[str, date] | None
) -> None:
    taking = Taking(KNOWN, TODAY, WORDS, {"bcdf": THERE})
    named = zip(("Explanation", "Until", "Explained"), row, strict=True)
    taking.take("Line 2", {"Finding": "bcdf", **dict(named)})
    assert [(one.text, one.expires_on) for one in taking.said.values()] == ([said] if said else [])
    if said is None:
        (fault,) = taking.faults
        assert fault.startswith(
            "Line 2, “Finding”: Dana Data explained this on Friday 20 November 2026, and this row "
        )


def test_what_has_run_out_may_be_said_anew_by_any_file() -> None:
    over = replace(THERE, expires_on=date(2026, 11, 23))
    taking = Taking(KNOWN, TODAY, WORDS, {"bcdf": over})
    taking.take("Line 2", {"Finding": "bcdf", "Explanation": "Another word", "Until": ""})
    assert (taking.said["bcdf"].expires_on, taking.faults) == (date(2027, 5, 24), [])


def test_text_that_looks_like_a_formula_stays_text_and_hidden_characters_go() -> None:
    (said,) = take(("bcdf", "=HYPERLINK(1)\u202e\x07", "")).said.values()
    assert said.text == "=HYPERLINK(1)"


def test_twenty_thousand_rows_are_taken_soon() -> None:
    known = {f"r{n}": (6, "age-wrong", "") for n in range(20_000)}
    began = time.process_time()
    taken = take(*((key, "Genuine", "31/01/2027") for key in known), known=known)
    assert len(taken.said) == 20_000
    assert time.process_time() - began < 2


def test_files_that_hold_no_explanation_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "replies.csv"
    for content, words in (
        (b"", "is empty"),
        (b"Name,Why\r\nbcdf,Genuine\r\n", "no headings “Finding” and “Explanation”"),
        (b"Finding,Explanation\r\nbcdf,\r\n", "No line has anything under “Explanation”"),
        (b"Finding,Explanation,explanation\r\nbcdf,x,\r\n", "“Explanation” is there twice"),
    ):
        with pytest.raises(Unusable, match=words):
            read(path, content)


def test_a_file_in_windows_letters_with_a_title_above_is_read(tmp_path: Path) -> None:
    content = "Our replies\r\nexplanation;FINDING ;other\r\nGenuine: naïve;ghjk;x\r\nA;b;c\r\n"
    said, faults = read(tmp_path / "replies.csv", content.encode("cp1252"))
    assert [(one.reference, one.text) for one in said] == [("ghjk", "Genuine: naïve")]
    assert [fault[:18] for fault in faults] == ["Line 4, “Finding”:"]


def test_an_explanation_may_end_on_the_day_it_is_given() -> None:
    assert find_day_fault(TODAY, TODAY, WORDS) == ""


def test_a_worklist_that_came_back_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    path = tmp_path / "replies.xlsx"
    head = [["Worklist: North"], ["1 finding."], [], ["Finding", "Explanation", "Until"]]
    sheets = [
        SheetOut("Worklist", [*head, ["bcdf", "Genuine", date(2027, 1, 31)]]),
        SheetOut("Notes", [["Nothing of ours"]]),
        SheetOut("South", [*head, ["gone", "Genuine", None]]),
    ]
    write_xlsx(path, sheets, title="Replies", created=TODAY)
    said, faults = read_explanations(
        path, name="replies.xlsx", limit=10**7, found=FOUND, today=TODAY, words=WORDS
    )
    assert [one.expires_on for one in said] == [date(2027, 1, 31)]
    assert [fault[:29] for fault in faults] == ["Sheet 3, line 5, “Finding”: “"]
