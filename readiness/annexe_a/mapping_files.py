"""The mapping as a file: what is unknown, written with suggestions, and read back filled in.

A csv file or a workbook whose first row has the headings; only rows with “Read as” filled count.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness.annexe_a.judging import COLUMN, HEADING, READ_AS, TEXT, VALUE, WHAT, Fault, Wanted
from readiness.annexe_a.mapping import fold
from readiness.annexe_a.rules.running import shorten
from readiness.annexe_a.unknown import Unknown, suggest_all
from readiness.errors import Unusable
from readiness.office.csv import harmless, write_csv
from readiness.office.gate import Limits, safe_name
from readiness.office.sheets import Sheet, read_sheets, refuse_repeated
from readiness.plain_words import join_words

HEADINGS = (WHAT, COLUMN, TEXT, "Lists", "Cells", "Suggestions", READ_AS)
NEEDED = (WHAT, COLUMN, TEXT, READ_AS)
MOST, MOST_SUGGESTED = 1000, 2000
LARGEST = 10 * 1024**2
"""Bytes of a file."""
LIMITS = Limits(size=LARGEST, unpacked=100 * 1024**2)


@dataclass(frozen=True)
class MappingFile:
    """What a file asks for, and the faults found in reading it."""

    wanted: tuple[Wanted, ...]
    faults: tuple[Fault, ...]


def write_unknown(unknown: Sequence[Unknown], watermark: str = "") -> bytes:
    """What is unknown as a csv file, to be filled in."""
    mark = (watermark,) if watermark else ()
    suggested = suggest_all(unknown, MOST_SUGGESTED)
    rows = zip(unknown, suggested, strict=True)
    return write_csv((*HEADINGS, *mark), ((*_row(one, likely), *mark) for one, likely in rows))


def _row(one: Unknown, likely: Iterable[str]) -> tuple[str | int, ...]:
    lists = ", ".join(map(str, one.lists))
    what = HEADING if one.is_heading else VALUE
    cells = "" if one.is_heading else one.cells
    return what, one.column, one.text, lists, cells, "; ".join(map(one.spell, likely)), ""


def read_mapping_file(path: Path, name: str | None = None) -> MappingFile:
    """What is filled in in a file.

    Raises Unusable with one sentence where it cannot be read, has other headings, nothing
    filled in, or too much.
    """
    shown = f"“{safe_name(name or path.name)}”"
    sheet = next(iter(read_sheets(path, limits=LIMITS, name=name)), None)
    wanted: list[Wanted] = []
    faults: list[Fault] = []
    for row in _rows(sheet, shown):
        found = _read_row(*row)
        if isinstance(found, Fault):
            faults.append(found)
        elif found is not None:
            wanted.append(found)
    if not wanted and not faults:
        raise Unusable(f"{shown} has nothing under “{READ_AS}”. Fill it in, then upload it again.")
    if len(wanted) > MOST:
        raise Unusable(
            f"{shown} has {len(wanted):,} rows filled in, and {MOST:,} can be saved at once. "
            "Split it. If a column holds so many spellings, it may hold something else."
        )
    return MappingFile(tuple(wanted), tuple(faults))


def _rows(sheet: Sheet | None, shown: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the headings with its number, and its cells by the needed headings."""
    first = sheet.first_rows(1) if sheet is not None else []
    headings = first[0] if first else {}
    there = {fold(text): place for place, text in headings.items()}
    missing = [f"“{name}”" for name in NEEDED if fold(name) not in there]
    if sheet is None or missing:
        raise Unusable(
            f"{shown} does not have the heading{'s' if len(missing) > 1 else ''} "
            f"{join_words(missing)} in its first row. Download the file of unknown values, and "
            "fill that in."
        )
    refuse_repeated([n for text in headings.values() for n in NEEDED if fold(text) == fold(n)])
    places = {name: there[fold(name)] for name in NEEDED}
    for number, cells in sheet.rows_below(0, places):
        yield number, {name: _plain(text) for name, text in cells.items()}


def _plain(text: str) -> str:
    """A cell without the apostrophe that was put before what looks like a formula."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _read_row(line: int, cells: dict[str, str]) -> Wanted | Fault | None:
    if not cells[READ_AS]:
        return None
    what = fold(cells[WHAT])
    if what not in (fold(VALUE), fold(HEADING)):
        said = f"“{shorten(cells[WHAT])}” is neither {VALUE} nor {HEADING}. Write one of them."
        return Fault(line, WHAT, said)
    is_heading = what == fold(HEADING)
    return Wanted(line, is_heading, cells[COLUMN], cells[TEXT], cells[READ_AS])
