"""Periods and days: each rule with rows that break it and rows that do not."""

from datetime import date, timedelta

import pytest

from readiness.annexe_a.checking import Known, make_context
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.windows import earliest_snapshot
from tests.support.annexe_a import DAY
from tests.support.annexe_a_rules import (
    Lists,
    Row,
    ago,
    code_of,
    codes,
    find,
    missed_of_lists,
    rules_of,
)

HALF_YEAR, BEFORE = date(2026, 5, 24), date(2026, 5, 23)
OLD: Row = {
    n.ENQUIRED: date(2024, 1, 1), n.FIRST_START: None, n.FIRST_END: None, n.SECOND_START: None,
    n.SECOND_END: None, n.FAMILY_MATCHED: None, n.FAMILY_PLACED: None,
    n.LEFT_REASON: "1",
}  # fmt: skip
STAGED: Row = {**OLD, n.ENQUIRED: None, n.FIRST_START: date(2024, 3, 1), n.LEFT_REASON: None}
CASES: dict[str, tuple[Lists, Lists]] = {
    "contact-outside-window": ({1: [{n.CONTACTED: BEFORE}]}, {1: [{n.CONTACTED: HALF_YEAR}]}),
    "early-help-outside-window": ({2: [{n.HELP_START: ago(300), n.HELP_END: BEFORE}]},
                                  {2: [{n.HELP_START: ago(300), n.HELP_END: None}]}),
    "referral-outside-window": ({3: [{n.REFERRED: BEFORE}]}, {3: [{n.REFERRED: HALF_YEAR}]}),
    "assessment-outside-window": ({4: [{n.ASSESS_START: BEFORE, n.ASSESS_END: BEFORE}]},
                                  {4: [{n.ASSESS_START: BEFORE, n.ASSESS_END: HALF_YEAR}]}),
    "enquiry-outside-window": ({5: [{n.ENQUIRY: BEFORE}]}, {5: [{n.ENQUIRY: HALF_YEAR}]}),
    "enquiry-outside-window, undecided": (
        {5: [{n.ENQUIRY: BEFORE, n.CONFERENCE: None}]},
        {5: [{n.ENQUIRY: BEFORE, n.CONFERENCE: None, n.UNNEEDED: None}]}),
    "need-outside-window": ({6: [{n.NEED_END: BEFORE}]}, {6: [{n.NEED_END: HALF_YEAR}]}),
    "plan-outside-window": ({7: [{n.PLAN_END: BEFORE}]}, {7: [{}]}),
    "care-outside-window": ({8: [{n.CARE_END: BEFORE}]}, {8: [{}]}),
    "adoption-outside-window": ({10: [{n.ADOPTED: date(2025, 11, 23)}]},
                                {10: [{n.ADOPTED: date(2025, 11, 24)}]}),
    "adopter-outside-window": ({11: [{**OLD, n.LEFT: date(2025, 11, 23)}]},
                               {11: [{**OLD, n.LEFT: date(2025, 11, 24)}]}),
    "adopter-outside-window, in the process": (
        {11: [{**STAGED, n.LEFT: date(2025, 11, 23)}]}, {11: [STAGED]}),
}  # fmt: skip
TAKEN: dict[str, tuple[Lists, Lists]] = {
    "latest-dates-old": (
        {1: [{n.CONTACTED: ago(22 + place)} for place in range(60)]},
        {1: [{n.CONTACTED: ago(21 + place)} for place in range(60)]}),
    "ages-of-another-day": (
        {1: [{n.BIRTH: date(2014, 7, 1) + timedelta(days=place), n.AGE: 11} for place in range(9)],
         2: [{}]},
        {1: [{n.BIRTH: date(2014, 7, 1) + timedelta(days=place), n.AGE: 11} for place in range(5)],
         2: [{}]}),
}  # fmt: skip


def test_rows_of_another_time_are_found_and_others_are_not() -> None:
    assert missed_of_lists("windows", CASES) == []


@pytest.mark.parametrize("code", TAKEN)
def test_lists_of_another_day_are_found_and_others_are_not(code: str) -> None:
    broken, whole = TAKEN[code]
    assert code in codes("windows", broken)
    assert code not in codes("windows", whole)


def test_every_rule_of_windows_is_tried() -> None:
    assert {rule.code for rule in rules_of("windows")} - {"taken-too-early"} == {
        *map(code_of, CASES),
        *TAKEN,
    }


@pytest.mark.parametrize(
    ("called_on", "is_early"),
    [(date(2026, 12, 4), False), (date(2026, 12, 7), True), (date(2026, 12, 11), True)],
)
def test_lists_may_be_no_older_than_the_wednesday_of_the_week_before_the_call(
    called_on: date, is_early: bool
) -> None:
    context = make_context(DAY + timedelta(days=1), Known(called_on=called_on))
    found = {f.code for f in find("windows", {1: [{}]}, context)}
    assert ("taken-too-early" in found) is is_early


def test_the_wednesday_is_that_of_the_week_before() -> None:
    assert earliest_snapshot(date(2026, 11, 30)) == date(2026, 11, 25)
    assert earliest_snapshot(date(2026, 12, 4)) == date(2026, 11, 25)
    assert earliest_snapshot(date(2026, 11, 29)) == date(2026, 11, 18)


def test_without_a_call_the_day_of_the_lists_is_not_judged() -> None:
    assert find("windows", {1: [{}]}) == []
