"""What the pages of the profile are given: each measure’s words, its bars and its table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.annexe_a.profile.axes import AXES, Axis
from readiness.annexe_a.profile.declaring import NOT_KNOWN, Count, Length, Share, Spread
from readiness.annexe_a.profile.figures import Figure, Profile, Slice
from readiness.annexe_a.profile.suppressing import suppress
from readiness.annexe_a.profile.words import (
    spell_basis,
    spell_counted,
    spell_main,
    spell_number,
    spell_out_of,
    spell_percent,
    spell_rate,
)
from readiness.checklists.standards import Standards

HIDDEN_SMALL = "hidden"
NUMBERS = (("", "All numbers"), (HIDDEN_SMALL, "Small numbers hidden"))
HEADINGS = {Count: "Number", Share: "Share", Length: "Median"}


@dataclass(frozen=True)
class Wanted:
    """How a profile is to be shown: broken down by an axis, with small numbers or without."""

    axis: Axis | None = None
    is_suppressed: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """The same for an address."""
        chosen = {"by": self.axis.key if self.axis else "", "numbers": self.numbers}
        return {name: value for name, value in chosen.items() if value}

    @property
    def numbers(self) -> str:
        """“hidden”, or “” where all numbers are shown."""
        return HIDDEN_SMALL if self.is_suppressed else ""

    def choose(self, profile: Profile) -> Profile:
        """The profile as it is wanted."""
        return suppress(profile) if self.is_suppressed else profile


@dataclass(frozen=True)
class Bar:
    """One bar with its words; `value` is how long it is."""

    label: str
    value: float
    words: str


@dataclass(frozen=True)
class Stack:
    """One group of a spread: its cells in words, and the share of each in 100."""

    label: str
    words: tuple[str, ...]
    parts: tuple[float, ...]


@dataclass(frozen=True)
class MeasureView:
    """One measure as the page shows it: its bars, or the stacks of a spread by group.

    `heading` is what the bars’ figures are, `rows_are` what each bar is for.
    """

    key: str
    title: str
    main: str
    beside: str
    counted: str
    out_of: str
    heading: str = ""
    rows_are: str = ""
    most: float | None = None
    bars: tuple[Bar, ...] = ()
    labels: tuple[str, ...] = ()
    stacks: tuple[Stack, ...] = ()


def read_profile_wanted(args: Mapping[str, str]) -> Wanted:
    """What an address or a form asks for; what makes no sense is left out."""
    axis = next((axis for axis in AXES if axis.key == args.get("by")), None)
    return Wanted(axis, args.get("numbers") == HIDDEN_SMALL)


def list_axes(profile: Profile, number: int) -> list[tuple[str, str]]:
    """The breakdowns that a list can have, for a filter."""
    there = {key for figure in profile.of_list(number) for key in figure.by}
    return [(axis.key, axis.words) for axis in AXES if axis.key in there]


def make_view(
    figure: Figure, profile: Profile, standards: Standards, axis: Axis | None = None
) -> MeasureView:
    """One measure, broken down where an axis is given and its list has it."""
    measure, overall = figure.measure, figure.overall
    view = MeasureView(
        key=measure.key,
        title=measure.title,
        main=spell_main(measure, overall),
        beside=spell_rate(figure, profile.population) or spell_basis(measure, overall),
        counted=spell_counted(measure, standards),
        out_of=spell_out_of(measure, standards),
    )
    if not overall.total:
        return view
    if axis is None or axis.key not in figure.by:
        unit = measure.shape.unit.capitalize() if isinstance(measure.shape, Length) else "What"
        return replace(view, heading="Number", rows_are=unit, bars=tuple(_cell_bars(figure)))
    if isinstance(measure.shape, Spread):
        labels, stacks = _stacks(figure, axis)
        return replace(view, labels=labels, stacks=stacks)
    return replace(
        view,
        heading=HEADINGS[type(measure.shape)],
        rows_are=axis.words,
        most=100 if isinstance(measure.shape, Share) else None,
        bars=tuple(_group_bars(figure, axis)),
    )


def _cell_bars(figure: Figure) -> Iterator[Bar]:
    """The cells of a spread or a length; a count or a share needs no bars."""
    if not isinstance(figure.measure.shape, Spread | Length):
        return
    for place, label in enumerate(figure.measure.labels):
        cell, percent = figure.overall.cells[place], figure.overall.percent_of(place)
        if label != NOT_KNOWN or cell != 0:
            words = spell_number(cell) + (f" ({spell_percent(percent)})" if percent else "")
            yield Bar(label, cell or 0, words)


def _groups(figure: Figure, axis: Axis) -> Iterator[tuple[str, Slice]]:
    """The groups that somebody is in, or may be."""
    labels = axis.labels(figure.measure.number)
    for label, group in zip(labels, figure.by[axis.key], strict=True):
        if group.total != 0:
            yield label, group


def _group_bars(figure: Figure, axis: Axis) -> Iterator[Bar]:
    for label, group in _groups(figure, axis):
        main, basis = spell_main(figure.measure, group), spell_basis(figure.measure, group)
        words = f"{main} ({basis})" if basis and basis != main else main
        yield Bar(label, _length_of(figure, group), words)


def _length_of(figure: Figure, group: Slice) -> float:
    if isinstance(figure.measure.shape, Share):
        return group.percent or 0
    if isinstance(figure.measure.shape, Length):
        return group.median or 0
    return group.total or 0


def _stacks(figure: Figure, axis: Axis) -> tuple[tuple[str, ...], tuple[Stack, ...]]:
    """The categories that anybody is in, and a stack of them for each group."""
    groups = list(_groups(figure, axis))
    places = [
        place
        for place in range(len(figure.measure.labels))
        if any(group.cells[place] != 0 for _, group in groups)
    ]
    stacks = (
        Stack(
            label,
            tuple(spell_number(group.cells[place]) for place in places),
            tuple(group.percent_of(place) or 0 for place in places),
        )
        for label, group in groups
    )
    return tuple(figure.measure.labels[place] for place in places), tuple(stacks)
