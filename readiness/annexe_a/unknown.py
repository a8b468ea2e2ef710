"""What lists hold that nothing is known of: values and headings to map, each with its counts.

The spellings are what cells hold, which is child-level. Suggestions are by likeness, and only
suggestions: nothing is mapped by itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from readiness.annexe_a.frames import ROW, ListFrame
from readiness.annexe_a.mapping import code_lookup, fold
from readiness.annexe_a.rules.placements import CODES
from readiness.annexe_a.spellings import UNKNOWN_AUTHORITY, UNKNOWN_CODE
from readiness.checklists.annexe_a import Code, ColumnKind
from readiness.checklists.standards import Authorities

LONGEST = 200
"""The longest spelling that can be mapped: what is longer is a text, not a spelling."""
VALUES = (UNKNOWN_CODE, UNKNOWN_AUTHORITY)
EXTRA, MISSING = "column-extra", "column-missing"
NO_HEADING = re.compile(r"column [A-Z]+, which has no heading")
SUGGESTED, LEAST_ALIKE, SHORTEST = 3, 75, 3
WORDS = re.compile(r"[^\W_]+")
SAY_NOTHING = frozenset({
    "about", "an", "and", "any", "as", "at", "but", "by", "for", "from", "in", "into", "is",
    "of", "on", "or", "than", "that", "the", "this", "to", "was", "were", "who", "with",
})  # fmt: skip
"""Words that two spellings may share without meaning the same."""


@dataclass(frozen=True)
class Unknown:
    """A spelling in a column (“” for a heading), the lists it is in, and how many cells hold it.

    `words` are the ways to write what it can be read as, each with what that is; `spelt` says
    more of a bare code.
    """

    column: str
    text: str
    lists: tuple[int, ...]
    cells: int
    words: Mapping[str, str]
    spelt: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return not self.column

    @property
    def choices(self) -> tuple[str, ...]:
        """What it can be read as, in order."""
        return tuple(dict.fromkeys(self.words.values()))

    def spell(self, choice: str) -> str:
        """A choice as it is shown: “a) WBRI - White British”."""
        return self.spelt.get(choice, choice)


def lists_with_unknown(findings: pl.DataFrame) -> list[int]:
    """The lists whose rows are needed to find what values are unknown in these findings."""
    return findings.filter(pl.col("code").is_in(VALUES))["list"].unique().sort().to_list()


def find_unknown(
    findings: pl.DataFrame, frames: Mapping[int, ListFrame], authorities: Authorities
) -> tuple[Unknown, ...]:
    """What could be mapped: headings first, then the values, those of most cells first.

    `findings` are those of the check (list, row, column, code); `frames` the lists_with_unknown.
    """
    values: dict[tuple[str, str], Unknown] = {}
    for found in _unknown_values(findings, frames, authorities):
        key = (fold(found.column), fold(found.text))
        before = values.get(key)
        values[key] = _both(before, found) if before else found
    ordered = sorted(values.values(), key=lambda one: (-one.cells, one.column, one.text))
    return (*_unknown_headings(findings), *ordered)


def _both(one: Unknown, other: Unknown) -> Unknown:
    lists = tuple(sorted({*one.lists, *other.lists}))
    words, spelt = {**one.words, **other.words}, {**one.spelt, **other.spelt}
    return replace(one, lists=lists, cells=one.cells + other.cells, words=words, spelt=spelt)


def _unknown_values(
    findings: pl.DataFrame, frames: Mapping[int, ListFrame], authorities: Authorities
) -> Iterator[Unknown]:
    asked = findings.filter(pl.col("code").is_in(VALUES), pl.col("list").is_in(list(frames)))
    for (number, column), found in asked.group_by(["list", "column"], maintain_order=True):
        frame, name = frames[int(str(number))], str(column)
        there = frame.originals[ROW].is_in(found["row"].implode())
        texts = Counter(text.strip() for text in frame.originals[name].filter(there) if text)
        words, spelt = _words(frame, name, authorities), _spell_codes(frame, name)
        for text, cells in texts.items():
            if text and len(text) <= LONGEST:
                yield Unknown(name, text, (frame.spec.number,), cells, words, spelt)


def _words(frame: ListFrame, name: str, authorities: Authorities) -> dict[str, str]:
    column = frame.spec.column(name)
    if column.kind is not ColumnKind.CODE:
        return {fold(known): known for known in (*authorities.known, *CODES)}
    lookup = code_lookup(column, frame.spec.number)
    labels = {fold(code.label): code.label for code in column.codes}
    return {**labels, **lookup}


def _spell_codes(frame: ListFrame, name: str) -> dict[str, str]:
    codes = frame.spec.column(name).codes
    return {code.label: f"{code.label} - {code.text}" for code in codes if _says_more(code)}


def _says_more(code: Code) -> bool:
    return bool(code.text) and code.text not in code.label


def _unknown_headings(findings: pl.DataFrame) -> Iterator[Unknown]:
    """Headings that are none of Ofsted’s, in lists where a column of Ofsted’s is missing."""
    about = findings.filter(pl.col("code").is_in([EXTRA, MISSING])).select("list", "column", "code")
    missing: dict[int, dict[str, str]] = {}
    extra: dict[str, list[tuple[int, str]]] = {}
    for number, name, code in about.iter_rows():
        if code == MISSING:
            missing.setdefault(number, {})[fold(name)] = name
        elif len(name.strip()) <= LONGEST and not NO_HEADING.fullmatch(name):
            extra.setdefault(fold(name), []).append((number, name.strip()))
    for places in extra.values():
        lists = tuple(sorted({number for number, _ in places if number in missing}))
        if lists:
            words = {word: name for n in lists for word, name in missing[n].items()}
            yield Unknown("", places[0][1], lists, len(lists), words)


def suggest(unknown: Unknown) -> tuple[str, ...]:
    """What it most likely means, the likeliest first; nothing where nothing is alike."""
    from rapidfuzz import fuzz, process

    text = fold(unknown.text)
    begins = {label for words, label in unknown.words.items() if words.startswith(text)}
    if unknown.is_heading:
        begins |= {label for words, label in unknown.words.items() if _initials(words) == text}
    long = [words for words in unknown.words if len(words) >= SHORTEST]
    alike = process.extract(
        text,
        long,
        scorer=fuzz.WRatio,
        processor=_telling,
        score_cutoff=LEAST_ALIKE,
        limit=3 * SUGGESTED,
    )
    found = [*(begins if len(begins) == 1 else ()), *(unknown.words[words] for words, *_ in alike)]
    return tuple(dict.fromkeys(found))[:SUGGESTED]


def _telling(words: str) -> str:
    """The words that say something: no signs, no single letters, no “of the”."""
    found = [word for word in WORDS.findall(words) if len(word) > 1 and word not in SAY_NOTHING]
    return " ".join(found) or words


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split())


def suggest_all(unknown: Sequence[Unknown], most: int) -> list[tuple[str, ...]]:
    """As suggest for the first `most` of them, and nothing for the others."""
    return [suggest(one) if at < most else () for at, one in enumerate(unknown)]
