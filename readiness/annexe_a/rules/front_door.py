"""Rows of lists 1 to 5: contacts, early help, referrals, assessments and enquiries."""

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import LOCAL, Rule, blank, col, filled, in_row, is_code
from readiness.annexe_a.rules.names import (
    ASSESS_END,
    ASSESS_NEED,
    ASSESS_SEEN,
    ASSESS_START,
    CONFERENCE,
    CONFERENCE_PLAN,
    CONFERENCES,
    ENQUIRIES,
    ENQUIRY,
    HELP_END,
    HELP_START,
    REFERRALS,
    UNNEEDED,
)
from readiness.annexe_a.rules.persons import is_unborn
from readiness.annexe_a.rules.shapes import TOGETHER, before, needs, only_when, whenever


def _more(number: int, code: str, column: str, most: str, of: str) -> Rule:
    return in_row(
        number, code, column, f"This many {of} are unlikely. Check the count.",
        lambda context: col(column) > context.standards[f"most.{most}"],
        kind="number-implausible", cites=LOCAL,
    ).warns()  # fmt: skip


def _conference_needless(context: Context) -> pl.Expr:
    return is_code(UNNEEDED, "a)")


RULES = (
    before(2, "early-help-ended-before-it-began", HELP_START, HELP_END),
    _more(3, "referrals-implausible", REFERRALS, "referrals", "referrals of one child in a year"),
    before(4, "authorised-before-it-began", ASSESS_START, ASSESS_END),
    needs(
        4, "assessment-without-outcome", ASSESS_NEED, ASSESS_END,
    ),
    only_when(
        4, "outcome-before-authorisation", ASSESS_NEED,
        "The assessment has an outcome but no date of authorisation. Give the date, or leave the "
        "outcome blank while it is ongoing.",
        lambda context: filled(ASSESS_END),
    ),
    in_row(
        4, "assessed-but-not-seen", ASSESS_SEEN,
        "The assessment is authorised, but the child was not seen. Be ready to say why.",
        lambda context: col(ASSESS_END).is_not_null() & is_code(ASSESS_SEEN, "b)") & ~is_unborn(),
        cites=LOCAL,
    ).warns(),
    in_row(
        4, "assessed-seen-unknown", ASSESS_SEEN,
        "The assessment is authorised, and it is not known whether the child was seen. Find out.",
        lambda context: col(ASSESS_END).is_not_null() & is_code(ASSESS_SEEN, "c)") & ~is_unborn(),
        cites=LOCAL,
    ).warns(),
    before(5, "conference-before-enquiry", ENQUIRY, CONFERENCE),
    in_row(
        5, "conference-held-though-unnecessary", CONFERENCE,
        "A conference that was unnecessary has a date. Correct one of them.",
        lambda context: filled(CONFERENCE) & _conference_needless(context), kind=TOGETHER,
    ),
    in_row(
        5, "result-though-unnecessary", CONFERENCE_PLAN,
        "A conference that was unnecessary has a result. Correct one of them.",
        lambda context: filled(CONFERENCE_PLAN) & _conference_needless(context), kind=TOGETHER,
    ),
    whenever(
        5, "conference-held-undecided", UNNEEDED,
        "A conference was held, so it was necessary: put “b) No”.",
        lambda context: filled(CONFERENCE),
    ),
    whenever(
        5, "conference-without-result", CONFERENCE_PLAN,
        "A conference was held. Say whether it made a plan.",
        lambda context: filled(CONFERENCE) & ~_conference_needless(context).fill_null(False),
    ),
    in_row(
        5, "result-without-conference", CONFERENCE,
        "There is a result but no date of the conference. Give it, or leave the result blank.",
        lambda context: blank(CONFERENCE) & filled(CONFERENCE_PLAN)
        & ~_conference_needless(context).fill_null(False),
        kind=TOGETHER,
    ),
    _more(5, "enquiries-implausible", ENQUIRIES, "enquiries", "enquiries in a year"),
    _more(5, "conferences-implausible", CONFERENCES, "conferences", "conferences in a year"),
    in_row(
        5, "more-conferences-than-enquiries", CONFERENCES,
        "Initial conferences are above enquiries by two or more, but each comes from an enquiry.",
        # One may come from an enquiry that began just before the twelve months.
        lambda context: col(CONFERENCES) > col(ENQUIRIES) + 1,
        cites="FAQ_and_changes tab, List 5: how the two numbers are counted",
    ).warns(),
)  # fmt: skip
