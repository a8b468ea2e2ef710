"""A child’s path: every date in order, and what the lists disagree about."""

from datetime import date

from readiness.annexe_a.profile.path import LISTS_OF_CHILDREN, find_path
from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_profile import ROWS, frames_of
from tests.support.annexe_a_rules import Row, ago


def test_every_date_of_a_child_stands_in_order_with_what_it_says() -> None:
    lists = {number: ROWS[number] for number in (3, 4, 11)}
    path = find_path(frames_of(lists), "A")
    assert path is not None
    assert [(event.day, event.words, event.number) for event in path.events] == [
        (ago(15), "Referral received", 3),
        (ago(12), "Assessment began", 4),
    ]
    assert path.lists == (3, 4)
    assert (n.NO_ACTION, "b) No") in path.rows[0].cells
    assert find_path(frames_of(lists), "Z") is None


def test_the_lists_may_differ_about_who_a_child_is() -> None:
    lists: dict[int, list[Row]] = {1: [{n.ID: "A"}], 3: [{n.ID: "A", n.BIRTH: date(2014, 3, 6)}]}
    path = find_path(frames_of(lists), "A")
    assert path is not None
    who = dict(path.who)
    assert who[n.BIRTH] == (date(2014, 3, 5), date(2014, 3, 6))
    assert who[n.GENDER] == ("a) Male",)
    assert 11 not in LISTS_OF_CHILDREN, "an adopter is no child"
