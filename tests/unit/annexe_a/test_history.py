"""The burn-down of uploads: its scale, its lines and its sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from readiness.annexe_a.history import Point, draw_chart, round_up, spell_progress

POINT = Point(
    1, date(2026, 11, 24), datetime(2026, 11, 24, 9, tzinfo=UTC), "A. Person", 1, 9, 40, 7
)


@pytest.mark.parametrize(
    ("number", "top"), [(0, 10), (10, 10), (11, 20), (41, 50), (99, 100), (20_001, 30_000)]
)
def test_the_scale_ends_at_a_round_number(number: int, top: int) -> None:
    assert round_up(number) == top


def test_each_upload_is_a_point_of_both_lines() -> None:
    chart = draw_chart([POINT, replace(POINT, errors=20), replace(POINT, errors=0, warnings=0)])
    assert chart is not None
    assert chart.top == 40
    assert list(chart.errors) == [(0, 100), (50, 50), (100, 0)]
    assert list(chart.warnings) == [(0, 17.5), (50, 17.5), (100, 0)]


def test_one_upload_is_no_line_yet() -> None:
    assert draw_chart([POINT]) is None
    assert spell_progress([POINT]) == "40 errors are left after the first upload."
    assert spell_progress([]) == "Nothing was uploaded here yet."


def test_the_sentence_says_how_many_are_left_of_the_first() -> None:
    said = spell_progress([POINT, replace(POINT, errors=1)])
    assert said == "1 error is left of 40 after the first of 2 uploads."
    said = spell_progress([POINT, replace(POINT, errors=49)])
    assert said == "49 errors now, 40 after the first of 2 uploads."


def test_a_check_of_the_same_files_again_is_no_upload() -> None:
    again = replace(POINT, errors=1, again="checked again because List 6 came")
    said = spell_progress([POINT, again])
    assert said == "1 error is left of 40 before the upload was checked again."
    said = spell_progress([POINT, again, replace(POINT, errors=0)])
    assert said == "0 errors are left of 40 after the first of 2 uploads."
