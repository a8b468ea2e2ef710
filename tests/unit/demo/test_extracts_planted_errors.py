"""The faults planted in the demo extracts are where PLANTED says, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest

from readiness.checklists.annexe_a import load_edition
from readiness.demo.extracts import generate_lists
from readiness.demo.planted import PLANTED, plant_errors, planted_rows

EDITION = load_edition(Path(__file__).parents[3] / "checklists")
AS_AT = date(2026, 11, 24)
CLEAN = generate_lists(AS_AT)
PLACED = dict(planted_rows(CLEAN))
BROKEN = plant_errors(CLEAN, AS_AT)


def test_every_fault_is_planted_as_often_as_it_says() -> None:
    assert [len(places) for places in PLACED.values()] == [one.count for one in PLANTED]


def test_the_faults_touch_every_list_and_every_kind() -> None:
    assert {one.number for one in PLANTED} == set(range(1, 12))
    assert {one.fault for one in PLANTED} == {
        "required",
        "code",
        "type",
        "age",
        "duplicate",
        "order",
        "future",
        "window",
        "pair",
        "minimum",
        "understood",
    }


def test_only_the_named_rows_differ_and_each_carries_one_fault() -> None:
    for number, rows in CLEAN.items():
        places = [place for one, found in PLACED.items() if one.number == number for place in found]
        assert len(places) == len(set(places))
        same = {one.number for one in PLANTED if one.fault == "duplicate"}
        differing = {place for place, row in enumerate(rows) if BROKEN[number][place] != row}
        assert differing <= set(places)
        if number not in same:
            assert differing == set(places)


def test_a_duplicate_stands_at_the_end_of_its_list() -> None:
    duplicated = next(one for one in PLANTED if one.fault == "duplicate")
    places = PLACED[duplicated]
    extra = BROKEN[duplicated.number][len(CLEAN[duplicated.number]) :]
    assert [CLEAN[duplicated.number][place] for place in places] == extra


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.what)
def test_the_fault_is_in_the_column_it_names(planted: object) -> None:
    one = next(item for item in PLANTED if item is planted)
    column = EDITION.list(one.number).columns[one.column]
    for place in PLACED[one]:
        cell = BROKEN[one.number][place][one.column]
        row = BROKEN[one.number][place]
        if one.fault == "required":
            assert column.required
            assert cell is None
        if one.fault == "code":
            assert cell not in {code.label for code in column.codes}
        if one.fault == "type":
            assert isinstance(cell, str)
        if one.fault == "future":
            assert isinstance(cell, date)
            assert cell > AS_AT
        if one.fault == "order":
            assert isinstance(cell, date)
            started = row[6]
            assert isinstance(started, date)
            assert cell < started <= AS_AT
        if one.fault == "minimum":
            assert isinstance(cell, int)
            assert column.minimum is not None
            assert cell < column.minimum


def test_planting_leaves_the_clean_lists_as_they_were() -> None:
    assert generate_lists(AS_AT) == CLEAN
    assert plant_errors(CLEAN, AS_AT) == BROKEN


def test_a_small_council_carries_the_faults_that_fit() -> None:
    small = generate_lists(AS_AT, scale=0.01)
    broken = plant_errors(small, AS_AT)
    assert broken != small
    assert {number: len(rows) for number, rows in small.items()}.keys() == broken.keys()
