"""Two extracts held against each other, where rows repeat their key."""

import polars as pl

from readiness.annexe_a.comparing import (
    ROWS,
    FindingChange,
    ListChange,
    Side,
    Which,
    find_added,
    match_sides,
)

FOUND = {
    "list": pl.Int64,
    "row": pl.Int64,
    "code": pl.String,
    "severity": pl.String,
    "mark": pl.String,
}


def make_side(*children: str, wrong: tuple[int, ...] = ()) -> Side:
    """Rows of List 6 from row 1 on, and of those that are wrong a finding; of 0 the list’s own."""
    rows = [(6, row, f"key {child}", child) for row, child in enumerate(children, start=1)]
    found = [(6, row, "odd", "error", children[row - 1] if row else "all") for row in wrong]
    return Side(
        pl.DataFrame(rows, schema=ROWS, orient="row"),
        pl.DataFrame(found, schema=FOUND, orient="row"),
    )


def test_equal_rows_and_findings_are_counted_against_each_other() -> None:
    old = make_side("C1", "C1", "C2", "C3", wrong=(0, 1, 2, 3, 4))
    new = make_side("C1", "C2", "C2", "C4", wrong=(0, 1, 2, 3, 4))
    matched = match_sides(old, new)
    counted = matched.count({6: "Children in need", 7: "Plans"})
    assert counted.lists == (
        ListChange(6, "Children in need", 4, 4, joined=2, left=2),
        ListChange(7, "Plans", 0, 0, joined=0, left=0),
    )
    # Of the two that are fixed, one of C1 went though its key is there still: C3’s is not.
    assert counted.findings == (FindingChange(6, "odd", "error", new=2, fixed=2, still=3, gone=1),)
    named = {which: matched.list_identifiers(which, 6) for which in Which}
    assert named[Which.JOINED] == named[Which.NEW] == ("C2", "C4")
    assert named[Which.LEFT] == named[Which.FIXED] == ("C1", "C3")
    assert named[Which.STILL] == ("", "C1", "C2")
    assert matched.list_identifiers(Which.NEW, 6, "other") == ()


def test_of_equal_ones_the_last_are_added() -> None:
    now, then = pl.Series(["a", "b", "a", "a", "c"]), pl.Series(["a", "c", "c"])
    assert find_added(now, then).to_list() == [False, True, True, True, False]
    assert find_added(then, now).to_list() == [False, False, True]
