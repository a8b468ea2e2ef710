"""Hides small numbers, so that a profile can be shared without telling of single children.

A number from 1 to 5 is hidden, and so is as much else as would give it away: what can be worked
out from a total and the numbers beside it. Noughts stay. Within one measure:

- a measure of fewer than six is hidden whole, and one that differs from another by so few;
- of its cells, the small ones are hidden, and others until those hidden are several, add up to
  six or more, and could still be shared out in different ways;
- a group of a breakdown is hidden whole where any cell of it is small, or where it differs from
  that of another measure by so few, and others with it in the same way; where cells of the measure
  are hidden, groups show how many they are and nothing else.

Two profiles of nearly the same children can still be held against each other: share one of them.
"""

from collections.abc import Sequence, Set
from dataclasses import replace

from readiness.annexe_a.profile.figures import Figure, Profile, Slice

LEAST = 6
"""Numbers below it are small, but for nought."""
Row = Sequence[int]


def suppress(profile: Profile) -> Profile:
    """The profile with its small numbers hidden."""
    hidden = {key: suppress_figure(figure) for key, figure in profile.figures.items()}
    return replace(profile, figures=hidden, is_suppressed=True)


def suppress_figure(figure: Figure) -> Figure:
    """One measure with its small numbers hidden, overall and in each breakdown."""
    overall, total = figure.overall, figure.overall.total or 0
    if _is_small(total) or overall.is_twin:
        return replace(
            figure,
            overall=_hide(overall),
            by={axis: tuple(map(_hide, groups)) for axis, groups in figure.by.items()},
        )
    cells = [cell or 0 for cell in overall.cells]
    out = find_hidden([[cell] for cell in cells])
    shown = tuple(None if place in out else cell for place, cell in enumerate(cells))
    by = {axis: _suppress_groups(groups, bare=bool(out)) for axis, groups in figure.by.items()}
    return replace(figure, overall=replace(overall, cells=shown), by=by)


def _suppress_groups(groups: Sequence[Slice], *, bare: bool) -> tuple[Slice, ...]:
    """The groups of a breakdown; `bare` are shown without their cells."""
    rows = [_row(group, bare) for group in groups]
    out = find_hidden(rows, {place for place, group in enumerate(groups) if group.is_twin})
    return tuple(
        _hide(group) if place in out else _bare(group) if bare else group
        for place, group in enumerate(groups)
    )


def _row(group: Slice, bare: bool) -> list[int]:
    return [group.total or 0] if bare else [cell or 0 for cell in group.cells]


def find_hidden(rows: Sequence[Row], marked: Set[int] = frozenset()) -> set[int]:
    """Which rows must be hidden, where the sum of each column is known: the marked ones too."""
    out = {place for place, row in enumerate(rows) if any(map(_is_small, row))} | marked
    while len(out) < len(rows) and out and not _is_safe([rows[place] for place in out]):
        # The nearest before them that is not nought. Not the smallest: that it was chosen for
        # being so would say something of it.
        before = [place % len(rows) for place in range(max(out), max(out) - len(rows), -1)]
        left = [place for place in before if place not in out]
        out.add(next((place for place in left if sum(rows[place])), left[0]))
    return out


def _is_safe(hidden: Sequence[Row]) -> bool:
    """Whether these rows, of which all sums are known, can still be shared out differently."""
    sums = [sum(column) for column in zip(*hidden, strict=True)]
    # So many ones, or so many fives, could be shared out in one way only.
    most = (LEAST - 1) * len(hidden)
    is_large = all(total == 0 or (total >= LEAST and total != most) for total in sums)
    return len(hidden) > 1 and is_large and sum(sums) > len(hidden)


def _is_small(number: int) -> bool:
    return 0 < number < LEAST


def _hide(group: Slice) -> Slice:
    return Slice(None, (None,) * len(group.cells))


def _bare(group: Slice) -> Slice:
    return Slice(group.total, (None,) * len(group.cells), group.median)
