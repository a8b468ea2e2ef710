"""Lists 6 and 7, each rule with a row that breaks it and one that does not."""

from datetime import date

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Row, ago, missed, untried

CLOSED: Row = {n.NEED_END: ago(3), n.NEED_REASON: "RC7", n.STATUS: "e)"}
ENDED: Row = {n.PLAN_END: ago(3)}
UNBORN: Row = {n.BIRTH: date(2027, 3, 1), n.AGE: -1}
CASES = [
    Case("need-ended-before-it-began", 6, {**CLOSED, n.NEED_END: ago(101)}, CLOSED),
    Case("seen-after-closure", 6, {**CLOSED, n.SEEN: ago(2)}, CLOSED),
    Case("not-seen-since-it-began", 6, {n.SEEN: ago(101)}, {n.SEEN: ago(100)}),
    Case("need-ended-without-reason", 6, {**CLOSED, n.NEED_REASON: None}, CLOSED),
    Case("need-ended-without-date", 6, {**CLOSED, n.NEED_END: None}, CLOSED),
    Case("closed-without-date", 6, {n.STATUS: "e)"}, CLOSED),
    Case("closed-but-status-open", 6, {**CLOSED, n.STATUS: "c)"}, CLOSED),
    Case("closed-after-assessment", 6, {**CLOSED, n.NEED_REASON: "RC8"}, CLOSED),
    Case("closed-after-assessment-to-early-help", 6, {**CLOSED, n.NEED_REASON: "RC9"}, CLOSED),
    Case("not-in-need", 6, {n.NEED: "N9"}, {n.NEED: "N8"}),
    Case("need-not-stated", 6, {n.NEED: "N0"}, {n.NEED: "N0", n.STATUS: "d)"}),
    Case("never-seen", 6, {n.SEEN: None}, {n.SEEN: None, **UNBORN}),
    Case("unborn-in-care", 6, {**UNBORN, n.STATUS: "a)"}, {**UNBORN, n.STATUS: "d)"}),
    Case("grown-up-in-need", 6, {n.AGE: 18}, {n.AGE: 18, **CLOSED}),
    Case("plan-ended-before-it-began", 7, {n.PLAN_END: ago(27)}, ENDED),
    Case("visited-before-plan", 7, {n.PLAN_VISIT: ago(27)}, {n.PLAN_VISIT: ago(26)}),
    Case("reviewed-before-plan", 7, {n.PLAN_REVIEW: ago(27)}, {n.PLAN_REVIEW: ago(20)}),
    Case("visited-after-plan", 7, {n.PLAN_END: ago(6)}, {n.PLAN_END: ago(5)}),
    Case("reviewed-after-plan", 7, {**ENDED, n.PLAN_REVIEW: ago(2)}, {n.PLAN_REVIEW: ago(2)}),
    Case("visit-without-seen-alone", 7, {n.ALONE: None}, {n.ALONE: None, n.PLAN_VISIT: None}),
    Case("seen-alone-without-visit", 7, {n.PLAN_VISIT: None}, {n.ALONE: "b)"}),
    Case("seen-alone-unknown", 7, {n.ALONE: "c)"}, {n.ALONE: "b)"}),
    Case("plans-before-implausible", 7, {n.PLANS_BEFORE: 7}, {n.PLANS_BEFORE: 6}),
    Case("plans-before-too-many-for-age", 7, {n.PLANS_BEFORE: 4, n.AGE: 1},
         {n.PLANS_BEFORE: 3, n.AGE: 1}),
    Case("grown-up-on-plan", 7, {n.AGE: 18}, {n.AGE: 18, **ENDED}),
]  # fmt: skip


def test_every_rule_of_lists_6_and_7_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("need", CASES) == []
    assert untried("need", CASES) == set()
