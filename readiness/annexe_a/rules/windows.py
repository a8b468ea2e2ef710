"""Rows outside the period a list covers. Source: the period sentence of each list's Guidance."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame


def check_window(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """A row belongs when a window date is in the months before the as-at date, or it is open."""
    spec = frame.spec
    needed = {*spec.window_on, *spec.ends, *([spec.open_from] if spec.open_from else [])}
    if not spec.months or not needed <= frame.letters.keys():
        return
    start = pl.lit(context.as_at).dt.offset_by(f"-{spec.months}mo")
    dates = [pl.col(name) for name in spec.window_on]
    belongs = pl.any_horizontal([d.is_between(start, context.as_at) for d in dates])
    known = pl.any_horizontal([d.is_not_null() for d in dates])
    if spec.open_from:
        still = [pl.col(spec.open_from).is_not_null(), *(pl.col(e).is_null() for e in spec.ends)]
        belongs = belongs.fill_null(False) | pl.all_horizontal(still)
    for row in frame.values.filter(known & ~belongs.fill_null(False))[ROW]:
        text = f"This row is outside the list’s period of {spec.months} months."
        yield frame.finding(row, spec.window_on[0], "outside-window", "warning", text)
