"""Find the lists of Annexe A in sheets, and make frames of them.

Nothing is dropped in silence: a list that is there twice, a sheet without headings, a sheet that
is none of the lists, a column that is none of Ofsted’s are findings, and the other lists are read
all the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from readiness.annexe_a.frames import ROW, Finding, ListFrame
from readiness.annexe_a.mapping import fold, map_series
from readiness.annexe_a.spellings import NO_SPELLINGS, Spellings
from readiness.checklists.annexe_a import Edition, ListSpec
from readiness.errors import Unusable
from readiness.office.cells import column_letter
from readiness.office.sheets import Sheet
from readiness.plain_words import join_words

NAMED = re.compile(r"^list[ _-]*0?(\d{1,2})(?!\d)", re.IGNORECASE)
HEADING_ROWS = 10
FEWEST_HEADINGS = 2
LIKELY = 0.8
"""The share of a list’s headings by which a sheet of any name is taken for that list."""
NO_LISTS = frozenset(
    {"code lists", "codes used", "contents", "faq and changes", "front sheet", "guidance"}
)
"""What Ofsted’s workbook and ours call their sheets without rows of a list, as `_plain` says it."""
SHEET_UNREAD = "sheet-unread"
LONGEST_NAME = 31
"""Characters that Excel allows the name of a sheet."""


@dataclass
class Reading:
    """The lists found so far, by number, and what is wrong with how they came.

    A sheet is called by its place in its file, not by its name: people write names, and what
    refuses an upload is kept where no child may be named. A file has the name it was given, and
    the activity is told of it by number. Only the warning of a sheet that was not read, which is
    kept with the rows of the list it stands behind, has the sheet’s name too.
    """

    edition: Edition
    spellings: Spellings = NO_SPELLINGS
    frames: dict[int, ListFrame] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    bare: dict[int, list[str]] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    """The sentences about sheets that were not read, and how many lists had been read before."""

    def take(self, sheet: Sheet, place: str) -> bool:
        """Read the sheet at a place (sheet 2 of “Lists.xlsx”).

        False where it is none of the lists (guidance, notes).
        """
        spec = recognise(sheet, self.edition, self.spellings)
        if spec is None:
            self._pass_over(sheet, place)
            return False
        at, count = _heading_row(sheet, spec, self.spellings)
        if count < FEWEST_HEADINGS:
            self.bare.setdefault(spec.number, []).append(place)
        elif spec.number in self.frames:
            self._leave_out(spec.number, f"{place}. Only the first of them is checked")
        else:
            self.frames[spec.number] = _frame(sheet, spec, at, self.spellings)
            self.places[spec.number] = place
        return True

    def finish(self) -> None:
        """Find lists that are missing, or left out. Raises Unusable when there is none at all."""
        if not self.frames and not self.bare:
            raise Unusable(
                "No sheet is a list of Annexe A. Name the sheets List_1 to List_11 and try again."
            )
        for spec in self.edition.lists:
            if spec.number not in self.frames:
                self.findings.append(self._missing(spec))
                continue
            for place in self.bare.get(spec.number, ()):
                self._leave_out(spec.number, f"{place}, which has no headings")
        there = list(self.frames or self.bare)
        for before, text in self.unread:
            behind = there[max(before - 1, 0)]
            self.findings.append(_about(behind, SHEET_UNREAD, text, "warning"))

    def _pass_over(self, sheet: Sheet, place: str) -> None:
        """Tell of a sheet with rows that is none of the lists, unless it is one of guidance."""
        rows = _count_filled(sheet)
        if not rows or _plain(sheet.name) in NO_LISTS:
            return
        were = "its 1 row was" if rows == 1 else f"its {rows:,} rows were"
        text = (
            f"S{place[1:]}, “{' '.join(sheet.name.split())[:LONGEST_NAME]}”, is none of the lists: "
            f"{were} not read. Put what belongs to a list into the sheet of that list, and take "
            "the rest out."
        )
        self.unread.append((len(self.frames), text))

    def _leave_out(self, number: int, left: str) -> None:
        # Said of an upload too, which is refused: so it must not say that anything was taken.
        text = (
            f"List {number} is there twice: in {self.places[number]} and in {left}. "
            "Keep only the one that is right."
        )
        self.findings.append(_about(number, "list-repeated", text))

    def _missing(self, spec: ListSpec) -> Finding:
        if spec.number not in self.bare:
            text = f"List {spec.number} ({spec.name}) is missing. Add it."
            return _about(spec.number, "list-missing", text)
        places = join_words(self.bare[spec.number])
        text = (
            f"List {spec.number} ({places}) has no headings of List {spec.number} "
            f"in its first {HEADING_ROWS} rows, so it was not checked. Add the heading row."
        )
        return _about(spec.number, "headings-missing", text)


def read_lists(
    sheets: Iterable[Sheet], edition: Edition, spellings: Spellings = NO_SPELLINGS
) -> Reading:
    """The lists of these sheets. Raises Unusable when there is none."""
    reading = Reading(edition, spellings)
    for number, sheet in enumerate(sheets, start=1):
        reading.take(sheet, f"sheet {number}")
    reading.finish()
    return reading


def _about(number: int, rule: str, text: str, severity: str = "error") -> Finding:
    return Finding(number, 0, "", "", rule, severity, text, rule)


def _plain(name: str) -> str:
    """The words of a sheet’s name: “Front_Sheet” is “front sheet”."""
    return " ".join(name.replace("_", " ").lower().split())


def _count_filled(sheet: Sheet) -> int:
    """How many rows of the sheet have anything in them."""
    columns = sheet.columns.values()
    return sum(any(cell and cell.strip() for cell in row) for row in zip(*columns, strict=True))


def heading_names(spec: ListSpec) -> dict[str, str]:
    """Every heading that a list is known to have, folded, with the column it is of."""
    names = {fold(alias): column.name for column in spec.columns for alias in column.aliases}
    return names | {fold(column.name): column.name for column in spec.columns}


def _heading_row(sheet: Sheet, spec: ListSpec, spellings: Spellings) -> tuple[int, int]:
    """Which of the first rows has most of the headings, and how many different ones it has."""
    names = spellings.headings_of(spec) | heading_names(spec)
    counts = [
        len({names.get(fold(text)) for text in row.values()} - {None})
        for row in sheet.first_rows(HEADING_ROWS)
    ]
    best = max(counts, default=0)
    return (counts.index(best) if best else 0), best


def recognise(
    sheet: Sheet, edition: Edition, spellings: Spellings = NO_SPELLINGS
) -> ListSpec | None:
    """The list a sheet is, by its name or else by its headings; None for any other sheet."""
    named = NAMED.match(sheet.name.strip())
    if named and int(named[1]) in range(1, 12):
        return edition.list(int(named[1]))
    scores = [(_heading_row(sheet, spec, spellings)[1], spec) for spec in edition.lists]
    best = max(score for score, _ in scores)
    likely = [s for score, s in scores if score == best and score >= len(s.columns) * LIKELY]
    return min(likely, key=lambda spec: len(spec.columns)) if likely else None


def _frame(sheet: Sheet, spec: ListSpec, at: int, spellings: Spellings) -> ListFrame:
    names = _names_in(sheet, spec, at, spellings)
    places, extra = _places(sheet, names, at)
    numbers = pl.Series(ROW, sheet.numbers[at + 1 :], dtype=pl.Int64)
    columns = [
        pl.Series(str(place), cells[at + 1 :], dtype=pl.String)
        for place, cells in sheet.columns.items()
    ]
    texts = pl.exclude(ROW)
    # A cell of spaces alone is blank; a row of blanks is none.
    blank = texts.str.strip_chars() == ""
    table = (
        pl.DataFrame([numbers, *columns])
        .with_columns(pl.when(~blank).then(texts))
        .filter(pl.any_horizontal(texts.is_not_null()))
    )
    chosen = {c.name: places[c.name] for c in spec.columns if c.name in places}
    originals = table.select(ROW, *(pl.col(str(at)).alias(name) for name, at in chosen.items()))
    values = originals.select(
        ROW, *(map_series(originals[name], spec.column(name), spec.number) for name in chosen)
    )
    letters = {name: column_letter(place) for name, place in places.items()}
    known = heading_names(spec)
    read = {name: sheet.columns[place][at] or "" for name, place in places.items()}
    headings = {name: text for name, text in read.items() if fold(text) not in known}
    return ListFrame(spec, values, originals, letters, tuple(extra), headings=headings)


def _names_in(sheet: Sheet, spec: ListSpec, at: int, spellings: Spellings) -> dict[str, str]:
    """The headings to look for: those that are known, and mapped ones of columns without."""
    known = heading_names(spec)
    there = {known.get(fold(cells[at] or "")) for cells in sheet.columns.values()}
    mapped = spellings.headings_of(spec)
    return {text: name for text, name in mapped.items() if name not in there} | known


def _places(sheet: Sheet, names: dict[str, str], at: int) -> tuple[dict[str, int], list[str]]:
    """Where each column of the list is, and what else stands in the sheet."""
    places, extra = dict[str, int](), list[str]()
    for place, cells in sheet.columns.items():
        heading = cells[at]
        name = names.get(fold(heading)) if heading else None
        if name is not None and name not in places:
            places[name] = place
        elif heading and heading.strip():
            extra.append(heading)
        elif any(cell and cell.strip() for cell in cells[at + 1 :]):
            extra.append(f"column {column_letter(place)}, which has no heading")
    return places, extra
