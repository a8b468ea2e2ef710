"""Finding explanations: which stand and which hold in a scope.

The council’s own hold wherever lists are; those of a trial run hold in it alone. In a closed
inspection those hold that held when it was closed.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from readiness.annexe_a.explaining import SOON, Standing
from readiness.annexe_a.models import FindingExplanation
from readiness.annexe_a.queries import of_scope
from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
from readiness.people.models import Person


def find_explained(inspection_id: int | None) -> frozenset[str]:
    """The references of what is explained in a scope; one query."""
    inspection = _find(inspection_id)
    references = select(FindingExplanation.reference).where(*_holding(inspection))
    return frozenset(db.session.scalars(references))


def find_explanation(inspection_id: int | None, reference: str) -> FindingExplanation | None:
    """What was said last of a finding in a scope, though it may have run out; a trial’s own first.

    Of a closed inspection, what held when it was closed.
    """
    inspection = _find(inspection_id)
    return db.session.scalar(
        select(FindingExplanation)
        .where(FindingExplanation.reference == reference, *_standing(inspection))
        .order_by(FindingExplanation.inspection_id.is_(None))
        .limit(1)
    )


def get_explanation(inspection_id: int | None, explanation_id: int) -> FindingExplanation:
    """A standing explanation that can be withdrawn in this scope. Raises NotFound."""
    found = db.session.scalar(
        select(FindingExplanation).where(
            FindingExplanation.id == explanation_id,
            FindingExplanation.withdrawn_at.is_(None),
            of_scope(FindingExplanation.inspection_id, find_owner(inspection_id)),
        )
    )
    if found is None:
        raise NotFound("There is no such explanation here. Look for it on their page.")
    return found


def find_owner(inspection_id: int | None) -> int | None:
    """Whose an explanation given in a scope is: the trial run’s, or the council’s (None)."""
    inspection = _find(inspection_id)
    return inspection.id if inspection is not None and inspection.is_trial else None


def describe_explained(inspection_id: int | None) -> dict[str, str]:
    """What explains each finding of a scope, by its reference, with who says so and until when."""
    holding = _load_standing(*_holding(_find(inspection_id)))
    return {reference: standing.told for reference, standing in holding.items()}


def find_replaceable(inspection_id: int | None) -> dict[str, Standing]:
    """By reference the explanations that one given in this scope takes the place of."""
    mine = of_scope(FindingExplanation.inspection_id, find_owner(inspection_id))
    return _load_standing(mine, FindingExplanation.withdrawn_at.is_(None))


def _load_standing(*chosen: ColumnElement[bool]) -> dict[str, Standing]:
    found = db.session.execute(
        select(
            FindingExplanation.reference,
            FindingExplanation.id,
            FindingExplanation.text,
            FindingExplanation.expires_on,
            FindingExplanation.explained_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == FindingExplanation.explained_by_id)
        .where(*chosen)
        .order_by(FindingExplanation.inspection_id.is_not(None))
    )
    return {
        row.reference: Standing(
            row.id,
            row.text,
            row.expires_on,
            row.name or "Readiness",
            in_london(row.explained_at).date(),
        )
        for row in found
    }


def count_explanations(inspection_id: int | None) -> tuple[int, int]:
    """How many stand in a scope, and how many of them run out within a fortnight or have."""
    inspection = _find(inspection_id)
    ending = FindingExplanation.expires_on <= _day(inspection) + SOON
    counts = select(func.count(), func.count().filter(ending)).where(*_standing(inspection))
    standing, soon = db.session.execute(counts).one()
    return standing, soon


def list_explanations(
    inspection_id: int | None, *, first: int, size: int
) -> Sequence[FindingExplanation]:
    """Those that stand in a scope, the soonest to run out first; a page of them."""
    return db.session.scalars(
        select(FindingExplanation)
        .where(*_standing(_find(inspection_id)))
        .order_by(FindingExplanation.expires_on, FindingExplanation.id)
        .offset(first)
        .limit(size)
    ).all()


def list_holding(inspection_id: int | None) -> Sequence[tuple[int, str, str]]:
    """What holds in a scope: list, reference and words, those of a trial run last. One query."""
    holding = db.session.execute(
        select(
            FindingExplanation.list_number, FindingExplanation.reference, FindingExplanation.text
        )
        .where(*_holding(_find(inspection_id)))
        .order_by(FindingExplanation.inspection_id.is_not(None))
    )
    return [(number, reference, words) for number, reference, words in holding]


def _find(inspection_id: int | None) -> Inspection | None:
    return None if inspection_id is None else db.session.get(Inspection, inspection_id)


def _day(inspection: Inspection | None) -> date:
    if inspection is not None and not inspection.is_running and inspection.closed_at is not None:
        return in_london(inspection.closed_at).date()
    return today_for(inspection)


def _holding(inspection: Inspection | None) -> tuple[ColumnElement[bool], ...]:
    return (*_standing(inspection), FindingExplanation.expires_on >= _day(inspection))


def _standing(inspection: Inspection | None) -> tuple[ColumnElement[bool], ...]:
    """Not withdrawn, or in a closed inspection not by then; whether it has run out or not."""
    ended, mine = FindingExplanation.withdrawn_at, _visible(inspection)
    if inspection is None or inspection.is_running or inspection.closed_at is None:
        return mine, ended.is_(None)
    closed = inspection.closed_at
    return (
        mine,
        FindingExplanation.explained_at <= closed,
        or_(ended.is_(None), ended > closed),
    )


def _visible(inspection: Inspection | None) -> ColumnElement[bool]:
    councils = FindingExplanation.inspection_id.is_(None)
    if inspection is None or not inspection.is_trial:
        return councils
    return or_(councils, FindingExplanation.inspection_id == inspection.id)
