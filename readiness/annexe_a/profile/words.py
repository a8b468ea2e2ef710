"""A profile in words: definitions, figures, and the sentence that opens it."""

import re
from collections.abc import Iterator

from readiness.annexe_a.profile.declaring import Count, Length, Measure, Share
from readiness.annexe_a.profile.figures import Figure, Profile, Slice
from readiness.checklists.standards import Standards
from readiness.plain_words import format_day, join_words, plural

HIDDEN = "hidden"
PLACE = re.compile(r"\{([\w.]+)\}")
NO_POPULATION = (
    "Rates per 10,000 children are left out, because the number of children in the area is not set."
)
HIDING = (
    "Numbers from 1 to 5 are hidden, and so is what would give them away. Do not share it beside "
    "another profile of nearly the same children."
)
OPENING = (
    ("care", "in care"),
    ("plans", "with a protection plan"),
    ("need", "in need besides"),
    ("leavers", "care leavers"),
)


def spell_counted(measure: Measure, standards: Standards) -> str:
    """What is counted: “Those authorised within 45 working days of their start.”"""
    return _sentence(measure.counted, standards)


def spell_out_of(measure: Measure, standards: Standards) -> str:
    """What it is out of: “Assessments authorised in the six months.” “” for a count."""
    return _sentence(measure.out_of, standards) if measure.out_of else ""


def _sentence(words: str, standards: Standards) -> str:
    said = PLACE.sub(lambda found: str(standards[found[1]]), words)
    return f"{said[0].upper()}{said[1:]}."


def spell_opening(profile: Profile) -> str:
    """“291 children in care, 274 with a protection plan, … as at Tuesday 24 November 2026.”"""
    said: list[str] = []
    for key, words in OPENING:
        figure = profile.figures.get(key)
        if figure is not None and figure.overall.first is not None:
            # Who they are is said of the first that is a child.
            child = "child " if figure.overall.first == 1 else "children "
            who = "" if said or key == "leavers" else child
            said.append(f"{figure.overall.first:,} {who}{words}")
    if not said:
        rows = plural(len(profile.figures), "measure")
        return f"{rows} of these lists as at {format_day(profile.day)}."
    return f"{join_words(said)}, as at {format_day(profile.day)}."


def spell_number(number: int | None) -> str:
    """A number, or that it is hidden."""
    return HIDDEN if number is None else f"{number:,}"


def spell_decimal(number: float) -> str:
    """One decimal, and none where it is nought."""
    return f"{number:,.1f}".removesuffix(".0")


def spell_percent(percent: float | None, otherwise: str = "–") -> str:
    """“90.7%”."""
    return otherwise if percent is None else f"{spell_decimal(percent)}%"


def spell_main(measure: Measure, group: Slice) -> str:
    """The one figure of a group: its number, its percentage or its median."""
    match measure.shape:
        case Share():
            hidden = group.total is None or group.first is None
            return HIDDEN if hidden else spell_percent(group.percent)
        case Length(unit=unit):
            if group.total is None:
                return HIDDEN
            return "–" if group.median is None else f"{spell_decimal(group.median)} {unit}"
        case _:
            return spell_number(group.total)


def spell_basis(measure: Measure, group: Slice) -> str:
    """What the figure rests on: “243 of 268”, “median of 101”; “” for a number."""
    if group.total is None or isinstance(measure.shape, Count):
        return ""
    if isinstance(measure.shape, Share):
        return f"{spell_number(group.first)} of {group.total:,}" if group.first is not None else ""
    if isinstance(measure.shape, Length):
        return f"median of {group.total:,}"
    return ""


def spell_rate(figure: Figure, population: int | None) -> str:
    """“70.1 per 10,000”, “202.4 per 10,000 a year”, or “”."""
    rate = figure.rate(population)
    if rate is None:
        return ""
    shape = figure.measure.shape
    yearly = " a year" if isinstance(shape, Count) and shape.rate_months else ""
    return f"{spell_decimal(rate)} per 10,000{yearly}"


def spell_figure(figure: Figure, population: int | None) -> str:
    """“291 (70.1 per 10,000)”, “90.7% (243 of 268)”."""
    main = spell_main(figure.measure, figure.overall)
    beside = spell_rate(figure, population) or spell_basis(figure.measure, figure.overall)
    return f"{main} ({beside})" if beside and main != HIDDEN else main


def spell_left_out(profile: Profile, titles: dict[str, str]) -> Iterator[str]:
    """A sentence for each reason why measures are left out."""
    by_reason: dict[str, list[str]] = {}
    for key, why in profile.left_out.items():
        by_reason.setdefault(why, []).append(titles[key])
    for why, named in by_reason.items():
        yield f"{why[0].upper()}{why[1:]}: {plural(len(named), 'measure')} left out."
