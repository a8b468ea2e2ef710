"""Finds numbers that two measures together would give away: sets of children that differ by few.

Of 88 enquiries 86 are decided: who knows both knows that two are not, though each number is large.
Where one set of rows lies in another and lacks one to five of them, the measure that comes later is
marked, in all or in the group where it is so. `suppressing` hides what is marked. It looks after
what one measure gives away by itself, so that is not looked for here.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import polars as pl

from readiness.annexe_a.profile.declaring import Measure
from readiness.annexe_a.profile.suppressing import LEAST

FIRST = ord("A")
Mark = tuple[str, str, int]
"""A measure, a breakdown, and one of its groups."""
Sets = Sequence[tuple[int, int]]
"""Sets of rows: the place of their measure, and a bit for each row."""


def find_twins(
    rows: pl.DataFrame, measures: Sequence[Measure], groups: Mapping[str, int]
) -> set[Mark]:
    """What to mark. `rows` has each row’s cell by measure and its group by breakdown; `groups`
    says how many groups each breakdown has."""
    sets = [
        (place, bits)
        for place, measure in enumerate(measures)
        for bits in _sets_of(rows[measure.key], len(measure.labels))
    ]
    return {
        (measures[place].key, axis, group)
        for axis, number in groups.items()
        for group, inside in enumerate(_bits(rows[axis], range(number)))
        for place in _find_later([(place, bits & inside) for place, bits in sets])
    }


def _sets_of(cells: pl.Series, number: int) -> Iterator[int]:
    """The rows of each cell, and all of them where they are several."""
    each = list(_bits(cells, range(number)))
    yield from each
    if len(each) > 1:
        yield sum(each)


def _bits(cells: pl.Series, numbers: range) -> Iterator[int]:
    """For each number a bit for every row that has it."""
    # One letter for each row, turned into noughts and a one: far quicker than asking every row.
    text = "".join([chr(FIRST + cell) for cell in cells.fill_null(len(numbers)).to_list()])
    noughts = {FIRST + number: "0" for number in range(len(numbers) + 1)}
    for number in numbers:
        yield int(text.translate({**noughts, FIRST + number: "1"}) or "0", 2)


def _find_later(sets: Sets) -> Iterator[int]:
    """The later measure of each two sets that are twins."""
    sized = sorted((bits.bit_count(), place, bits) for place, bits in sets if bits)
    own = {place: {bits for _, of, bits in sized if of == place} for _, place, _ in sized}
    by_size = {size: list(alike) for size, alike in groupby(sized, key=lambda one: one[0])}
    for size, place, bits in sized:
        if size < LEAST:
            continue
        for more in range(1, LEAST):
            for _, other, wider in by_size.get(size + more, ()):
                if other != place and not bits & ~wider and wider not in own[place]:
                    yield max(place, other)
