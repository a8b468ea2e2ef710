"""Councils and borders: each rule with rows that break it and rows that do not."""

import pytest

from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.placements import plain_name
from tests.support.annexe_a_rules import Lists, Row, code_of, codes, find, rules_of

OUT: Row = {n.LOCATION: "b)", n.AUTHORITY: "Neighbouring council A"}
HERE: list[Row] = [{}, {}, {}]
CASES: dict[str, tuple[Lists, Lists]] = {
    "authority-unknown": ({8: [{n.AUTHORITY: "Nowhereshire"}]}, {8: [{n.AUTHORITY: "LB Brent"}]}),
    "authority-unknown, of no words": ({8: [{n.AUTHORITY: "846"}]},
                                      {8: [{n.AUTHORITY: "City of London Corporation"}]}),
    "authority-unknown, of words that do not count": ({8: [{n.AUTHORITY: "Council"}]},
                                                     {8: [{n.AUTHORITY: "City of London"}]}),
    "authority-former": ({8: [{n.AUTHORITY: "Cumbria County Council"}]},
                         {8: [{n.AUTHORITY: "Cumberland Council"}]}),
    "inside-but-elsewhere": ({8: [*HERE, {n.AUTHORITY: "Kent"}]}, {8: [*HERE, OUT]}),
    "inside-but-elsewhere, by a slip": ({8: [*HERE, {n.AUTHORITY: "Kent"}]},
                                       {8: [*HERE, {n.AUTHORITY: "Northmeer"}]}),
    "outside-but-at-home": ({8: [*HERE, {n.LOCATION: "b)"}]}, {8: [*HERE, OUT]}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_placements_that_cannot_be_are_found_and_others_are_not(case: str) -> None:
    code, (broken, whole) = code_of(case), CASES[case]
    assert code in codes("placements", broken)
    assert code not in codes("placements", whole)


def test_every_rule_of_placements_is_tried() -> None:
    assert {rule.code for rule in rules_of("placements")} == set(map(code_of, CASES))


@pytest.mark.parametrize("name", ["NIR", "WAL - Child placed in Wales", "sco", "NUK", "CON"])
def test_the_five_codes_are_no_council_and_right(name: str) -> None:
    assert find("placements", {8: [{n.AUTHORITY: name, n.LOCATION: "b)"}]}) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("London Borough of Barking & Dagenham", "barking and dagenham"),
        ("Westmorland and Furness Council", "westmorland and furness"),
        ("Southend-on-Sea City Council", "southend on sea"),
    ],
)
def test_a_council_is_known_without_what_does_not_count(name: str, plain: str) -> None:
    assert plain_name(name) == plain
