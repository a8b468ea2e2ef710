"""The measures of List 8: children in care."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.profile.declaring import (
    Count,
    Groups,
    Length,
    Measure,
    Share,
    Spread,
    Test,
    above,
    at_most,
    code,
    each_child,
    every,
    known,
    months_ago,
    more_than,
    recent,
    since,
    still_open,
    working_since,
)
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import ago, col
from readiness.annexe_a.rules.standing import in_short_breaks

VISIT, REVIEW, PERMANENCE = "visits.child_in_care", "care.later_review", "care.permanence_plan"
HEALTH, DENTAL = "care.health_months", "care.dental_months"
FIRST_REVIEW, FIRST_HEALTH = "care.first_review_working_days", "care.first_health_working_days"
LEGAL: Groups = (
    ("Interim care order", ("C1",)),
    ("Full care order", ("C2",)),
    ("Placement order", ("E1", "D1")),
    ("Section 20", ("V2",)),
    ("Police, emergency or assessment order", ("L1", "L2", "L3")),
    ("Remand or youth justice", ("J1", "J2", "J3")),
)
HOMES: Groups = (
    ("Fostered by relatives or friends", ("U1", "U2", "U3")),
    ("Fostered by others", ("U4", "U5", "U6")),
    ("Placed for adoption", ("A3", "A4", "A5", "A6")),
    ("With parents", ("P1",)),
    ("Children’s home", ("K2",)),
    ("Secure home or custody", ("K1", "R5")),
    ("Supported or independent living", ("H5", "P2", "P3")),
    ("Other residential", ("R1", "R2", "R3", "S1")),
    ("Temporary or other", ("T0", "T1", "T2", "T3", "T4", "Z1")),
)
PROVIDERS: Groups = (
    ("Parents", ("PR0",)),
    ("The council", ("PR1",)),
    ("Another council", ("PR2",)),
    ("Other public", ("PR3",)),
    ("Private", ("PR4",)),
    ("Voluntary", ("PR5",)),
)
PLANS: Groups = (
    ("Return to family", ("a)",)),
    ("Adoption", ("b)",)),
    ("Guardianship or child arrangements", ("c)",)),
    ("Supported living", ("d)",)),
    ("Long-term residential", ("e)",)),
    ("Long-term fostering", ("f)",)),
    ("Other", ("g)",)),
)
ENDINGS: Groups = (
    ("Went home", ("E4A", "E4B", "E13")),
    ("Adopted", ("E11", "E12")),
    ("Guardianship or residence order", ("E41", "E45", "E46", "E47", "E48")),
    ("Independent living", ("E5", "E6")),
    ("Any other reason", ("E2", "E3", "E7", "E8", "E9", "E14", "E15", "E16")),
)


def _in_care(test: Test) -> Test:
    return each_child(lambda context: test(context) & ~in_short_breaks())


IN_CARE = _in_care(still_open(n.CARE_START, n.CARE_END))
BEGUN, ENDED = _in_care(recent(n.CARE_START)), _in_care(recent(n.CARE_END))
BREAKS = "(short breaks, V3 and V4, left out)"
OF_CARE = f"children in care now {BREAKS}"
OF_BEGUN = f"children who came into care in the six months {BREAKS}"
OF_ENDED = f"children who left care in the six months {BREAKS}"
MISSING = every(IN_CARE, above(n.MISSING, 0))


def _within(name: str, limit: str) -> Test:
    """Where a date is no further back than a standard in months."""
    return lambda context: col(name) >= ago(context, months=context.standards[limit])


def _healthy(context: Context) -> pl.Expr:
    young = _within(n.HEALTH, "care.health_months_under_5")(context)
    return pl.when(col(n.AGE) < 5).then(young).otherwise(_within(n.HEALTH, HEALTH)(context))


LONG = every(IN_CARE, months_ago(n.CARE_START, 30), lambda context: col(n.AGE) < 16)
NUMBERS = (
    Measure("care", 8, "Children in care", Count(IN_CARE, 0), OF_CARE),
    Measure(
        "care-begun", 8, "Children who came into care", Count(BEGUN, 6), OF_BEGUN,
    ),
    Measure(
        "care-ended", 8, "Children who left care", Count(ENDED, 6), OF_ENDED,
    ),
    Measure(
        "care-again", 8, "Children who came back into care", Share(BEGUN, code(n.SECOND, "a)")),
        "those in their second or later period of care within 12 months", OF_BEGUN,
    ),
    Measure(
        "care-asylum", 8, "Unaccompanied asylum-seeking children",
        Share(IN_CARE, code(n.UASC, "a)")),
        "those who were unaccompanied asylum-seeking children within 12 months", OF_CARE,
    ),
    Measure(
        "care-length", 8, "How long children have been in care",
        Length(IN_CARE, since(n.CARE_START), (180, 365, 730, 1825)),
        "days from the start of care to the as-at date", OF_CARE,
    ),
    Measure(
        "care-ending", 8, "Why children left care", Spread(ENDED, n.CARE_REASON, ENDINGS),
        f"{OF_ENDED}, by the reason", OF_ENDED,
    ),
)  # fmt: skip
PLACEMENTS = (
    Measure(
        "care-legal", 8, "Children in care by legal status", Spread(IN_CARE, n.LEGAL, LEGAL),
        f"{OF_CARE}, by legal status", OF_CARE,
    ),
    Measure(
        "care-placement", 8, "Children in care by placement", Spread(IN_CARE, n.PLACEMENT, HOMES),
        f"{OF_CARE}, by type of placement", OF_CARE,
    ),
    Measure(
        "care-provider", 8, "Children in care by provider",
        Spread(IN_CARE, n.PROVIDER, PROVIDERS), f"{OF_CARE}, by placement provider", OF_CARE,
    ),
    Measure(
        "care-away", 8, "Children placed outside the council’s area",
        Share(IN_CARE, code(n.LOCATION, "b)")), "those placed outside the area", OF_CARE,
    ),
    Measure(
        "care-moved", 8, "Three or more placements in a year",
        Share(IN_CARE, above(n.PLACEMENTS, 2)),
        "those with three placements or more in the 12 months", OF_CARE,
    ),
    Measure(
        "care-settled", 8, "Long-term placement stability",
        Share(LONG, months_ago(n.PLACED, 24)),
        "those in the same placement for two years or more",
        f"{OF_CARE}, aged under 16, for two and a half years or more",
    ),
)  # fmt: skip
PERMANENCE_PLANS = (
    Measure(
        "care-permanence", 8, "Permanence plan agreed",
        Share(every(IN_CARE, more_than(since(n.CARE_START), PERMANENCE)), known(n.PERMANENCE)),
        "those with a permanence plan", f"{OF_CARE} for more than {{{PERMANENCE}}} days",
    ),
    Measure(
        "care-plan", 8, "Permanence plans",
        Spread(every(IN_CARE, known(n.PERMANENCE)), n.PERMANENCE, PLANS),
        f"{OF_CARE} with a permanence plan, by the plan", f"{OF_CARE} with a permanence plan",
    ),
)  # fmt: skip
CHECKS = (
    Measure(
        "care-visited", 8, "Children in care visited in time",
        Share(IN_CARE, at_most(since(n.CARE_VISIT), VISIT)),
        f"those last visited no more than {{{VISIT}}} days ago", OF_CARE,
    ),
    Measure(
        "care-reviewed", 8, "Children in care reviewed in time",
        Share(
            every(IN_CARE, more_than(working_since(n.CARE_START), FIRST_REVIEW)),
            at_most(since(n.CARE_REVIEW), REVIEW),
        ),
        f"those whose latest review was no more than {{{REVIEW}}} days ago",
        f"{OF_CARE} for more than {{{FIRST_REVIEW}}} working days",
    ),
    Measure(
        "care-health", 8, "Health assessment up to date",
        Share(every(IN_CARE, more_than(working_since(n.CARE_START), FIRST_HEALTH)), _healthy),
        f"those assessed in the last {{{HEALTH}}} months, or "
        "{care.health_months_under_5} months if under 5",
        f"{OF_CARE} for more than {{{FIRST_HEALTH}}} working days",
    ),
    Measure(
        "care-dental", 8, "Dental check up to date",
        Share(
            every(
                IN_CARE, months_ago(n.CARE_START, 12),
                lambda context: col(n.AGE) >= context.standards["care.dental_from_age"],
            ),
            _within(n.DENTAL, DENTAL),
        ),
        f"those checked in the last {{{DENTAL}}} months",
        f"{OF_CARE} for a year or more, aged {{care.dental_from_age}} or over",
    ),
)  # fmt: skip
RETURNS = (
    Measure(
        "care-missing", 8, "Children in care who went missing",
        Share(IN_CARE, above(n.MISSING, 0)),
        "those with one missing episode or more in the 12 months", OF_CARE,
    ),
    Measure(
        "care-absent", 8, "Children in care who were absent", Share(IN_CARE, above(n.ABSENT, 0)),
        "those with one absence or more from their placement in the 12 months", OF_CARE,
    ),
    Measure(
        "interviews-offered", 8, "Return interviews offered",
        Share(MISSING, code(n.OFFERED, "a)")),
        "those offered a return interview after the last missing episode",
        f"{OF_CARE} who went missing in the 12 months",
    ),
    Measure(
        "interviews-accepted", 8, "Return interviews accepted",
        Share(every(MISSING, code(n.OFFERED, "a)")), code(n.ACCEPTED, "a)")),
        "those who accepted it", f"{OF_CARE} who were offered a return interview",
    ),
)  # fmt: skip
MEASURES = (*NUMBERS, *PLACEMENTS, *PERMANENCE_PLANS, *CHECKS, *RETURNS)
