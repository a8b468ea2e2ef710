"""Understand cells: dates, whole numbers and codes, as people write them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import polars as pl

from readiness.checklists.annexe_a import Code, ColumnKind, ColumnSpec

ADOPTERS, GENDER = 11, "gender"
LONGEST_SPELLING = 1000
"""What is longer is a text, and no spelling of a heading or code: it is compared as it stands."""
MOST_KEPT = 20_000
"""Days of two generations: the columns of a list share most of theirs."""
SAME = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-"})
# Asked of every date: compiled once.
TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
KINDS: dict[ColumnKind, type[pl.DataType]] = {
    ColumnKind.DATE: pl.Date,
    ColumnKind.WHOLE: pl.Int64,
    ColumnKind.TEXT: pl.String,
    ColumnKind.CODE: pl.String,
}


def fold(text: str) -> str:
    """Text without what does not matter: case, spacing, curls, long dashes, a trailing ? or :."""
    if len(text) > LONGEST_SPELLING and len(text := text.strip()) > LONGEST_SPELLING:
        return text
    plain = text.translate(SAME).casefold()
    return re.sub(r"\s+", " ", plain).strip().rstrip("?: ")


@lru_cache(MOST_KEPT)
def as_date(text: str) -> date | None:
    """A date written dd/mm/yyyy or ISO, perhaps with a time; None for anything else."""
    day = TIME.sub("", text)
    british = BRITISH.fullmatch(day)
    iso = None if british else ISO.fullmatch(day)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def as_whole(text: str) -> int | None:
    """A whole number, or None; 5.0 is one too, as programs write 5."""
    digits = re.fullmatch(r"(-?\d{1,9})(\.0+)?", text, re.ASCII)
    return int(digits[1]) if digits else None


@lru_cache(maxsize=1000)
def code_lookup(column: ColumnSpec, number: int) -> Mapping[str, str]:
    """Every folded spelling of a column's codes to its label; what two codes share is left out.

    The gender of List 11 is matched by words alone: Ofsted’s tabs letter it in two ways.
    """
    found: dict[str, set[str]] = {}
    has_letters = number != ADOPTERS or fold(column.name) != GENDER
    for code in column.codes:
        for spelling in _spellings(code, has_letters):
            found.setdefault(fold(spelling), set()).add(code.label)
    shared = {spelling: labels.pop() for spelling, labels in found.items() if len(labels) == 1}
    return shared | {fold(code.label): code.label for code in column.codes}


def _spellings(code: Code, has_letters: bool) -> list[str]:
    words = [code.text, *code.also, code.code]
    if code.letter and has_letters:
        words += [code.letter, code.letter + ")"]
    return [word for word in words if word]


def match_code(text: str, lookup: Mapping[str, str]) -> str | None:
    """The label meant by a cell; None where nothing fits, or letter and words say two codes."""
    folded = fold(text)
    if folded in lookup:
        return lookup[folded]
    lettered = re.fullmatch(r"([a-z]{1,2}\))\s*(.+)", folded)
    rest = lettered[2] if lettered else folded
    meant = lookup.get(rest) or _code_and_words(rest, lookup)
    letter = lettered[1] if lettered else ""
    return meant if lookup.get(letter, meant) == meant else None


def _code_and_words(folded: str, lookup: Mapping[str, str]) -> str | None:
    """The label of a code with its words, as in “WBRI - White British”, if both mean the same."""
    both = re.fullmatch(r"(\w{1,4})\s*[:-]\s*(.+)", folded)
    meant = lookup.get(both[1]) if both else None
    return meant if both and meant and lookup.get(both[2]) == meant else None


def map_value(text: str, column: ColumnSpec, lookup: Mapping[str, str]) -> str | int | date | None:
    """The value of a cell in its column's kind; None where it is not understood."""
    plain = text.strip()
    if column.kind is ColumnKind.DATE:
        return as_date(plain)
    if column.kind is ColumnKind.WHOLE:
        return as_whole(plain)
    return match_code(plain, lookup) if column.kind is ColumnKind.CODE else plain


def map_series(texts: pl.Series, column: ColumnSpec, number: int) -> pl.Series:
    """The values of a column of list `number`; null where a cell is blank or not understood."""
    kind = KINDS[column.kind]
    if texts.null_count() == len(texts):
        return texts.cast(kind)
    if column.kind is ColumnKind.TEXT:
        return texts.str.strip_chars()
    # Each different text is understood once: a list has far fewer of them than rows.
    different = texts.drop_nulls().unique()
    lookup = code_lookup(column, number)
    values = [map_value(text, column, lookup) for text in different]
    known = pl.Series(values, dtype=kind)
    return texts.replace_strict(different, known, default=None, return_dtype=kind)
