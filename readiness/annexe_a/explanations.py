"""Finding explanations: which hold in a scope, and what the council says with them to Ofsted.

The council’s own hold wherever lists are; those of a trial run hold in it alone. In a closed
inspection those hold that held when it was closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from sqlalchemy import ColumnElement, func, or_, select

from readiness.annexe_a.explaining import Standing
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.models import FindingExplanation
from readiness.annexe_a.queries import list_comments, list_current_versions, of_scope
from readiness.clock import in_london
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
from readiness.people.models import Person

ABOVE_ROWS = 2
"""The title and the headings that stand above the first row of a list in Ofsted’s layout."""
SOON = timedelta(days=14)
MOST_NAMED, LONGEST = 10, 4000


@dataclass(frozen=True)
class Said:
    """What the council tells Ofsted of a list, or of one of its columns."""

    list_number: int
    column: str
    text: str


@dataclass(frozen=True)
class Expiry:
    """Until when an explanation holds, seen from a day."""

    expires_on: date
    today: date

    @property
    def is_over(self) -> bool:
        """Whether it holds no more."""
        return self.expires_on < self.today

    @property
    def is_near(self) -> bool:
        """Whether it ends within a fortnight."""
        return not self.is_over and self.expires_on <= self.today + SOON


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


def list_said(inspection_id: int | None) -> tuple[Said, ...]:
    """The council’s comments of a scope with what explains findings that are still there."""
    said = {(c.list_number, c.column): c.text for c in list_comments(inspection_id)}
    for (number, column), words in _explain_columns(inspection_id).items():
        before = said.get((number, column))
        said[number, column] = f"{before}\n{words}" if before else words
    return tuple(Said(*key, said[key]) for key in sorted(said))


def _explain_columns(inspection_id: int | None) -> dict[tuple[int, str], str]:
    holding = db.session.execute(
        select(
            FindingExplanation.list_number, FindingExplanation.reference, FindingExplanation.text
        )
        .where(*_holding(_find(inspection_id)))
        .order_by(FindingExplanation.inspection_id.is_not(None))
    ).all()
    if not holding:
        return {}
    numbers = {row.list_number for row in holding}
    texts = {row.reference: row.text for row in holding}
    versions = list_current_versions(inspection_id).values()
    found = load_findings((v for v in versions if v.list_number in numbers), current_store())
    known = pl.DataFrame({"reference": list(texts), "text": list(texts.values())})
    grouped = (
        found.join(known, on="reference", maintain_order="left")
        .group_by("list", "column", "text", maintain_order=True)
        .agg(pl.col("place").unique(maintain_order=True))
    )
    said: dict[tuple[int, str], list[str]] = {}
    for row in grouped.iter_rows(named=True):
        said.setdefault((row["list"], row["column"]), []).append(_spell(row["place"], row["text"]))
    return {key: _join(lines) for key, lines in said.items()}


def _spell(places: list[int], text: str) -> str:
    """“Rows 3, 8 and 12: Twins placed in different months.”, rows as they stand in the workbook."""
    rows = [place + ABOVE_ROWS for place in places if place]
    if not rows:
        return text
    named = ", ".join(str(row) for row in rows[:MOST_NAMED])
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return f"{'Row' if len(rows) == 1 else 'Rows'} {named}{more}: {text}"


def _join(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(line) > LONGEST:
            return "\n".join([*kept, f"… and {len(lines) - len(kept)} more explanations."])
        kept.append(line)
    return "\n".join(kept)


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
