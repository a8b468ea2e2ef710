"""The scorecard’s figures as people write them, and what is said of those that cannot be read."""

from datetime import date

import pytest

from readiness.annexe_a.reported import Figure, read_children, read_figures
from readiness.checklists.folder import checklists_folder
from readiness.checklists.reconciliation import load_reconciliation
from readiness.errors import Unusable
from readiness.office.sheets import Sheet

KNOWN = load_reconciliation(checklists_folder())
TODAY = date(2026, 11, 24)
OCTOBER = date(2026, 10, 1)
HEAD = ["indicator", "month", "numerator", "denominator", "value"]


def read(
    *rows: list[str | None], head: list[str | None] | None = None
) -> dict[date, dict[str, Figure]]:
    sheet = Sheet.from_rows("figures", [head or list(HEAD), *rows])
    return read_figures(sheet, KNOWN, TODAY).months


def refuse(*rows: list[str | None], head: list[str | None] | None = None) -> str:
    with pytest.raises(Unusable) as raised:
        read(*rows, head=head)
    return raised.value.sentence


def test_counts_have_a_value_and_shares_a_numerator_and_a_denominator() -> None:
    found = read(
        ["1.2", "2026-10", "n/a", "n/a", "790"],
        ["3.3", "2026-10", "615", "790", "77.8%"],
        ["6.1", "2026-09", "1,256", "1,268", ""],
        [None, None, None, None, None],
    )
    assert found[OCTOBER] == {"1.2": Figure("1.2", 790), "3.3": Figure("3.3", 615, 790)}
    assert found[date(2026, 9, 1)] == {"6.1": Figure("6.1", 1256, 1268)}


@pytest.mark.parametrize(
    "written",
    [
        "2026-10",
        "2026-10-31",
        "10/2026",
        "31/10/2026",
        "October 2026",
        "Oct 2026",
        "Oct-26",
        "oct 26",
    ],
)
def test_a_month_is_read_however_excel_left_it(written: str) -> None:
    assert list(read(["1.2", written, "", "", "790"])) == [OCTOBER]


def test_headings_come_in_any_order_below_empty_rows_with_others_beside_them() -> None:
    sheet = Sheet.from_rows(
        "x", [[None], ["Value", "note", "REF ", "Month"], ["790", "-", "1.2", "2026-10"]]
    )
    assert read_figures(sheet, KNOWN, TODAY).months == {OCTOBER: {"1.2": Figure("1.2", 790)}}


def test_figures_that_no_list_can_give_are_left_out_and_named() -> None:
    rows = [HEAD, ["1.1", "2026-10", "1958", "2165", "90.4"], ["1.4", "2026-10", "", "", "291"]]
    given = read_figures(Sheet.from_rows("x", rows), KNOWN, TODAY)
    assert given.left_out == ["1.1"]
    assert list(given.months[OCTOBER]) == ["1.4"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["9.9", "2026-10", "", "", "1"], "Row 2: “9.9” is no indicator that is held against"),
        (["1.2", "2026-13", "", "", "1"], "Row 2: “2026-13” is not a month. Write it like"),
        (["1.2", "31/02/2026", "", "", "1"], "“31/02/2026” is not a month"),
        (["1.2", "1026-10", "", "", "1"], "“1026-10” is not a month"),
        (["1.2", "", "", "", "1"], "“” is not a month"),
        (["1.2", "2026-12", "", "", "1"], "December 2026 has not begun"),
        (["3.3", "2026-10", "791", "790", ""], "the numerator 791 is above the denominator 790"),
        (["3.3", "2026-10", "615", "", "77.8"], "3.3 is a share. Give its numerator and its"),
        (["3.3", "2026-10", "615", "790", "80"], "the value 80 is not 615 of 790, which is 77.8"),
        (["3.3", "2026-10", "615", "790", "=A1"], "the value “=A1” is not a number"),
        (["3.3", "2026-10", "=SUM(A1)", "790", ""], "the numerator “=SUM(A1)” is not a whole"),
        (["1.2", "2026-10", "", "", "-5"], "the value “-5” is not a whole number"),
        (["1.2", "2026-10", "", "", "9" * 40], f"the value “{'9' * 30}…” is not a whole number"),
        (["1.2", "2026-10", "", "", "1,000,000,000"], "“1,000,000,000” is not a whole number"),
        (["1.2", "2026-10", "", "790", "790"], "1.2 is a count and has no denominator"),
        (["1.2", "2026-10", "", "", ""], "1.2 has no value"),
        (["1.2", "2026-10", "1", "", "2"], "the value 2 is not the numerator 1"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named_with_what_to_do(
    row: list[str | None], said: str
) -> None:
    assert said in refuse(row)


def test_the_first_fault_is_told_and_how_many_more_rows_there_are() -> None:
    sentence = refuse(
        ["9.9", "2026-10", "", "", "1"], ["1.2", "May", "", "", "1"], ["1.4", "x", "", "", "1"]
    )
    assert sentence.startswith("Row 2: “9.9”")
    assert sentence.endswith("2 more rows cannot be used either.")


def test_a_file_of_more_rows_than_anybody_has_is_refused_before_any_is_read() -> None:
    long: list[str | None] = [None] * 100_000
    columns = {at: [head, *long] for at, head in enumerate(("indicator", "month", "value"))}
    sheet = Sheet("x", range(1, 100_002), columns)
    with pytest.raises(Unusable, match="more than 100,000 rows"):
        read_figures(sheet, KNOWN, TODAY)


def test_the_same_figure_twice_is_refused_with_the_row_of_the_first() -> None:
    same: list[str | None] = ["1.2", "2026-10", "", "", "790"]
    assert "Row 3: 1.2 stands in row 2 already" in refuse(same, same)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["indicator", "numerator", "value"], "The first row has no heading “month”"),
        ([""], "The first row has no heading “indicator”"),
        (["indicator", "month", "value", "value"], "The heading “value” is there twice"),
    ],
)
def test_headings_that_are_missing_or_repeated_are_named(head: list[str | None], said: str) -> None:
    assert said in refuse(head=head)


def test_a_file_with_nothing_to_hold_against_the_lists_is_refused() -> None:
    assert "There is no figure in the file" in refuse(["1.1", "2026-10", "1", "2", ""])
    assert "There is no figure in the file" in refuse()


def children(*rows: list[str]) -> dict[str, Figure]:
    figures = {ref: Figure(ref, 2) for ref in ("1.3", "1.4")} | {"ICPC": Figure("ICPC", 1, 1)}
    return read_children(Sheet.from_rows("x", [["indicator", "child"], *rows]), KNOWN, figures)


def test_children_are_put_to_their_figures_and_the_others_keep_none() -> None:
    found = children(["1.3", " 0012 "], ["1.3", "34"])
    assert (found["1.3"].children, found["1.4"].children) == (
        frozenset({"0012", "34"}),
        None,
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["1.3", "77"], ["1.3", "77"]], "Row 3 of the children: it is the same as row 2."),
        ([["1.3", ""]], "Row 2 of the children: it has no child identifier"),
        ([["3.3", "77"]], "its indicator is none of the figures that are given with it"),
        ([["9.9", "77"]], "its indicator is none of the figures that are given with it"),
        ([["ICPC", "77"]], "ICPC counts events, not children"),
        ([["1.3", "77"]], "1.3 counts 2, but 1 child is named for it. Name them all, or none."),
    ],
)
def test_a_row_of_children_is_named_by_its_number_alone(rows: list[list[str]], said: str) -> None:
    with pytest.raises(Unusable) as raised:
        children(*rows)
    assert said in raised.value.sentence
    assert "77" not in raised.value.sentence
