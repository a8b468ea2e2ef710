"""A profile for a person at a terminal, and for programs."""

from collections.abc import Mapping
from typing import Any

from readiness.annexe_a.profile.axes import AXES
from readiness.annexe_a.profile.book import spell_kind
from readiness.annexe_a.profile.catalogue import measures_by_key
from readiness.annexe_a.profile.declaring import Length, Spread
from readiness.annexe_a.profile.figures import Figure, Profile, Slice
from readiness.annexe_a.profile.words import (
    HIDING,
    NO_POPULATION,
    spell_counted,
    spell_figure,
    spell_left_out,
    spell_number,
    spell_opening,
    spell_out_of,
)
from readiness.checklists.standards import Standards


def profile_as_text(profile: Profile, names: Mapping[int, str]) -> str:
    """The figures list by list; `names` are those of the lists."""
    lines = [spell_opening(profile)]
    for number in sorted(profile.as_at):
        lines += ["", f"List {number} {names[number]}"]
        for figure in profile.of_list(number):
            lines.append(f"  {figure.measure.title}: {spell_figure(figure, profile.population)}")
            lines += _tell_cells(figure)
    lines.append("")
    lines += list_notes(profile)
    return "\n".join(lines).rstrip()


def list_notes(profile: Profile) -> list[str]:
    """What must be said beside the figures: what is left out, and what is hidden."""
    titles = {key: measure.title for key, measure in measures_by_key().items()}
    notes = list(spell_left_out(profile, titles))
    notes += [] if profile.population else [NO_POPULATION]
    return notes + ([HIDING] if profile.is_suppressed else [])


def _tell_cells(figure: Figure) -> list[str]:
    if not isinstance(figure.measure.shape, Spread | Length) or not figure.overall.total:
        return []
    pairs = zip(figure.measure.labels, figure.overall.cells, strict=True)
    return [f"    {label}: {spell_number(cell)}" for label, cell in pairs if cell != 0]


def profile_as_json(profile: Profile, standards: Standards) -> dict[str, Any]:
    """Everything for programs: a number that is hidden is null."""
    return {
        "as_at": profile.day.isoformat(),
        "population": profile.population,
        "suppressed": profile.is_suppressed,
        "measures": [
            _figure_as_json(figure, profile.population, standards)
            for figure in profile.figures.values()
        ],
        "left_out": [{"key": key, "why": why} for key, why in profile.left_out.items()],
    }


def _figure_as_json(figure: Figure, population: int | None, standards: Standards) -> dict[str, Any]:
    measure, rate = figure.measure, figure.rate(population)
    return {
        "key": measure.key,
        "list": measure.number,
        "title": measure.title,
        "kind": spell_kind(measure.shape),
        "counted": spell_counted(measure, standards),
        "out_of": spell_out_of(measure, standards),
        **_slice_as_json(measure.labels, figure.overall),
        "rate": None if rate is None else round(rate, 2),
        "by": {
            axis.key: [
                {"group": label, **_slice_as_json(measure.labels, group)}
                for label, group in zip(
                    axis.labels(measure.number), figure.by[axis.key], strict=True
                )
            ]
            for axis in AXES
            if axis.key in figure.by
        },
    }


def _slice_as_json(labels: tuple[str, ...], group: Slice) -> dict[str, Any]:
    return {
        "total": group.total,
        "cells": dict(zip(labels, group.cells, strict=True)),
        "median": group.median,
    }
