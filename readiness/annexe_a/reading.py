"""Find the lists of Annexe A in sheets, and make frames of them."""

import re
from collections.abc import Sequence

import polars as pl

from readiness.annexe_a.frames import ROW, ListFrame
from readiness.annexe_a.mapping import as_text, code_lookup, fold, map_value
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, Edition, ListSpec
from readiness.errors import Unusable
from readiness.office.sheets import Cell, Sheet

NAMED = re.compile(r"^list[ _-]*0?(\d{1,2})(?!\d)", re.IGNORECASE)
HEADING_ROWS = 10
KINDS: dict[ColumnKind, type[pl.DataType]] = {
    ColumnKind.DATE: pl.Date,
    ColumnKind.WHOLE: pl.Int64,
    ColumnKind.TEXT: pl.String,
    ColumnKind.CODE: pl.String,
}


def read_lists(sheets: Sequence[Sheet], edition: Edition) -> dict[int, ListFrame]:
    """The lists found, by number. Raises Unusable when none is, or one is there twice."""
    found: dict[int, ListFrame] = {}
    for sheet in sheets:
        spec = _recognise(sheet, edition)
        if spec is None:
            continue
        if spec.number in found:
            raise Unusable(f"List {spec.number} is there twice. Keep one of them and try again.")
        found[spec.number] = _frame(sheet, spec, edition)
    if not found:
        raise Unusable(
            "No sheet is a list of Annexe A. Name the sheets List_1 to List_11 and try again."
        )
    return found


def _names(spec: ListSpec) -> dict[str, str]:
    names = {fold(alias): column.name for column in spec.columns for alias in column.aliases}
    return names | {fold(column.name): column.name for column in spec.columns}


def _heading_row(rows: list[list[Cell]], spec: ListSpec) -> tuple[int, int]:
    """The index of the row with most of the headings, and how many it has."""
    names = _names(spec)
    counts = [sum(fold(str(c)) in names for c in row if c) for row in rows[:HEADING_ROWS]]
    best = max(counts, default=0)
    return (counts.index(best) if best else 0), best


def _recognise(sheet: Sheet, edition: Edition) -> ListSpec | None:
    named = NAMED.match(sheet.name.strip())
    if named and int(named[1]) in range(1, 12):
        return edition.list(int(named[1]))
    scores = [(_heading_row(sheet.rows, spec)[1], spec) for spec in edition.lists]
    best = max(score for score, _ in scores)
    likely = [spec for score, spec in scores if score == best and score >= len(spec.columns) * 0.8]
    return min(likely, key=lambda spec: len(spec.columns)) if likely else None


def _frame(sheet: Sheet, spec: ListSpec, edition: Edition) -> ListFrame:
    at, count = _heading_row(sheet.rows, spec)
    if count < 2:
        raise Unusable(f"Sheet “{sheet.name}” has no headings of List {spec.number}. Add them.")
    names, places, extra = _names(spec), dict[str, int](), list[str]()
    for index, heading in enumerate(sheet.rows[at]):
        name = names.get(fold(str(heading))) if heading is not None else None
        if name is None or name in places:
            extra += [str(heading)] if heading is not None else []
        else:
            places[name] = index
    rows = [
        (n, row) for n, row in enumerate(sheet.rows, 1) if n > at + 1 and any(map(as_text, row))
    ]
    numbers = pl.Series(ROW, [n for n, _ in rows], dtype=pl.Int64)
    originals, values = [numbers], [numbers]
    for column in spec.columns:
        if column.name in places:
            place = places[column.name]
            cells = [as_text(row[place]) if place < len(row) else None for _, row in rows]
            originals.append(pl.Series(column.name, cells, dtype=pl.String))
            values.append(_mapped(cells, column, spec.number))
    letters = {name: column_letter(place) for name, place in places.items()}
    return ListFrame(spec, pl.DataFrame(values), pl.DataFrame(originals), letters, tuple(extra))


def _mapped(cells: list[str | None], column: ColumnSpec, number: int) -> pl.Series:
    # Each different text is understood once: a list has far fewer of them than rows.
    lookup = code_lookup(column, number)
    known = {text: map_value(text, column, lookup) for text in set(cells) if text is not None}
    mapped = [known[text] if text is not None else None for text in cells]
    return pl.Series(column.name, mapped, dtype=KINDS[column.kind])


def column_letter(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
