"""Giving the scorecard’s figures of a month, against which the lists are held."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.models import ReportedFigure, ReportedMonth
from readiness.annexe_a.operations.checks import lock_lists
from readiness.annexe_a.reported import Figure, Figures
from readiness.annexe_a.reported_queries import find_reported
from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.extensions import db
from readiness.files.operations import register_file
from readiness.files.store import Stored
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows

NO_CHILDREN: Mapping[str, Stored] = {}


def add_figures(
    *,
    actor: Person,
    month: date,
    figures: Figures,
    children: Mapping[str, Stored] = NO_CHILDREN,
) -> ReportedMonth | None:
    """Add these figures to those of the month; None where they are the same already.

    `children` are the files of those counted, by reference, in the store. Raises NotAllowed.
    """
    _check_may_give(actor)
    lock_lists(None)
    before = find_reported(month)
    kept = {one.ref: one for one in before.figures} if before else {}
    return _give(actor, month, before, {**_figures_of(kept), **figures}, children)


def replace_figures(
    *, actor: Person, month: date, figures: Figures, among: Collection[str], version: int | None
) -> ReportedMonth | None:
    """Put these figures in the place of those `among` the month’s; None where nothing changes.

    `among` are the references that the actor was shown, `version` is the number of the figures
    they saw, 0 for none. Children that were named stay where their figure does. Raises
    ChangedMeanwhile, NotAllowed.
    """
    _check_may_give(actor)
    lock_lists(None)
    before = find_reported(month)
    if (before.number if before else 0) != version:
        who = before.given_by.name if before and before.given_by else "Somebody"
        when = f" at {spell_second(before.given_at)}" if before else ""
        raise ChangedMeanwhile(
            f"{who} gave figures for {month:%B %Y}{when}, after you opened this page. Look at "
            "them first, then make your change."
        )
    kept = {one.ref: one for one in before.figures if one.ref not in among} if before else {}
    return _give(actor, month, before, {**_figures_of(kept), **figures}, NO_CHILDREN)


def _check_may_give(actor: Person) -> None:
    if not allows(actor.role, Permission.UPLOAD_EXTRACTS):
        raise NotAllowed("Your role does not give the scorecard’s figures. Ask the data lead.")


def _give(
    actor: Person,
    month: date,
    before: ReportedMonth | None,
    figures: Figures,
    children: Mapping[str, Stored],
) -> ReportedMonth | None:
    kept = {one.ref: one for one in before.figures} if before else {}
    made = [
        _make_figure(one, kept.get(ref), children.get(ref)) for ref, one in sorted(figures.items())
    ]
    if {_content(one) for one in made} == {_content(one) for one in kept.values()}:
        return None
    reported = ReportedMonth(
        month=month,
        number=before.number + 1 if before else 1,
        given_by=actor,
        given_at=clock.now(),
        figures=made,
    )
    db.session.add(reported)
    old, new = _figures_of(kept), _figures_of({one.ref: one for one in made})
    record(
        actor=actor,
        event="annexe_a:figures:given",
        subject=reported,
        changes={
            "figures": (_spell_changed(old, new), _spell_changed(new, old)),
            "children": (_count_children(kept.values()), _count_children(made)),
        },
    )
    return reported


def _make_figure(
    figure: Figure, before: ReportedFigure | None, children: Stored | None
) -> ReportedFigure:
    """A figure with the children that are named now, or were for the very same figure."""
    made = ReportedFigure(ref=figure.ref, numerator=figure.count, denominator=figure.of)
    if children is not None:
        made.children = figure.count
        made.children_sha256 = register_file(children, now=clock.now()).sha256
    elif before is not None and (before.numerator, before.denominator) == (figure.count, figure.of):
        made.children, made.children_sha256 = before.children, before.children_sha256
    return made


def _content(kept: ReportedFigure) -> tuple[str, int, int | None, str | None]:
    return kept.ref, kept.numerator, kept.denominator, kept.children_sha256


def _figures_of(kept: Mapping[str, ReportedFigure]) -> dict[str, Figure]:
    return {ref: Figure(ref, one.numerator, one.denominator) for ref, one in kept.items()}


def _spell_changed(these: Figures, others: Figures) -> str | None:
    """“1.2: 790; 3.3: 615 of 790”: those that are not the same among the others."""
    return (
        "; ".join(f"{ref}: {one.words}" for ref, one in these.items() if others.get(ref) != one)
        or None
    )


def _count_children(kept: Iterable[ReportedFigure]) -> int | None:
    """How many identifiers are named."""
    return sum(one.children or 0 for one in kept) or None
