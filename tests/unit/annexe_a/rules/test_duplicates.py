"""Repeats and overlaps: each rule with rows that break it and rows that do not."""

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Lists, Row, ago, find, missed_of_lists, rules_of

OTHER: Row = {n.ID: "C2"}
CASES: dict[str, tuple[Lists, Lists]] = {
    "event-twice": ({1: [{}, {}]}, {1: [{}, OTHER]}),
    "event-twice-differing": ({3: [{}, {n.TEAM: "B"}]}, {3: [{}, {n.REFERRED: ago(9)}]}),
    "child-twice": ({6: [{}, {n.STATUS: "b)"}]}, {6: [{}, OTHER]}),
    "person-twice": ({9: [{}, {}]}, {9: [{}, OTHER]}),
    "adopter-twice": ({11: [{}, {}]}, {11: [{}, {n.ADOPTER: "A2"}]}),
    "early-help-overlaps": ({2: [{}, {n.HELP_START: ago(11)}]}, {2: [{}, {n.HELP_START: ago(10)}]}),
    "assessments-overlap": ({4: [{}, {n.ASSESS_START: ago(21)}]},
                            {4: [{}, {n.ASSESS_START: ago(20)}]}),
    "conference-of-two-enquiries": ({5: [{}, {n.ENQUIRY: ago(35)}]},
                                    {5: [{}, {n.ENQUIRY: ago(35), n.CONFERENCE: ago(20)}]}),
}  # fmt: skip


def test_rows_that_repeat_or_overlap_are_found_and_others_are_not() -> None:
    assert missed_of_lists("duplicates", CASES) == []


def test_every_rule_of_repeats_is_tried() -> None:
    assert {rule.code for rule in rules_of("duplicates")} == CASES.keys()


def test_repeats_that_differ_are_shown_side_by_side() -> None:
    (found,) = find("duplicates", {6: [{}, {n.TEAM: None, n.STATUS: "b)"}]})
    assert (found.cell, found.severity, found.rule) == ("A3", "error", "duplicate")
    assert "repeats row 2: the same “Child Unique ID”." in found.message
    shown = "c) Child in need plan there, b) Child Protection plan here"
    assert (
        f"“Case Status”: {shown}; “Allocated Team”: North team there, blank here" in found.message
    )


def test_what_is_still_open_overlaps_every_later_row_and_is_named() -> None:
    rows: list[Row] = [
        {n.HELP_START: ago(160), n.HELP_END: None},
        {n.HELP_START: ago(130), n.HELP_END: ago(120)},
        {n.HELP_START: ago(60), n.HELP_END: ago(30)},
        {n.HELP_START: ago(60), n.HELP_END: ago(20)},
    ]
    found = [f for f in find("duplicates", {2: rows}) if f.code == "early-help-overlaps"]
    assert [f.row for f in found] == [3, 4, 5]
    assert all("the early help of row 2 ended" in f.message for f in found)
    assert find("duplicates", {2: rows[1:3]}) == []


def test_each_of_three_alike_but_the_first_is_found() -> None:
    assert [f.row for f in find("duplicates", {1: [{}, {}, {}]})] == [3, 4]
