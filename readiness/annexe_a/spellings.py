"""The council’s mapping: how spellings that the check does not know are to be read.

Only a spelling can be mapped: a value or heading of which the check knows nothing. What it
understands stays as it is understood, and what it knows to be wrong (a grouping, two codes, an
error of a formula) stays wrong, whatever a mapping says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.mapping import code_lookup, fold, match_code
from readiness.annexe_a.rules.names import AUTHORITY, canonical
from readiness.annexe_a.rules.placements import is_known_authority
from readiness.annexe_a.rules.unread import find_reason
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec
from readiness.checklists.standards import Authorities
from readiness.plain_words import join_words, plural

UNKNOWN_CODE, UNKNOWN_AUTHORITY = "code-unknown", "authority-unknown"


@dataclass(frozen=True)
class Spelling:
    """One line of the mapping: in `column`, `text` is read as `read_as`.

    For a heading `text` is the heading and `column` what it is read as; `read_as` is "".
    """

    column: str
    text: str
    read_as: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it is of a heading, not of values."""
        return not self.read_as

    @property
    def target(self) -> str:
        """What it is read as."""
        return self.read_as or self.column


@dataclass(frozen=True)
class Spellings:
    """The whole mapping, to be looked up: everything in it is folded but what it leads to."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def headings_of(self, spec: ListSpec) -> dict[str, str]:
        """The mapped headings of a list, folded, with the columns they are of."""
        if not self.headings:
            return {}
        names = {fold(column.name): column.name for column in spec.columns}
        return {
            text: names[name]
            for text, columns in self.headings.items()
            for name in columns & names.keys()
        }


NO_SPELLINGS = Spellings()


def make_spellings(lines: Iterable[Spelling]) -> Spellings:
    """The mapping of these lines."""
    values: dict[str, dict[str, str]] = {}
    headings: dict[str, frozenset[str]] = {}
    for line in lines:
        column, text = fold(line.column), fold(line.text)
        if line.is_heading:
            headings[text] = headings.get(text, frozenset()) | {column}
        else:
            values.setdefault(column, {})[text] = line.read_as
    return Spellings(values, headings)


def apply_spellings(frame: ListFrame, spellings: Spellings, authorities: Authorities) -> ListFrame:
    """The list with every value that the mapping knows, and only it; originals stay."""
    mapped: dict[str, dict[str, str]] = {}
    changed: list[pl.Series] = []
    for column in frame.spec.columns if spellings.values else ():
        wanted = spellings.values.get(fold(column.name))
        if wanted and column.name in frame.letters:
            found = _find_mapped(frame, column, wanted, authorities)
            if found:
                mapped[column.name] = found
                changed.append(_put(frame, column.name, found))
    if not mapped:
        return frame
    return replace(frame, values=frame.values.with_columns(changed), mapped=mapped)


def _put(frame: ListFrame, name: str, found: Mapping[str, str]) -> pl.Series:
    meant = frame.originals[name].replace_strict(
        list(found), list(found.values()), default=None, return_dtype=pl.String
    )
    return meant.zip_with(meant.is_not_null(), frame.values[name]).alias(name)


def _find_mapped(
    frame: ListFrame, column: ColumnSpec, wanted: Mapping[str, str], authorities: Authorities
) -> dict[str, str]:
    """The originals of a column that the mapping reads, each with what it reads there."""
    texts, values = frame.originals[column.name], frame.values[column.name]
    if column.kind is ColumnKind.CODE:
        if values.null_count() == texts.null_count():
            return {}
        texts = texts.filter(values.is_null())
    asked = {t: wanted[key] for t in texts.drop_nulls().unique() if (key := fold(t)) in wanted}
    if not asked:
        return {}
    # Worked out once: most columns that are mapped have nothing to map in most uploads.
    find = _finder(column, frame.spec.number, authorities)
    meant = {text: find(read_as) for text, read_as in sorted(asked.items())}
    return {
        text: target
        for text, target in meant.items()
        if target is not None and is_spelling(text, column, authorities)
    }


def may_be_mapped(column: ColumnSpec) -> bool:
    """Whether values of this column can be mapped: those of codes, and of councils."""
    return column.kind is ColumnKind.CODE or canonical(column.name) == AUTHORITY


def is_spelling(text: str, column: ColumnSpec, authorities: Authorities) -> bool:
    """Whether nothing else is known of a value that was not understood."""
    if column.kind is ColumnKind.CODE:
        reason = find_reason(text, column)
        return reason is not None and reason.code == UNKNOWN_CODE
    return not is_known_authority(text, authorities)


def find_target(text: str, column: ColumnSpec, number: int, authorities: Authorities) -> str | None:
    """What a value of list `number` is read as, in its canonical words; None for no code of it."""
    return _finder(column, number, authorities)(text)


def _finder(
    column: ColumnSpec, number: int, authorities: Authorities
) -> Callable[[str], str | None]:
    if column.kind is ColumnKind.CODE:
        lookup = code_lookup(column, number)
        return lambda text: match_code(text.strip(), lookup)
    return lambda text: text.strip() if _is_council(text, authorities) else None


def _is_council(text: str, authorities: Authorities) -> bool:
    return bool(text.strip()) and is_known_authority(text, authorities, former=False)


@dataclass(frozen=True)
class MappedCount:
    """A line of the mapping that was used, the lists it was used in, and for how many cells."""

    line: Spelling
    lists: tuple[int, ...]
    cells: int


def count_mapped(frames: Iterable[ListFrame]) -> tuple[MappedCount, ...]:
    """What the mapping read in these lists: headings first, then the values of most cells."""
    counts: dict[Spelling, dict[int, int]] = {}
    shown: dict[tuple[str, str, str], Spelling] = {}
    for frame in frames:
        for line, cells in _used(frame):
            # Spellings that fold to the same are one line of the mapping.
            key = (fold(line.column), fold(line.text), line.read_as)
            places = counts.setdefault(shown.setdefault(key, line), {})
            places[frame.spec.number] = places.get(frame.spec.number, 0) + cells
    found = [
        MappedCount(line, tuple(sorted(places)), 0 if line.is_heading else sum(places.values()))
        for line, places in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.line.is_heading, -one.cells)))


def _used(frame: ListFrame) -> Iterator[tuple[Spelling, int]]:
    for column, heading in frame.headings.items():
        yield Spelling(column, heading.strip()), 0
    for column, texts in frame.mapped.items():
        cells = dict(frame.originals[column].value_counts().iter_rows())
        for text, read_as in texts.items():
            yield Spelling(column, text.strip(), read_as), cells[text]


def spell_mapped(counts: Sequence[MappedCount]) -> str:
    """“The mapping read 37 cells in 3 spellings, and 1 heading.”; "" where it read nothing."""
    values = [one for one in counts if not one.line.is_heading]
    headings = sum(one.line.is_heading for one in counts)
    parts = []
    if values:
        cells = plural(sum(one.cells for one in values), "cell")
        parts.append(f"{cells} in {plural(len(values), 'spelling')}")
    if headings:
        parts.append(plural(headings, "heading"))
    return f"The mapping read {join_words(parts)}." if parts else ""
