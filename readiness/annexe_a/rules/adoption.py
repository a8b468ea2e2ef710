"""Rows of lists 10 and 11: children for adoption, and the people who would adopt."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import LOCAL, blank, col, filled, in_row, is_code
from readiness.annexe_a.rules.names import (
    ADOPTED,
    AGE,
    APPLIED,
    APPROVED,
    BIRTH,
    CHILDREN,
    DECIDED,
    ENQUIRED,
    ENTERED,
    FAMILY,
    FAMILY_MATCHED,
    FAMILY_PLACED,
    FIRST_END,
    FIRST_START,
    FOSTERED,
    LEFT,
    LEFT_REASON,
    MATCHED,
    ORDER,
    PLACED_ADOPTION,
    REVERSAL,
    REVERSED,
    SECOND_END,
    SECOND_START,
)
from readiness.annexe_a.rules.shapes import (
    TOGETHER,
    before,
    both_or_neither,
    needs,
    only_when,
    whenever,
)

CONTRADICTS = "cells-contradict"


def _soon_after_placement(context: Context) -> pl.Expr:
    least = context.standards["adoption.least_days_before_order"]
    return (col(ADOPTED) - col(PLACED_ADOPTION)).dt.total_days() < least


def _matched_or_fostered(context: Context) -> pl.Expr:
    return filled(MATCHED) | filled(FOSTERED) | filled(PLACED_ADOPTION)


CHILDREN_RULES = (
    before(10, "entered-care-before-birth", BIRTH, ENTERED),
    before(10, "decided-before-care", ENTERED, DECIDED),
    before(10, "order-before-decision", DECIDED, ORDER).warns(),
    before(10, "matched-before-decision", DECIDED, MATCHED),
    before(10, "matched-before-order", ORDER, MATCHED).warns(),
    before(10, "placed-before-match", MATCHED, PLACED_ADOPTION),
    before(10, "placed-before-order", ORDER, PLACED_ADOPTION).warns(),
    before(10, "adopted-before-placement", PLACED_ADOPTION, ADOPTED),
    before(10, "adopted-before-order", ORDER, ADOPTED),
    before(10, "adopted-before-match", MATCHED, ADOPTED),
    before(10, "reversed-before-decision", DECIDED, REVERSED),
    before(10, "fostered-before-care", ENTERED, FOSTERED),
    before(10, "placed-before-fostering", FOSTERED, PLACED_ADOPTION),
    before(10, "adopted-before-fostering", FOSTERED, ADOPTED),
    *both_or_neither(10, "reversed", REVERSED, REVERSAL),
    in_row(
        10, "adopted-and-reversed", REVERSED,
        "The child was adopted and the decision was reversed. Only one can be: correct it.",
        lambda context: filled(ADOPTED) & filled(REVERSED), kind=CONTRADICTS,
    ),
    needs(10, "placed-without-match", MATCHED, PLACED_ADOPTION),
    needs(10, "adopted-without-placement", PLACED_ADOPTION, ADOPTED),
    in_row(
        10, "placed-without-order", ORDER,
        "The child is placed for adoption without a placement order. Give it, unless by consent.",
        lambda context: blank(ORDER) & filled(PLACED_ADOPTION), kind=TOGETHER,
    ).warns(),
    in_row(
        10, "family-without-match", FAMILY,
        "A family is given, but the child is neither matched nor placed. Correct one of them.",
        lambda context: filled(FAMILY) & ~_matched_or_fostered(context), kind=CONTRADICTS,
    ).warns(),
    in_row(
        10, "adopted-very-soon", ADOPTED,
        "The order came sooner after the placement than the law allows. Check both dates.",
        _soon_after_placement, kind="dates-out-of-order", cites=LOCAL,
    ).warns(),
    in_row(
        10, "reversed-by-court-with-order", REVERSAL,
        "The court made no placement order (RD2), but the date of one is given. Correct one.",
        lambda context: is_code(REVERSAL, "RD2") & filled(ORDER), kind=CONTRADICTS,
    ),
    in_row(
        10, "grown-up-for-adoption", AGE,
        "The young person is nearly or already 18 and waits for adoption. Check the row.",
        lambda context: (col(AGE) >= 17) & blank(ADOPTED) & blank(REVERSED) & filled(DECIDED),
        kind="age-implausible", cites=LOCAL,
    ).warns(),
)  # fmt: skip

ADOPTER_RULES = (
    before(11, "stage-1-before-enquiry", ENQUIRED, FIRST_START),
    before(11, "stage-1-ended-before-it-began", FIRST_START, FIRST_END),
    before(11, "stage-2-before-stage-1-ended", FIRST_END, SECOND_START),
    before(11, "stage-2-ended-before-it-began", SECOND_START, SECOND_END),
    before(11, "applied-before-enquiry", ENQUIRED, APPLIED),
    before(11, "approved-before-application", APPLIED, APPROVED),
    before(11, "family-matched-before-stage-2-ended", SECOND_END, FAMILY_MATCHED).warns(),
    before(11, "family-matched-before-approval", APPROVED, FAMILY_MATCHED).warns(),
    before(11, "family-placed-before-match", FAMILY_MATCHED, FAMILY_PLACED),
    before(11, "family-adopted-before-placement", FAMILY_PLACED, ADOPTED),
    before(11, "left-before-enquiry", ENQUIRED, LEFT),
    before(11, "left-before-stage-1", FIRST_START, LEFT),
    needs(11, "stage-1-ended-without-start", FIRST_START, FIRST_END),
    needs(11, "stage-2-ended-without-start", SECOND_START, SECOND_END),
    needs(11, "stage-2-without-stage-1-end", FIRST_END, SECOND_START),
    needs(11, "approved-without-application", APPLIED, APPROVED),
    needs(11, "family-placed-without-match", FAMILY_MATCHED, FAMILY_PLACED),
    needs(11, "family-adopted-without-placement", FAMILY_PLACED, ADOPTED),
    whenever(
        11, "children-without-placement-date", FAMILY_PLACED,
        f"“{FAMILY_PLACED}” is blank, but children are placed. Give both or neither.",
        lambda context: col(CHILDREN) > 0,
    ).warns(),
    needs(11, "placement-without-children", CHILDREN, FAMILY_PLACED),
    *both_or_neither(11, "left", LEFT, LEFT_REASON),
    in_row(
        11, "no-child-placed", CHILDREN,
        "A child was placed, but the number of children is 0. Correct one of them.",
        lambda context: (col(CHILDREN) == 0) & filled(FAMILY_PLACED), kind=CONTRADICTS,
    ),
    in_row(
        11, "children-implausible", CHILDREN, "This many children in one family are unlikely.",
        lambda context: col(CHILDREN) > context.standards["most.children_placed"],
        kind="number-implausible",
    ).warns(),
    in_row(
        11, "adopted-and-left", LEFT,
        "The person adopted and left the process. Only one can be: correct it.",
        lambda context: filled(LEFT) & filled(ADOPTED), kind=CONTRADICTS,
    ).warns(),
    in_row(
        11, "only-enquired", ENQUIRED,
        "The person only enquired, and this list is of those who applied. Leave the row out.",
        lambda context: filled(ENQUIRED) & blank(FIRST_START) & blank(FIRST_END)
        & blank(SECOND_START) & blank(SECOND_END) & blank(APPLIED) & blank(APPROVED)
        & blank(FAMILY_MATCHED) & blank(FAMILY_PLACED) & blank(ADOPTED),
    ).warns(),
    in_row(
        11, "two-processes", APPLIED,
        "The columns of the two-stage process and of the original one are filled. Use one.",
        lambda context: filled(APPLIED) & filled(FIRST_START), kind=CONTRADICTS,
    ).warns(),
    in_row(
        11, "matched-without-approval", FAMILY_MATCHED,
        "The family is matched, but no approval is given (stage 2 ended, or approved).",
        lambda context: filled(FAMILY_MATCHED) & blank(SECOND_END) & blank(APPROVED),
        kind=TOGETHER,
    ).warns(),
    in_row(
        11, "put-on-hold", LEFT_REASON,
        "People whose process is on hold for reasons beyond the agency are not on this list.",
        lambda context: is_code(LEFT_REASON, "2"),
        cites="Guidance tab, List 11: Adopters, who is on the list",
    ).warns(),
    only_when(
        11, "family-adopted-without-family", ADOPTED,
        "There is an adoption order but no family identifier. Give it, so that both lists meet.",
        lambda context: filled(FAMILY),
    ).warns(),
)  # fmt: skip
RULES = (*CHILDREN_RULES, *ADOPTER_RULES)
