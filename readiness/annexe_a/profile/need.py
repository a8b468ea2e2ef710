"""The measures of Lists 6 and 7: children in need and child protection plans."""

from readiness.annexe_a.profile.declaring import (
    Count,
    Groups,
    Length,
    Measure,
    Share,
    Spread,
    above,
    at_most,
    between,
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

NEED_VISIT, PLAN_VISIT = "visits.child_in_need", "visits.child_protection_working_days"
FIRST_REVIEW, LATER_REVIEW = "conferences.first_review", "conferences.later_review"
SPANS = (90, 180, 365, 730)
"""Bands of about three and six months, a year and two."""
NEEDS: Groups = (
    ("Abuse or neglect", ("N1",)),
    ("Child’s disability or illness", ("N2",)),
    ("Parent’s disability or illness", ("N3",)),
    ("Family in acute stress", ("N4",)),
    ("Family dysfunction", ("N5",)),
    ("Socially unacceptable behaviour", ("N6",)),
    ("Low income", ("N7",)),
    ("Absent parenting", ("N8",)),
    ("Other than in need", ("N9",)),
)
STATUSES: Groups = (
    ("In care", ("a)",)),
    ("Child protection plan", ("b)",)),
    ("Child in need plan", ("c)",)),
    ("Open assessment", ("d)",)),
)
ENDINGS: Groups = (
    ("Assessed, no further action", ("RC8",)),
    ("Assessed, referred to early help", ("RC9",)),
    ("Adopted, or an order made", ("RC1", "RC3", "RC4")),
    ("Moved to another council or to adult services", ("RC5", "RC6")),
    ("Died", ("RC2",)),
    ("Any other reason, no longer in need among them", ("RC7",)),
)
ABUSE: Groups = (
    ("Neglect", ("a)",)),
    ("Physical abuse", ("b)",)),
    ("Sexual abuse", ("c)",)),
    ("Emotional abuse", ("d)",)),
    ("More than one", ("e)",)),
)

NEED_OPEN = each_child(still_open(n.NEED_START, n.NEED_END))
BESIDES = every(NEED_OPEN, code(n.STATUS, "c)", "d)"))
NEED_ENDED = recent(n.NEED_END)
OF_OPEN = "children whose episode of need is open, plans and care included"
OF_BESIDES = "children in need now, without those in care or with a protection plan"
CHILDREN_IN_NEED = (
    Measure("need-open", 6, "Children with an open episode of need", Count(NEED_OPEN, 0), OF_OPEN),
    Measure(
        "need", 6, "Children in need besides plans and care", Count(BESIDES, 0), OF_BESIDES,
    ),
    Measure(
        "need-status", 6, "Open episodes by status", Spread(NEED_OPEN, n.STATUS, STATUSES),
        f"{OF_OPEN}, by case status", OF_OPEN,
    ),
    Measure(
        "need-kind", 6, "Open episodes by primary need", Spread(NEED_OPEN, n.NEED, NEEDS),
        f"{OF_OPEN}, by primary need", OF_OPEN,
    ),
    Measure(
        "need-begun", 6, "Episodes of need begun", Count(recent(n.NEED_START), 6),
        "episodes of need begun in the six months",
    ),
    Measure(
        "need-ended", 6, "Episodes of need closed", Count(NEED_ENDED, 6),
        "episodes of need closed in the six months",
    ),
    Measure(
        "need-ending", 6, "Why episodes of need closed",
        Spread(NEED_ENDED, n.NEED_REASON, ENDINGS),
        "episodes of need closed in the six months, by the reason",
        "episodes of need closed in the six months",
    ),
    Measure(
        "need-open-length", 6, "How long children have been in need",
        Length(NEED_OPEN, since(n.NEED_START), SPANS), "days from start to the as-at date", OF_OPEN,
    ),
    Measure(
        "need-seen", 6, "Children in need seen in time",
        Share(BESIDES, at_most(since(n.SEEN), NEED_VISIT)),
        f"those last seen no more than {{{NEED_VISIT}}} days ago", OF_BESIDES,
    ),
)  # fmt: skip

PLAN_OPEN = each_child(still_open(n.PLAN_START, n.PLAN_END))
PLAN_BEGUN = recent(n.PLAN_START)
PLAN_ENDED = every(recent(n.PLAN_END), known(n.PLAN_START))
REVIEW_DUE = every(PLAN_OPEN, more_than(since(n.PLAN_START), FIRST_REVIEW))
OF_PLANS = "children with a child protection plan now"
PLANS = (
    Measure("plans", 7, "Children with a protection plan", Count(PLAN_OPEN, 0), OF_PLANS),
    Measure(
        "plans-begun", 7, "Protection plans begun", Count(PLAN_BEGUN, 6),
        "plans begun in the six months",
    ),
    Measure(
        "plans-ended", 7, "Protection plans ended", Count(PLAN_ENDED, 6),
        "plans ended in the six months",
    ),
    Measure(
        "plan-abuse", 7, "Protection plans by category", Spread(PLAN_OPEN, n.ABUSE, ABUSE),
        f"{OF_PLANS}, by latest category of abuse", OF_PLANS,
    ),
    Measure(
        "plans-again", 7, "Second or later protection plans",
        Share(PLAN_BEGUN, above(n.PLANS_BEFORE, 0)),
        "those of children who had a plan before", "plans begun in the six months",
    ),
    Measure(
        "plans-long", 7, "Protection plans of two years or more",
        Share(PLAN_OPEN, months_ago(n.PLAN_START, 24)),
        "those whose plan began two years ago or earlier", OF_PLANS,
    ),
    Measure(
        "plan-length", 7, "How long ended protection plans lasted",
        Length(PLAN_ENDED, between(n.PLAN_START, n.PLAN_END), SPANS), "days from start to end",
        "plans ended in the six months",
    ),
    Measure(
        "plans-visited", 7, "Children with a plan visited in time",
        Share(PLAN_OPEN, at_most(working_since(n.PLAN_VISIT), PLAN_VISIT)),
        f"those last visited no more than {{{PLAN_VISIT}}} working days ago", OF_PLANS,
    ),
    Measure(
        "plans-alone", 7, "Children with a plan seen alone",
        Share(every(PLAN_OPEN, known(n.PLAN_VISIT)), code(n.ALONE, "a)")),
        "those seen alone at the last visit", f"{OF_PLANS} who have been visited",
    ),
    Measure(
        "plans-reviewed", 7, "Protection plans reviewed in time",
        Share(REVIEW_DUE, at_most(since(n.PLAN_REVIEW), LATER_REVIEW)),
        f"those whose latest review was no more than {{{LATER_REVIEW}}} days ago",
        f"{OF_PLANS} that began more than {{{FIRST_REVIEW}}} days ago",
    ),
    Measure(
        "plans-protected", 7, "Emergency protection or police powers",
        Share(PLAN_OPEN, code(n.PROTECTED, "a)")),
        "those under an emergency order or police protection in the six months", OF_PLANS,
    ),
)  # fmt: skip
MEASURES = (*CHILDREN_IN_NEED, *PLANS)
