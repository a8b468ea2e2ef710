"""Rules of a row that many lists share: dates in order, cells that come or stay blank together."""

from collections.abc import Callable

import polars as pl

from readiness.annexe_a.frames import Context
from readiness.annexe_a.rules.declaring import Rule, blank, col, filled, in_row

ORDER, TOGETHER = "dates-out-of-order", "not-together"


def before(number: int, code: str, first: str, then: str, *, cites: str = "") -> Rule:
    """`then` may not be dated before `first`; found at `then`."""
    return in_row(
        number,
        code,
        then,
        f"“{then}” is before “{first}”. Correct one of them.",
        lambda context: col(then) < col(first),
        kind=ORDER,
        cites=cites,
    )


def needs(number: int, code: str, name: str, other: str, *, cites: str = "") -> Rule:
    """`name` is not blank where `other` is filled; found at `name`."""
    return in_row(
        number,
        code,
        name,
        f"“{name}” is blank but “{other}” is given. Give both or neither.",
        lambda context: blank(name) & filled(other),
        kind=TOGETHER,
        cites=cites,
    )


def both_or_neither(
    number: int, code: str, when: str, why: str, *, cites: str = ""
) -> tuple[Rule, Rule]:
    """A date and its reason are both given or both blank: two rules, one for each that lacks."""
    return (
        needs(number, f"{code}-without-reason", why, when, cites=cites),
        needs(number, f"{code}-without-date", when, why, cites=cites),
    )


def only_when(
    number: int,
    code: str,
    name: str,
    says: str,
    allowed: Callable[[Context], pl.Expr],
    *,
    kind: str = TOGETHER,
    cites: str = "",
) -> Rule:
    """`name` is filled only in rows where `allowed`; found at `name`."""
    return in_row(
        number,
        code,
        name,
        says,
        lambda context: filled(name) & ~allowed(context).fill_null(False),
        kind=kind,
        cites=cites,
    )


def whenever(
    number: int,
    code: str,
    name: str,
    says: str,
    condition: Callable[[Context], pl.Expr],
    *,
    kind: str = TOGETHER,
    cites: str = "",
) -> Rule:
    """`name` is not blank in rows where the condition holds; found at `name`."""
    return in_row(
        number,
        code,
        name,
        says,
        lambda context: blank(name) & condition(context).fill_null(False),
        kind=kind,
        cites=cites,
    )
