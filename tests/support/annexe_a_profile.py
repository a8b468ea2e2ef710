"""A few rows of every list, small enough to be counted by hand, and their profile."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.profile.figures import Profile
from readiness.annexe_a.profile.measuring import measure_lists
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules import names as n
from tests.support.annexe_a import EDITION, sheet_of
from tests.support.annexe_a_rules import GOOD, Row, ago, context_of

NEVER = {n.FAMILY_MATCHED: None, n.FAMILY_PLACED: None, n.CHILDREN: None}
ROWS: Mapping[int, Sequence[Row]] = {
    1: (
        {n.ID: "A", n.CONTACTED: ago(20), n.GENDER: "b) Female", n.AGE: 0},
        {n.ID: "A", n.CONTACTED: ago(10), n.CONTACT_SOURCE: "e) 2A: Schools", n.AGE: 0,
         n.GENDER: "b) Female"},
        {n.ID: "B", n.CONTACTED: ago(100), n.CONTACT_SOURCE: "g) 3A: Health services",
         n.ETHNICITY: "p) BOTH"},
        {n.ID: "C", n.CONTACTED: ago(185)},
        {n.ID: "D", n.CONTACTED: ago(184), n.CONTACT_SOURCE: None, n.AGE: None,
         n.ETHNICITY: "s) REFU"},
    ),
    2: (
        {n.ID: "A", n.HELP_START: ago(60), n.HELP_END: ago(10)},
        {n.ID: "B", n.HELP_START: ago(70), n.HELP_END: None},
        {n.ID: "C", n.HELP_START: ago(600), n.HELP_END: None},
        {n.ID: "D", n.HELP_START: ago(300), n.HELP_END: ago(200)},
    ),
    3: (
        {n.ID: "A", n.REFERRED: ago(15), n.REFERRALS: 1, n.REFERRAL_SOURCE: "q) 6: Police"},
        {n.ID: "B", n.REFERRED: ago(80), n.NO_ACTION: "a) Yes"},
        {n.ID: "C", n.REFERRED: ago(40), n.REFERRAL_SOURCE: "u) 10: Unknown"},
        {n.ID: "C", n.REFERRED: ago(190)},
    ),
    4: (
        {n.ID: "A", n.ASSESS_START: ago(12), n.ASSESS_END: None, n.ASSESS_NEED: None},
        {n.ID: "C", n.ASSESS_START: ago(20), n.ASSESS_END: ago(6)},
        {n.ID: "D", n.ASSESS_START: ago(100), n.ASSESS_END: ago(20),
         n.ASSESS_SEEN: "c) Unknown", n.ASSESS_NEED: "b) No"},
        {n.ID: "E", n.ASSESS_START: ago(90), n.ASSESS_END: None, n.ASSESS_NEED: None},
        {n.ID: "F", n.ASSESS_START: ago(300), n.ASSESS_END: ago(250)},
    ),
    5: (
        {n.ID: "A"},
        {n.ID: "B", n.ENQUIRY: ago(60), n.CONFERENCE: ago(32), n.CONFERENCE_PLAN: "b) No",
         n.ENQUIRIES: 1},
        {n.ID: "C", n.ENQUIRY: ago(50), n.UNNEEDED: "a) Yes", n.CONFERENCE: None,
         n.CONFERENCE_PLAN: None},
        {n.ID: "D", n.ENQUIRY: ago(5), n.UNNEEDED: None, n.CONFERENCE: None,
         n.CONFERENCE_PLAN: None},
        {n.ID: "E", n.ENQUIRY: ago(45), n.CONFERENCE: None, n.CONFERENCE_PLAN: None},
    ),
    6: (
        {n.ID: "A"},
        {n.ID: "B", n.NEED_START: ago(400), n.STATUS: "d) Open assessment", n.SEEN: ago(40),
         n.NEED: "N5 - Family dysfunction"},
        {n.ID: "C", n.NEED_START: ago(800), n.STATUS: "b) Child Protection plan"},
        {n.ID: "D", n.NEED_START: ago(50), n.STATUS: "a) Looked after child",
         n.NEED: "N8 - Absent parenting"},
        {n.ID: "E", n.NEED_START: ago(300), n.NEED_END: ago(20), n.STATUS: "e) Closed episode",
         n.NEED_REASON: "RC8 - Case closed after assessment, no further action"},
        {n.ID: "F", n.NEED_START: ago(30), n.SEEN: None, n.NEED: None},
    ),
    7: (
        {n.ID: "A"},
        {n.ID: "B", n.PLAN_START: ago(200), n.PLAN_REVIEW: ago(30), n.PLAN_VISIT: ago(30),
         n.ALONE: "b) No", n.PLANS_BEFORE: 1, n.ABUSE: "d) Emotional abuse",
         n.PROTECTED: "a) Yes"},
        {n.ID: "C", n.PLAN_START: ago(800), n.PLAN_REVIEW: ago(200), n.PLAN_VISIT: None,
         n.ALONE: None, n.ABUSE: "b) Physical abuse"},
        {n.ID: "D", n.PLAN_START: ago(150), n.PLAN_END: ago(50), n.PLAN_VISIT: ago(60),
         n.PLANS_BEFORE: 1},
    ),
    8: (
        {n.ID: "A", n.CARE_START: ago(1000), n.PLACED: ago(800)},
        {n.ID: "B", n.CARE_START: ago(1000), n.PLACED: ago(500), n.PLACEMENTS: 3,
         n.LOCATION: "b) Out", n.PERMANENCE: None, n.DENTAL: ago(400), n.MISSING: 2,
         n.OFFERED: "a) Yes", n.ACCEPTED: "a) Yes"},
        {n.ID: "C", n.BIRTH: date(2010, 1, 1), n.AGE: 16, n.UASC: "a) Yes", n.SECOND: "a) Yes",
         n.CARE_START: ago(20), n.PLACED: ago(20), n.LEGAL: "V2: Single period under S20",
         n.PLACEMENT: "n) H5: Residential accommodation", n.PROVIDER: "e) PR4: Private provision",
         n.PERMANENCE: None, n.CARE_REVIEW: None, n.HEALTH: None, n.DENTAL: None,
         n.CARE_VISIT: ago(50)},
        {n.ID: "D", n.BIRTH: date(2023, 3, 6), n.AGE: 3, n.CARE_START: ago(300),
         n.PLACED: ago(300), n.LEGAL: "C1: ICO", n.PLACEMENT: "k) P1: Placed with parents",
         n.PROVIDER: "a) PR0: Parents/Parental responsibility",
         n.PERMANENCE: "a) Return to family", n.HEALTH: ago(200), n.DENTAL: None,
         n.CARE_REVIEW: ago(200), n.MISSING: 1, n.OFFERED: "b) No", n.ABSENT: 1},
        {n.ID: "E", n.CARE_START: ago(500), n.CARE_END: ago(30), n.CARE_REASON:
         "e) E4A: Returned home to live with parents or relatives - part of planning"},
    ),
    9: (
        {n.ID: "A"},
        {n.ID: "B", n.AGE: 17, n.ELIGIBILITY: "a) Relevant child", n.UASC_LEAVER: "a) Yes",
         n.PATHWAY: ago(250), n.SUITABLE: "b) Unsuitable",
         n.HOME: "D: Semi-independent, transitional accommodation and self-contained "
         "accommodation",
         n.ACTIVITY: "G5: Not in education, employment or training - other"},
        {n.ID: "C", n.AGE: 22, n.IN_TOUCH: "b) No", n.HOME: None, n.SUITABLE: None,
         n.ACTIVITY: None, n.ADVISER: None},
    ),
    10: (
        {n.ID: "A"},
        {n.ID: "B", n.MATCHED: None, n.PLACED_ADOPTION: None},
        {n.ID: "C", n.MATCHED: ago(320), n.PLACED_ADOPTION: ago(310), n.ADOPTED: ago(10)},
        {n.ID: "D", n.MATCHED: None, n.PLACED_ADOPTION: None, n.REVERSED: ago(30),
         n.FOSTERED: ago(400)},
    ),
    11: (
        {n.ADOPTER: "A"},
        {n.ADOPTER: "B", **NEVER, n.FIRST_START: ago(300), n.FIRST_END: ago(240),
         n.SECOND_START: ago(230), n.SECOND_END: ago(100)},
        {n.ADOPTER: "C", **NEVER, n.FIRST_START: ago(50), n.FIRST_END: None,
         n.SECOND_START: None, n.SECOND_END: None, n.FOSTERING: "Yes"},
        {n.ADOPTER: "D", **NEVER, n.FIRST_START: ago(200), n.FIRST_END: ago(100),
         n.SECOND_START: ago(90), n.SECOND_END: None, n.LEFT: ago(20)},
    ),
}  # fmt: skip


def frames_of(lists: Mapping[int, Sequence[Row]]) -> dict[int, ListFrame]:
    """Lists of these rows, each the good one with changes."""
    sheets = [
        sheet_of(number, *({**GOOD[number], **row} for row in rows))
        for number, rows in lists.items()
    ]
    return read_lists(sheets, EDITION).frames


def profile_of(lists: Mapping[int, Sequence[Row]], *, population: int | None = None) -> Profile:
    """The profile of these lists."""
    frames = frames_of(lists)
    return measure_lists(frames, dict.fromkeys(frames, context_of()), population=population)


@cache
def small_profile() -> Profile:
    """The profile of ROWS, counted once."""
    return profile_of(ROWS, population=50)


def small_files(changes: Mapping[int, Sequence[Row]] = ROWS) -> dict[str, bytes]:
    """The same rows as csv files to upload."""
    files = {}
    for number, rows in changes.items():
        names = [column.name for column in EDITION.list(number).columns]
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(names)
        writer.writerows([({**GOOD[number], **row}).get(name) for name in names] for row in rows)
        files[f"list_{number}.csv"] = text.getvalue().encode()
    return files
