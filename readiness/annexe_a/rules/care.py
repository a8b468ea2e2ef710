"""Rows of list 8: the dates, the legal status, the home and the return interviews of a child."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import (
    LOCAL,
    Rule,
    ago,
    blank,
    col,
    filled,
    in_row,
    is_code,
)
from readiness.annexe_a.rules.names import (
    ABSENT,
    ACCEPTED,
    AGE,
    BIRTH,
    CARE_END,
    CARE_REASON,
    CARE_REVIEW,
    CARE_START,
    CARE_VISIT,
    DENTAL,
    HEALTH,
    IRO,
    LEGAL,
    LEGAL_START,
    LOCATION,
    MISSING,
    OFFERED,
    PERMANENCE,
    PLACED,
    PLACEMENT,
    PLACEMENTS,
    PROVIDER,
    UASC,
    URN,
)
from readiness.annexe_a.rules.persons import birthday
from readiness.annexe_a.rules.placements import has_code
from readiness.annexe_a.rules.shapes import ORDER, before, both_or_neither

INTERVIEW = f"Guidance tab, List 8: {ACCEPTED}"
OF_CARE = "Guidance tab, List 8: "
ADOPTIVE = ("A3", "A4", "A5", "A6")
CONTRADICTS = "cells-contradict"
OUTSIDE_ENGLAND = ("NIR", "WAL", "SCO", "NUK")


def _contradicts(code: str, column: str, says: str, fails: pl.Expr, *, cites: str = "") -> Rule:
    return in_row(8, code, column, says, lambda context: fails, kind=CONTRADICTS, cites=cites)


def _too_many(code: str, column: str, most: str, of: str) -> Rule:
    return in_row(
        8, code, column, f"This many {of} in a year are unlikely. Check the count.",
        lambda context: col(column) > context.standards[f"most.{most}"],
        kind="number-implausible", cites=LOCAL,
    ).warns()  # fmt: skip


def _moved_within_the_year(context: Context) -> pl.Expr:
    return (col(PLACED) > col(CARE_START)) & (col(PLACED) > ago(context, months=12))


DATES = (
    before(8, "care-before-birth", BIRTH, CARE_START),
    before(8, "care-ended-before-it-began", CARE_START, CARE_END),
    before(8, "care-ended-before-legal-status", LEGAL_START, CARE_END),
    before(8, "care-ended-before-placement", PLACED, CARE_END),
    before(8, "legal-status-before-birth", BIRTH, LEGAL_START),
    before(8, "legal-status-before-care", CARE_START, LEGAL_START).warns(),
    before(8, "placed-before-care", CARE_START, PLACED).warns(),
    before(8, "reviewed-before-care", CARE_START, CARE_REVIEW),
    before(8, "visited-before-care", CARE_START, CARE_VISIT).warns(),
    before(8, "officer-before-care", CARE_START, IRO).warns(),
    before(8, "health-before-birth", BIRTH, HEALTH),
    before(8, "dental-before-birth", BIRTH, DENTAL),
    before(8, "care-ended-before-review", CARE_REVIEW, CARE_END),
    before(8, "care-ended-before-visit", CARE_VISIT, CARE_END).warns(),
    before(8, "care-ended-before-officer", IRO, CARE_END).warns(),
    before(8, "care-ended-before-health", HEALTH, CARE_END, cites=OF_CARE + HEALTH).warns(),
    before(8, "care-ended-before-dental", DENTAL, CARE_END, cites=OF_CARE + DENTAL).warns(),
    in_row(
        8, "officer-before-review", IRO,
        "The reviewing officer’s contact is before the latest review, but a review is a contact "
        "too. Repeat the date of the review.",
        lambda context: col(IRO) < col(CARE_REVIEW), kind=ORDER,
    ).warns(),
    in_row(
        8, "officer-blank-though-reviewed", IRO,
        "There was a review, so the reviewing officer was in contact. Repeat its date.",
        lambda context: blank(IRO) & filled(CARE_REVIEW), kind="not-together",
    ).warns(),
    *both_or_neither(8, "care-ended", CARE_END, CARE_REASON),
    in_row(
        8, "still-in-care-at-18", AGE,
        "The person is 18 or older and still in care. Give the date and reason care ended.",
        lambda context: (col(AGE) >= 18) & blank(CARE_END) & filled(CARE_START),
        kind="age-implausible", cites=LOCAL,
    ),
    in_row(
        8, "care-ended-after-18", CARE_END,
        "Care ended after the 18th birthday. Correct the date: care ends at 18 at the latest.",
        lambda context: col(CARE_END) > birthday(18), kind=ORDER, cites=LOCAL,
    ),
)  # fmt: skip

STATUS_AND_PLAN = (
    _contradicts(
        "short-breaks-episodes", LEGAL,
        "Short breaks (V3) are usually left out of this list. Leave the row out, or tell Ofsted.",
        is_code(LEGAL, "V3"), cites="Codes_used tab, Child's Legal Status: V3 is no group",
    ).warns(),
    _contradicts(
        "short-breaks-agreements", LEGAL,
        "Short breaks (V4) are usually left out of this list. Leave the row out, or tell Ofsted.",
        is_code(LEGAL, "V4"), cites="Codes_used tab, Child's Legal Status: V4 is no group",
    ).warns(),
    _contradicts(
        "freeing-order", LEGAL,
        "Freeing orders (D1) have not been made since 2005. Check the legal status.",
        is_code(LEGAL, "D1"), cites=LOCAL,
    ).warns(),
    _contradicts(
        "remanded-under-10", LEGAL,
        "A child under 10 cannot be remanded or sentenced. Check the legal status.",
        is_code(LEGAL, "J1", "J2", "J3") & (col(AGE) < 10), cites=LOCAL,
    ),
    _contradicts(
        "placement-order-other-plan", PERMANENCE,
        "There is a placement order, but the plan is not adoption. Check which is right.",
        is_code(LEGAL, "E1") & col(PERMANENCE).is_not_null() & ~is_code(PERMANENCE, "b)"),
    ).warns(),
    _contradicts(
        "adoptive-placement-other-plan", PERMANENCE,
        "The child is placed for adoption, but the plan is not adoption. Check which is right.",
        is_code(PLACEMENT, *ADOPTIVE) & col(PERMANENCE).is_not_null() & ~is_code(PERMANENCE, "b)"),
    ).warns(),
    _contradicts(
        "placed-by-order-without-order", LEGAL,
        "The child is placed for adoption by order (A5, A6), but the status is no such order.",
        is_code(PLACEMENT, "A5", "A6") & col(LEGAL).is_not_null() & ~is_code(LEGAL, "E1", "D1")
        & blank(CARE_END),
        cites="Codes_used tab, Placement Type: A5 and A6",
    ),
    _contradicts(
        "placed-by-consent-with-order", LEGAL,
        "The child is placed for adoption by consent (A3, A4), but there is a placement order.",
        is_code(PLACEMENT, "A3", "A4") & is_code(LEGAL, "E1"),
        cites="Codes_used tab, Placement Type: A3 and A4",
    ).warns(),
    _contradicts(
        "with-parents-in-long-term-fostering", PERMANENCE,
        "The child lives with parents, but the plan is long-term fostering. Check which is right.",
        is_code(PLACEMENT, "P1") & is_code(PERMANENCE, "f)"), cites=LOCAL,
    ).warns(),
    _contradicts(
        "asylum-seeker-with-parents", PLACEMENT,
        "An unaccompanied child cannot live with parents. Check the placement or the status.",
        is_code(UASC, "a)") & is_code(PLACEMENT, "P1"), cites=f"Guidance tab, List 8: {UASC}",
    ),
    _contradicts(
        "adopted-from-other-placement", CARE_REASON,
        "The child left care adopted, but was not placed for adoption. Check the placement type.",
        is_code(CARE_REASON, "E11", "E12") & col(PLACEMENT).is_not_null()
        & ~is_code(PLACEMENT, *ADOPTIVE, "U2", "U5"),
        cites=LOCAL,
    ).warns(),
    _contradicts(
        "independent-before-16", CARE_REASON,
        "The child left care for independent living before 16. Check the reason.",
        is_code(CARE_REASON, "E5", "E6", "E7") & (col(CARE_END) < birthday(16)),
        cites=LOCAL,
    ).warns(),
)  # fmt: skip

HOME = (
    _contradicts(
        "with-parents-other-provider", PROVIDER,
        "The child is placed with parents, so the provider is the parents (PR0). Correct one.",
        is_code(PLACEMENT, "P1") & col(PROVIDER).is_not_null() & ~is_code(PROVIDER, "PR0"),
    ),
    _contradicts(
        "parents-provide-other-placement", PROVIDER,
        "The parents are the provider (PR0), but the child is not placed with them. Correct one.",
        is_code(PROVIDER, "PR0") & col(PLACEMENT).is_not_null() & ~is_code(PLACEMENT, "P1"),
    ),
    _contradicts(
        "home-without-urn", URN,
        "A children’s home is registered and has a URN. Give it, or say that it is not registered.",
        blank(URN) & is_code(PLACEMENT, "K1", "K2"),
    ).warns(),
    _contradicts(
        "parents-with-urn", URN, "The child is placed with parents, who have no URN. Take it out.",
        filled(URN) & is_code(PLACEMENT, "P1"),
    ).warns(),
    _contradicts(
        "under-16-in-supported-living", PLACEMENT,
        "A child under 16 may not be placed where only support is given. Tell your director today.",
        is_code(PLACEMENT, "H5", "P2") & (col(AGE) < 16) & blank(CARE_END), cites=LOCAL,
    ).warns(),
    _contradicts(
        "outside-england-but-in", LOCATION,
        "The child lives outside England, so the location is “b) Out”. Correct one of them.",
        has_code(*OUTSIDE_ENGLAND) & is_code(LOCATION, "a)"),
    ),
)  # fmt: skip

COUNTS = (
    in_row(
        8, "too-few-placements", PLACEMENTS,
        "The child moved within the last 12 months, so there were two placements at least.",
        lambda context: _moved_within_the_year(context) & (col(PLACEMENTS) == 1), kind=CONTRADICTS,
    ).warns(),
    in_row(
        8, "too-many-placements", PLACEMENTS,
        "The latest placement is older than 12 months, so it is the only one in them.",
        lambda context: (col(PLACED) < ago(context, months=12)) & (col(PLACEMENTS) > 1),
        kind=CONTRADICTS,
    ).warns(),
    _too_many("placements-implausible", PLACEMENTS, "placements", "placements"),
    _too_many("missing-implausible", MISSING, "missing", "episodes missing"),
    _too_many("absent-implausible", ABSENT, "absent", "episodes absent"),
    _contradicts(
        "missing-without-offer", OFFERED,
        "The child was missing. Say whether a return interview was offered.",
        (col(MISSING) > 0) & blank(OFFERED),
    ),
    _contradicts(
        "offer-without-missing", OFFERED,
        "The child was never missing, so no return interview could be offered. Leave it blank.",
        (col(MISSING) == 0) & filled(OFFERED),
    ).warns(),
    _contradicts(
        "accepted-without-missing", ACCEPTED,
        "The child was never missing, so no return interview could be accepted. Leave it blank.",
        (col(MISSING) == 0) & filled(ACCEPTED), cites=INTERVIEW,
    ),
    _contradicts(
        "accepted-without-offer", ACCEPTED,
        "No return interview was offered, so none could be accepted. Leave it blank.",
        filled(ACCEPTED) & col(OFFERED).is_not_null() & ~is_code(OFFERED, "a)"), cites=INTERVIEW,
    ),
    _contradicts(
        "offer-without-answer", ACCEPTED,
        "A return interview was offered. Say whether the child accepted it.",
        blank(ACCEPTED) & is_code(OFFERED, "a)"), cites=INTERVIEW,
    ),
)  # fmt: skip

RULES = (*DATES, *STATUS_AND_PLAN, *HOME, *COUNTS)
