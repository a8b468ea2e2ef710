"""Read the sheets of a workbook or csv file, whatever it holds, without risk to this process."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readiness.errors import Unusable
from readiness.office import sheets_child
from readiness.office.gate import FileKind, Limits, check_file, safe_name

Cell = str | float | bool | date | None

MEMORY = 2 * 1024**3
SECONDS = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from row 1 on, each a list of cells from column A on."""

    name: str
    rows: list[list[Cell]]


def read_sheets(
    path: Path, *, limits: Limits, name: str | None = None, seconds: int = SECONDS
) -> list[Sheet]:
    """The sheets of an xlsx file, or the one of a csv file (named as the file).

    Raises Unusable with one sentence for a file the gate refuses or that cannot be read.
    """
    shown = name or path.name
    try:
        kinds = frozenset({FileKind.XLSX, FileKind.CSV})
        kind = check_file(path, shown, kinds=kinds, limits=limits)
    except OSError:
        raise Unusable(f"“{safe_name(shown)}” cannot be opened. Check where it is.") from None
    if kind is FileKind.CSV:
        return [Sheet(Path(shown).stem, _read_csv(path, shown))]
    return [_sheet(line) for line in _ask_child(path, shown, seconds).splitlines()]


def _ask_child(path: Path, shown: str, seconds: int) -> bytes:
    command = [sys.executable, "-I", sheets_child.__file__, str(path), str(MEMORY), str(seconds)]
    try:
        # Our own module and interpreter; the path is one argument and meets no shell.
        answer = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unusable(
            f"“{safe_name(shown)}” takes too long to read. Save only its lists in a new workbook."
        ) from None
    if answer.returncode:
        raise Unusable(
            f"“{safe_name(shown)}” cannot be read: it is damaged, or has a cell far from the rest. "
            "Copy its lists into a new workbook and try again."
        )
    return answer.stdout


def _sheet(line: bytes) -> Sheet:
    name, rows = json.loads(line)
    return Sheet(name, [[_cell(value) for value in row] for row in rows])


def _cell(value: Any) -> Cell:
    if value == "":
        return None
    if isinstance(value, str) and value[0] == sheets_child.DATE_MARK:
        moment = datetime.fromisoformat(value[1:])
        return moment.date()
    return value  # type: ignore[no-any-return]


def _read_csv(path: Path, shown: str) -> list[list[Cell]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        lines = csv.reader(text.splitlines(keepends=True), dialect)
        return [[cell or None for cell in row] for row in lines]
    except csv.Error:
        raise Unusable(f"“{safe_name(shown)}” is not a readable csv file. Save it again.") from None
