"""Understand cells: dates, whole numbers and codes, as people write them."""

import re
from datetime import date

from readiness.checklists.annexe_a import Code, ColumnKind, ColumnSpec
from readiness.office.sheets import Cell

ADOPTERS = 11


def fold(text: str) -> str:
    """Text without what does not matter: case, spacing, curly apostrophes, a trailing ? or :."""
    plain = text.replace("’", "'").replace("‘", "'").casefold()
    return re.sub(r"\s+", " ", plain).strip().rstrip("?: ")


def as_text(cell: Cell) -> str | None:
    """The cell as it would be read aloud; None for a blank one."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y") if cell.year >= 1000 else cell.isoformat()
    return str(cell).strip() or None


def as_date(text: str) -> date | None:
    """A date written dd/mm/yyyy or ISO, perhaps with a time; None for anything else."""
    day = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text)
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", day, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", day, re.ASCII)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def as_whole(text: str) -> int | None:
    """A whole number, or None."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None


def code_lookup(column: ColumnSpec, number: int) -> dict[str, str]:
    """Every folded spelling of a column's codes to its label; what two codes share is left out.

    List 11 is matched by words alone: its lettering contradicts itself.
    """
    found: dict[str, set[str]] = {}
    for code in column.codes:
        for spelling in _spellings(code, number):
            found.setdefault(fold(spelling), set()).add(code.label)
    shared = {spelling: labels.pop() for spelling, labels in found.items() if len(labels) == 1}
    return shared | {fold(code.label): code.label for code in column.codes}


def _spellings(code: Code, number: int) -> list[str]:
    words = [code.text, *code.also, code.code]
    if code.letter and number != ADOPTERS:
        words += [code.letter, code.letter + ")"]
    return [word for word in words if word]


def match_code(text: str, lookup: dict[str, str]) -> str | None:
    """The label meant by a cell; None where nothing fits, or letter and words say two codes."""
    folded = fold(text)
    if folded in lookup:
        return lookup[folded]
    lettered = re.fullmatch(r"([a-z]{1,2}\))\s*(.+)", folded)
    if lettered is None:
        return None
    meant = lookup.get(lettered[2])
    return meant if lookup.get(lettered[1], meant) == meant else None


def map_value(text: str, column: ColumnSpec, lookup: dict[str, str]) -> str | int | date | None:
    """The value of a cell in its column's kind; None where it is not understood."""
    if column.kind is ColumnKind.DATE:
        return as_date(text)
    if column.kind is ColumnKind.WHOLE:
        return as_whole(text)
    return match_code(text, lookup) if column.kind is ColumnKind.CODE else text
