"""The scorecard’s figures for the commands: read from csv, and the lists held against them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.annexe_a.commands.inputs import Checked, checklists_of_command
from readiness.errors import Unusable
from readiness.plain_words import plural

if TYPE_CHECKING:
    from readiness.annexe_a.reconciling import Children, Line, Reconciled
    from readiness.annexe_a.reported import Figures
    from readiness.office.sheets import Sheet

SIDES = {"only_in_lists": "only in the lists", "only_reported": "only reported"}

reported_option = click.option(
    "--reported",
    type=click.Path(path_type=Path),
    help="A csv file of the scorecard’s figures, to hold the lists against: "
    "indicator, month, numerator, denominator, value.",
)
children_option = click.option(
    "--reported-children",
    type=click.Path(path_type=Path),
    help="A csv file of who is counted in those figures: indicator, child.",
)
identifiers_option = click.option(
    "--identifiers",
    is_flag=True,
    help="Name the children that differ by their identifiers. Without it there are only counts.",
)


def reconcile_checked(
    checked: Checked, reported: Path | None, children: Path | None = None
) -> "Reconciled | None":
    """The lists beside the figures of the month they speak of; None where no file is given.

    Raises Unusable for a file that cannot be used.
    """
    from readiness import clock
    from readiness.annexe_a.checking import standards_of
    from readiness.annexe_a.reconciling import ListAt, choose_month, reconcile, reconciliation_of
    from readiness.annexe_a.reported import read_children, read_figures

    if reported is None:
        if children is not None:
            raise Unusable("Give the figures too, with --reported.")
        return None
    folder, as_at = checklists_of_command(), checked.result.as_at
    known = reconciliation_of(folder)
    with _naming(reported):
        months = read_figures(_read(reported), known, clock.today()).months
    month = choose_month(months, as_at)
    figures: Figures = months[month] if month else {}
    if children is not None:
        with _naming(children):
            figures = read_children(_read(children), known, figures)
    lists = {number: ListAt(frame, as_at) for number, frame in checked.result.frames.items()}
    return reconcile(lists, figures, month, known, standards_of(folder))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Say in which file a row is that cannot be used."""
    try:
        yield
    except Unusable as error:
        named = path.name in error.sentence
        raise Unusable(error.sentence if named else f"{path.name}: {error.sentence}") from None


def _read(path: Path) -> "Sheet":
    from readiness.annexe_a.limits import LIMITS
    from readiness.office.sheets import read_sheets

    if path.suffix.lower() != ".csv":
        raise Unusable(f"“{path.name}” is not a csv file. Save it as csv and give it again.")
    [sheet] = read_sheets(path, limits=LIMITS)
    return sheet


def reconciled_as_json(found: "Reconciled", *, identifiers: bool) -> dict[str, Any]:
    """The month, the sentence, and every number on both sides."""
    return {
        "month": f"{found.month:%Y-%m}" if found.month else None,
        "sentence": found.sentence,
        "figures": [_line_as_json(line, identifiers) for line in found.lines],
    }


def _line_as_json(line: "Line", identifiers: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "indicator": line.spec.ref,
        "title": line.spec.title,
        "list": line.spec.kind.list,
        "part": line.part,
        "in_lists": line.listed,
        "reported": line.reported,
        "difference": line.difference,
        "tolerance": line.spec.tolerance,
        "state": line.state.value,
        "because": line.because,
    }
    if line.children is not None:
        sides = _sides(line.children)
        answer |= {name: len(children) for name, children in sides.items()}
        if identifiers:
            answer |= {f"{name}_identifiers": sorted(children) for name, children in sides.items()}
    return answer


def reconciled_as_text(found: "Reconciled", *, identifiers: bool) -> str:
    """The sentence, then a line for each number that is not the same on both sides."""
    lines = [found.sentence]
    for line in found.lines:
        if line.difference or line.differing:
            lines += _spell_line(line, identifiers)
        elif line.reported is not None and line.because:
            lines.append(f"  {_name(line)}: cannot be compared. {line.because}")
    return "\n".join(lines)


def _spell_line(line: "Line", identifiers: bool) -> Iterator[str]:
    within = ", within the tolerance" if line.state == "within_tolerance" else ""
    yield f"  {_name(line)}: {line.listed:,} in the lists, {line.reported:,} reported{within}"
    for name, children in _sides(line.children).items() if line.children else ():
        if children:
            yield f"    {plural(len(children), 'child', 'children')} {SIDES[name]}"
            if identifiers:
                yield f"      {', '.join(sorted(children))}"


def _sides(children: "Children") -> dict[str, frozenset[str]]:
    return dict(zip(SIDES, (children.only_listed, children.only_reported), strict=True))


def _name(line: "Line") -> str:
    part = "" if line.part == "count" else f" ({line.part})"
    return f"{line.spec.ref} {line.spec.title}{part}"
