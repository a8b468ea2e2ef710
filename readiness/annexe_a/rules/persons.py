"""The person of a row: age and date of birth, the unborn, and ages that a list is not for."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import (
    CHILDREN,
    LOCAL,
    Rule,
    blank,
    col,
    day,
    filled,
    in_row,
    is_code,
)
from readiness.annexe_a.rules.names import (
    AGE,
    ASSESS_START,
    BIRTH,
    CONTACTED,
    DISABLED,
    ENQUIRY,
    GENDER,
    HELP_START,
    NEED_START,
    PLAN_START,
    REFERRED,
    canonical_of,
)
from readiness.annexe_a.rules.shapes import ORDER
from readiness.checklists.annexe_a import ListSpec

UNBORN = -1
MAY_BE_UNBORN = (1, 2, 3, 4, 5, 6, 7, 10)
BORN = (8, 9)
LONGEST_WAIT = "10mo"
NO_DATE_UNTIL = 1901
"""Programs put days of this year and before for no date."""
AGES = "Guidance tab, each list: Age of Child (Years)"
NOT_YET = "Guidance tab, each list: Gender, or the child is unborn"
EVENTS = {
    1: CONTACTED,
    2: HELP_START,
    3: REFERRED,
    4: ASSESS_START,
    5: ENQUIRY,
    6: NEED_START,
    7: PLAN_START,
}
NAMES = {
    1: "contact",
    2: "early-help",
    3: "referral",
    4: "assessment",
    5: "enquiry",
    6: "need",
    7: "plan",
    8: "care",
    9: "leaver",
    10: "adoption",
}


def years_old(context: Context) -> pl.Expr:
    """The age at the last birthday on the as-at date; -1 before the birth."""
    born, at = col(BIRTH), context.as_at
    # Months and days come as eight bits: widened before they are multiplied.
    birthday = born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    years = at.year - born.dt.year() - (birthday > at.month * 100 + at.day).cast(pl.Int32)
    return pl.when(born > at).then(UNBORN).otherwise(years)


def birthday(years: int) -> pl.Expr:
    """The day on which somebody becomes so old: 1 March for 29 February in a year without one."""
    kept = col(BIRTH).dt.offset_by(f"{years}y")
    return (
        pl.when(kept.dt.day() != col(BIRTH).dt.day()).then(kept.dt.offset_by("1d")).otherwise(kept)
    )


def takes_unborn(spec: ListSpec) -> bool:
    """Whether the list may hold an unborn child: its age may be -1."""
    return any(canonical_of(c) == AGE and c.minimum == UNBORN for c in spec.columns)


def is_unborn() -> pl.Expr:
    """Whether the age says that the child is not yet born."""
    return (col(AGE) == UNBORN).fill_null(False)


def _age_wrong(context: Context) -> pl.Expr:
    return col(AGE) != years_old(context)


def _of_the_born(context: Context) -> pl.Expr:
    # A date of birth that lies ahead is found to be in the future.
    return (col(BIRTH) <= day(context.as_at)) & (col(AGE) != years_old(context))


def _too_young(number: int) -> Rule:
    return in_row(
        number, f"{NAMES[number]}-too-young", AGE,
        "The young person is younger than this list is for. Correct the age, or the list.",
        lambda context: (col(AGE) < context.standards.ages[number].youngest) & (col(AGE) >= 0),
        kind="age-implausible", cites="Guidance tab, List 9: Eligibility Category",
    ).warns()  # fmt: skip


def _too_old(number: int) -> Rule:
    return in_row(
        number, f"{NAMES[number]}-too-old", AGE,
        "The person is older than this list is for. Correct the age, or leave the row out.",
        lambda context: col(AGE) > context.standards.ages[number].oldest,
        kind="age-implausible", cites=LOCAL,
    ).warns()  # fmt: skip


def _long_before_birth(number: int) -> Rule:
    event = EVENTS[number]
    return in_row(
        number, f"{NAMES[number]}-long-before-birth", event,
        f"“{event}” is more than ten months before the child’s birth. Correct one of them.",
        lambda context: col(event) < col(BIRTH).dt.offset_by(f"-{LONGEST_WAIT}"),
        kind=ORDER, cites=f"Guidance tab, List {number}: {BIRTH}",
    )  # fmt: skip


RULES = (
    in_row(
        MAY_BE_UNBORN, "age-wrong", AGE,
        "The age does not fit the date of birth: it would be {detail} on the as-at date.",
        _age_wrong, years_old, cites=AGES,
    ),
    in_row(
        BORN, "age-of-the-born-wrong", AGE,
        "The age does not fit the date of birth: it would be {detail} on the as-at date.",
        _of_the_born, years_old, kind="age-wrong", cites=AGES,
    ),
    in_row(
        CHILDREN, "age-blank", AGE,
        "The age is blank, though the date of birth is given. Fill it in.",
        lambda context: blank(AGE) & col(BIRTH).is_not_null(), cites=AGES,
    ).warns(),
    in_row(
        BORN, "birth-blank", BIRTH,
        "The date of birth is blank. On this list it is always known: fill it in.",
        lambda context: blank(BIRTH) & filled(AGE),
        cites="Guidance tab, Lists 8 and 9: Date of Birth",
    ).warns(),
    in_row(
        MAY_BE_UNBORN, "birth-blank-with-age", BIRTH,
        "The date of birth is blank, though an age is given: from what date was it counted?",
        lambda context: blank(BIRTH) & (col(AGE) >= 0),
    ).warns(),
    in_row(
        MAY_BE_UNBORN, "unborn-gender", GENDER,
        "The child is unborn, so the gender is “c) Not stated/recorded”. Correct it.",
        lambda context: is_unborn() & col(GENDER).is_not_null() & ~is_code(GENDER, "c)"),
        cites=NOT_YET,
    ),
    in_row(
        (4, 5, 6, 7, 10), "unborn-disability", DISABLED,
        "The child is unborn, so a disability is not yet known. Put “c) Unknown”.",
        lambda context: is_unborn() & is_code(DISABLED, "a)"),
        cites=LOCAL,
    ).warns(),
    *(_too_old(number) for number in CHILDREN),
    _too_young(9),
    *(_long_before_birth(number) for number in EVENTS),
)  # fmt: skip
