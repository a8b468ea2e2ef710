"""The person of a row, each rule with a row that breaks it and one that does not."""

from datetime import date

from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.persons import EVENTS, NAMES
from tests.support.annexe_a_rules import CHILD, Case, Row, find, missed, untried

UNBORN: Row = {n.BIRTH: date(2027, 3, 1), n.AGE: -1, n.GENDER: "c)"}
TOO_OLD: Row = {n.BIRTH: date(1999, 1, 1), n.AGE: 27}
CASES = [
    Case("age-wrong", 1, {n.BIRTH: date(2010, 11, 25), n.AGE: 16},
         {n.BIRTH: date(2010, 11, 24), n.AGE: 16}),
    Case("age-wrong", 1, {**UNBORN, n.AGE: 0}, UNBORN),
    Case("age-of-the-born-wrong", 8, {n.AGE: 11}, {n.BIRTH: None, n.AGE: 11}),
    Case("age-blank", 3, {n.AGE: None}, {n.AGE: None, n.BIRTH: None}),
    Case("birth-blank", 9, {n.BIRTH: None}, {}),
    Case("birth-blank-with-age", 3, {n.BIRTH: None}, {**UNBORN, n.BIRTH: None}),
    Case("unborn-gender", 4, {**UNBORN, n.GENDER: "a)"}, UNBORN),
    Case("unborn-disability", 4, {**UNBORN, n.DISABLED: "a)"}, {**UNBORN, n.DISABLED: "c)"}),
    Case("leaver-too-young", 9, {n.BIRTH: date(2012, 1, 1), n.AGE: 14},
         {n.BIRTH: date(2010, 1, 1), n.AGE: 16}),
    *(Case(f"{NAMES[number]}-too-old", number, TOO_OLD) for number in NAMES),
    *(
        Case(f"{NAMES[number]}-long-before-birth", number,
             {n.BIRTH: date(2021, 3, 5), n.AGE: 5, event: date(2020, 5, 4)},
             {n.BIRTH: date(2021, 3, 5), n.AGE: 5, event: date(2020, 5, 5)})
        for number, event in EVENTS.items()
    ),
]  # fmt: skip


def test_every_rule_of_persons_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("persons", CASES) == []
    assert untried("persons", CASES) == set()


def test_a_wrong_age_says_which_would_be_right() -> None:
    (found,) = find("persons", {1: [{**CHILD, n.AGE: 9}]})
    assert (found.rule, found.cell) == ("age-wrong", "E2")
    assert "it would be 12" in found.message
