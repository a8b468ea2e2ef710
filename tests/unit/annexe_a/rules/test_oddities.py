"""Unlikely: each rule with rows that break it and rows that do not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from readiness.annexe_a.checking import Known
from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import Case, Lists, Row, ago, codes, context_of, missed, rules_of

CLOSED_DAYS = [
    Case("conference-on-closed-day", 5, {n.CONFERENCE: date(2026, 11, 22)}),
    Case("review-conference-on-closed-day", 7, {n.PLAN_REVIEW: date(2026, 8, 31)}),
    Case("review-on-closed-day", 8, {n.CARE_REVIEW: date(2026, 11, 21)}, {n.CARE_REVIEW: ago(1)}),
    Case("decision-on-closed-day", 10, {n.DECIDED: date(2026, 4, 3)},
         {n.DECIDED: date(2026, 4, 7)}),
    Case("placement-order-on-closed-day", 10, {n.ORDER: date(2025, 12, 25)},
         {n.ORDER: date(2025, 12, 24)}),
    Case("adoption-order-on-closed-day", 10, {n.ADOPTED: date(2026, 11, 22)},
         {n.ADOPTED: date(2026, 11, 20)}),
]  # fmt: skip
FEW_ENOUGH, ENOUGH = 19, 20


def many(count: int, make: Callable[[int], Row]) -> list[Row]:
    """So many rows of different children, each with what `make` gives for its place."""
    return [{n.ID: f"{1000 + place}", **make(place)} for place in range(count)]


def varied(place: int) -> Row:
    """What differs from row to row in real lists."""
    return {
        n.TEAM: f"Team {place % 3}", n.WORKER: f"Worker {place % 3}{place % 5}",
        n.GENDER: "a)" if place % 2 else "b)", n.ETHNICITY: "WBRI" if place % 3 else "AIND",
        n.REFERRAL_SOURCE: "6" if place % 2 else "2A", n.REFERRED: ago(place + 1),
        n.BIRTH: date(2014, 3, 5) + timedelta(days=place),
    }  # fmt: skip


def heaped(place: int, so_many: int) -> Row:
    """The same, with so many referrals on one day."""
    return {**varied(place), n.REFERRED: ago(max(1, place - so_many + 2))}


CASES: dict[str, tuple[Lists, Lists]] = {
    "one-value-throughout": (
        {3: many(ENOUGH, lambda place: {**varied(place), n.TEAM: "One"})},
        {3: many(FEW_ENOUGH, lambda place: {**varied(place), n.TEAM: "One"})}),
    "column-empty": ({3: many(ENOUGH, lambda place: {n.BIRTH: None})},
                     {3: [{}, *many(ENOUGH, lambda place: {n.BIRTH: None})]}),
    "dates-on-one-day": ({3: many(ENOUGH, lambda place: heaped(place, 11))},
                         {3: many(ENOUGH, lambda place: heaped(place, 10))}),
    "dates-on-the-first": (
        {3: many(ENOUGH, lambda place: {n.REFERRED: date(2026, 1 + place % 10, 1)})},
        {3: many(ENOUGH, lambda place: {n.REFERRED: date(2026, 1 + place % 10, 1 + place % 2)})}),
    "births-on-1-january": (
        {3: many(ENOUGH, lambda place: {n.BIRTH: date(2010 + place // 10, 1, 1 + place % 3)})},
        {3: many(ENOUGH, lambda place: {n.BIRTH: date(2010 + place // 10, 1, 1 + place % 7)})}),
    "caseload-implausible": ({6: many(46, lambda place: {})}, {6: many(45, lambda place: {})}),
    "worker-in-many-teams": ({6: many(4, lambda place: {n.TEAM: f"Team {place}"})},
                             {6: many(3, lambda place: {n.TEAM: f"Team {place}"})}),
    "identifier-short": ({3: [{n.ID: "12"}, *many(ENOUGH, lambda place: {})]},
                         {3: [{n.ID: "1234"}, *many(ENOUGH, lambda place: {})]}),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_what_is_unlikely_is_found_and_what_is_usual_is_not(code: str) -> None:
    broken, whole = CASES[code]
    assert code in codes("oddities", broken)
    assert code not in codes("oddities", whole)


def test_what_is_held_on_a_weekend_or_bank_holiday_is_found() -> None:
    assert missed("oddities", CLOSED_DAYS) == []


@pytest.mark.parametrize(("before", "is_odd"), [(100, True), (26, False), (19, False)])
def test_many_more_or_fewer_rows_than_in_the_last_extract_are_found(
    before: int, is_odd: bool
) -> None:
    lists: Lists = {3: many(ENOUGH, varied)}
    found = codes("oddities", lists, context_of.__wrapped__(Known(rows_before={3: before})))
    assert ("rows-changed" in found) is is_odd


def test_every_rule_of_oddities_is_tried() -> None:
    tried = {*CASES, *(case.code for case in CLOSED_DAYS), "rows-changed"}
    assert {rule.code for rule in rules_of("oddities")} == tried


def test_varied_rows_are_not_odd() -> None:
    assert codes("oddities", {3: many(40, varied)}) == set()
