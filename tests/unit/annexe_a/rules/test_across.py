"""Lists 1 to 9 against each other: each rule with lists that break it and lists that do not."""

from datetime import date

from readiness.annexe_a.checking import Known
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules import names as n
from tests.support.annexe_a import DAY, EDITION, check_sheets, sheet_of
from tests.support.annexe_a_rules import (
    GOOD,
    Lists,
    Row,
    ago,
    code_of,
    codes,
    missed_of_lists,
    rules_of,
)

OTHER: Row = {n.ID: "C2"}
ENDED: Row = {n.PLAN_END: ago(3)}
LEFT: Row = {n.CARE_END: ago(3), n.CARE_REASON: "E4A"}
CLOSED: Row = {n.NEED_END: ago(3), n.NEED_REASON: "RC7", n.STATUS: "e)"}
ONGOING: Row = {n.ASSESS_END: None, n.ASSESS_NEED: None}
NEEDLESS: Row = {n.UNNEEDED: "a)", n.CONFERENCE: None, n.CONFERENCE_PLAN: None}
CARED: Row = {n.STATUS: "a)", n.NEED_START: ago(700)}
PLANNED: Row = {n.STATUS: "b)"}
GREW_UP: Row = {**LEFT, n.BIRTH: date(2008, 11, 21), n.AGE: 18}
DESK: Row = {n.TEAM: "South team", n.WORKER: "Worker 202"}
CASES: dict[str, tuple[Lists, Lists]] = {
    "status-care-not-in-care": ({6: [CARED], 8: [OTHER]}, {6: [CARED], 8: [{}]}),
    "in-care-not-in-need": ({6: [OTHER], 8: [{}]}, {6: [CARED], 8: [{}]}),
    "in-care-other-status": ({6: [PLANNED], 8: [{}]}, {6: [CARED], 8: [{}]}),
    "status-plan-not-on-plan": ({6: [PLANNED], 7: [ENDED]}, {6: [PLANNED], 7: [{}]}),
    "on-plan-not-in-need": ({6: [OTHER], 7: [{}]}, {6: [PLANNED], 7: [{}]}),
    "on-plan-other-status": ({6: [{}], 7: [{}]}, {6: [CARED], 7: [{}]}),
    "status-assessment-none-open": ({6: [{n.STATUS: "d)"}], 4: [{}]},
                                    {6: [{n.STATUS: "d)"}], 4: [ONGOING]}),
    "open-assessment-not-in-need": ({6: [OTHER], 4: [ONGOING]}, {6: [OTHER], 4: [{}]}),
    "open-assessment-closed-case": ({6: [CLOSED], 4: [ONGOING]}, {6: [CLOSED], 4: [{}]}),
    "in-care-ended-not-in-need": ({6: [OTHER], 8: [LEFT]}, {6: [CLOSED], 8: [LEFT]}),
    "plan-ended-not-in-need": ({6: [OTHER], 7: [ENDED]}, {6: [{}], 7: [ENDED]}),
    "assessed-need-not-listed": ({6: [OTHER], 4: [{}]}, {6: [OTHER], 4: [{n.ASSESS_NEED: "b)"}]}),
    "early-help-and-in-need": ({6: [{}], 2: [{n.HELP_END: None}]}, {6: [{}], 2: [{}]}),
    "need-began-after-plan": ({6: [{**PLANNED, n.NEED_START: ago(25)}], 7: [{}]},
                              {6: [{**PLANNED, n.NEED_START: ago(26)}], 7: [{}]}),
    "need-began-after-care": ({6: [{**CARED, n.NEED_START: ago(599)}], 8: [{}]},
                              {6: [{**CARED, n.NEED_START: ago(600)}], 8: [{}]}),
    "assessment-before-need": ({6: [{n.STATUS: "d)", n.NEED_START: ago(49)}], 4: [ONGOING]},
                               {6: [{n.STATUS: "d)", n.NEED_START: ago(50)}], 4: [ONGOING]}),
    "closed-before-plan-ended": ({6: [{**CLOSED, n.NEED_END: ago(4)}], 7: [ENDED]},
                                 {6: [CLOSED], 7: [ENDED]}),
    "closed-before-care-ended": ({6: [{**CLOSED, n.NEED_END: ago(4)}], 8: [LEFT]},
                                 {6: [CLOSED], 8: [LEFT]}),
    "seen-before-visit-on-plan": ({6: [{**PLANNED, n.SEEN: ago(6)}], 7: [{}]},
                                  {6: [PLANNED], 7: [{}]}),
    "seen-before-visit-in-care": ({6: [{**CARED, n.SEEN: ago(6)}], 8: [{}]},
                                  {6: [CARED], 8: [{}]}),
    "plan-made-not-listed": ({5: [{}], 7: [OTHER]}, {5: [{n.CONFERENCE_PLAN: "b)"}], 7: [OTHER]}),
    "plan-older-than-conference": ({5: [{}], 7: [{n.PLAN_START: ago(27)}]}, {5: [{}], 7: [{}]}),
    "plan-later-than-conference": ({5: [{}], 7: [{n.PLAN_START: ago(25)}]}, {5: [{}], 7: [{}]}),
    "new-plan-without-enquiry": ({5: [OTHER], 7: [{}]},
                                 {5: [OTHER], 7: [{n.PLAN_START: ago(170)}]}),
    "unnecessary-though-on-plan": ({5: [NEEDLESS], 7: [{n.PLAN_START: ago(40)}]},
                                   {5: [NEEDLESS], 7: [{n.PLAN_START: ago(39)}]}),
    "unnecessary-though-on-plan, which ended later": (
        {5: [NEEDLESS], 7: [{n.PLAN_START: ago(200), n.PLAN_END: ago(40)}]},
        {5: [NEEDLESS], 7: [{n.PLAN_START: ago(200), n.PLAN_END: ago(41)}]}),
    "protected-but-not-said": ({7: [{}], 8: [{n.LEGAL: "L2", n.LEGAL_START: ago(9)}]},
                               {7: [{n.PROTECTED: "a)"}],
                                8: [{n.LEGAL: "L2", n.LEGAL_START: ago(9)}]}),
    "leaver-still-in-care": ({9: [{}], 8: [{}]}, {9: [{}], 8: [LEFT]}),
    "eligible-not-in-care": ({9: [{n.ELIGIBILITY: "d)"}], 8: [LEFT]},
                             {9: [{n.ELIGIBILITY: "d)"}], 8: [{}]}),
    "left-care-at-18-not-listed": ({8: [GREW_UP], 9: [OTHER]}, {8: [GREW_UP], 9: [{}]}),
    "left-care-at-18-not-listed, but at 17": (
        {8: [GREW_UP], 9: [OTHER]}, {8: [{**GREW_UP, n.CARE_END: ago(4)}], 9: [OTHER]}),
    "left-care-at-18-not-listed, but adopted": (
        {8: [GREW_UP], 9: [OTHER]}, {8: [{**GREW_UP, n.CARE_REASON: "E12"}], 9: [OTHER]}),
    "leaver-in-need": ({6: [{}], 9: [{}]}, {6: [CLOSED], 9: [{}]}),
    "other-team-on-plan": ({6: [PLANNED], 7: [DESK]}, {6: [{**PLANNED, **DESK}], 7: [DESK]}),
    "other-worker-on-plan": ({6: [PLANNED], 7: [DESK]}, {6: [CLOSED], 7: [{**DESK, **ENDED}]}),
    "other-team-in-care": ({6: [CARED], 8: [DESK]}, {6: [CARED], 8: [{n.TEAM: "NORTH team"}]}),
    "other-worker-in-care": ({6: [CARED], 8: [DESK]}, {6: [CARED], 8: [{}]}),
}  # fmt: skip


def test_lists_that_disagree_are_found_and_lists_that_agree_are_not() -> None:
    assert missed_of_lists("across", CASES) == []


def test_every_rule_across_lists_is_tried() -> None:
    assert {rule.code for rule in rules_of("across")} == set(map(code_of, CASES))


def test_a_list_that_is_not_there_is_not_asked() -> None:
    assert codes("across", {6: [CARED]}) == set()


def test_a_list_that_is_corrected_alone_is_held_against_the_others() -> None:
    status, care = sheet_of(6, {**GOOD[6], **CARED}), sheet_of(8, {**GOOD[8], **OTHER})
    beside = read_lists([care], EDITION).frames
    alone = check_sheets([status], edition=EDITION, as_at=DAY, known=Known(beside=beside))
    found = {(f.list, f.code) for f in alone.findings if f.code != "list-missing"}
    assert found == {(6, "status-care-not-in-care")}
    assert [result.number for result in alone.lists] == [6]
