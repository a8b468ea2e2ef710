"""Small numbers stay hidden from whoever knows the totals, the neighbours and the way of hiding."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import polars as pl
import pytest

from readiness.annexe_a.profile.catalogue import measures_by_key
from readiness.annexe_a.profile.figures import Figure, Slice
from readiness.annexe_a.profile.keeping import profile_from_bytes, profile_to_bytes
from readiness.annexe_a.profile.suppressing import find_hidden, suppress, suppress_figure
from readiness.annexe_a.profile.twins import find_twins
from tests.support.annexe_a_profile import small_profile
from tests.support.soak import in_full, soak

Rows = tuple[tuple[int, ...], ...]
Shown = tuple[tuple[int, ...] | None, ...]


def share_out(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to share a number out to so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in share_out(total - first, cells - 1):
            yield (first, *rest)


def tables(rows: int, columns: int, most: int) -> Iterator[Rows]:
    """Every table of this size, of six to `most` children, whose own totals may be shown."""
    for total in range(6, most + 1):
        for cells in share_out(total, rows * columns):
            table = tuple(cells[at : at + columns] for at in range(0, len(cells), columns))
            sums = [[sum(column)] for column in zip(*table, strict=True)]
            if columns == 1 or not find_hidden(sums):
                yield table


@soak
@pytest.mark.parametrize(
    ("rows", "columns", "most"),
    [
        (2, 1, in_full(30, else_=24)),
        (3, 1, in_full(30, else_=18)),
        (4, 1, in_full(24, else_=13)),
        (2, 2, in_full(26, else_=15)),
        (3, 2, in_full(20, else_=10)),
    ],
)
def test_no_small_number_can_be_worked_out_from_what_is_shown(
    rows: int, columns: int, most: int
) -> None:
    """Of all tables that would be shown alike, none agree on a small number that is hidden."""
    alike: dict[tuple[Shown, tuple[int, ...]], list[Rows]] = defaultdict(list)
    for table in tables(rows, columns, most):
        out = find_hidden(table)
        shown = tuple(None if place in out else row for place, row in enumerate(table))
        alike[shown, tuple(map(sum, zip(*table, strict=True)))].append(table)
    hidden = 0
    for (shown, sums), could_be in alike.items():
        for place in (place for place, row in enumerate(shown) if row is None):
            for column in range(columns):
                values = {table[place][column] for table in could_be}
                hidden += 1
                assert len(values) > 1 or not 0 < min(values) < 6, (shown, sums, place)
    assert hidden


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([8, 9, 0], set()),
        ([3, 9, 12], {0, 2}),
        ([20, 3, 9], {0, 1}),
        ([20, 0, 3], {0, 2}),
        ([1, 1, 9, 20], {0, 1, 3}),
        ([5, 5, 6], {0, 1, 2}),
        ([6, 0, 0], set()),
        ([3, 3, 40], {0, 1}),
    ],
)
def test_what_is_hidden_with_a_small_number(rows: Sequence[int], hidden: set[int]) -> None:
    assert find_hidden([[row] for row in rows]) == hidden


def figure_of(key: str, *groups: tuple[int, ...]) -> Figure:
    """A figure by gender, whose groups these are."""
    slices = tuple(Slice(sum(cells), cells, 3.0) for cells in groups)
    sums = tuple(map(sum, zip(*groups, strict=True)))
    return Figure(key, Slice(sum(sums), sums, 3.0), {"gender": slices})


def test_a_measure_of_few_is_hidden_whole() -> None:
    found = suppress_figure(figure_of("care", (2,), (3,)))
    assert found.overall == Slice(None, (None,))
    assert set(found.by["gender"]) == {Slice(None, (None,))}
    assert found.rate(1000) is None
    nothing = suppress_figure(figure_of("care", (0,), (0,)))
    assert nothing.overall.total == 0, "nobody is not somebody"


def test_a_share_with_few_on_one_side_shows_how_many_it_is_of_and_no_more() -> None:
    found = suppress_figure(figure_of("care-visited", (40, 2), (50, 1)))
    assert found.overall == Slice(93, (None, None), 3.0)
    assert found.overall.percent is None
    assert found.by["gender"] == (Slice(42, (None, None), 3.0), Slice(51, (None, None), 3.0))


def test_a_group_with_few_is_hidden_with_another() -> None:
    found = suppress_figure(figure_of("care-visited", (40, 7), (50, 12), (9, 1)))
    assert found.overall == Slice(119, (99, 20), 3.0)
    hidden = Slice(None, (None, None))
    assert found.by["gender"] == (Slice(47, (40, 7), 3.0), hidden, hidden)


def test_two_measures_that_differ_by_few_are_not_both_shown() -> None:
    keys = ("care", "care-visited", "care-away")
    rows = pl.DataFrame(
        {
            "care": [0] * 20,
            "care-visited": [None, None] + [0] * 9 + [1] * 9,
            "care-away": [0] * 10 + [1] * 10,
            "all": [0] * 20,
            "gender": [0] * 10 + [1] * 10,
        }
    )
    measures = [measures_by_key()[key] for key in keys]
    twins = find_twins(rows, measures, {"all": 1, "gender": 2})
    assert ("care-visited", "all", 0) in twins, "two more are in care than are counted"
    assert ("care-visited", "gender", 0) in twins
    assert not [mark for mark in twins if mark[0] == "care"]
    marked = Figure("care", Slice(20, (20,), None, True), {})
    assert suppress_figure(marked).overall.total is None


def test_a_profile_is_kept_and_comes_back_the_same() -> None:
    profile = small_profile()
    assert profile_from_bytes(profile_to_bytes(profile), 50) == profile
    hidden = suppress(profile)
    assert hidden.is_suppressed
    totals = [figure.overall.total for figure in hidden.figures.values()]
    assert set(totals) <= {None, 0}, "all of these lists are small"
