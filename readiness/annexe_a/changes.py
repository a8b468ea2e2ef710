"""What an upload changed: each of its lists against the version before, as `comparing` tells it.

Counts are for all who see lists; the identifiers that go with them are child-level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.annexe_a.comparing import (
    Comparison,
    FindingChange,
    Matched,
    Side,
    Which,
    join_rows,
    mark_with,
    match_sides,
)
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.history_queries import find_versions_before
from readiness.annexe_a.kept import load_frame
from readiness.annexe_a.memory import Memory
from readiness.annexe_a.models import ListVersion, Upload
from readiness.files.store import FileStore

_known = Memory[Comparison](most=50)
"""By the hashes of what was held against each other: counts, no child."""
COLUMNS = ("list", "row", "code", "severity", "reference")


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
        return sum(one.new for one in self._findings)

    @property
    def fixed(self) -> int:
        """How many findings are gone."""
        return sum(one.fixed for one in self._findings)

    @property
    def still(self) -> int:
        """How many findings were there before and are there still."""
        return sum(one.still for one in self._findings)

    @property
    def _findings(self) -> tuple[FindingChange, ...]:
        return self.comparison.findings if self.comparison else ()


@dataclass(frozen=True)
class _Found:
    """The lists of an upload that can be held against a version before, with that version."""

    alike: tuple[tuple[ListVersion, ListVersion], ...]
    first: tuple[int, ...]
    apart: tuple[int, ...]


def compare_upload(upload: Upload, store: FileStore) -> Change:
    """Count what an upload, given with its lists, changed of what was there before it."""
    found = _find_before(upload)
    if not found.alike:
        return Change(None, found.first, found.apart)
    edition = find_edition(upload.edition, upload.inspection_id)
    names = {now.list_number: now.name for _, now in found.alike}
    asked = tuple(
        (now.list_number, now.name, edition.list(now.list_number).key, _hashes(then), _hashes(now))
        for then, now in found.alike
    )
    counted = _known.find(asked, lambda: _match(found.alike, store).count(names))
    return Change(counted, found.first, found.apart)


def list_identifiers(
    upload: Upload, store: FileStore, which: Which, number: int, code: str
) -> tuple[str, ...]:
    """Whose rows or findings these are in one list of an upload; none for what is not there.

    Of one rule where its code is given.
    """
    alike = [pair for pair in _find_before(upload).alike if pair[1].list_number == number]
    return _match(alike, store).list_identifiers(which, number, code) if alike else ()


def _find_before(upload: Upload) -> _Found:
    numbers = [version.list_number for version in upload.lists]
    before = find_versions_before(upload.inspection_id, upload.id, numbers)
    apart = [n for n, one in before.items() if one.upload.edition != upload.edition]
    return _Found(
        tuple(
            (before[now.list_number], now)
            for now in upload.lists
            if now.list_number in before and now.list_number not in apart
        ),
        first=tuple(number for number in numbers if number not in before),
        apart=tuple(sorted(apart)),
    )


def _hashes(version: ListVersion) -> tuple[str, str]:
    return version.frame_sha256, version.findings_sha256


def _match(alike: Sequence[tuple[ListVersion, ListVersion]], store: FileStore) -> Matched:
    then, now = ([pair[side] for pair in alike] for side in (0, 1))
    return match_sides(_side(then, store), _side(now, store))


def _side(versions: Sequence[ListVersion], store: FileStore) -> Side:
    rows = join_rows(load_frame(one, store, keys_only=True) for one in versions)
    found = load_findings(versions, store, COLUMNS)
    # The reference of a finding stands for its list, rule, column and row.
    return Side(rows, found.with_columns(mark_with(found, "severity", "reference")))
