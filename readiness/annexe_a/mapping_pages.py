"""What the pages of the mapping are given: what is unknown in a scope’s lists, and what waits."""

from dataclasses import dataclass

from readiness.annexe_a.checking import standards_of
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.mapping import fold
from readiness.annexe_a.mapping_queries import load_spellings
from readiness.annexe_a.pages import Scope
from readiness.annexe_a.spellings import Spellings
from readiness.annexe_a.unknown import Unknown, find_unknown, lists_with_unknown
from readiness.checklists.annexe_a import Edition
from readiness.checklists.standards import Authorities
from readiness.files.access import current_store
from readiness.settings import current_settings


@dataclass(frozen=True)
class UnknownLines:
    """What is unknown in the lists as they were checked: still, and mapped since."""

    still: tuple[Unknown, ...]
    since: tuple[Unknown, ...]

    @property
    def values(self) -> int:
        """How many spellings of values are still unknown."""
        return sum(not one.is_heading for one in self.still)

    @property
    def headings(self) -> int:
        """How many headings are still unknown."""
        return sum(one.is_heading for one in self.still)

    @property
    def cells(self) -> int:
        """In how many cells the values stand."""
        return sum(one.cells for one in self.still if not one.is_heading)


def load_unknown(scope: Scope) -> UnknownLines:
    """What is unknown in the lists of a scope; only lists with such findings are read."""
    store = current_store()
    findings = load_findings(scope.versions, store)
    numbers = lists_with_unknown(findings)
    frames = load_frames((one for one in scope.versions if one.list_number in numbers), store)
    found = find_unknown(findings, frames, load_authorities())
    spellings = load_spellings()
    since = tuple(one for one in found if _is_mapped(one, spellings))
    return UnknownLines(tuple(one for one in found if one not in since), since)


def _is_mapped(one: Unknown, spellings: Spellings) -> bool:
    if not one.is_heading:
        return fold(one.text) in spellings.values.get(fold(one.column), {})
    columns = spellings.headings.get(fold(one.text), frozenset())
    return any(fold(choice) in columns for choice in one.choices)


def load_authorities() -> Authorities:
    """The councils that the checklists know."""
    return standards_of(current_settings().checklists_path).authorities


def find_scope_edition(scope: Scope) -> Edition:
    """The edition of the latest lists of a scope: what is mapped is judged by it."""
    latest = max(scope.versions, key=lambda version: version.upload_id, default=None)
    return find_edition(latest.upload.edition if latest else "", scope.id)
