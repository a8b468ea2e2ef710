"""Lists of Annexe A for tests: the edition, a day, sheets of rows, and the invented council’s."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from readiness.annexe_a.checking import NOTHING_ELSE, CheckResult, Known, check_reading
from readiness.annexe_a.reading import read_lists
from readiness.checklists.annexe_a import Edition, load_edition
from readiness.checklists.folder import checklists_folder
from readiness.demo.children import Row
from readiness.demo.extracts import BENCHMARK_SIZES, generate_lists
from readiness.demo.planted import plant_errors
from readiness.office.sheets import Cell, Sheet

DAY = date(2026, 11, 24)
EDITION = load_edition(checklists_folder())


def sheet_of(number: int, *rows: Mapping[str, Cell]) -> Sheet:
    """List `number` with all its headings in row 1 and a row for each mapping."""
    names = [column.name for column in EDITION.list(number).columns]
    cells: list[Sequence[Cell]] = [names, *([row.get(name) for name in names] for row in rows)]
    return Sheet.from_rows(f"List_{number}", cells)


def check_sheets(
    sheets: Iterable[Sheet],
    *,
    edition: Edition = EDITION,
    as_at: date = DAY,
    known: Known = NOTHING_ELSE,
) -> CheckResult:
    """What the check says of sheets that stand in no file."""
    return check_reading(read_lists(sheets, edition, known.spellings), as_at, known)


def check_rows(number: int, *rows: Mapping[str, Cell]) -> set[tuple[str, str, str]]:
    """Column, rule and severity of every finding of the list but blanks."""
    result = check_sheets([sheet_of(number, *rows)], edition=EDITION, as_at=DAY)
    return {
        (found.column, found.rule, found.severity)
        for found in result.findings
        if found.list == number and found.rule != "required-blank"
    }


@cache
def council_lists(*, scale: float = 1) -> Mapping[int, Sequence[Row]]:
    """The clean lists of the invented council on DAY, made once."""
    return generate_lists(DAY, scale=scale)


@cache
def benchmark_lists() -> Mapping[int, Sequence[Row]]:
    """Lists of the sizes that speed is measured with, on DAY, made once."""
    return generate_lists(DAY, sizes=BENCHMARK_SIZES)


@cache
def planted_result() -> CheckResult:
    """What the check says of a tenth of those lists, with faults planted; found once."""
    return check_lists(plant_errors(council_lists(scale=0.1), DAY))


def check_lists(lists: Mapping[int, Sequence[Row]], as_at: date = DAY) -> CheckResult:
    """The result for lists as the demo generates them."""
    sheets = [
        Sheet.from_rows(f"List_{n}", [[c.name for c in EDITION.list(n).columns], *rows])
        for n, rows in lists.items()
    ]
    return check_sheets(sheets, edition=EDITION, as_at=as_at)
