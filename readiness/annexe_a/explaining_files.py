"""Reading explanations from a file: a csv or workbook with a row for each finding.

It is the file of findings, or a worklist, with two columns filled in. Every fault is told with
its line and column, and then nothing is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

import polars as pl

from readiness.annexe_a.explaining import (
    EXPLANATION,
    REFERENCE,
    SEEN,
    UNTIL,
    Explained,
    Standing,
    find_day_fault,
    find_text_fault,
)
from readiness.annexe_a.mapping import as_date, fold
from readiness.annexe_a.rules.running import shorten
from readiness.checklists.worklists import Worklists
from readiness.errors import Unusable
from readiness.months import add_months
from readiness.office.gate import Limits
from readiness.office.sheets import Sheet, read_sheets, refuse_repeated
from readiness.plain_words import format_day

HEADING_ROWS = 10
MOST_ROWS = 200_000


@dataclass
class Taking:
    """What the rows say so far, by reference, where each stood first, and what is wrong."""

    known: Mapping[str, tuple[int, str, str]]
    today: date
    words: Worklists
    standing: Mapping[str, Standing] = field(default_factory=dict)
    said: dict[str, Explained] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, place: str, row: Mapping[str, str]) -> None:
        """Take one row, or say what is wrong with it."""
        reference, text = row[REFERENCE].strip(), _plain(row[EXPLANATION])
        if not text:
            return
        standing = self._find_holding(reference)
        if standing is not None and _plain(standing.text) == text:
            text = standing.text
        about, until = self.known.get(reference), self._until(row[UNTIL].strip(), text, standing)
        faults = {
            REFERENCE: "" if about else _unknown(reference),
            EXPLANATION: find_text_fault(text),
            UNTIL: self._find_day_fault(until, row[UNTIL]),
        }
        if standing is not None and (text, until) != (standing.text, standing.expires_on):
            faults[REFERENCE] = faults[REFERENCE] or _find_unseen(standing, row.get(SEEN, ""))
        for column, words in faults.items():
            if words:
                self.faults.append(f"{place}, “{column}”: {words}")
        if about and until and not any(faults.values()):
            self._add(place, Explained(reference, *about, text, until))

    def _find_day_fault(self, until: date | None, written: str) -> str:
        if until is None:
            return f"“{shorten(written)}” is no date. Write it like 31/01/2027."
        return find_day_fault(until, self.today, self.words)

    def _add(self, place: str, said: Explained) -> None:
        before = self.said.get(said.reference)
        if before is not None and before != said:
            first = self.places[said.reference]
            self.faults.append(
                f"{place}, “{REFERENCE}”: this finding is explained otherwise on {_lower(first)}. "
                "Keep one of them."
            )
            return
        self.said[said.reference] = said
        self.places.setdefault(said.reference, place)

    def _find_holding(self, reference: str) -> Standing | None:
        """What explains the finding today: what has run out may be said anew by anybody."""
        found = self.standing.get(reference)
        return found if found is not None and found.expires_on >= self.today else None

    def _until(self, written: str, text: str, standing: Standing | None) -> date | None:
        if written:
            return as_date(written)
        if standing is not None and standing.text == text:
            return standing.expires_on
        return add_months(self.today, self.words.usual_months)


def read_explanations(
    path: Path,
    *,
    name: str,
    limit: int,
    found: pl.DataFrame,
    today: date,
    words: Worklists,
    standing: Mapping[str, Standing] = MappingProxyType({}),
) -> tuple[Sequence[Explained], Sequence[str]]:
    """What a file explains of these findings, and what is wrong in it, a sentence for each fault.

    What explains a finding otherwise already is replaced only by a row that tells it. Raises
    Unusable for a file that cannot be read or has no row to take.
    """
    about = found.select("reference", "list", "code", "column").unique("reference").iter_rows()
    taking = Taking({row[0]: row[1:] for row in about}, today, words, standing)
    headed = False
    for number, sheet in enumerate(read_sheets(path, limits=Limits(size=limit), name=name), 1):
        at, columns = _find_headings(sheet)
        if columns is None:
            continue
        headed = True
        if len(sheet.numbers) > MOST_ROWS:
            raise Unusable(f"The file has more than {MOST_ROWS:,} lines. Upload it in parts.")
        for line, row in sheet.rows_below(at, columns):
            place = f"Line {line}" if number == 1 else f"Sheet {number}, line {line}"
            taking.take(place, {UNTIL: "", **row})
    if not headed:
        raise Unusable(
            f"The file has no headings “{REFERENCE}” and “{EXPLANATION}” in its first "
            f"{HEADING_ROWS} lines. Download the findings, fill in those columns and upload that."
        )
    if not taking.said and not taking.faults:
        raise Unusable(
            f"No line has anything under “{EXPLANATION}”. Write there why a finding is right."
        )
    return tuple(taking.said.values()), tuple(taking.faults)


def _find_headings(sheet: Sheet) -> tuple[int, dict[str, int] | None]:
    wanted = {fold(heading): heading for heading in (REFERENCE, EXPLANATION, UNTIL, SEEN)}
    for at, row in enumerate(sheet.first_rows(HEADING_ROWS)):
        there = [(wanted[fold(text)], place) for place, text in row.items() if fold(text) in wanted]
        places = dict(there)
        if {REFERENCE, EXPLANATION} <= places.keys():
            refuse_repeated([name for name, _ in there])
            return at, places
    return 0, None


def _unknown(reference: str) -> str:
    if not reference:
        return "is blank. Copy the letters of the finding into it."
    return f"“{shorten(reference)}” is none of the findings that are here now. Take the row out."


def _find_unseen(standing: Standing, seen: str) -> str:
    """The fault of a row that does not tell what it would replace."""
    # A csv file has an apostrophe before what could be a formula.
    if fold(seen).lstrip("'") == fold(standing.told).lstrip("'"):
        return ""
    return (
        f"{standing.author} explained this on {format_day(standing.explained_on)}, and this row "
        "does not show it. Take the row out, or fill in a file of findings downloaded now."
    )


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()


def _lower(place: str) -> str:
    return place[0].lower() + place[1:]
