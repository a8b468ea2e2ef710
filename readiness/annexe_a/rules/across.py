"""Lists 1 to 9 against each other: who must be, and must not be, on which list."""

import polars as pl

from readiness.annexe_a.rules.declaring import (
    LOCAL,
    Rule,
    ago,
    col,
    filled,
    is_code,
)
from readiness.annexe_a.rules.joining import absent, compared, other, other_blank, present
from readiness.annexe_a.rules.names import (
    AGE,
    ASSESS_END,
    ASSESS_NEED,
    ASSESS_START,
    CARE_END,
    CARE_REASON,
    CARE_START,
    CARE_VISIT,
    CONFERENCE,
    CONFERENCE_PLAN,
    ELIGIBILITY,
    ENQUIRY,
    HELP_END,
    HELP_START,
    ID,
    LEGAL,
    LEGAL_START,
    NEED_END,
    NEED_START,
    PLAN_END,
    PLAN_START,
    PLAN_VISIT,
    PROTECTED,
    SEEN,
    STATUS,
    TEAM,
    UNNEEDED,
    WORKER,
)
from readiness.annexe_a.rules.persons import birthday
from readiness.annexe_a.rules.standing import in_assessment, in_care, in_need, is_open, on_plan

SCOPE = "Guidance tab, List 6: who is on the list"
FIRST_THAT_APPLIES = "Guidance tab, List 6: Case status, the first that applies"
NOT_IN_NEED = "Guidance tab, List 6: care leavers are not on the list"
NO_LEAVER = ("E11", "E12", "E2")
"""Reasons for leaving care after which nobody is a care leaver: adopted, or died."""
STILL_IN_CARE = "Guidance tab, List 9: entitled children"


def _status(*codes: str) -> pl.Expr:
    return is_code(STATUS, *codes)


STATUSES = (
    absent(
        "status-care-not-in-care", (6, STATUS),
        "The status is “looked after”, but the child is not in care on list 8. Correct one.",
        8, where=lambda context: _status("a)"), there=in_care, cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "in-care-not-in-need", (8, ID),
        "The child is in care but not on list 6, which has all looked-after children. Add it.",
        6, where=in_care, cites=SCOPE,
    ),
    present(
        "in-care-other-status", (6, STATUS),
        "The child is in care on list 8, so the status is “a) Looked after child”. Correct it.",
        8, where=lambda context: filled(STATUS) & ~_status("a)"), there=in_care,
        cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "status-plan-not-on-plan", (6, STATUS),
        "The status is “child protection plan”, but list 7 has no open plan. Correct one.",
        7, where=lambda context: _status("b)"), there=on_plan, cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "on-plan-not-in-need", (7, ID),
        "The child has a plan but is not on list 6, which has all children on plans. Add it.",
        6, where=on_plan, cites=SCOPE,
    ),
    present(
        "on-plan-other-status", (6, STATUS),
        "The child has an open plan on list 7, so the status is “b) Child Protection plan”, unless "
        "looked after. Correct it.",
        7, where=lambda context: filled(STATUS) & ~_status("a)", "b)"), there=on_plan,
        cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "status-assessment-none-open", (6, STATUS),
        "The status is “open assessment”, but list 4 has none open. Correct one.",
        4, where=lambda context: _status("d)"), there=in_assessment, cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "open-assessment-not-in-need", (4, ID),
        "The assessment is open, but the child is not on list 6. Add it.",
        6, where=in_assessment, cites=SCOPE,
    ),
    present(
        "open-assessment-closed-case", (6, STATUS),
        "The case is closed, but list 4 has an open assessment. Correct one of them.",
        4, where=lambda context: _status("e)"), there=in_assessment,
        cites=FIRST_THAT_APPLIES,
    ),
    absent(
        "in-care-ended-not-in-need", (8, ID),
        "The child left care in these six months, but is not on list 6. Add it.",
        6, where=lambda context: filled(CARE_END), cites=SCOPE,
    ).warns(),
    absent(
        "plan-ended-not-in-need", (7, ID),
        "The plan ended in these six months, but the child is not on list 6. Add it.",
        6, where=lambda context: filled(PLAN_END), cites=SCOPE,
    ).warns(),
    absent(
        "assessed-need-not-listed", (4, ASSESS_NEED),
        "The child was assessed as needing support, but is not on list 6. Check both.",
        6, where=lambda context: is_code(ASSESS_NEED, "a)"),
        cites=f"Guidance tab, List 4: {ASSESS_NEED}",
    ).warns(),
    present(
        "early-help-and-in-need", (2, HELP_END),
        "The early help is open, and so is the child’s case on list 6. Check that both are.",
        6, where=lambda context: is_open(HELP_START, HELP_END), there=in_need,
        cites=LOCAL,
    ).warns(),
)  # fmt: skip

