"""Rows outside the period a list covers."""

from collections.abc import Iterator

import polars as pl

from readiness.annexe_a.frames import ROW, Context, Finding, ListFrame


def check_window(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """A row belongs when a window date is in the months before the as-at date, or it is open.

    Source: Guidance tab, the period sentence under each list’s title. Rows without a date that
    can be read, and those with one after the as-at date, have a finding for that instead.
    """
    spec = frame.spec
    needed = {*spec.window_on, *spec.ends, *([spec.open_from] if spec.open_from else [])}
    if not spec.months or not needed <= frame.letters.keys():
        return
    start = pl.lit(context.as_at).dt.offset_by(f"-{spec.months}mo")
    dates = [pl.col(name) for name in spec.window_on]
    belongs = pl.any_horizontal([d.is_between(start, context.as_at) for d in dates])
    past = pl.any_horizontal([d < start for d in dates])
    ahead = pl.any_horizontal([d > context.as_at for d in dates])
    if spec.open_from:
        still = [pl.col(spec.open_from).is_not_null(), *(pl.col(e).is_null() for e in spec.ends)]
        belongs = belongs.fill_null(False) | pl.all_horizontal(still)
    outside = past & ~ahead.fill_null(False) & ~belongs.fill_null(False)
    text = f"This row is outside the list’s period, the {spec.months} months before the as-at date."
    rows = frame.values.filter(outside)[ROW]
    yield from frame.findings(rows, spec.window_on[0], "outside-window", "warning", text)
