"""Read the sheets of a workbook or csv file, whatever it holds, without risk to this process.

Reading is done by a child with limits on memory and time (`sheets_child`), a sheet at a time,
so that a large workbook is never here as a whole.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from readiness.errors import Unusable
from readiness.office.gate import FileKind, Limits, check_file, safe_name
from readiness.office.sheets_child import TOO_MUCH, as_text, columns_of

Cell = str | int | float | bool | date | None
Column = list[str | None]

ROOT = Path(__file__).resolve().parents[2]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from readiness.office.sheets_child import"
MEMORY = 2 * 1024**3
SECONDS = 120


@dataclass(frozen=True)
class Sheet:
    """One sheet, each cell as the text one would read there; None for an empty cell.

    `numbers` are the sheet's row numbers (from 1), `columns` the cells of each column that has
    any, by its place from 0, as many as there are numbers. Rows and columns that are wholly
    empty may be left out.
    """

    name: str
    numbers: Sequence[int]
    columns: dict[int, Column]

    @classmethod
    def from_rows(cls, name: str, rows: Sequence[Sequence[Cell]]) -> "Sheet":
        """A sheet of these rows, from row 1 and column A on."""
        texts = [[as_text(cell) for cell in row] for row in rows]
        return cls(name, range(1, len(rows) + 1), columns_of(texts))

    def first_rows(self, count: int) -> list[dict[int, str]]:
        """The cells of the first rows, by place."""
        return [
            {place: text for place, cells in self.columns.items() if (text := cells[at])}
            for at in range(min(count, len(self.numbers)))
        ]

    def rows_below(
        self, at: int, places: Mapping[str, int]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row below that at the place `at`: its number, and its cells by their names.

        Cells are without the spaces around them; one that is empty, or whose place has none, is "".
        """
        columns = {name: self.columns.get(place) for name, place in places.items()}
        for row in range(at + 1, len(self.numbers)):
            yield (
                self.numbers[row],
                {
                    name: (cells[row] or "").strip() if cells else ""
                    for name, cells in columns.items()
                },
            )


def refuse_repeated(headings: Sequence[str]) -> None:
    """Raises Unusable where a heading is there twice: which column is meant cannot be known."""
    for at, heading in enumerate(headings):
        if heading in headings[:at]:
            raise Unusable(f"The heading “{heading}” is there twice. Remove one of the columns.")


def read_sheets(
    path: Path, *, limits: Limits, name: str | None = None, seconds: int = SECONDS
) -> Iterator[Sheet]:
    """The sheets of an xlsx file, or the one of a csv file (named as the file), one by one.

    `name` is what to call the file. Raises Unusable with one sentence for a file the gate
    refuses or that cannot be read; the first sheets may have been given by then.
    """
    with read_ahead(path, limits=limits, name=name, seconds=seconds) as sheets:
        yield from sheets


@contextmanager
def read_ahead(
    path: Path, *, limits: Limits, name: str | None = None, seconds: int = SECONDS
) -> Iterator[Iterator[Sheet]]:
    """As read_sheets, but the child reads from now on, before a sheet is asked for."""
    shown = name or path.name
    try:
        kinds = frozenset({FileKind.XLSX, FileKind.CSV})
        kind = check_file(path, shown, kinds=kinds, limits=limits)
    except OSError:
        raise Unusable(f"“{safe_name(shown)}” cannot be opened. Check where it is.") from None
    with _ask_child(path, kind, shown, seconds) as sheets:
        yield sheets


@contextmanager
def _ask_child(path: Path, kind: FileKind, shown: str, seconds: int) -> Iterator[Iterator[Sheet]]:
    program = f"{START} main; main()"
    arguments = [str(path), kind.value, Path(shown).stem, str(MEMORY), str(seconds)]
    with subprocess.Popen(  # noqa: S603 - our own program; the path is one argument and meets no shell
        [sys.executable, "-I", "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            yield _take_all(child, shown, late)
        finally:
            timer.cancel()
            child.kill()


def _take_all(child: subprocess.Popen[bytes], shown: str, late: threading.Event) -> Iterator[Sheet]:
    if child.stdout is not None:
        yield from _take(child.stdout)
    code = child.wait()
    if code:
        raise Unusable(_why_not(shown, code, late.is_set()))


def _take(stream: IO[bytes]) -> Iterator[Sheet]:
    for line in stream:
        if not line.endswith(b"\n"):
            return  # the child died in the middle: its exit code says so
        name, numbers, places = json.loads(line)
        lines = [stream.readline() for _ in places]
        if not all(line.endswith(b"\n") for line in lines):
            return
        columns = {place: json.loads(line) for place, line in zip(places, lines, strict=True)}
        kept = range(1, numbers + 1) if isinstance(numbers, int) else numbers
        yield Sheet(name, kept, columns)


def _why_not(shown: str, code: int, late: bool) -> str:
    called = f"“{safe_name(shown)}”"
    if late:
        return f"{called} takes too long to read. Save only its lists in a new workbook."
    if code == TOO_MUCH:
        return (
            f"{called} has more cells than can be read at once, or cells very far apart. "
            "Copy only its lists into a new workbook and try again."
        )
    return (
        f"{called} cannot be read: it is damaged, or far larger inside than it seems. "
        "Copy its lists into a new workbook and try again."
    )
