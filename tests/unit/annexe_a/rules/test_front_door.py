"""Lists 1 to 5, each rule with a row that breaks it and one that does not."""

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Row, ago, missed, untried

NEEDLESS: Row = {n.UNNEEDED: "a)", n.CONFERENCE: None, n.CONFERENCE_PLAN: None}
ONGOING: Row = {n.ASSESS_END: None, n.ASSESS_NEED: None}
CASES = [
    Case("early-help-ended-before-it-began", 2, {n.HELP_END: ago(61)}, {n.HELP_END: ago(60)}),
    Case("referrals-implausible", 3, {n.REFERRALS: 13}, {n.REFERRALS: 12}),
    Case("authorised-before-it-began", 4, {n.ASSESS_END: ago(51)}, {n.ASSESS_END: ago(50)}),
    Case("assessment-without-outcome", 4, {n.ASSESS_NEED: None}, ONGOING),
    Case("outcome-before-authorisation", 4, {n.ASSESS_END: None}, ONGOING),
    Case("assessed-but-not-seen", 4, {n.ASSESS_SEEN: "b)"}, {n.ASSESS_SEEN: "b)", **ONGOING}),
    Case("assessed-seen-unknown", 4, {n.ASSESS_SEEN: "c)"}, {n.ASSESS_SEEN: "c)", **ONGOING}),
    Case("assessed-seen-unknown", 4, {n.ASSESS_SEEN: "c)"}, {n.ASSESS_SEEN: "c)", n.AGE: -1}),
    Case("conference-before-enquiry", 5, {n.CONFERENCE: ago(41)}, {n.CONFERENCE: ago(40)}),
    Case("conference-held-though-unnecessary", 5, {n.UNNEEDED: "a)"}, NEEDLESS),
    Case("result-though-unnecessary", 5, {**NEEDLESS, n.CONFERENCE_PLAN: "b)"}, NEEDLESS),
    Case("conference-held-undecided", 5, {n.UNNEEDED: None}, {**NEEDLESS, n.UNNEEDED: None}),
    Case("conference-without-result", 5, {n.CONFERENCE_PLAN: None}, NEEDLESS),
    Case("result-without-conference", 5, {n.CONFERENCE: None}, NEEDLESS),
    Case("enquiries-implausible", 5, {n.ENQUIRIES: 9}, {n.ENQUIRIES: 8}),
    Case("conferences-implausible", 5, {n.CONFERENCES: 5}, {n.CONFERENCES: 4}),
    Case("more-conferences-than-enquiries", 5, {n.CONFERENCES: 2},
         {n.CONFERENCES: 2, n.ENQUIRIES: 1}),
]  # fmt: skip


def test_every_rule_of_lists_1_to_5_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("front-door", CASES) == []
    assert untried("front-door", CASES) == set()