DATES = (
    compared(
        "need-began-after-plan", (6, NEED_START),
        "The episode of need began after the plan on list 7 (row {there}). Correct one of them.",
        7, lambda context: (col(NEED_START) > other(PLAN_START)) & other_blank(PLAN_END),
        cites=f"Guidance tab, List 6: {NEED_START}",
    ).warns(),
    compared(
        "need-began-after-care", (6, NEED_START),
        "The episode of need began after the period of care on list 8 (row {there}). Correct one.",
        8, lambda context: (col(NEED_START) > other(CARE_START)) & other_blank(CARE_END),
        cites=f"Guidance tab, List 6: {NEED_START}",
    ).warns(),
    compared(
        "assessment-before-need", (6, NEED_START),
        "The assessment on list 4 (row {there}) began before the episode of need. The start "
        "is that of the referral which led to it.",
        4, lambda context: is_code(STATUS, "d)") & (other(ASSESS_START) < col(NEED_START))
        & other_blank(ASSESS_END),
        cites="FAQ_and_changes tab, List 6: CIN start date for open assessments",
    ).warns(),
    compared(
        "closed-before-plan-ended", (6, NEED_END),
        "The case closed before the plan on list 7 (row {there}) ended. Correct one of them.",
        7, lambda context: col(NEED_END) < other(PLAN_END), cites=LOCAL,
    ),
    compared(
        "closed-before-care-ended", (6, NEED_END),
        "The case closed before the care on list 8 (row {there}) ended. Correct one of them.",
        8, lambda context: col(NEED_END) < other(CARE_END), cites=LOCAL,
    ),
    compared(
        "seen-before-visit-on-plan", (6, SEEN),
        "The child was last seen before the last visit on list 7 (row {there}). Agree them.",
        7, lambda context: (col(SEEN) < other(PLAN_VISIT)) & other_blank(PLAN_END),
        cites=f"Guidance tab, List 6: {SEEN}",
    ).warns(),
    compared(
        "seen-before-visit-in-care", (6, SEEN),
        "The child was last seen before the last visit on list 8 (row {there}). Agree them.",
        8, lambda context: (col(SEEN) < other(CARE_VISIT)) & other_blank(CARE_END),
        cites=f"Guidance tab, List 6: {SEEN}",
    ).warns(),
)  # fmt: skip

