"""Cells that cannot be understood: each reason with a cell that has it and one that has not."""

import time

import pytest

from readiness.annexe_a.rules import names as n
from readiness.office.sheets import Cell
from tests.support.annexe_a_rules import Case, find, missed, untried

CASES = [
    Case("formula-error", 1, {n.CONTACTED: "#N/A"}, {n.CONTACTED: "01/11/2026"}),
    Case("placeholder-where-needed", 6, {n.NEED_START: "n/a"}, {n.NEED_END: "n/a"}),
    Case("placeholder-for-blank", 6, {n.NEED_END: "n/a"}, {n.NEED_END: " "}),
    Case("date-as-number", 3, {n.REFERRED: "46336"}, {n.REFERRED: "46336 days"}),
    Case("date-month-first", 3, {n.REFERRED: "10/31/2026"}, {n.REFERRED: "31/10/2026"}),
    Case("date-short-year", 3, {n.REFERRED: "31/10/26"}, {n.REFERRED: "31/10/2026"}),
    Case("date-no-such-day", 3, {n.REFERRED: "31/11/2026"}, {n.REFERRED: "30/11/2026"}),
    Case("date-without-day", 3, {n.REFERRED: "October 2026"}, {n.REFERRED: "2026-10-31"}),
    Case("date-unreadable", 3, {n.REFERRED: "last week"}, {n.REFERRED: "31/10/26"}),
    Case("number-not-whole", 3, {n.REFERRALS: "1.5"}, {n.REFERRALS: "1.0"}),
    Case("number-with-words", 3, {n.REFERRALS: "2 times"}, {n.REFERRALS: "2"}),
    Case("whole-unreadable", 3, {n.REFERRALS: "several"}, {n.REFERRALS: "0"}),
    Case("code-grouped", 1, {n.ETHNICITY: "White"}, {n.ETHNICITY: "White British"}),
    Case("code-contradicts", 1, {n.ETHNICITY: "a) WIRI"}, {n.ETHNICITY: "b) WIRI"}),
    Case("code-several", 6, {n.STATUS: "a) and b)"}, {n.STATUS: "a)"}),
    Case("code-ambiguous", 1, {n.ETHNICITY: "s"}, {n.ETHNICITY: "REFU"}),
    Case("code-retired", 8, {n.CARE_REASON: "u) X1:CodeError"}, {n.CARE_REASON: "E8"}),
    Case("code-unknown", 1, {n.GENDER: "blue"}, {n.GENDER: "M"}),
]


def test_every_reason_is_found_where_it_is_and_only_there() -> None:
    assert missed("unread", CASES) == []
    assert untried("unread", CASES) == set()


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (n.CONTACT_SOURCE, "Individual", "code-grouped"),
        (n.CONTACT_SOURCE, "d) Health services", "code-grouped"),
        (n.CONTACT_SOURCE, "1", "code-unknown"),
        (n.CONTACTED, "31/02/2026 10:00", "date-unreadable"),
        (n.CONTACTED, "Not known", "placeholder-where-needed"),
        (n.CONTACT_SOURCE, "Not  known", "code-unknown"),
        (n.ETHNICITY, "not known", "code-unknown"),
    ],
)
def test_one_cell_has_one_reason(column: str, text: Cell, code: str) -> None:
    found = find("unread", {1: [{column: text}]})
    assert [finding.code for finding in found] == [code]


def test_the_group_is_that_of_the_kind_of_column() -> None:
    (found,) = find("unread", {1: [{n.ETHNICITY: "White"}]})
    assert (found.rule, found.cell) == ("code-unknown", "C2")
    assert "“White” is a grouping" in found.message


def test_a_cell_of_spaces_is_judged_at_once() -> None:
    begun = time.process_time()
    (found,) = find("unread", {6: [{n.STATUS: f"blue{' ' * 30_000}green"}]})
    assert found.code == "code-unknown"
    assert time.process_time() - begun < 2
