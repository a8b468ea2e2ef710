"""List 8, each rule with a row that breaks it and one that does not."""

from datetime import date

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Row, ago, missed, untried

ENDED: Row = {n.CARE_END: ago(3), n.CARE_REASON: "E4A"}
BIRTH: Row = {n.BIRTH: date(2016, 1, 1)}
A5 = "i) A5: Placed for adoption - order - foster"
A3 = "g) A3: Placed for adoption - consent - current foster"
PARENTS: Row = {n.PLACEMENT: "P1", n.PROVIDER: "PR0", n.URN: None}
WENT_MISSING: Row = {n.MISSING: 1, n.OFFERED: "a)", n.ACCEPTED: "a)"}
LEAP: Row = {**ENDED, n.BIRTH: date(2008, 2, 29)}
CASES = [
    Case("care-before-birth", 8, {n.BIRTH: ago(599)}, {n.BIRTH: ago(600)}),
    Case("care-ended-before-it-began", 8, {**ENDED, n.CARE_END: ago(601)}, ENDED),
    Case("care-ended-before-legal-status", 8, {**ENDED, n.LEGAL_START: ago(2)}, ENDED),
    Case("care-ended-before-placement", 8, {**ENDED, n.PLACED: ago(2)}, ENDED),
    Case("legal-status-before-birth", 8, {n.BIRTH: ago(499)}, {n.BIRTH: ago(500)}),
    Case("legal-status-before-care", 8, {n.LEGAL_START: ago(601)}, {n.LEGAL_START: ago(600)}),
    Case("placed-before-care", 8, {n.PLACED: ago(601)}, {n.PLACED: ago(600)}),
    Case("reviewed-before-care", 8, {n.CARE_REVIEW: ago(601)}, {n.CARE_REVIEW: ago(600)}),
    Case("visited-before-care", 8, {n.CARE_VISIT: ago(601)}, {n.CARE_VISIT: ago(600)}),
    Case("officer-before-care", 8, {n.IRO: ago(601)}, {n.IRO: None}),
    Case("health-before-birth", 8, {**BIRTH, n.HEALTH: date(2015, 12, 31)},
         {**BIRTH, n.HEALTH: date(2016, 1, 1)}),
    Case("dental-before-birth", 8, {**BIRTH, n.DENTAL: date(2015, 12, 31)}, BIRTH),
    Case("care-ended-before-review", 8, {**ENDED, n.CARE_REVIEW: ago(2)}, ENDED),
    Case("care-ended-before-visit", 8, {**ENDED, n.CARE_VISIT: ago(2)}, ENDED),
    Case("care-ended-before-officer", 8, {**ENDED, n.IRO: ago(2)}, ENDED),
    Case("care-ended-before-health", 8, {**ENDED, n.HEALTH: ago(2)}, ENDED),
    Case("care-ended-before-dental", 8, {**ENDED, n.DENTAL: ago(2)}, ENDED),
    Case("officer-before-review", 8, {n.IRO: ago(61)}, {n.IRO: ago(60)}),
    Case("officer-blank-though-reviewed", 8, {n.IRO: None}, {n.IRO: None, n.CARE_REVIEW: None}),
    Case("care-ended-without-reason", 8, {n.CARE_END: ago(3)}, ENDED),
    Case("care-ended-without-date", 8, {n.CARE_REASON: "E4A"}, ENDED),
    Case("still-in-care-at-18", 8, {n.AGE: 18}, {n.AGE: 18, **ENDED}),
    Case("care-ended-after-18", 8, {**ENDED, n.BIRTH: date(2008, 11, 20)},
         {**ENDED, n.BIRTH: date(2008, 11, 21)}),
    Case("care-ended-after-18", 8, {**LEAP, n.CARE_END: date(2026, 3, 2)},
         {**LEAP, n.CARE_END: date(2026, 3, 1)}),
    Case("short-breaks-episodes", 8, {n.LEGAL: "V3"}, {n.LEGAL: "V2"}),
    Case("short-breaks-agreements", 8, {n.LEGAL: "V4"}, {n.LEGAL: "V2"}),
    Case("freeing-order", 8, {n.LEGAL: "D1"}, {n.LEGAL: "E1"}),
    Case("remanded-under-10", 8, {n.LEGAL: "J1", n.AGE: 9}, {n.LEGAL: "J1", n.AGE: 10}),
    Case("placement-order-other-plan", 8, {n.LEGAL: "E1"}, {n.LEGAL: "E1", n.PERMANENCE: "b)"}),
    Case("adoptive-placement-other-plan", 8, {n.PLACEMENT: A5},
         {n.PLACEMENT: A5, n.PERMANENCE: "b)"}),
    Case("placed-by-order-without-order", 8, {n.PLACEMENT: A5}, {n.PLACEMENT: A5, n.LEGAL: "E1"}),
    Case("placed-by-consent-with-order", 8, {n.PLACEMENT: A3, n.LEGAL: "E1"}, {n.PLACEMENT: A3}),
    Case("with-parents-in-long-term-fostering", 8, PARENTS, {**PARENTS, n.PERMANENCE: "a)"}),
    Case("asylum-seeker-with-parents", 8, {**PARENTS, n.UASC: "a)"}, {n.UASC: "a)"}),
    Case("adopted-from-other-placement", 8, {**ENDED, n.CARE_REASON: "E11"},
         {**ENDED, n.CARE_REASON: "E11", n.PLACEMENT: A5}),
    Case("independent-before-16", 8, {**ENDED, n.CARE_REASON: "E5"},
         {**ENDED, n.CARE_REASON: "E5", n.BIRTH: date(2009, 1, 1)}),
    Case("with-parents-other-provider", 8, {n.PLACEMENT: "P1"}, PARENTS),
    Case("parents-provide-other-placement", 8, {n.PROVIDER: "PR0"}, PARENTS),
    Case("home-without-urn", 8, {n.PLACEMENT: "K2", n.URN: None}, {n.PLACEMENT: "K2"}),
    Case("parents-with-urn", 8, {**PARENTS, n.URN: "SC123456"}, PARENTS),
    Case("under-16-in-supported-living", 8, {n.PLACEMENT: "H5", n.AGE: 15},
         {n.PLACEMENT: "H5", n.AGE: 16}),
    Case("outside-england-but-in", 8, {n.AUTHORITY: "WAL - Child placed in Wales"},
         {n.AUTHORITY: "WAL", n.LOCATION: "b)"}),
    Case("too-few-placements", 8, {n.PLACED: ago(364)}, {n.PLACED: ago(365)}),
    Case("too-many-placements", 8, {n.PLACEMENTS: 2}, {n.PLACEMENTS: 2, n.PLACED: ago(300)}),
    Case("placements-implausible", 8, {n.PLACEMENTS: 13}, {n.PLACEMENTS: 12}),
    Case("missing-implausible", 8, {**WENT_MISSING, n.MISSING: 151}, WENT_MISSING),
    Case("absent-implausible", 8, {n.ABSENT: 151}, {n.ABSENT: 150}),
    Case("missing-without-offer", 8, {n.MISSING: 1}, WENT_MISSING),
    Case("offer-without-missing", 8, {n.OFFERED: "b)"}, WENT_MISSING),
    Case("accepted-without-missing", 8, {n.ACCEPTED: "b)"}, WENT_MISSING),
    Case("accepted-without-offer", 8, {**WENT_MISSING, n.OFFERED: "b)"}, WENT_MISSING),
    Case("offer-without-answer", 8, {**WENT_MISSING, n.ACCEPTED: None}, WENT_MISSING),
]  # fmt: skip


def test_every_rule_of_list_8_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("care", CASES) == []
    assert untried("care", CASES) == set()
