"""Rows that repeat another's key. Source: Guidance tab, what a row of each list is."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame


def check_duplicates(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """Every row after the first with the same key."""
    key = [name for name in frame.spec.key if name in frame.letters]
    if len(key) != len(frame.spec.key):
        return
    full = frame.values.filter(pl.all_horizontal(pl.col(key).is_not_null()))
    again = full.with_columns(pl.col(ROW).first().over(key).alias("first row")).filter(
        pl.col(ROW) != pl.col("first row")
    )
    for row, first in zip(again[ROW], again["first row"], strict=True):
        text = f"This row repeats row {first}: same {', '.join(f'“{name}”' for name in key)}."
        yield frame.finding(row, key[0], "duplicate", "error", text)
