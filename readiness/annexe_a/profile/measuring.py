"""Counts every measure of the lists at once, overall and by each breakdown."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, Context, ListFrame
from readiness.annexe_a.profile.axes import AXES
from readiness.annexe_a.profile.catalogue import MEASURES
from readiness.annexe_a.profile.declaring import Length, Measure
from readiness.annexe_a.profile.figures import Figure, Profile, Slice
from readiness.annexe_a.profile.following import OF_OTHERS, fill_ages, follow
from readiness.annexe_a.profile.twins import find_twins
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.running import prepare_table
from readiness.plain_words import join_words

OVERALL, KEY, CELL, DAYS = "all", "measure", "cell", "days of "
Counted = dict[tuple[str, int, int], int]
"""Rows by measure, group and cell."""
Medians = dict[tuple[str, int], float]


def measure_lists(
    frames: Mapping[int, ListFrame],
    contexts: Mapping[int, Context],
    *,
    population: int | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> Profile:
    """The profile of these lists, each as at the day of its context."""
    # As the rules look at the lists: without rows that are none, or dates that lie ahead.
    tables = {n: prepare_table(RULES, frame, contexts[n])[0] for n, frame in frames.items()}
    data = {n: fill_ages(rows, contexts[n]) for n, rows in follow(tables).items()}
    figures: dict[str, Figure] = {}
    left_out: dict[str, str] = {}
    for number in sorted({measure.number for measure in measures}):
        asked = [measure for measure in measures if measure.number == number]
        if number not in data:
            left_out |= {one.key: f"List {number} is not here" for one in asked}
            continue
        lacks = {one.key: _find_lack(one, data[number], contexts[number]) for one in asked}
        left_out |= {key: lack for key, lack in lacks.items() if lack}
        able = [one for one in asked if not lacks[one.key]]
        figures |= _measure(data[number], able, contexts[number]) if able else {}
    as_at = {number: contexts[number].as_at for number in frames}
    return Profile(as_at, figures, left_out, population)


def _find_lack(measure: Measure, data: pl.DataFrame, context: Context) -> str:
    """What a measure needs that is not there, in words; “” where it can be counted."""
    asked = {*_roots(measure.cell(context)), *_roots(measure.length(context))}
    missing = sorted({name.removeprefix(ORIGINAL) for name in asked - set(data.columns)})
    for name in missing:
        if name in OF_OTHERS:
            first, second = sorted((measure.number, OF_OTHERS[name]))
            return f"it needs Lists {first} and {second} with identifiers and dates"
    columns = join_words([f"“{name}”" for name in missing])
    return f"List {measure.number} has no column {columns}" if missing else ""


def _roots(expression: pl.Expr) -> list[str]:
    return expression.meta.root_names()


def _measure(
    data: pl.DataFrame, measures: Sequence[Measure], context: Context
) -> dict[str, Figure]:
    number, columns = measures[0].number, frozenset(data.columns)
    axes = [axis for axis in AXES if axis.find_column(columns)]
    lengths = [one for one in measures if isinstance(one.shape, Length)]
    rows = data.select(
        *(axis.group(number, columns).cast(pl.Int32).alias(axis.key) for axis in axes),
        *(one.cell(context).cast(pl.Int32).alias(one.key) for one in measures),
        *(one.length(context).cast(pl.Int64).alias(DAYS + one.key) for one in lengths),
        pl.lit(0, dtype=pl.Int32).alias(OVERALL),
    )
    groups = [OVERALL, *(axis.key for axis in axes)]
    counted, medians = _count(rows, groups, measures), _medians(rows, groups, lengths)
    sizes = {OVERALL: 1} | {axis.key: len(axis.labels(number)) for axis in axes}
    twins = find_twins(rows, measures, sizes)

    def slices(one: Measure, by: str) -> tuple[Slice, ...]:
        return tuple(
            _slice(one, group, counted[by], medians[by], (one.key, by, group) in twins)
            for group in range(sizes[by])
        )

    return {
        one.key: Figure(
            one.key, slices(one, OVERALL)[0], {axis.key: slices(one, axis.key) for axis in axes}
        )
        for one in measures
    }


def _count(
    rows: pl.DataFrame, groups: Iterable[str], measures: Iterable[Measure]
) -> dict[str, Counted]:
    keys = [one.key for one in measures]
    long = _lengthen(rows, keys, groups, CELL)
    return {
        group: {
            (key, where, cell): size
            for key, where, cell, size in long.group_by(KEY, group, CELL).len().iter_rows()
        }
        for group in groups
    }


def _medians(
    rows: pl.DataFrame, groups: Iterable[str], measures: Iterable[Measure]
) -> dict[str, Medians]:
    days = [DAYS + one.key for one in measures]
    long = _lengthen(rows, days, groups, CELL)
    return {
        group: {
            (key.removeprefix(DAYS), where): median
            for key, where, median in long.group_by(KEY, group).agg(pl.median(CELL)).iter_rows()
        }
        for group in groups
    }


def _lengthen(
    rows: pl.DataFrame, names: list[str], groups: Iterable[str], value: str
) -> pl.DataFrame:
    """A row for every measure that a row is counted in."""
    long = rows.unpivot(on=names, index=list(groups), variable_name=KEY, value_name=value)
    return long.filter(pl.col(value).is_not_null())


def _slice(
    measure: Measure, group: int, counted: Counted, medians: Medians, is_twin: bool
) -> Slice:
    cells = tuple(counted.get((measure.key, group, cell), 0) for cell in range(len(measure.labels)))
    return Slice(sum(cells), cells, medians.get((measure.key, group)), is_twin)
