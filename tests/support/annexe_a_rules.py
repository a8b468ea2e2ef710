"""Good rows of every list, and rules tried on rows that break them and rows that do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from readiness.annexe_a.checking import NOTHING_ELSE, Known, make_context
from readiness.annexe_a.frames import Context, Finding
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.catalogue import FAMILIES, RULES
from readiness.annexe_a.rules.declaring import Rule
from readiness.annexe_a.rules.running import run_rules
from readiness.office.sheets import Cell
from tests.support.annexe_a import DAY, EDITION, sheet_of

Row = Mapping[str, Cell]
Lists = Mapping[int, Sequence[Row]]
EVERY = "every family"
TEAM: Row = {n.TEAM: "North team", n.WORKER: "Worker 101"}
CHILD: Row = {
    n.ID: "C1", n.GENDER: "a) Male", n.ETHNICITY: "a) WBRI", n.BIRTH: date(2014, 3, 5), n.AGE: 12,
}  # fmt: skip
KNOWN: Row = {**CHILD, n.DISABLED: "b) No"}
SMALL: Row = {n.BIRTH: date(2023, 3, 6), n.AGE: 3}


def ago(days: int) -> date:
    """The day so many days before the as-at date."""
    return DAY - timedelta(days=days)


GOOD: dict[int, Row] = {
    1: {**CHILD, n.CONTACTED: ago(20), n.CONTACT_SOURCE: "q) 6: Police"},
    2: {**CHILD, n.HELP_START: ago(60), n.HELP_END: ago(10), n.HELP_BY: "Primary school"},
    3: {
        **CHILD, n.REFERRED: ago(40), n.REFERRAL_SOURCE: "e) 2A: Schools",
        n.NO_ACTION: "b) No", n.REFERRALS: 0, **TEAM,
    },
    4: {
        **KNOWN, n.ASSESS_START: ago(50), n.ASSESS_SEEN: "a) Yes", n.ASSESS_END: ago(20),
        n.ASSESS_NEED: "a) Yes", **TEAM,
    },
    5: {
        **KNOWN, n.ENQUIRY: ago(40), n.UNNEEDED: "b) No", n.CONFERENCE: ago(26),
        n.CONFERENCE_PLAN: "a) Yes", n.ENQUIRIES: 0, n.CONFERENCES: 0, **TEAM,
    },
    6: {
        **KNOWN, n.NEED_START: ago(100), n.NEED: "N1 - Abuse or neglect", n.SEEN: ago(5),
        n.STATUS: "c) Child in need plan", **TEAM,
    },
    7: {
        **KNOWN, n.PLAN_START: ago(26), n.ABUSE_FIRST: "a) Neglect", n.ABUSE: "a) Neglect",
        n.PLAN_VISIT: ago(5), n.ALONE: "a) Yes", n.PROTECTED: "b) No", n.PLANS_BEFORE: 0, **TEAM,
    },
    8: {
        **KNOWN, n.UASC: "b) No", n.CARE_START: ago(600), n.CARE_NEED: "N1 - Abuse or neglect",
        n.SECOND: "b) No", n.LEGAL_START: ago(500), n.LEGAL: "C2: FCO", n.CARE_REVIEW: ago(60),
        n.CARE_VISIT: ago(5), n.PERMANENCE: "f) Long-term fostering", n.IRO: ago(60),
        n.HEALTH: ago(100), n.DENTAL: ago(100), n.PLACEMENTS: 1, n.PLACED: ago(500),
        n.PLACEMENT: "d) U4: Foster placement - long term", n.PROVIDER: "b) PR1: Own provision",
        n.POSTCODE: "AA1 1AA", n.URN: "SC123456", n.LOCATION: "a) In", n.AUTHORITY: "Northmere",
        n.MISSING: 0, n.ABSENT: 0, **TEAM,
    },
    9: {
        **KNOWN, n.BIRTH: date(2006, 3, 5), n.AGE: 20, n.UASC_LEAVER: "b) No", **TEAM,
        n.ADVISER: "Worker 501", n.ELIGIBILITY: "b) Former relevant child", n.PATHWAY: ago(60),
        n.IN_TOUCH: "a) Yes", n.LAST_CONTACT: ago(10), n.HOME: "U: Independent living",
        n.SUITABLE: "a) Suitable", n.ACTIVITY: "F1: Full time in higher education",
    },
    10: {
        **KNOWN, **SMALL, n.FAMILY: "F1", n.ENTERED: ago(600), n.DECIDED: ago(480),
        n.ORDER: ago(420), n.MATCHED: ago(200), n.PLACED_ADOPTION: ago(190),
    },
    11: {
        n.ADOPTER: "A1", n.FAMILY: "F1", n.GENDER: "b) Female", n.ETHNICITY: "a) WBRI",
        n.ADOPTER_DISABLED: "b) No", n.FOSTERING: "No", n.ENQUIRED: ago(700),
        n.FIRST_START: ago(670), n.FIRST_END: ago(610), n.SECOND_START: ago(600),
        n.SECOND_END: ago(480), n.FAMILY_MATCHED: ago(200), n.FAMILY_PLACED: ago(190),
        n.CHILDREN: 1,
    },
}  # fmt: skip
IN_CARE: Row = {**GOOD[8], **SMALL}
"""The child of the adoption list, in care."""
ADOPTIVE: Row = {
    **IN_CARE, n.LEGAL: "E1: Placement order", n.LEGAL_START: ago(420), n.PLACED: ago(190),
    n.PLACEMENTS: 2, n.PLACEMENT: "j) A6: Placed for adoption - order - not foster",
    n.PERMANENCE: "b) Adoption",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A rule of one row: what changes in the good row of the list break it, and which do not."""

    code: str
    number: int
    fails: Row
    passes: Row = field(default_factory=dict)


