"""Rows of lists 6 and 7: children in need, child protection plans."""

from readiness.annexe_a.rules.declaring import LOCAL, blank, col, filled, in_row, is_code
from readiness.annexe_a.rules.names import (
    AGE,
    ALONE,
    NEED,
    NEED_END,
    NEED_REASON,
    NEED_START,
    PLAN_END,
    PLAN_REVIEW,
    PLAN_START,
    PLAN_VISIT,
    PLANS_BEFORE,
    SEEN,
    STATUS,
)
from readiness.annexe_a.rules.persons import is_unborn
from readiness.annexe_a.rules.shapes import (
    ORDER,
    TOGETHER,
    before,
    both_or_neither,
    needs,
    only_when,
)

SCOPE = "Guidance tab, List 6: Children in Need, who is on the list"
OF_PLANS = "Guidance tab, List 7: "
RULES = (
    before(6, "need-ended-before-it-began", NEED_START, NEED_END),
    before(6, "seen-after-closure", SEEN, NEED_END, cites=f"Guidance tab, List 6: {SEEN}").warns(),
    in_row(
        6, "not-seen-since-it-began", SEEN,
        "The child was last seen before this episode of need began. Check both dates.",
        lambda context: col(SEEN) < col(NEED_START), kind=ORDER,
    ).warns(),
    *both_or_neither(6, "need-ended", NEED_END, NEED_REASON),
    in_row(
        6, "closed-without-date", NEED_END,
        "The case status is closed, but there is no closure date. Correct one of them.",
        lambda context: blank(NEED_END) & is_code(STATUS, "e)") & blank(NEED_REASON), kind=TOGETHER,
    ),
    in_row(
        6, "closed-but-status-open", STATUS,
        "There is a closure date, but the status is not closed. Correct one of them.",
        lambda context: filled(NEED_END) & col(STATUS).is_not_null() & ~is_code(STATUS, "e)"),
    ),
    in_row(
        6, "closed-after-assessment", NEED_REASON,
        "Children closed after assessment (RC8) are not needed on this list. Leave the row out.",
        lambda context: is_code(NEED_REASON, "RC8"),
        cites="FAQ_and_changes tab, List 6: RC8",
    ).warns(),
    in_row(
        6, "closed-after-assessment-to-early-help", NEED_REASON,
        "Children closed after assessment (RC9) are not needed on this list, as with RC8.",
        lambda context: is_code(NEED_REASON, "RC9"),
        cites="FAQ_and_changes tab, List 6: RC8",
    ).warns(),
    in_row(
        6, "not-in-need", NEED,
        "N9 is for cases other than children in need. Check that the child belongs here.",
        lambda context: is_code(NEED, "N9"),
    ).warns(),
    in_row(
        6, "need-not-stated", NEED, "The primary need is “not stated”. Record it.",
        lambda context: is_code(NEED, "N0") & ~is_code(STATUS, "d)").fill_null(False),
    ).warns(),
    in_row(
        6, "never-seen", SEEN,
        "There is no date when the child was last seen. Give it, or have evidence ready on site.",
        lambda context: blank(SEEN) & filled(STATUS) & filled(NEED_START) & blank(NEED_END)
        & ~is_unborn(),
    ).warns(),
    in_row(
        6, "unborn-in-care", STATUS, "An unborn child cannot be looked after. Correct the status.",
        lambda context: is_unborn() & is_code(STATUS, "a)"),
    ),
    in_row(
        6, "grown-up-in-need", AGE,
        "The person is 18 or older and the case is open: care leavers are not on this list.",
        lambda context: (col(AGE) >= 18) & blank(NEED_END) & filled(STATUS), cites=SCOPE,
    ).warns(),
    before(7, "plan-ended-before-it-began", PLAN_START, PLAN_END),
    before(7, "visited-before-plan", PLAN_START, PLAN_VISIT).warns(),
    before(7, "reviewed-before-plan", PLAN_START, PLAN_REVIEW),
    before(7, "visited-after-plan", PLAN_VISIT, PLAN_END, cites=OF_PLANS + PLAN_VISIT).warns(),
    before(7, "reviewed-after-plan", PLAN_REVIEW, PLAN_END, cites=OF_PLANS + PLAN_REVIEW),
    needs(7, "visit-without-seen-alone", ALONE, PLAN_VISIT),
    only_when(
        7, "seen-alone-without-visit", ALONE,
        "It says whether the child was seen alone, but no visit is given. Give its date.",
        lambda context: filled(PLAN_VISIT),
    ),
    in_row(
        7, "seen-alone-unknown", ALONE,
        "It is not known whether the child was seen alone. Have evidence ready on site.",
        lambda context: is_code(ALONE, "c)"),
    ).warns(),
    in_row(
        7, "plans-before-implausible", PLANS_BEFORE,
        "This many plans before are unlikely. Count this council’s only.",
        lambda context: col(PLANS_BEFORE) > context.standards["most.plans_before"],
        kind="number-implausible",
    ).warns(),
    in_row(
        7, "plans-before-too-many-for-age", PLANS_BEFORE,
        "There were more plans before than the child has years. Check the count.",
        lambda context: col(PLANS_BEFORE) > col(AGE) + 2,
        kind="number-implausible", cites=LOCAL,
    ).warns(),
    in_row(
        7, "grown-up-on-plan", AGE,
        "The person is 18 or older and the plan is open. End the plan, or correct the age.",
        lambda context: (col(AGE) >= 18) & blank(PLAN_END) & filled(PLAN_START), cites=LOCAL,
    ),
)  # fmt: skip
