"""What an upload changed: each of its lists against the version before, as `comparing` tells it.

Counts are for all who see lists; the identifiers that go with them are child-level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from readiness.annexe_a.comparing import FOUND, Comparison, Side, compare_sides, join_rows
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.queries import of_scope
from readiness.extensions import db
from readiness.files.store import FileStore


class Which(StrEnum):
    """Whose identifiers: of rows that joined or left, or of findings."""

    JOINED = "joined"
    LEFT = "left"
    NEW = "new"
    FIXED = "fixed"
    STILL = "still"


@dataclass(frozen=True)
class Change:
    """An upload held against what was there before.

    `first` are the lists that had not been there, `apart` those of another edition before.
    """

    comparison: Comparison | None
    first: tuple[int, ...]
    apart: tuple[int, ...]

    @property
    def new(self) -> int:
        """How many findings are new."""
        return self._count(Which.NEW)

    @property
    def fixed(self) -> int:
        """How many findings are gone."""
        return self._count(Which.FIXED)

    @property
    def still(self) -> int:
        """How many findings were there before and are there still."""
        return self._count(Which.STILL)

    def list_identifiers(self, which: Which, number: int, code: str) -> tuple[str, ...]:
        """Whose rows these are, one for each; none for what is not there."""
        if self.comparison is None:
            return ()
        if which in (Which.JOINED, Which.LEFT):
            lists = (one for one in self.comparison.lists if one.number == number)
            return next((getattr(one, which.value) for one in lists), ())
        named: list[str] = []
        for one in self.comparison.findings:
            if one.list == number and code in (one.code, ""):
                named += getattr(one, which.value)
        return tuple(named)

    def _count(self, which: Which) -> int:
        found = self.comparison.findings if self.comparison else ()
        return sum(len(getattr(one, which.value)) for one in found)


def find_before(upload: Upload) -> dict[int, ListVersion]:
    """The version that each list of an upload followed, where there was one. One query."""
    numbers = [version.list_number for version in upload.lists]
    earlier = db.session.scalars(
        select(ListVersion)
        .where(
            of_scope(ListVersion.inspection_id, upload.inspection_id),
            ListVersion.list_number.in_(numbers),
            ListVersion.upload_id < upload.id,
        )
        .options(joinedload(ListVersion.upload))
        .order_by(ListVersion.upload_id)
    )
    return {version.list_number: version for version in earlier}


def compare_upload(upload: Upload, store: FileStore) -> Change:
    """Hold an upload, with its lists, against what was there before."""
    before = find_before(upload)
    first = tuple(one.list_number for one in upload.lists if one.list_number not in before)
    apart = tuple(n for n, one in before.items() if one.upload.edition != upload.edition)
    alike = [one for one in upload.lists if one.list_number not in (*first, *apart)]
    if not alike:
        return Change(None, first, tuple(sorted(apart)))
    then = [before[one.list_number] for one in alike]
    names = {one.list_number: one.name for one in alike}
    compared = compare_sides(_side(then, store), _side(alike, store), names)
    return Change(compared, first, tuple(sorted(apart)))


def _side(versions: Sequence[ListVersion], store: FileStore) -> Side:
    rows = join_rows(load_frame(one, store, keys_only=True) for one in versions)
    return Side(rows, load_findings(versions, store).select(FOUND))
