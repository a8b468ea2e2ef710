"""What differs between two editions of the lists, and which edition lists look to be of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.annexe_a.frames import Finding, ListFrame
from readiness.annexe_a.mapping import fold
from readiness.checklists.annexe_a import Code, ColumnSpec, Edition, ListSpec
from readiness.plain_words import join_words, plural

EDITION_WRONG = "edition-wrong"


@dataclass(frozen=True)
class ColumnChange:
    """A column that is in both editions and differs.

    `codes_reworded` are pairs of labels for the same code, but for curls and case; `was` is the
    heading before, if it is another now.
    """

    column: str
    was: str
    codes_added: tuple[str, ...]
    codes_removed: tuple[str, ...]
    codes_reworded: tuple[tuple[str, str], ...]
    required: str
    kind: str


@dataclass(frozen=True)
class EditionChange:
    """What is different in one list."""

    list: int
    name: str
    columns_old: int
    columns_new: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ColumnChange, ...]


def compare_editions(old: Edition, new: Edition) -> tuple[EditionChange, ...]:
    """What is different in each list, in order; a list that is the same is left out."""
    changes = (_compare_lists(spec, new.list(spec.number)) for spec in old.lists)
    return tuple(c for c in changes if c.added or c.removed or c.changed)


def _compare_lists(old: ListSpec, new: ListSpec) -> EditionChange:
    pairs = _pair_columns(old.columns, new.columns)
    kept = set(pairs.values())
    changes = (_compare_columns(old.column(was), new.column(now)) for was, now in pairs.items())
    return EditionChange(
        new.number,
        new.name,
        len(old.columns),
        len(new.columns),
        added=tuple(column.name for column in new.columns if column.name not in kept),
        removed=tuple(column.name for column in old.columns if column.name not in pairs),
        changed=tuple(change for change in changes if _is_change(change)),
    )


def _pair_columns(old: Sequence[ColumnSpec], new: Sequence[ColumnSpec]) -> dict[str, str]:
    """The columns of `old` that `new` has too: by heading, or by a wording either knows."""
    pairs: dict[str, str] = {}
    for is_same in (_has_same_heading, _knows_heading):
        for was in old:
            free = (c for c in new if c.name not in pairs.values() and is_same(was, c))
            if was.name not in pairs and (found := next(free, None)):
                pairs[was.name] = found.name
    return pairs


def _has_same_heading(one: ColumnSpec, other: ColumnSpec) -> bool:
    return fold(one.name) == fold(other.name)


def _knows_heading(one: ColumnSpec, other: ColumnSpec) -> bool:
    return fold(one.name) in map(fold, other.aliases) or fold(other.name) in map(fold, one.aliases)


def _compare_columns(old: ColumnSpec, new: ColumnSpec) -> ColumnChange:
    pairs = _pair_codes(old.codes, new.codes)
    return ColumnChange(
        new.name,
        was=old.name if old.name != new.name else "",
        codes_added=tuple(c.label for c in new.codes if c.label not in pairs.values()),
        codes_removed=tuple(c.label for c in old.codes if c.label not in pairs),
        codes_reworded=tuple((a, b) for a, b in pairs.items() if fold(a) != fold(b)),
        required=_words_of_required(old, new),
        kind=f"{old.kind} became {new.kind}" if old.kind is not new.kind else "",
    )


def _pair_codes(old: Sequence[Code], new: Sequence[Code]) -> dict[str, str]:
    """The labels of `old` that `new` has too, perhaps in other words for the same code."""
    pairs: dict[str, str] = {}
    for is_same in (_has_same_label, _has_same_meaning):
        for was in old:
            free = (c for c in new if c.label not in pairs.values() and is_same(was, c))
            if was.label not in pairs and (found := next(free, None)):
                pairs[was.label] = found.label
    return pairs


def _has_same_label(one: Code, other: Code) -> bool:
    return fold(one.label) == fold(other.label)


def _has_same_meaning(one: Code, other: Code) -> bool:
    ours, theirs = ({fold(text) for text in (c.text, *c.also)} for c in (one, other))
    return one.code == other.code and bool(ours & theirs)


def _words_of_required(old: ColumnSpec, new: ColumnSpec) -> str:
    if old.required == new.required:
        return ""
    return "must be filled now" if new.required else "may be blank now"


def _is_change(change: ColumnChange) -> bool:
    parts = (change.was, change.codes_added, change.codes_removed, change.codes_reworded)
    return any(parts) or bool(change.required or change.kind)


def spell_changes(old: Edition, new: Edition, changes: Sequence[EditionChange]) -> str:
    """The changes for a person, the count of them first."""
    if not changes:
        return f"The lists of the editions {old.name} and {new.name} ask for the same."
    names = [str(change.list) for change in changes]
    lists = f"List{'s' if len(names) > 1 else ''} {join_words(names)}"
    added = sum(len(change.added) for change in changes)
    removed = sum(len(change.removed) for change in changes)
    head = (
        f"From {old.name} to {new.name}, {lists} changed: {plural(added, 'column')} added, "
        f"{removed:,} removed."
    )
    return "\n".join([head, *(line for change in changes for line in _spell_list(change))])


def _spell_list(change: EditionChange) -> Iterator[str]:
    yield ""
    counts = plural(change.columns_new, "column")
    if change.columns_old != change.columns_new:
        counts = f"{plural(change.columns_old, 'column')}, now {change.columns_new}"
    yield f"List {change.list} {change.name}: {counts}"
    yield from (f"  column added: {name}" for name in change.added)
    yield from (f"  column removed: {name}" for name in change.removed)
    for column in change.changed:
        yield f"  {column.column}"
        yield from (f"    {line}" for line in _spell_column(column))


def _spell_column(change: ColumnChange) -> Iterator[str]:
    if change.was:
        alike = " (read as the same)" if fold(change.was) == fold(change.column) else ""
        yield f"renamed, was: {change.was}{alike}"
    yield from (words for words in (change.required, change.kind) if words)
    yield from (f"code added: {label}" for label in change.codes_added)
    yield from (f"code removed: {label}" for label in change.codes_removed)
    yield from (f"code reworded: {was} → {now}" for was, now in change.codes_reworded)


def find_other_edition(
    frames: Mapping[int, ListFrame], edition: Edition, others: Iterable[Edition]
) -> Iterator[Finding]:
    """“These lists look like the 2019 edition …”, where another fits better: one finding or none.

    The others are not even read where the lists have just the headings of `edition`.
    """
    ours = {number: _misfit(frame, edition) for number, frame in frames.items()}
    best, least = edition, sum(ours.values())
    for other in others if least else ():
        misfit = sum(_misfit(frame, other) for frame in frames.values())
        if misfit < least:
            best, least = other, misfit
    telling = next((n for n in frames if _misfit(frames[n], best) < ours[n]), None)
    if telling is None:
        return
    there, asked = len(_headings(frames[telling])), len(edition.list(telling).columns)
    said = (
        f"These lists look like the {best.name} edition: List {telling} has "
        f"{plural(there, 'column')}, where that of {edition.name} has {asked}. "
        f"Check them as edition {best.name}."
    )
    yield Finding(telling, 0, "", "", EDITION_WRONG, "error", said, EDITION_WRONG)


def _headings(frame: ListFrame) -> list[str]:
    return [*frame.letters, *frame.extra]


def _misfit(frame: ListFrame, edition: Edition) -> int:
    """How many headings of the list are none of the edition’s, and how many of its are missing."""
    found = {fold(heading) for heading in _headings(frame)}
    columns = edition.list(frame.spec.number).columns
    names = [{fold(text) for text in (c.name, *c.aliases)} for c in columns]
    known = set().union(*names)
    return len(found - known) + sum(not (found & spellings) for spellings in names)
