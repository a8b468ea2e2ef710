"""The measures of Lists 10 and 11: children to be adopted, and those who would adopt."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.profile.declaring import (
    Count,
    Length,
    Measure,
    Share,
    between,
    code,
    each_child,
    every,
    known,
    recent,
    still_open,
)
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import ago, blank, col, day

YEAR = 12
TO_PLACEMENT = (182, 365, 426, 547, 730)
"""426 days was the government’s threshold of fourteen months."""
TO_MATCH = (60, 121, 182, 365)
"""121 days was its threshold of four months."""
DECIDED, ADOPTED = each_child(known(n.DECIDED)), each_child(recent(n.ADOPTED, YEAR))
WAITING = every(
    DECIDED, lambda context: blank(n.PLACED_ADOPTION) & blank(n.ADOPTED) & blank(n.REVERSED)
)
PLACED = each_child(every(recent(n.PLACED_ADOPTION, YEAR), known(n.ENTERED)))
MATCHED = each_child(every(recent(n.MATCHED, YEAR), known(n.ORDER)))
OF_PLACED = "children placed for adoption in the 12 months"
OF_DECIDED = "children with a decision that they should be placed for adoption"
CHILDREN = (
    Measure("adoption", 10, "Children with an adoption decision", Count(DECIDED), OF_DECIDED),
    Measure(
        "adoption-waiting", 10, "Children waiting to be placed", Count(WAITING),
        f"{OF_DECIDED}, not yet placed, and whose decision stands",
    ),
    Measure(
        "adopted", 10, "Children adopted", Count(ADOPTED),
        "children with an adoption order in the 12 months",
    ),
    Measure(
        "adoption-reversed", 10, "Decisions that were reversed",
        Share(DECIDED, recent(n.REVERSED, YEAR)),
        "those of whom it was decided in the 12 months that they should no longer be placed",
        OF_DECIDED,
    ),
    Measure(
        "adoption-length", 10, "From care to an adoptive home",
        Length(PLACED, between(n.ENTERED, n.PLACED_ADOPTION), TO_PLACEMENT),
        "days from entering care to being placed for adoption", OF_PLACED,
    ),
    Measure(
        "adoption-match-length", 10, "From placement order to match",
        Length(MATCHED, between(n.ORDER, n.MATCHED), TO_MATCH),
        "days from the placement order to the match",
        "children with an order who were matched with adopters in the 12 months",
    ),
    Measure(
        "adoption-fostered", 10, "Early permanence",
        Share(DECIDED, known(n.FOSTERED)),
        "those placed in fostering for adoption or concurrent planning", OF_DECIDED,
    ),
)  # fmt: skip

ADOPTER = each_child(known(n.ADOPTER), n.ADOPTER)


def _approved(context: Context) -> pl.Expr:
    """The day of approval, or where it is not given that on which stage 2 ended."""
    return pl.coalesce(col(n.APPROVED), pl.when(blank(n.LEFT)).then(col(n.SECOND_END)))


FIRST_DONE = every(recent(n.FIRST_END, YEAR), known(n.FIRST_START))
SECOND_DONE = every(recent(n.SECOND_END, YEAR), known(n.SECOND_START))
ADOPTERS = (
    Measure("adopters", 11, "Prospective adopters", Count(ADOPTER), "adopters in the list"),
    Measure(
        "adopters-in-process", 11, "Adopters in stage 1 or 2",
        Count(lambda context: (
            still_open(n.FIRST_START, n.FIRST_END)(context)
            | still_open(n.SECOND_START, n.SECOND_END)(context)
        ) & blank(n.LEFT)),
        "adopters who have begun a stage, not ended it, and not left",
    ),
    Measure(
        "adopters-approved", 11, "Adopters approved", Count(
            lambda context: _approved(context).is_between(
                ago(context, months=YEAR), day(context.as_at)
            )
        ),
        "adopters approved in the 12 months, or whose stage 2 ended then and who did not leave",
    ),
    Measure(
        "adopters-waiting", 11, "Approved adopters not matched",
        Count(
            lambda context: _approved(context).is_not_null()
            & blank(n.FAMILY_MATCHED) & blank(n.LEFT)
        ),
        "approved adopters (or those whose stage 2 ended) not matched with a child, who have "
        "not left",
    ),
    Measure(
        "adopters-first-length", 11, "How long stage 1 took",
        Length(FIRST_DONE, between(n.FIRST_START, n.FIRST_END), (61, 92, 122)),
        "days from the start of stage 1 to its end; the regulations give two months",
        "adopters whose stage 1 ended in the 12 months",
    ),
    Measure(
        "adopters-second-length", 11, "How long stage 2 took",
        Length(SECOND_DONE, between(n.SECOND_START, n.SECOND_END), (122, 153, 184)),
        "days from the start of stage 2 to its end; the regulations give four months",
        "adopters whose stage 2 ended in the 12 months",
    ),
    Measure(
        "adopters-left", 11, "Adopters who left the process",
        Share(ADOPTER, recent(n.LEFT, YEAR)), "those who left in the 12 months",
        "adopters in the list",
    ),
    Measure(
        "adopters-fostering", 11, "Adopters fostering for adoption",
        Share(ADOPTER, code(n.FOSTERING, "Yes")), "those fostering for adoption",
        "adopters in the list",
    ),
)  # fmt: skip
MEASURES = (*CHILDREN, *ADOPTERS)
