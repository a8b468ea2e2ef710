"""Rows of list 9: care leavers, whether the council is in touch, and where and how they live."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import LOCAL, Rule, col, filled, in_row, is_code
from readiness.annexe_a.rules.names import (
    ACTIVITY,
    ADVISER,
    AGE,
    BIRTH,
    ELIGIBILITY,
    HOME,
    IN_TOUCH,
    LAST_CONTACT,
    PATHWAY,
    SUITABLE,
)
from readiness.annexe_a.rules.persons import birthday
from readiness.annexe_a.rules.shapes import ORDER, TOGETHER, whenever

CONTRADICTS = "cells-contradict"
NEEDS_AGE = f"Guidance tab, List 9: {ELIGIBILITY}, Children Act 1989 sections 19B to 24"


def is_served(_context: Context) -> pl.Expr:
    """Whether the law gives the young person an adviser and a pathway plan.

    Not to those who only qualify for advice and help, nor to who died, needs no service any
    longer or returned home for good.
    """
    return is_code(ELIGIBILITY, "a)", "b)", "d)") & ~is_code(IN_TOUCH, "c)", "e)", "f)").fill_null(
        False
    )


def _blank_unless_in_touch(code: str, column: str) -> Rule:
    return in_row(
        9, f"{code}-though-out-of-touch", column,
        f"“{column}” is given, but the council is not in touch. Leave it blank.",
        lambda context: filled(column) & col(IN_TOUCH).is_not_null() & ~is_code(IN_TOUCH, "a)"),
        kind=TOGETHER,
    )  # fmt: skip


def _needed_in_touch(code: str, column: str) -> Rule:
    return whenever(
        9, f"{code}-blank-though-in-touch", column,
        f"“{column}” is blank, but the council is in touch. Fill it in.",
        lambda context: is_code(IN_TOUCH, "a)"),
    )  # fmt: skip


RULES = (
    _blank_unless_in_touch("home", HOME),
    _blank_unless_in_touch("suitability", SUITABLE),
    _blank_unless_in_touch("activity", ACTIVITY),
    _needed_in_touch("home", HOME),
    _needed_in_touch("suitability", SUITABLE),
    _needed_in_touch("activity", ACTIVITY),
    whenever(
        9, "contact-blank-though-in-touch", LAST_CONTACT,
        "The council is in touch, but there is no date of the latest contact. Give it.",
        lambda context: is_code(IN_TOUCH, "a)"), cites=LOCAL,
    ).warns(),
    in_row(
        9, "relevant-but-grown-up", ELIGIBILITY,
        "A relevant child is 16 or 17. From 18 it is a former relevant child: correct one.",
        lambda context: is_code(ELIGIBILITY, "a)") & (col(AGE) >= 18), cites=NEEDS_AGE,
    ),
    in_row(
        9, "former-relevant-but-a-child", ELIGIBILITY,
        "A former relevant child is 18 or older. At 16 or 17 it is a relevant child: correct one.",
        lambda context: is_code(ELIGIBILITY, "b)") & (col(AGE) < 18), cites=NEEDS_AGE,
    ),
    in_row(
        9, "eligible-but-grown-up", ELIGIBILITY,
        "An eligible child is 16 or 17 and in care. Correct the category or the age.",
        lambda context: is_code(ELIGIBILITY, "d)") & (col(AGE) >= 18), cites=NEEDS_AGE,
    ),
    whenever(
        9, "adviser-blank", ADVISER,
        "The young person is entitled to a personal adviser, but none is given. Give the name.",
        is_served, kind="required-blank", cites=LOCAL,
    ),
    in_row(
        9, "homeless-but-suitable", SUITABLE,
        "The young person has no fixed abode, which cannot be suitable. Correct one of them.",
        lambda context: is_code(HOME, "S") & is_code(SUITABLE, "a)"), kind=CONTRADICTS,
    ).warns(),
    in_row(
        9, "emergency-but-suitable", SUITABLE,
        "Emergency accommodation or bed and breakfast is seldom suitable. Check it.",
        lambda context: is_code(HOME, "V", "W") & is_code(SUITABLE, "a)"), kind=CONTRADICTS,
    ).warns(),
    in_row(
        9, "custody-but-suitable", SUITABLE,
        "The young person is in custody, which is not counted as suitable. Correct one of them.",
        lambda context: is_code(HOME, "X") & is_code(SUITABLE, "a)"), kind=CONTRADICTS,
    ).warns(),
    in_row(
        9, "unknown-home-but-suitable", SUITABLE,
        "It is not known where the young person lives, so it cannot be called suitable.",
        lambda context: is_code(HOME, "R") & is_code(SUITABLE, "a)"), kind=CONTRADICTS,
    ),
    in_row(
        9, "unknown-home-though-in-touch", HOME,
        "The council is in touch, but does not know where the young person lives. Find out.",
        lambda context: is_code(HOME, "R") & is_code(IN_TOUCH, "a)"), kind=CONTRADICTS,
    ).warns(),
    in_row(
        9, "in-custody-but-working", ACTIVITY,
        "The young person is in custody, but studies or works full time outside. Correct one.",
        lambda context: is_code(HOME, "X") & is_code(ACTIVITY, "F1", "F3", "F4", "F5"),
        kind=CONTRADICTS,
    ).warns(),
    in_row(
        9, "pathway-plan-before-15", PATHWAY,
        "The pathway plan was reviewed before the 15th birthday. Correct the date.",
        lambda context: col(PATHWAY) < birthday(15), kind=ORDER, cites=LOCAL,
    ),
    in_row(
        9, "contact-before-birth", LAST_CONTACT,
        "The latest contact is before the birth. Correct the date.",
        lambda context: col(LAST_CONTACT) < col(BIRTH), kind=ORDER, cites=LOCAL,
    ),
)  # fmt: skip
