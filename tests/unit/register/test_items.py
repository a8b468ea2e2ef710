"""Counting, choosing and grouping what must stay ready."""

from datetime import date

import pytest

from readiness.register.rules.items import (
    Counts,
    Item,
    Owner,
    RegisterFilter,
    Thing,
    count_items,
    filter_items,
    group_by_owner,
    judge_all,
    list_owners,
    spell_answer,
)
from readiness.register.rules.judging import Judgement, Status

TODAY = date(2026, 11, 24)
IT = Owner("it-lead", "IT Lead", 7, "Lee Example")
NOBODY = Owner("psw", "Principal Social Worker")


def item(key: str, status: Status, *, over: int = 0, owner: Owner = IT, section: str = "a") -> Item:
    found = Judgement(status, "Why.", days_over=over)
    thing = Thing(
        key, section, key.capitalize(), "", "", False, owner, "", True, (), lambda _: found
    )
    return Item(thing, found)


ITEMS = (
    item("ready", Status.READY),
    item("old", Status.NOT_CONFIRMED, over=4),
    item("older", Status.NOT_CONFIRMED, over=40),
    item("missing", Status.NOT_READY, owner=NOBODY, section="b"),
    item("poor", Status.NEEDS_ATTENTION),
)


def keys(items: tuple[Item, ...]) -> list[str]:
    return [found.thing.key for found in items]


def test_things_are_counted_by_how_they_stand_and_what_is_out_of_date_besides() -> None:
    assert count_items(ITEMS) == Counts(5, 1, 1, 1, 2, 2)


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        (Counts(58, 23, 20, 5, 10, 4), "23 of 58 things are ready; 4 are out of date."),
        (Counts(2, 1, 1, 0, 0, 1), "1 of 2 things is ready; 1 is out of date."),
        (Counts(1, 1, 0, 0, 0, 0), "1 of 1 thing is ready; none is out of date."),
        (Counts(0, 0, 0, 0, 0, 0), "Nothing has to be kept ready: the checklists name no list, "
         "document or arrangement."),
    ],
)  # fmt: skip
def test_the_page_opens_with_the_answer(counts: Counts, answer: str) -> None:
    assert spell_answer(counts) == answer


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RegisterFilter(), ["ready", "old", "older", "missing", "poor"]),
        (RegisterFilter(status="open"), ["old", "older", "missing", "poor"]),
        (RegisterFilter(status="out_of_date"), ["old", "older"]),
        (RegisterFilter(status="not_ready"), ["missing"]),
        (RegisterFilter(status="nonsense"), []),
        (RegisterFilter(owner_id=0), ["missing"]),
        (RegisterFilter(section="b"), ["missing"]),
        (RegisterFilter(search="OLD lee"), ["old", "older"]),
    ],
)
def test_a_filter_lets_through_what_it_names(wanted: RegisterFilter, found: list[str]) -> None:
    assert keys(filter_items(ITEMS, wanted)) == found


def test_what_needs_somebody_is_grouped_by_owner_the_worst_first() -> None:
    groups = group_by_owner(ITEMS)
    assert [(owner.post_key, keys(found)) for owner, found in groups] == [
        ("it-lead", ["poor", "older", "old"]),
        ("psw", ["missing"]),
    ]


def test_owners_are_listed_once_and_nobody_among_them() -> None:
    assert list_owners(ITEMS) == ((7, "Lee Example"), (0, "Nobody"))
    assert NOBODY.words == "Nobody yet: Principal Social Worker"
    standing = Owner("it-lead", "IT Lead", 8, "Pat Example", stands_in=True)
    assert standing.words == "Pat Example, standing in for the IT Lead"


def test_each_thing_is_judged_on_the_day_that_is_asked_for() -> None:
    asked: list[date] = []

    def judge(day: date) -> Judgement:
        asked.append(day)
        return Judgement(Status.READY, "Why.")

    thing = Thing("a", "a", "A", "", "", False, IT, "", True, (), judge)
    assert judge_all([thing], TODAY)[0].status is Status.READY
    assert asked == [TODAY]
