"""The measures of Lists 4 and 5: assessments, section 47 enquiries and first conferences."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.profile.declaring import (
    Count,
    Length,
    Measure,
    Share,
    above,
    at_most,
    code,
    every,
    known,
    more_than,
    recent,
    still_open,
    working_between,
    working_since,
)
from readiness.annexe_a.profile.following import ALREADY
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import blank, col, filled, is_code

ASSESSMENT_DAYS, CONFERENCE_DAYS = (
    "assessments.completed_working_days",
    "conferences.initial_working_days",
)
DONE = every(recent(n.ASSESS_END), known(n.ASSESS_START))
OPEN = still_open(n.ASSESS_START, n.ASSESS_END)
OF_DONE = "assessments authorised in the six months"
TOOK = working_between(n.ASSESS_START, n.ASSESS_END)
ASSESSMENTS = (
    Measure(
        "assessments-begun", 4, "Assessments begun", Count(recent(n.ASSESS_START), 6),
        "assessments begun in the six months",
    ),
    Measure("assessments-done", 4, "Assessments authorised", Count(DONE, 6), OF_DONE),
    Measure(
        "assessments-in-time", 4, "Assessments authorised in time",
        Share(DONE, at_most(TOOK, ASSESSMENT_DAYS)),
        f"those authorised within {{{ASSESSMENT_DAYS}}} working days of their start", OF_DONE,
    ),
    Measure(
        "assessments-length", 4, "How long assessments took",
        Length(DONE, TOOK, (10, 25, 35, 45, 60), "working days"),
        "working days from start to authorisation", OF_DONE,
    ),
    Measure(
        "assessments-open", 4, "Assessments open now", Count(OPEN),
        "assessments begun and not authorised",
    ),
    Measure(
        "assessments-open-late", 4, "Open assessments past their time",
        Share(OPEN, more_than(working_since(n.ASSESS_START), ASSESSMENT_DAYS)),
        f"those open for more than {{{ASSESSMENT_DAYS}}} working days",
        "assessments begun and not authorised",
    ),
    Measure(
        "assessments-open-length", 4, "How long assessments have been open",
        Length(OPEN, working_since(n.ASSESS_START), (10, 25, 35, 45, 60), "working days"),
        "working days from start to the as-at date", "assessments begun and not authorised",
    ),
    Measure(
        "assessments-seen", 4, "Child seen during the assessment",
        Share(DONE, code(n.ASSESS_SEEN, "a)")), "those during which the child was seen", OF_DONE,
    ),
    Measure(
        "assessments-need", 4, "Assessments that found a need for social care",
        Share(every(DONE, known(n.ASSESS_NEED)), code(n.ASSESS_NEED, "a)")),
        "those that found that the child needs social care support",
        f"{OF_DONE} whose outcome is given",
    ),
)  # fmt: skip

ENQUIRED = recent(n.ENQUIRY)


def _awaits_conference(context: Context) -> pl.Expr:
    return is_code(n.UNNEEDED, "b)") & blank(n.CONFERENCE) & col(n.ENQUIRY).is_not_null()


def _had_plan(context: Context) -> pl.Expr:
    """With a plan already there is no initial conference to hold, though the code is “b) No”."""
    return _awaits_conference(context) & pl.col(ALREADY)


def _decided(context: Context) -> pl.Expr:
    return (filled(n.UNNEEDED) | filled(n.CONFERENCE)) & ~_had_plan(context).fill_null(False)


HELD = every(recent(n.CONFERENCE), known(n.ENQUIRY))
WAITED = working_between(n.ENQUIRY, n.CONFERENCE)
OF_HELD = "initial conferences held in the six months"
OF_PLANNED = "those about a child who had a protection plan already (List 7)"
ENQUIRIES = (
    Measure(
        "enquiries", 5, "Section 47 enquiries", Count(ENQUIRED, 6),
        "section 47 enquiries begun in the six months",
    ),
    Measure(
        "enquiries-repeated", 5, "Repeat enquiries", Share(ENQUIRED, above(n.ENQUIRIES, 0)),
        "those whose child had another enquiry in the 12 months before the latest one",
        "section 47 enquiries begun in the six months",
    ),
    Measure(
        "enquiries-undecided", 5, "Enquiries not yet decided",
        Share(ENQUIRED, lambda context: blank(n.UNNEEDED) & blank(n.CONFERENCE)),
        "those with neither a conference nor a decision that none is needed",
        "section 47 enquiries begun in the six months",
    ),
    Measure(
        "enquiries-to-conference", 5, "Enquiries that led to a conference",
        Share(
            every(ENQUIRED, _decided),
            lambda context: filled(n.CONFERENCE) | is_code(n.UNNEEDED, "b)"),
        ),
        "those with an initial conference, held or needed",
        f"section 47 enquiries of the six months that are decided, without {OF_PLANNED}",
    ),
    Measure("conferences", 5, "Initial conferences", Count(HELD, 6), OF_HELD),
    Measure(
        "conferences-in-time", 5, "Initial conferences held in time",
        Share(HELD, at_most(WAITED, CONFERENCE_DAYS)),
        f"those held within {{{CONFERENCE_DAYS}}} working days of the strategy discussion", OF_HELD,
    ),
    Measure(
        "conferences-length", 5, "How long until the initial conference",
        Length(HELD, WAITED, (5, 10, 15, 20), "working days"),
        "working days from the strategy discussion to the conference", OF_HELD,
    ),
    Measure(
        "conferences-overdue", 5, "Conferences needed and overdue",
        Share(
            lambda context: _awaits_conference(context) & ~pl.col(ALREADY),
            more_than(working_since(n.ENQUIRY), CONFERENCE_DAYS),
        ),
        f"those whose strategy discussion was more than {{{CONFERENCE_DAYS}}} working days ago",
        f"enquiries that need a conference which has not been held, without {OF_PLANNED}",
    ),
    Measure(
        "conferences-to-plan", 5, "Initial conferences that led to a plan",
        Share(every(HELD, known(n.CONFERENCE_PLAN)), code(n.CONFERENCE_PLAN, "a)")),
        "those that resulted in a child protection plan", f"{OF_HELD} whose result is given",
    ),
)  # fmt: skip
MEASURES = (*ASSESSMENTS, *ENQUIRIES)
