"""Many wrong ages with one cause: the day that would settle them, against an independent oracle."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.annexe_a.rules.ages import AsAtDoubt, spell_doubt, suggest_as_at
from readiness.demo.extracts import generate_lists
from readiness.demo.planted import plant_errors
from readiness.office.sheets import Cell
from tests.support.annexe_a import DAY, EDITION, check_lists, check_sheets, sheet_of
from tests.support.soak import in_full, soak

Row = dict[str, Cell]
TAKEN = date(2026, 7, 6)


def age_on(born: date, day: date) -> int:
    """A child’s age as people count it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def suggest(ages: list[tuple[date, int]], as_at: date = DAY) -> AsAtDoubt | None:
    rows: list[Row] = [{"Date of Birth": born, "Age of Child (Years)": age} for born, age in ages]
    checked = check_sheets([sheet_of(1, *rows)], edition=EDITION, as_at=as_at)
    return suggest_as_at(checked.frames.values(), as_at, DAY)


def test_the_planted_extracts_of_another_day_are_found_to_be_of_that_day() -> None:
    lists = plant_errors(generate_lists(TAKEN, scale=0.1), TAKEN)
    checked = check_lists(lists, DAY)
    wrong = sum(found.rule == "age-wrong" for found in checked.findings)
    doubt = suggest_as_at(checked.frames.values(), DAY, DAY)
    assert doubt is not None
    assert (doubt.wrong, doubt.as_at) == (wrong, DAY)
    assert doubt.first <= TAKEN <= doubt.last
    right = check_lists(lists, doubt.day)
    assert sum(found.rule == "age-wrong" for found in right.findings) == doubt.left <= wrong / 10


def test_a_few_wrong_ages_or_ages_wrong_at_random_suggest_nothing() -> None:
    born = [date(2012, 1, 1) + timedelta(days=31 * n) for n in range(60)]
    right = [(day, age_on(day, DAY)) for day in born]
    assert suggest(right) is None
    assert suggest([*right[5:], *((day, age + 3) for day, age in right[:5])]) is None
    assert suggest([(day, age + n % 4) for n, (day, age) in enumerate(right)]) is None
    assert suggest([]) is None
    assert suggest([(date(1, 1, 1), -1)] * 8) is None, "no date at all"


@soak
@settings(max_examples=in_full(200, else_=8), deadline=None)
@given(
    taken=st.dates(date(2024, 1, 1), date(2026, 11, 23)),
    births=st.lists(st.dates(date(2008, 1, 1), date(2023, 12, 31)), min_size=30, max_size=60),
)
def test_on_every_day_suggested_the_ages_agree_as_often_as_is_said(
    taken: date, births: list[date]
) -> None:
    ages = [(born, age_on(born, taken)) for born in [*births, date(2020, 2, 29)]]
    doubt = suggest(ages)
    if doubt is None:
        assert sum(age_on(born, DAY) != age for born, age in ages) <= 5
        return
    assert doubt.left == 0
    assert doubt.first <= taken <= doubt.last
    for day in (doubt.first, doubt.last):
        assert all(age_on(born, day) == age for born, age in ages)
    for day in (doubt.first - timedelta(days=1), doubt.last + timedelta(days=1)):
        assert day > DAY or any(age_on(born, day) != age for born, age in ages)


@pytest.mark.parametrize(
    ("last", "left", "words"),
    [
        (TAKEN, 0, "They would agree on Monday 6 July 2026: was the extract taken then?"),
        (
            date(2026, 7, 8),
            2,
            "All but 2 of them would agree from Monday 6 July 2026 to Wednesday 8 July 2026: "
            "was the extract taken then?",
        ),
    ],
)
def test_the_doubt_is_said_in_a_sentence(last: date, left: int, words: str) -> None:
    said = spell_doubt(AsAtDoubt(DAY, 54, TAKEN, last, left))
    assert said == f"54 ages disagree with the as-at date Tuesday 24 November 2026. {words}"
