"""What changed between two extracts: rows that joined and left, findings new, fixed, still there.

A row is followed by its list’s key, as it is sent; a finding by its rule, its column and the key
of its row. Equal ones are counted against each other, so that rows which repeat a key count too.
"""

from collections import Counter
from dataclasses import dataclass

import polars as pl

from readiness.annexe_a.checking import CheckResult
from readiness.annexe_a.frames import ROW, Finding, ListFrame

Key = tuple[str, ...]
Told = tuple[str, str, Key]
"""A finding without its words: the one rule, the column, and the key of the row."""


@dataclass(frozen=True)
class ListChange:
    """The rows of one list; `joined` and `left` hold an identifier for each row."""

    number: int
    name: str
    rows_old: int
    rows_new: int
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class FindingChange:
    """What one rule finds in one list, with an identifier for each finding (“” for a list’s own).

    `gone` counts those of `fixed` whose row is not in the new extract.
    """

    list: int
    code: str
    severity: str
    new: tuple[str, ...]
    fixed: tuple[str, ...]
    still: tuple[str, ...]
    gone: int


@dataclass(frozen=True)
class Comparison:
    """Two extracts held against each other."""

    old: CheckResult
    new: CheckResult
    lists: tuple[ListChange, ...]
    findings: tuple[FindingChange, ...]


def compare_results(old: CheckResult, new: CheckResult) -> Comparison:
    """Hold `new` against `old`, both checked by the same edition."""
    keys_old = {number: row_keys(frame) for number, frame in old.frames.items()}
    keys_new = {number: row_keys(frame) for number, frame in new.frames.items()}
    specs = {n: frame.spec for n, frame in sorted({**old.frames, **new.frames}.items())}
    lists = tuple(
        _list_change(number, spec.name, keys_old.get(number, {}), keys_new.get(number, {}))
        for number, spec in specs.items()
    )
    before, after = _told(old, keys_old), _told(new, keys_new)
    findings = tuple(
        _finding_change(rule, before.get(rule), after.get(rule), keys_new.get(rule[0], {}))
        for rule in sorted({*before, *after})
    )
    return Comparison(old, new, lists, findings)


def row_keys(frame: ListFrame) -> dict[int, Key]:
    """The key of each row by its place in the sheet; a column that is not there is blank."""
    names = [name for name in frame.spec.key if name in frame.letters]
    texts = [
        pl.coalesce(frame.values[name].cast(pl.String), frame.originals[name])
        .fill_null("")
        .alias(name)
        for name in names
    ]
    rows = zip(frame.values[ROW], pl.select(texts).rows(), strict=True) if names else ()
    return dict(rows) or dict.fromkeys(frame.values[ROW], ())


def _list_change(number: int, name: str, old: dict[int, Key], new: dict[int, Key]) -> ListChange:
    before, after = Counter(old.values()), Counter(new.values())
    joined, left = _named(after - before), _named(before - after)
    return ListChange(number, name, len(old), len(new), joined, left)


def _told(
    result: CheckResult, keys: dict[int, dict[int, Key]]
) -> dict[tuple[int, str, str], Counter[Told]]:
    told: dict[tuple[int, str, str], Counter[Told]] = {}
    for found in result.findings:
        rule = (found.list, found.code, found.severity)
        told.setdefault(rule, Counter())[_without_words(found, keys)] += 1
    return told


def _without_words(found: Finding, keys: dict[int, dict[int, Key]]) -> Told:
    return found.code, found.column, keys.get(found.list, {}).get(found.row, ())


def _finding_change(
    rule: tuple[int, str, str],
    before: Counter[Told] | None,
    after: Counter[Told] | None,
    rows: dict[int, Key],
) -> FindingChange:
    old, new = before or Counter(), after or Counter()
    fixed, there = old - new, set(rows.values())
    gone = sum(count for told, count in fixed.items() if told[2] and told[2] not in there)
    return FindingChange(
        *rule,
        new=_named_findings(new - old),
        fixed=_named_findings(fixed),
        still=_named_findings(old & new),
        gone=gone,
    )


def _named(keys: Counter[Key]) -> tuple[str, ...]:
    """The identifier of each key: its first part."""
    return tuple(sorted(key[0] if key else "" for key in keys.elements()))


def _named_findings(told: Counter[Told]) -> tuple[str, ...]:
    return _named(Counter(key for _, _, key in told.elements()))
