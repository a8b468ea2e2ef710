"""Finding the lines of the council’s mapping: one mapping for every inspection and extract."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from readiness.annexe_a.models import MappedSpelling
from readiness.annexe_a.spellings import Spelling, Spellings, make_spellings
from readiness.errors import NotFound
from readiness.extensions import db


def load_spellings() -> Spellings:
    """The mapping as it stands, to be looked up."""
    return make_spellings(list_standing_lines())


def list_standing_lines() -> list[Spelling]:
    """Its lines that stand, as the engine knows them; one query."""
    standing = select(MappedSpelling.column, MappedSpelling.text, MappedSpelling.read_as).where(
        MappedSpelling.withdrawn_at.is_(None)
    )
    return [Spelling(*row) for row in db.session.execute(standing)]


def count_mapped_spellings(*, is_withdrawn: bool) -> int:
    """How many lines stand, or were withdrawn."""
    counted = select(func.count()).select_from(MappedSpelling)
    return db.session.scalar(counted.where(_which(is_withdrawn))) or 0


def list_mapped_spellings(
    *, is_withdrawn: bool, first: int = 0, size: int = 50
) -> Sequence[MappedSpelling]:
    """Some lines with their people: those that stand by column and text, others latest first."""
    order = (
        [MappedSpelling.withdrawn_at.desc(), MappedSpelling.id.desc()]
        if is_withdrawn
        else [MappedSpelling.is_heading.desc(), MappedSpelling.column, MappedSpelling.folded]
    )
    chosen = select(MappedSpelling).where(_which(is_withdrawn)).order_by(*order)
    return db.session.scalars(chosen.offset(first).limit(size)).all()


def _which(is_withdrawn: bool) -> ColumnElement[bool]:
    moment = MappedSpelling.withdrawn_at
    return moment.is_not(None) if is_withdrawn else moment.is_(None)


def get_mapped_spelling(line_id: int) -> MappedSpelling:
    """One line, standing or not. Raises NotFound."""
    found = db.session.get(MappedSpelling, line_id)
    if found is None:
        raise NotFound("There is no such line in the mapping. Look at the mapping again.")
    return found