PROTECTION = (
    absent(
        "plan-made-not-listed", (5, CONFERENCE_PLAN),
        "The conference made a plan, but the child is not on list 7. Add it or correct this.",
        7, where=lambda context: is_code(CONFERENCE_PLAN, "a)"),
        cites=f"Guidance tab, List 5: {CONFERENCE_PLAN}",
    ),
    compared(
        "plan-older-than-conference", (5, CONFERENCE),
        "The conference made a plan, but that on list 7 (row {there}) began before it.",
        7, lambda context: is_code(CONFERENCE_PLAN, "a)") & (other(PLAN_START) < col(CONFERENCE)),
        cites="Guidance tab, List 7: the most recent plan",
    ).warns(),
    compared(
        "plan-later-than-conference", (5, CONFERENCE),
        "The conference made a plan, but that on list 7 (row {there}) began later.",
        7, lambda context: is_code(CONFERENCE_PLAN, "a)") & (other(PLAN_START) > col(CONFERENCE)),
        cites="Guidance tab, List 7: the most recent plan",
    ).warns(),
    absent(
        "new-plan-without-enquiry", (7, PLAN_START),
        "The plan is new, but list 5 has no enquiry about the child. Add it, or say it moved here.",
        5, where=lambda context: on_plan(context)
        & (col(PLAN_START) > ago(context, months=5)),
        cites="Guidance tab, List 5: all section 47 enquiries in the six months",
    ).warns(),
    compared(
        "unnecessary-though-on-plan", (5, UNNEEDED),
        "The child had a plan already (list 7, row {there}), so this is “b) No”. Correct it.",
        7, lambda context: is_code(UNNEEDED, "a)") & (other(PLAN_START) <= col(ENQUIRY))
        & (other_blank(PLAN_END) | (other(PLAN_END) >= col(ENQUIRY))),
        cites=f"Guidance tab, List 5: {UNNEEDED}",
    ),
    compared(
        "protected-but-not-said", (7, PROTECTED),
        "List 8 (row {there}) has police protection or an emergency order in these six months: put "
        "“a) Yes”.",
        8, lambda context: is_code(PROTECTED, "b)") & other(LEGAL).str.contains(r"^L[12]:")
        & (other(LEGAL_START) >= ago(context, months=6)),
    ).warns(),
)  # fmt: skip

LEAVERS = (
    present(
        "leaver-still-in-care", (9, ELIGIBILITY),
        "The young person is in care on list 8, so is no care leaver yet. Correct one of them.",
        8, where=lambda context: filled(ELIGIBILITY) & ~is_code(ELIGIBILITY, "d)"), there=in_care,
        cites=STILL_IN_CARE,
    ),
    absent(
        "eligible-not-in-care", (9, ELIGIBILITY),
        "An eligible child is in care, but is not on list 8. Correct one of them.",
        8, where=lambda context: is_code(ELIGIBILITY, "d)"), there=in_care, cites=STILL_IN_CARE,
    ),
    absent(
        "left-care-at-18-not-listed", (8, CARE_END),
        "The young person left care at 18, but is not on list 9. Add them, if entitled.",
        9, where=lambda context: (col(CARE_END) >= birthday(18))
        & ~is_code(CARE_REASON, *NO_LEAVER).fill_null(False),
        cites=STILL_IN_CARE,
    ).warns(),
    present(
        "leaver-in-need", (6, STATUS),
        "The person is a care leaver of 18 or older (list 9): they are not on this list.",
        9, where=lambda context: in_need(context) & filled(STATUS),
        there=lambda context: col(AGE) >= 18, cites=NOT_IN_NEED,
    ),
)  # fmt: skip


def _desk(code: str, number: int, column: str, start: str, end: str) -> Rule:
    what = "team" if column == TEAM else "worker"
    return compared(
        code, (number, column),
        f"The {what} is another than on list 6 (row {{there}}). Bring them together.",
        6, lambda context: (col(column).str.to_lowercase() != other(column).str.to_lowercase())
        & is_open(start, end) & other_blank(NEED_END),
        cites=f"Guidance tab, Lists 6 to 8: {column}, currently allocated",
    ).warns()  # fmt: skip


DESKS = (
    _desk("other-team-on-plan", 7, TEAM, PLAN_START, PLAN_END),
    _desk("other-worker-on-plan", 7, WORKER, PLAN_START, PLAN_END),
    _desk("other-team-in-care", 8, TEAM, CARE_START, CARE_END),
    _desk("other-worker-in-care", 8, WORKER, CARE_START, CARE_END),
)
RULES = (*STATUSES, *DATES, *PROTECTION, *LEAVERS, *DESKS)
