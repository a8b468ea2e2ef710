"""The columns of the eleven lists by short names, as the rules speak of them.

The words are those of the 2024 edition; a column of another edition is known by the same words
but for case, curls and a trailing question mark (`canonical`), and one with a new heading by the
old one among its aliases (`canonical_of`).
"""

from functools import cache

from readiness.annexe_a.mapping import fold
from readiness.checklists.annexe_a import ColumnSpec

ID, FAMILY = "Child Unique ID", "Family identifier"
GENDER, ETHNICITY, BIRTH = "Gender", "Ethnicity", "Date of Birth"
AGE, DISABLED = "Age of Child (Years)", "Does the Child have a Disability"
TEAM, WORKER = "Allocated Team", "Allocated Worker"

CONTACTED, CONTACT_SOURCE = "Date of Contact", "Contact Source"

HELP_START, HELP_END = "Assessment start date", "Assessment completion date"
HELP_BY = "Organisation completing assessment"

REFERRED, REFERRAL_SOURCE, NO_ACTION = "Date of referral", "Referral Source", "Referral NFA?"
REFERRALS = "Number of Referrals in Last 12 Months"

ASSESS_START = "Continuous Assessment Start Date"
ASSESS_SEEN = "Child Seen During Continuous Assessment"
ASSESS_END = "Continuous Assessment Date of Authorisation"
ASSESS_NEED = "Was the child assessed as requiring LA children's social care support?"

ENQUIRY = "Strategy discussion initiating Section 47 Enquiry Start Date"
UNNEEDED = "Was an Initial Child Protection Conference deemed unnecessary?"
CONFERENCE = "Date of Initial Child Protection Conference"
CONFERENCE_PLAN = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
ENQUIRIES = "Number of Section 47 Enquiries in the last 12 months"
CONFERENCES = "Number of ICPCs in the last 12 months"

NEED_START, NEED, SEEN = "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen"
NEED_END, NEED_REASON, STATUS = "CIN Closure Date", "Reason for Closure", "Case Status"

PLAN_START, PLAN_END = "Child Protection Plan Start Date", "Child Protection Plan End Date"
ABUSE_FIRST, ABUSE = "Initial Category of Abuse", "Latest Category of Abuse"
PLAN_VISIT, ALONE = "Date of the Last Statutory Visit", "Was the Child Seen Alone?"
PLAN_REVIEW = "Date of latest review conference"
PROTECTED = (
    "Subject to Emergency Protection Order or Protected Under Police Powers "
    "in Last Six Months (Y/N)"
)
PLANS_BEFORE = "Number of Previous Child Protection Plans"

UASC = "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"
CARE_START, CARE_END = "Date Started to be Looked After", "Date Ceased to be Looked After"
CARE_NEED, CARE_REASON = "Child's Category of Need", "Reason Ceased to be Looked After"
SECOND = (
    "Is this a second or subsequent period of being a Looked After Child "
    "within the last 12 months (Y/N)"
)
LEGAL_START, LEGAL = "Start date of current legal status", "Child's Legal Status"
CARE_REVIEW, CARE_VISIT = "Date of Latest Statutory Review", "Date of Last Social Work Visit"
PERMANENCE = "What is the permanence plan for this child?"
IRO = "Date of Last IRO Visit / Contact to the Child"
HEALTH, DENTAL = "Date of Last Health Assessment", "Date of Last Dental Check"
PLACEMENTS = "Number of Placements in the Last 12 months"
PLACED, PLACEMENT = "Start Date of Most Recent Placement", "Placement Type"
PROVIDER, POSTCODE, URN = "Placement Provider", "Placement postcode", "URN of Placement"
LOCATION, AUTHORITY = "Placement Location", "LA of Placement"
MISSING = (
    "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
)
ABSENT = "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months"
OFFERED = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
ACCEPTED = "Did the child accept a Return Interview after their last missing episode (Y/N)?"

UASC_LEAVER = "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)"
ADVISER, ELIGIBILITY = "Allocated Personal Advisor", "Eligibility Category"
PATHWAY, LAST_CONTACT = "Latest Pathway Plan Review Date", "Latest Date of Contact"
IN_TOUCH, HOME = "LA in Touch", "Type of Accommodation"
SUITABLE, ACTIVITY = "Suitability of Accommodation", "Activity Status"

ENTERED = "Date the Child Entered Care"
DECIDED = "Date of Decision that Child Should be Placed for Adoption"
ORDER = "Date of Placement Order"
MATCHED = "Date of Matching Child and Prospective Adopters"
PLACED_ADOPTION, ADOPTED = "Date Placed for Adoption", "Date of Adoption Order"
REVERSED = "Date of Decision that Child Should No Longer be Placed for Adoption"
REVERSAL = "Reason Why Child No Longer Placed for Adoption"
FOSTERED = "Date the child was placed for fostering in FFA or concurrent planning placement"

ADOPTER, ADOPTER_DISABLED = "Individual adopter identifier", "Disability"
FOSTERING = "Is the (prospective) adopter fostering for adoption?"
ENQUIRED = "Date enquiry received"
FIRST_START, FIRST_END = "Date Stage 1 started", "Date Stage 1 ended"
SECOND_START, SECOND_END = "Date Stage 2 started", "Date Stage 2 ended"
APPLIED, APPROVED = "Date application submitted", "Date application approved"
FAMILY_MATCHED = "Date adopter matched with child(ren)"
FAMILY_PLACED, CHILDREN = "Date child/children placed with adopter(s)", "No. of children placed"
LEFT, LEFT_REASON = "Date of leaving adoption process", "Reason for leaving adoption process"

_KNOWN = {
    fold(name): name
    for key, name in list(globals().items())
    if key.isupper() and isinstance(name, str)
}

_NAMES = frozenset(_KNOWN.values())


@cache
def canonical(column: str) -> str:
    """The name by which the rules know a column of any edition."""
    return _KNOWN.get(fold(column), column)


def canonical_of(column: ColumnSpec) -> str:
    """As canonical, for a column of an edition, whose aliases may have the words the rules know."""
    names = map(canonical, (column.name, *column.aliases))
    return next((name for name in names if name in _NAMES), column.name)
