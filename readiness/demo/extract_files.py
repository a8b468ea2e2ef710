"""The extracts as files that a person can upload: with the planted errors, and corrected."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from readiness.checklists.annexe_a import Edition
from readiness.demo.children import Row
from readiness.demo.planted import plant_errors, planted_rows
from readiness.office.cells import column_letter
from readiness.office.csv import write_csv
from readiness.office.xlsx import Look, SheetOut, write_xlsx

WITH_ERRORS, CORRECTED, KEY = "with-errors", "corrected", "what-is-planted.csv"
CSV = "csv"
"""A folder of their own: a folder with both would hold every list twice."""
Lists = Mapping[int, Sequence[Row]]
NOTHING: Mapping[str, bytes] = {}


def find_folder(instance: Path, as_at: date) -> Path:
    """Where the extracts of this day are, or will be."""
    return instance / "demo" / "extracts" / as_at.isoformat()


def write_extracts(
    folder: Path,
    lists: Lists,
    *,
    edition: Edition,
    as_at: date,
    beside: Mapping[str, bytes] = NOTHING,
) -> None:
    """Write both sets, each as eleven csv files and one workbook, and what was planted where.

    `beside` are more files of the folder, by name.

    The folder appears whole or not at all; one that is there stays as it is.
    """
    if folder.exists():
        return
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name, rows in ((WITH_ERRORS, plant_errors(lists, as_at)), (CORRECTED, lists)):
        _write_set(unfinished / name, rows, edition, as_at)
    key = write_csv(("List", "Column", "What is planted", "Kind", "Rows"), _tell(lists, edition))
    for name, content in {KEY: key, **beside}.items():
        (unfinished / name).write_bytes(content)
    unfinished.rename(folder)


def name_file(number: int) -> str:
    """What the file of a list is called."""
    return f"list_{number}.csv"


def make_files(lists: Lists, edition: Edition) -> dict[int, bytes]:
    """The lists as csv files, by their number."""
    return {
        spec.number: write_csv([column.name for column in spec.columns], lists[spec.number])
        for spec in edition.lists
    }


def _write_set(folder: Path, lists: Lists, edition: Edition, as_at: date) -> None:
    (folder / CSV).mkdir(parents=True)
    for number, content in make_files(lists, edition).items():
        (folder / CSV / name_file(number)).write_bytes(content)
    sheets = []
    for spec in edition.lists:
        headings = [column.name for column in spec.columns]
        rows = lists[spec.number]
        widths = [max(12, len(heading) // 2) for heading in headings]
        sheets.append(SheetOut(spec.sheet, [headings, *rows], widths, {0: Look.HEADING}, frozen=1))
    path = folder / f"annexe-a-{folder.name}.xlsx"
    write_xlsx(path, sheets, title="Annexe A extract", created=datetime.combine(as_at, time()))


def _tell(lists: Lists, edition: Edition) -> Iterator[tuple[int, str, str, str, str]]:
    """Each planted fault with its column and the rows of the sheet it stands in."""
    for planted, places in planted_rows(lists):
        spec = edition.list(planted.number)
        column = f"{column_letter(planted.column)}, {spec.columns[planted.column].name}"
        rows = ", ".join(str(place + 2) for place in places)
        yield planted.number, column, planted.what, planted.fault, rows
