"""Adoption against care, and families: each rule with lists that break it and that do not."""

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import ADOPTIVE, Lists, Row, ago, find, missed_of_lists, rules_of

OTHER: Row = {n.ID: "C2"}
ADOPTED: Row = {n.ADOPTED: ago(20)}
REVERSED: Row = {n.REVERSED: ago(20), n.REVERSAL: "RD1"}
LEFT: Row = {**ADOPTIVE, n.CARE_END: ago(20), n.CARE_REASON: "E12"}
HOME: Row = {**LEFT, n.CARE_REASON: "E4A"}
FFA: Row = {**ADOPTIVE, n.PLACEMENT: "e) U5: Foster placement - FFA"}
SECOND: Row = {n.ADOPTER: "A2"}
FINE: Lists = {8: [ADOPTIVE], 10: [{}]}
DONE: Lists = {8: [LEFT], 10: [ADOPTED]}
FAMILY: Lists = {10: [{}], 11: [{}, SECOND]}
CASES: dict[str, tuple[Lists, Lists]] = {
    "for-adoption-not-in-care": ({8: [OTHER], 10: [{}]}, FINE),
    "entered-care-differs": ({8: [ADOPTIVE], 10: [{n.ENTERED: ago(599)}]}, FINE),
    "adopted-not-on-adoption-list": ({8: [LEFT], 10: [OTHER]}, DONE),
    "adoption-order-differs": ({8: [LEFT], 10: [{n.ADOPTED: ago(21)}]}, DONE),
    "adopted-but-in-care": ({8: [ADOPTIVE], 10: [ADOPTED]}, DONE),
    "left-care-adopted-without-order": ({8: [LEFT], 10: [{}]}, DONE),
    "adopted-but-left-otherwise": ({8: [HOME], 10: [ADOPTED]}, DONE),
    "placement-order-not-in-status": ({8: [{**ADOPTIVE, n.LEGAL: "C2"}], 10: [{}]}, FINE),
    "status-without-placement-order": ({8: [ADOPTIVE], 10: [{n.ORDER: None}]}, FINE),
    "placement-order-date-differs": ({8: [ADOPTIVE], 10: [{n.ORDER: ago(419)}]}, FINE),
    "placement-order-not-on-adoption-list": ({8: [ADOPTIVE], 10: [OTHER]}, FINE),
    "adoption-plan-not-on-adoption-list": ({8: [ADOPTIVE], 10: [OTHER]}, FINE),
    "placed-not-on-adoption-list": ({8: [ADOPTIVE], 10: [OTHER]}, FINE),
    "placed-but-other-placement": ({8: [{**ADOPTIVE, n.PLACEMENT: "U4"}], 10: [{}]}, FINE),
    "placement-without-date": ({8: [ADOPTIVE], 10: [{n.PLACED_ADOPTION: None}]},
                               {8: [ADOPTIVE], 10: [{n.PLACED_ADOPTION: None, **REVERSED}]}),
    "placement-date-differs": ({8: [ADOPTIVE], 10: [{n.PLACED_ADOPTION: ago(189)}]}, FINE),
    "fostering-placement-without-date": ({8: [FFA], 10: [{}]},
                                         {8: [FFA], 10: [{n.FOSTERED: ago(300)}]}),
    "reversed-but-plan-adoption": ({8: [ADOPTIVE], 10: [REVERSED]},
                                   {8: [{**ADOPTIVE, n.PERMANENCE: "f)"}], 10: [REVERSED]}),
    "closed-adopted-not-on-adoption-list": (
        {6: [{n.NEED_REASON: "RC1"}], 10: [OTHER]}, {6: [{n.NEED_REASON: "RC1"}], 10: [ADOPTED]}),
    "family-not-among-adopters": ({10: [{n.FAMILY: "F2"}], 11: [{}]}, FAMILY),
    "family-match-differs": ({10: [{n.MATCHED: ago(201)}], 11: [{}]}, FAMILY),
    "family-placement-differs": ({10: [{n.PLACED_ADOPTION: ago(191)}], 11: [{}]}, FAMILY),
    "family-order-differs": ({10: [ADOPTED], 11: [{n.ADOPTED: ago(21)}]},
                             {10: [ADOPTED], 11: [ADOPTED]}),
    "family-not-fostering-for-adoption": (
        {10: [{n.FOSTERED: ago(300)}], 11: [{}]},
        {10: [{n.FOSTERED: ago(300)}], 11: [{n.FOSTERING: "Yes"}]}),
    "couple-match-differs": ({11: [{}, {**SECOND, n.FAMILY_MATCHED: None}]}, FAMILY),
    "couple-placement-differs": ({11: [{}, {**SECOND, n.FAMILY_PLACED: ago(1)}]}, FAMILY),
    "couple-order-differs": ({11: [{}, {**SECOND, **ADOPTED}]}, FAMILY),
    "couple-children-differ": ({11: [{}, {**SECOND, n.CHILDREN: 2}]}, FAMILY),
    "family-of-three": ({11: [{}, SECOND, {n.ADOPTER: "A3"}]}, FAMILY),
    "fewer-children-than-placed": ({10: [{}, OTHER], 11: [{}]},
                                   {10: [{}, OTHER], 11: [{n.CHILDREN: 2}]}),
}  # fmt: skip


def test_lists_that_disagree_are_found_and_lists_that_agree_are_not() -> None:
    assert missed_of_lists("across-adoption", CASES) == []


def test_every_rule_of_adoption_across_lists_is_tried() -> None:
    assert {rule.code for rule in rules_of("across-adoption")} == CASES.keys()


def test_a_family_without_identifier_is_a_match_between_agencies() -> None:
    assert find("across-adoption", {10: [{n.FAMILY: None}], 11: [{}]}) == []
