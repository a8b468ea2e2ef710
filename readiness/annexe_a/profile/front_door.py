"""The measures of Lists 1 to 3: contacts, early help and referrals, and what they led to."""

from readiness.annexe_a.profile.declaring import (
    Count,
    Groups,
    Length,
    Measure,
    Share,
    Spread,
    Test,
    above,
    between,
    code,
    every,
    first_of_child,
    is_repeated,
    known,
    recent,
    still_open,
)
from readiness.annexe_a.profile.following import (
    FROM_HELP,
    TO_ASSESSMENT,
    TO_REFERRAL,
    TO_REFERRAL_OF_HELPED,
)
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import ago, col

SOON = 10
"""Days in which a contact becomes a referral, or a referral an assessment."""
SOURCES: Groups = (
    ("Police", ("6",)),
    ("Schools and education", ("2A", "2B")),
    ("Health", ("3A", "3B", "3C", "3D", "3E", "3F")),
    ("Family and individuals", ("1A", "1B", "1C", "1D")),
    ("Council services", ("5A", "5B", "5C")),
    ("Housing", ("4",)),
    ("Courts and other legal", ("7",)),
    ("Others", ("8", "9")),
)
LONG_AGO = "early_help.open_months"


def _soon(name: str) -> Test:
    return lambda context: col(name) <= SOON


CONTACTED = recent(n.CONTACTED)
OF_CONTACTS = "contacts received in the six months"
CONTACTS = (
    Measure(
        "contacts", 1, "Contacts", Count(CONTACTED, 6), OF_CONTACTS,
    ),
    Measure(
        "contact-children", 1, "Children with a contact", Count(first_of_child(CONTACTED)),
        "children with at least one contact in the six months, each once",
    ),
    Measure(
        "contacts-repeated", 1, "Children with more than one contact",
        Share(first_of_child(CONTACTED), is_repeated(CONTACTED)),
        "children with two contacts or more in the six months",
        "children with at least one contact in the six months",
    ),
    Measure(
        "contact-source", 1, "Who made the contacts",
        Spread(CONTACTED, n.CONTACT_SOURCE, SOURCES), f"{OF_CONTACTS}, by their source",
        OF_CONTACTS,
    ),
    Measure(
        "contacts-to-referral", 1, "Contacts that became referrals",
        Share(CONTACTED, _soon(TO_REFERRAL)),
        f"those whose child was referred (List 3) on that day or in the {SOON} days after it",
        OF_CONTACTS,
    ),
)  # fmt: skip

HELPED, HELP_OPEN = recent(n.HELP_START), still_open(n.HELP_START, n.HELP_END)
HELP_DONE = every(recent(n.HELP_END), known(n.HELP_START))
EARLY_HELP = (
    Measure(
        "early-help-begun", 2, "Early help begun", Count(HELPED, 6),
        "early help assessments begun in the six months",
    ),
    Measure(
        "early-help-open", 2, "Early help open now", Count(HELP_OPEN, 0),
        "early help assessments begun and not completed",
    ),
    Measure(
        "early-help-length", 2, "How long early help took",
        Length(HELP_DONE, between(n.HELP_START, n.HELP_END), (30, 60, 90, 180)),
        "days from start to completion", "early help assessments completed in the six months",
    ),
    Measure(
        "early-help-long", 2, "Early help open for long",
        Share(HELP_OPEN, lambda context: col(n.HELP_START)
              < ago(context, months=context.standards[LONG_AGO])),
        f"those begun more than {{{LONG_AGO}}} months ago",
        "early help assessments that are open",
    ),
    Measure(
        "early-help-to-referral", 2, "Early help followed by a referral",
        Share(HELPED, known(TO_REFERRAL_OF_HELPED)),
        "those whose child was referred (List 3) on that day or later",
        "early help assessments begun in the six months",
    ),
)  # fmt: skip

REFERRED = recent(n.REFERRED)
ACTED = every(REFERRED, code(n.NO_ACTION, "b)"))
OF_REFERRALS = "referrals received in the six months"
REFERRALS = (
    Measure("referrals", 3, "Referrals", Count(REFERRED, 6), OF_REFERRALS),
    Measure(
        "referral-source", 3, "Who referred", Spread(REFERRED, n.REFERRAL_SOURCE, SOURCES),
        f"{OF_REFERRALS}, by their source", OF_REFERRALS,
    ),
    Measure(
        "referrals-repeated", 3, "Repeat referrals", Share(REFERRED, above(n.REFERRALS, 0)),
        "those whose child was referred before in the 12 months before the latest referral",
        OF_REFERRALS,
    ),
    Measure(
        "referrals-no-action", 3, "Referrals without further action",
        Share(REFERRED, code(n.NO_ACTION, "a)")), "those that ended in no further action",
        OF_REFERRALS,
    ),
    Measure(
        "referrals-to-assessment", 3, "Referrals that led to an assessment",
        Share(ACTED, _soon(TO_ASSESSMENT)),
        f"those whose child’s assessment (List 4) began on that day or in the {SOON} days after",
        "referrals of the six months that were acted on",
    ),
    Measure(
        "referrals-after-help", 3, "Referrals after early help", Share(REFERRED, known(FROM_HELP)),
        "those whose child has an early help assessment (List 2) begun on that day or before",
        OF_REFERRALS,
    ),
)  # fmt: skip
MEASURES = (*CONTACTS, *EARLY_HELP, *REFERRALS)
