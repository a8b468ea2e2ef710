"""List 9, each rule with a row that breaks it and one that does not."""

from datetime import date

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Row, ago, missed, untried

AWAY: Row = {n.IN_TOUCH: "b)", n.HOME: None, n.SUITABLE: None, n.ACTIVITY: None}
CASES = [
    Case("home-though-out-of-touch", 9, {**AWAY, n.HOME: "U"}, AWAY),
    Case("suitability-though-out-of-touch", 9, {**AWAY, n.SUITABLE: "a)"}, AWAY),
    Case("activity-though-out-of-touch", 9, {**AWAY, n.ACTIVITY: "F1"}, AWAY),
    Case("home-blank-though-in-touch", 9, {n.HOME: None}, AWAY),
    Case("suitability-blank-though-in-touch", 9, {n.SUITABLE: None}, AWAY),
    Case("activity-blank-though-in-touch", 9, {n.ACTIVITY: None}, AWAY),
    Case("contact-blank-though-in-touch", 9, {n.LAST_CONTACT: None},
         {**AWAY, n.LAST_CONTACT: None}),
    Case("relevant-but-grown-up", 9, {n.ELIGIBILITY: "a)"}, {n.ELIGIBILITY: "a)", n.AGE: 17}),
    Case("former-relevant-but-a-child", 9, {n.AGE: 17}, {n.AGE: 18}),
    Case("eligible-but-grown-up", 9, {n.ELIGIBILITY: "d)"}, {n.ELIGIBILITY: "d)", n.AGE: 17}),
    Case("adviser-blank", 9, {n.ADVISER: None}, {n.ADVISER: None, n.ELIGIBILITY: "c)"}),
    Case("adviser-blank", 9, {**AWAY, n.ADVISER: None},
         {**AWAY, n.ADVISER: None, n.IN_TOUCH: "c)"}),
    Case("homeless-but-suitable", 9, {n.HOME: "S"}, {n.HOME: "S", n.SUITABLE: "b)"}),
    Case("emergency-but-suitable", 9, {n.HOME: "W"}, {n.HOME: "W", n.SUITABLE: "b)"}),
    Case("custody-but-suitable", 9, {n.HOME: "X"}, {n.HOME: "X", n.SUITABLE: "b)"}),
    Case("unknown-home-but-suitable", 9, {n.HOME: "R"}, {n.HOME: "R", n.SUITABLE: "b)"}),
    Case("unknown-home-though-in-touch", 9, {n.HOME: "R"}, {**AWAY, n.HOME: "R"}),
    Case("in-custody-but-working", 9, {n.HOME: "X", n.SUITABLE: "b)"},
         {n.HOME: "X", n.SUITABLE: "b)", n.ACTIVITY: "G5"}),
    Case("pathway-plan-before-15", 9, {n.PATHWAY: date(2021, 3, 4)},
         {n.PATHWAY: date(2021, 3, 5)}),
    Case("contact-before-birth", 9, {n.LAST_CONTACT: date(2006, 3, 4)}, {n.LAST_CONTACT: ago(1)}),
]  # fmt: skip


def test_every_rule_of_list_9_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("leavers", CASES) == []
    assert untried("leavers", CASES) == set()