@cache
def context_of(known: Known = NOTHING_ELSE) -> Context:
    """The context on DAY, made once."""
    return make_context(DAY, known)


def rules_of(family: str) -> tuple[Rule, ...]:
    """The rules of a family, or of all."""
    if family == EVERY:
        return RULES
    return next(one.rules for one in FAMILIES if one.name == family)


def find(family: str, lists: Lists, context: Context | None = None) -> list[Finding]:
    """What a family’s rules find in these rows, each the good one with changes."""
    sheets = [
        sheet_of(number, *({**GOOD[number], **row} for row in rows))
        for number, rows in lists.items()
    ]
    frames = read_lists(sheets, EDITION).frames
    return run_rules(rules_of(family), frames, context or context_of())


def codes(family: str, lists: Lists, context: Context | None = None) -> set[str]:
    """The codes of those findings."""
    return {found.code for found in find(family, lists, context)}


def missed(family: str, cases: Sequence[Case]) -> list[str]:
    """What is amiss with these cases: a rule that stays silent, or speaks where it must not."""
    lists: dict[int, list[Row]] = {}
    asked: dict[tuple[int, int], tuple[Case, bool]] = {}
    for case in cases:
        for row, is_broken in ((case.fails, True), (case.passes, False)):
            rows = lists.setdefault(case.number, [])
            identifier = n.ADOPTER if case.number == 11 else n.ID
            rows.append({identifier: f"{len(rows)}X", **row})
            asked[case.number, len(rows) + 1] = case, is_broken
    found = {(f.list, f.row, f.code) for f in find(family, lists)}
    return [
        f"{case.code} {'is silent' if is_broken else 'speaks'}: list {number}, {case}"
        for (number, row), (case, is_broken) in asked.items()
        if ((number, row, case.code) in found) is not is_broken
    ]


Pairs = Mapping[str, tuple[Lists, Lists]]
"""By a rule’s code, or that and a comma and more: lists that break it, and lists that do not."""


def code_of(case: str) -> str:
    """The code of the rule that a case of Pairs is about."""
    return case.split(",", maxsplit=1)[0]


def missed_of_lists(family: str, cases: Pairs) -> list[str]:
    """As missed, for rules over several rows: every case has children and families of its own."""
    lists: dict[int, list[Row]] = {}
    asked: dict[tuple[int, int], tuple[str, bool]] = {}
    for place, (case, pair) in enumerate(cases.items()):
        for is_broken, council in zip((True, False), pair, strict=True):
            for number, rows in council.items():
                for row in rows:
                    own = _own_identifiers({**GOOD[number], **row}, f"{place}{is_broken}")
                    lists.setdefault(number, []).append(own)
                    asked[number, len(lists[number]) + 1] = case, is_broken
    found = {(*asked[f.list, f.row], f.code) for f in find(family, lists)}
    silent = [f"{case} is silent" for case in cases if (case, True, code_of(case)) not in found]
    return silent + [f"{case} speaks" for case in cases if (case, False, code_of(case)) in found]


def _own_identifiers(row: Row, mark: str) -> Row:
    identifiers = (n.ID, n.FAMILY, n.ADOPTER)
    return {
        name: f"{value} {mark}" if name in identifiers and value else value
        for name, value in row.items()
    }


def untried(family: str, cases: Sequence[Case], *others: str) -> set[str]:
    """The rules of a family without a case."""
    return {rule.code for rule in rules_of(family)} - {case.code for case in cases} - {*others}
