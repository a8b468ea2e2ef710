"""Rows that repeat another’s key."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame

FIRST, SAME = "first row", "the same throughout"
LAST_LIST_OF_EVENTS = 5


def check_duplicates(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """A row after the first with the same key; each list’s key is in its checklist.

    Source: Guidance tab, the list’s title: on lists 6 to 8 “each child should have only a single
    entry”, on 11 “one row per adopter”; lists 9 and 10 are of children too (local standard).
    Lists 1 to 5 are of events, and a child may have two alike on one day: there it is an error
    when the whole row is the same, else a warning (local standard).
    """
    key = [name for name in frame.spec.key if name in frame.letters]
    if len(key) != len(frame.spec.key):
        return
    full = frame.values.filter(
        pl.all_horizontal(pl.col(key).is_not_null()) & pl.struct(key).is_duplicated()
    )
    again = full.with_columns(
        pl.col(ROW).first().over(key).alias(FIRST),
        pl.struct(pl.exclude(ROW)).is_duplicated().alias(SAME),
    ).filter(pl.col(ROW) != pl.col(FIRST))
    words = ", ".join(f"“{name}”" for name in key)
    for row, first, same in again.select(ROW, FIRST, SAME).iter_rows():
        certain = same or frame.spec.number > LAST_LIST_OF_EVENTS
        text = f"This row repeats row {first}: the same {words}."
        advice = " Keep one of them." if certain else " Check that both happened."
        severity = "error" if certain else "warning"
        yield frame.finding(row, key[0], "duplicate", severity, text + advice)
