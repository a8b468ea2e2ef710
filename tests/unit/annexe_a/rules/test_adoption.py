"""Lists 10 and 11, each rule with a row that breaks it and one that does not."""

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Row, ago, missed, untried

ADOPTED: Row = {n.ADOPTED: ago(20)}
REVERSED: Row = {n.REVERSED: ago(20), n.REVERSAL: "RD1"}
WAITING: Row = {n.MATCHED: None, n.PLACED_ADOPTION: None, n.FAMILY: None}
LEFT: Row = {n.LEFT: ago(2), n.LEFT_REASON: "1"}
ENQUIRED: Row = {
    n.FIRST_START: None, n.FIRST_END: None, n.SECOND_START: None, n.SECOND_END: None,
    n.FAMILY_MATCHED: None, n.FAMILY_PLACED: None, n.CHILDREN: None,
}  # fmt: skip
OLD_WAY: Row = {**ENQUIRED, n.APPLIED: ago(600), n.APPROVED: ago(500)}
CASES = [
    Case("entered-care-before-birth", 10, {n.BIRTH: ago(599)}, {n.BIRTH: ago(600)}),
    Case("decided-before-care", 10, {n.DECIDED: ago(601)}, {n.DECIDED: ago(600)}),
    Case("order-before-decision", 10, {n.ORDER: ago(481)}, {n.ORDER: ago(480)}),
    Case("matched-before-decision", 10, {n.MATCHED: ago(481)}, {n.MATCHED: ago(480)}),
    Case("matched-before-order", 10, {n.MATCHED: ago(421)}, {n.MATCHED: ago(420)}),
    Case("placed-before-match", 10, {n.PLACED_ADOPTION: ago(201)}, {n.PLACED_ADOPTION: ago(200)}),
    Case("placed-before-order", 10, {n.PLACED_ADOPTION: ago(421)}, {n.PLACED_ADOPTION: ago(9)}),
    Case("adopted-before-placement", 10, {n.ADOPTED: ago(191)}, ADOPTED),
    Case("adopted-before-order", 10, {n.ADOPTED: ago(421)}, ADOPTED),
    Case("adopted-before-match", 10, {n.ADOPTED: ago(201)}, ADOPTED),
    Case("reversed-before-decision", 10, {**REVERSED, n.REVERSED: ago(481)}, REVERSED),
    Case("fostered-before-care", 10, {n.FOSTERED: ago(601)}, {n.FOSTERED: ago(600)}),
    Case("placed-before-fostering", 10, {n.FOSTERED: ago(189)}, {n.FOSTERED: ago(300)}),
    Case("adopted-before-fostering", 10, {**ADOPTED, n.FOSTERED: ago(19)}, ADOPTED),
    Case("reversed-without-reason", 10, {n.REVERSED: ago(20)}, REVERSED),
    Case("reversed-without-date", 10, {n.REVERSAL: "RD1"}, REVERSED),
    Case("adopted-and-reversed", 10, {**ADOPTED, **REVERSED}, REVERSED),
    Case("placed-without-match", 10, {n.MATCHED: None}, WAITING),
    Case("adopted-without-placement", 10, {**ADOPTED, n.PLACED_ADOPTION: None}, ADOPTED),
    Case("placed-without-order", 10, {n.ORDER: None}, {n.ORDER: None, **WAITING}),
    Case("family-without-match", 10, {**WAITING, n.FAMILY: "F1"}, WAITING),
    Case("adopted-very-soon", 10, {n.ADOPTED: ago(121)}, {n.ADOPTED: ago(120)}),
    Case("reversed-by-court-with-order", 10, {**REVERSED, n.REVERSAL: "RD2"},
         {**REVERSED, n.REVERSAL: "RD2", n.ORDER: None}),
    Case("grown-up-for-adoption", 10, {n.AGE: 17}, {n.AGE: 17, **ADOPTED}),
    Case("stage-1-before-enquiry", 11, {n.FIRST_START: ago(701)}, {n.FIRST_START: ago(700)}),
    Case("stage-1-ended-before-it-began", 11, {n.FIRST_END: ago(671)}, {n.FIRST_END: ago(670)}),
    Case("stage-2-before-stage-1-ended", 11, {n.SECOND_START: ago(611)},
         {n.SECOND_START: ago(610)}),
    Case("stage-2-ended-before-it-began", 11, {n.SECOND_END: ago(601)}, {n.SECOND_END: ago(600)}),
    Case("applied-before-enquiry", 11, {**OLD_WAY, n.APPLIED: ago(701)}, OLD_WAY),
    Case("approved-before-application", 11, {**OLD_WAY, n.APPROVED: ago(601)}, OLD_WAY),
    Case("family-matched-before-stage-2-ended", 11, {n.SECOND_END: ago(199)},
         {n.SECOND_END: ago(200)}),
    Case("family-matched-before-approval", 11, {**OLD_WAY, n.FAMILY_MATCHED: ago(501)},
         {**OLD_WAY, n.FAMILY_MATCHED: ago(500)}),
    Case("family-placed-before-match", 11, {n.FAMILY_PLACED: ago(201)},
         {n.FAMILY_PLACED: ago(200)}),
    Case("family-adopted-before-placement", 11, {n.ADOPTED: ago(191)}, ADOPTED),
    Case("left-before-enquiry", 11, {**LEFT, n.LEFT: ago(701)}, LEFT),
    Case("left-before-stage-1", 11, {**LEFT, n.LEFT: ago(671)}, LEFT),
    Case("stage-1-ended-without-start", 11, {n.FIRST_START: None}, OLD_WAY),
    Case("stage-2-ended-without-start", 11, {n.SECOND_START: None}, OLD_WAY),
    Case("stage-2-without-stage-1-end", 11, {n.FIRST_END: None}, OLD_WAY),
    Case("approved-without-application", 11, {**OLD_WAY, n.APPLIED: None}, OLD_WAY),
    Case("family-placed-without-match", 11, {n.FAMILY_MATCHED: None}, OLD_WAY),
    Case("family-adopted-without-placement", 11, {**ADOPTED, n.FAMILY_PLACED: None}, ADOPTED),
    Case("children-without-placement-date", 11, {n.FAMILY_PLACED: None}, OLD_WAY),
    Case("children-without-placement-date", 11, {n.FAMILY_PLACED: None},
         {n.FAMILY_PLACED: None, n.CHILDREN: 0}),
    Case("placement-without-children", 11, {n.CHILDREN: None}, OLD_WAY),
    Case("left-without-reason", 11, {n.LEFT: ago(2)}, LEFT),
    Case("left-without-date", 11, {n.LEFT_REASON: "1"}, LEFT),
    Case("no-child-placed", 11, {n.CHILDREN: 0}, {**ENQUIRED, n.CHILDREN: 0}),
    Case("children-implausible", 11, {n.CHILDREN: 6}, {n.CHILDREN: 5}),
    Case("adopted-and-left", 11, {**ADOPTED, **LEFT}, ADOPTED),
    Case("only-enquired", 11, ENQUIRED, {**ENQUIRED, n.FIRST_START: ago(670)}),
    Case("two-processes", 11, {n.APPLIED: ago(650)}, OLD_WAY),
    Case("matched-without-approval", 11, {n.SECOND_END: None},
         {n.SECOND_END: None, n.APPROVED: ago(300)}),
    Case("put-on-hold", 11, {**LEFT, n.LEFT_REASON: "2"}, LEFT),
    Case("family-adopted-without-family", 11, {**ADOPTED, n.FAMILY: None}, {n.FAMILY: None}),
]  # fmt: skip


def test_every_rule_of_lists_10_and_11_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("adoption", CASES) == []
    assert untried("adoption", CASES) == set()
