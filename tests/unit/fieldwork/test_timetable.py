"""What stands in the way of a timetable is found and said in words."""

from datetime import date, datetime, timedelta

import pytest

from readiness.fieldwork.rules.timetable import (
    Attendant,
    FieldworkDays,
    Slot,
    Trouble,
    find_problems,
    spell_answer,
)
from readiness.inspections.rules.working_days import Calendar
from readiness.london import LONDON
from readiness.people.rules import Away

MONDAY = date(2026, 12, 7)
BOXING_DAY = date(2026, 12, 28)
CALENDAR = Calendar(frozenset({BOXING_DAY}), {BOXING_DAY: "the bank holiday"})
DAYS = FieldworkDays(MONDAY, date(2026, 12, 11), CALENDAR)
ANN, BEN, CAT = Attendant(1, "Ann"), Attendant(2, "Ben"), Attendant(3, "Cat")
ANN_OR_BEN = Attendant(1, "Ann", stand_in=BEN)


def slot(
    number: int,
    hour: float = 10,
    *,
    day: date = MONDAY,
    room: str = "",
    people: tuple[Attendant, ...] = (),
    inspector: str = "",
) -> Slot:
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(hours=hour)
    end = start + timedelta(hours=1)
    return Slot(number, f"Entry {number}", start, end, room, people, inspector)


def words(*slots: Slot, away: tuple[Away, ...] = ()) -> dict[int, list[str]]:
    found = find_problems(slots, away, DAYS)
    return {number: [problem.words for problem in own] for number, own in found.items()}


def test_one_room_at_once_is_said_at_both_whatever_its_capitals() -> None:
    assert words(slot(1, room="Harbour room"), slot(2, 10.5, room="harbour  Room")) == {
        1: ["Harbour room is also taken by “Entry 2”, 10.30am to 11.30am."],
        2: ["harbour  Room is also taken by “Entry 1”, 10am to 11am."],
    }


@pytest.mark.parametrize("other", [slot(2, 11, room="A"), slot(2, room="B"), slot(2)])
def test_one_after_the_other_elsewhere_or_without_a_room_is_no_clash(other: Slot) -> None:
    assert words(slot(1, room="A"), other) == {}


def test_a_person_an_inspector_or_a_guest_in_two_places_is_named() -> None:
    guest = Attendant(0, "Foster carers")
    both = (slot(1, people=(ANN, guest), inspector="HMI 2"), slot(2, people=(CAT, ANN, guest)))
    assert words(*both)[1] == [
        "Ann is also needed at “Entry 2”, 10am to 11am.",
        "Foster carers is also needed at “Entry 2”, 10am to 11am.",
    ]
    inspectors = words(slot(1, inspector="HMI 2"), slot(2, inspector="hmi 2"))
    assert inspectors[2] == ["hmi 2 is also needed at “Entry 1”, 10am to 11am."]


def test_who_is_away_is_said_with_who_stands_in_and_the_stand_in_clashes() -> None:
    away = (Away(1, MONDAY, MONDAY),)
    found = words(slot(1, people=(ANN_OR_BEN,)), slot(2, people=(BEN,)), away=away)
    assert found[1] == [
        "Ann is away that day. Ben stands in.",
        "Ben is also needed at “Entry 2”, 10am to 11am.",
    ]
    assert words(slot(1, people=(ANN_OR_BEN,)), slot(2, people=(ANN_OR_BEN,)), away=away)[2][1] == (
        "Ben is also needed at “Entry 1”, 10am to 11am."
    )
    both_away = (*away, Away(2, MONDAY, MONDAY))
    assert words(slot(1, people=(ANN_OR_BEN,)), away=both_away) == {1: ["Ann is away that day."]}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (MONDAY - timedelta(days=3), "is outside the days of fieldwork."),
        (MONDAY + timedelta(days=7), "is outside the days of fieldwork."),
        (MONDAY + timedelta(days=5), "is a Saturday."),
        (BOXING_DAY, "is the bank holiday."),
    ],
)
def test_a_day_that_is_no_day_of_fieldwork_is_pointed_out(day: date, said: str) -> None:
    assert words(slot(1, day=day))[1][0].endswith(said)


def test_the_answer_counts_entries_not_problems() -> None:
    slots = [slot(1, room="A", people=(ANN,)), slot(2, room="A", people=(ANN,))]
    problems = find_problems(slots, (), DAYS)
    assert [problem.kind for problem in problems[1]] == [Trouble.ROOM, Trouble.PERSON]
    assert spell_answer(slots, problems) == (
        "2 entries are on the timetable, on 1 day: 2 clash with another."
    )
    assert spell_answer(slots[:1], {}).endswith("on 1 day: nothing clashes and nobody is away.")
    assert spell_answer([], {}) == "Nothing is on the timetable yet."
    away = find_problems([slot(1, people=(ANN,))], [Away(1, MONDAY, MONDAY)], DAYS)
    assert spell_answer([slot(1)], away).endswith("1 has somebody away.")


def test_three_hundred_entries_of_one_day_are_looked_through_at_once() -> None:
    many = [slot(n, 8 + n % 9, room=f"Room {n}", people=(Attendant(n, "X"),)) for n in range(300)]
    assert find_problems(many, [Away(n, MONDAY, MONDAY) for n in range(5, 9)], DAYS).keys() == {
        5,
        6,
        7,
        8,
    }
