"""The measures of List 9: care leavers. Age is their usual breakdown."""

from readiness.annexe_a.profile.declaring import (
    Count,
    Groups,
    Measure,
    Share,
    Spread,
    code,
    each_child,
    every,
    known,
)
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import ago, col
from readiness.annexe_a.rules.leavers import is_served

PATHWAY = "leaving_care.pathway_plan_months"
HOMES: Groups = (
    ("Independent living", ("U",)),
    ("Semi-independent or supported", ("D", "E", "T")),
    ("Family or former carers", ("B", "Z")),
    ("Residential care", ("C",)),
    ("Ordinary lodgings or other", ("K", "Y")),
    ("Homeless, emergency, or bed and breakfast", ("S", "V", "W")),
    ("Custody", ("X",)),
    ("Abroad or deported", ("G", "H")),
)
DOING: Groups = (
    ("Higher education", ("F1", "P1")),
    ("Other education", ("F2", "P2")),
    ("Training, apprenticeship or work", ("F3", "P3", "F4", "P4", "F5", "P5")),
    ("NEET: illness or disability", ("G4",)),
    ("NEET: pregnancy or parenting", ("G6",)),
    ("NEET: other", ("G5",)),
)
KINDS: Groups = (
    ("Relevant", ("a)",)),
    ("Former relevant", ("b)",)),
    ("Qualifying", ("c)",)),
    ("Eligible", ("d)",)),
)
ACTIVE = ("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5")


LEAVERS, OF_LEAVERS = each_child(known(n.ID)), "care leavers in the list"
SERVED = every(LEAVERS, is_served)
OF_SERVED = (
    "relevant, former relevant and eligible young people, without those who died, returned home "
    "or no longer need services"
)
MEASURES = (
    Measure("leavers", 9, "Care leavers", Count(LEAVERS), OF_LEAVERS),
    Measure(
        "leavers-kind", 9, "Care leavers by entitlement",
        Spread(LEAVERS, n.ELIGIBILITY, KINDS), f"{OF_LEAVERS}, by eligibility category", OF_LEAVERS,
    ),
    Measure(
        "leavers-asylum", 9, "Formerly unaccompanied asylum-seeking children",
        Share(LEAVERS, code(n.UASC_LEAVER, "a)")),
        "those who are or were unaccompanied asylum-seeking children", OF_LEAVERS,
    ),
    Measure(
        "leavers-in-touch", 9, "Care leavers in touch", Share(LEAVERS, code(n.IN_TOUCH, "a)")),
        "those with whom the council is in touch", OF_LEAVERS,
    ),
    Measure(
        "leavers-suitable", 9, "Care leavers in suitable accommodation",
        Share(LEAVERS, code(n.SUITABLE, "a)")),
        "those whose accommodation is suitable; those not in touch do not count as suitable",
        OF_LEAVERS,
    ),
    Measure(
        "leavers-home", 9, "Where care leavers live", Spread(LEAVERS, n.HOME, HOMES),
        f"{OF_LEAVERS}, by type of accommodation", OF_LEAVERS,
    ),
    Measure(
        "leavers-active", 9, "Care leavers in education, employment or training",
        Share(LEAVERS, code(n.ACTIVITY, *ACTIVE)),
        "those in education, employment or training, full time or part time; those not in touch "
        "do not count as such",
        OF_LEAVERS,
    ),
    Measure(
        "leavers-doing", 9, "What care leavers do", Spread(LEAVERS, n.ACTIVITY, DOING),
        f"{OF_LEAVERS}, by activity", OF_LEAVERS,
    ),
    Measure(
        "leavers-pathway", 9, "Pathway plan reviewed in time",
        Share(SERVED, lambda context: col(n.PATHWAY)
              >= ago(context, months=context.standards[PATHWAY])),
        f"those whose plan was reviewed in the last {{{PATHWAY}}} months", OF_SERVED,
    ),
    Measure(
        "leavers-adviser", 9, "Care leavers with a personal adviser",
        Share(SERVED, known(n.ADVISER)), "those with an allocated personal adviser", OF_SERVED,
    ),
)  # fmt: skip
