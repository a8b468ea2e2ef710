"""One line for each thing measured: what, how much, what to reach, met or not."""

from collections.abc import Sequence

import click


def percentile(times: Sequence[float], part: int = 95) -> float:
    """The time that so many in a hundred stay within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def say(what: str, measured: float, reach: float, unit: str) -> bool:
    """Print one line; whether the figure was reached."""
    is_met = measured <= reach
    click.echo(
        f"{what:<58} {measured:>9,.0f} {unit:<8} reach {reach:>6,.0f}  "
        f"{'met' if is_met else 'NOT MET'}"
    )
    return is_met
