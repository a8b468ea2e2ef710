"""The faults planted in the demo extracts are where PLANTED says, and nowhere else."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from readiness.checklists.annexe_a import load_edition
from readiness.demo.children import Row
from readiness.demo.extracts import generate_lists
from readiness.demo.planted import PLANTED, Planted, plant_errors, planted_rows
from tests.support.annexe_a import DAY, council_lists

EDITION = load_edition(Path(__file__).parents[3] / "checklists")
AS_AT = DAY


@cache
def placed() -> dict[Planted, tuple[int, ...]]:
    return dict(planted_rows(council_lists()))


@cache
def broken_lists() -> dict[int, list[Row]]:
    return plant_errors(council_lists(), AS_AT)


def test_every_fault_is_planted_as_often_as_it_says() -> None:
    assert [len(places) for places in placed().values()] == [one.count for one in PLANTED]


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
    for number, rows in council_lists().items():
        places = [
            place for one, found in placed().items() if one.number == number for place in found
        ]
        assert len(places) == len(set(places))
        same = {one.number for one in PLANTED if one.fault == "duplicate"}
        differing = {
            place for place, row in enumerate(rows) if broken_lists()[number][place] != row
        }
        assert differing <= set(places)
        if number not in same:
            assert differing == set(places)


def test_a_duplicate_stands_at_the_end_of_its_list() -> None:
    duplicated = next(one for one in PLANTED if one.fault == "duplicate")
    places = placed()[duplicated]
    extra = broken_lists()[duplicated.number][len(council_lists()[duplicated.number]) :]
    assert [council_lists()[duplicated.number][place] for place in places] == extra


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.what)
def test_the_fault_is_in_the_column_it_names(planted: object) -> None:
    one = next(item for item in PLANTED if item is planted)
    column = EDITION.list(one.number).columns[one.column]
    for place in placed()[one]:
        cell = broken_lists()[one.number][place][one.column]
        row = broken_lists()[one.number][place]
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
    assert generate_lists(AS_AT) == council_lists()
    assert plant_errors(council_lists(), AS_AT) == broken_lists()


def test_a_small_council_carries_the_faults_that_fit() -> None:
    small = generate_lists(AS_AT, scale=0.01)
    broken = plant_errors(small, AS_AT)
    assert broken != small
    assert {number: len(rows) for number, rows in small.items()}.keys() == broken.keys()
