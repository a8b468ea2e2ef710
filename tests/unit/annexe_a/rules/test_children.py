"""One child on several rows and lists: each rule with rows that break it and that do not."""

from datetime import date

import pytest

from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.running import LONGEST
from tests.support.annexe_a_rules import Lists, Row, ago, codes, find, missed_of_lists, rules_of

EARLIER: Row = {n.ENQUIRY: ago(100), n.CONFERENCE: ago(90)}
CASES: dict[str, tuple[Lists, Lists]] = {
    "birth-differs": ({1: [{n.BIRTH: date(2014, 3, 6)}], 6: [{}]}, {1: [{n.BIRTH: None}], 6: [{}]}),
    "gender-differs": ({3: [{n.GENDER: "b)"}], 8: [{}]}, {3: [{n.GENDER: "male"}], 8: [{}]}),
    "ethnicity-differs": ({2: [{n.ETHNICITY: "REFU"}], 6: [{}]}, {2: [{}], 6: [{}]}),
    "disability-differs": ({4: [{n.DISABLED: "a)"}], 6: [{}]}, {4: [{n.DISABLED: "b)"}], 6: [{}]}),
    "referral-counts-differ": ({3: [{}, {n.REFERRED: ago(9), n.REFERRALS: 1}]},
                               {3: [{n.REFERRALS: 1}, {n.REFERRED: ago(9), n.REFERRALS: 1}]}),
    "enquiry-counts-differ": ({5: [{}, {n.ENQUIRIES: 1}]}, {5: [{}, {}]}),
    "conference-counts-differ": ({5: [{}, {n.CONFERENCES: 1}]}, {5: [{}, {}]}),
    "too-few-referrals": ({3: [{}, {n.REFERRED: ago(9)}]},
                          {3: [{n.REFERRALS: 1}, {n.REFERRED: ago(9), n.REFERRALS: 1}]}),
    "too-few-enquiries": ({5: [{}, EARLIER]},
                          {5: [{n.ENQUIRIES: 1}, {**EARLIER, n.ENQUIRIES: 1}]}),
    "too-few-conferences": ({5: [{}, EARLIER]},
                            {5: [{n.CONFERENCES: 1}, {**EARLIER, n.CONFERENCES: 1}]}),
}  # fmt: skip
SPELLINGS: dict[str, tuple[Lists, Lists]] = {
    "team-spelling": ({6: [{}, {}], 7: [{n.TEAM: "NORTH  TEAM"}]}, {6: [{}], 7: [{n.TEAM: "N"}]}),
    "worker-spelling": ({6: [{}, {}], 7: [{n.WORKER: "101, worker"}]},
                        {6: [{}], 7: [{n.WORKER: "Worker 110"}]}),
}  # fmt: skip


def test_rows_of_a_child_that_disagree_are_found_and_others_are_not() -> None:
    assert missed_of_lists("children", CASES) == []


@pytest.mark.parametrize("code", SPELLINGS)
def test_a_name_is_spelt_one_way(code: str) -> None:
    broken, whole = SPELLINGS[code]
    assert code in codes("children", broken)
    assert code not in codes("children", whole)


def test_a_name_as_long_as_a_book_is_not_quoted_whole() -> None:
    long = "North " * 1000
    lists: Lists = {6: [{n.TEAM: long}, {n.TEAM: long}], 7: [{n.TEAM: long.upper()}]}
    (found,) = [one for one in find("children", lists) if one.code == "team-spelling"]
    assert len(found.message) == LONGEST + 1


def test_every_rule_of_one_child_is_tried() -> None:
    assert {rule.code for rule in rules_of("children")} == {*CASES, *SPELLINGS}


def test_the_row_that_is_alone_against_others_is_the_one_that_is_found() -> None:
    lists: Lists = {1: [{}], 3: [{}], 8: [{n.GENDER: "b) Female"}]}
    assert [(f.list, f.cell) for f in find("children", lists)] == [(8, "B2")]


def test_the_sentence_names_the_place_it_differs_from() -> None:
    (found,) = find("children", {1: [{n.GENDER: "b)"}], 8: [{}]})
    assert "another than on list 8, row 2" in found.message


def test_counts_may_be_larger_than_the_list_shows() -> None:
    assert find("children", {3: [{n.REFERRALS: 4}], 5: [{n.ENQUIRIES: 2}]}) == []
