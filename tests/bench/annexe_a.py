"""The numbers of Annexe A in docs/numbers.md: `make bench-annexe-a`.

Every process is timed whole, from its start to its end, in one run on one machine, so that the
ratios hold wherever it runs. Peers: a process that only reads with calamine and writes with
XlsxWriter, and sfdata-annexa-clean where it is there. Ratios are of the least times, on the
clock and of the processor. Memory is what the process and its children hold together, looked at
a hundred times a second.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.bench.annexe_a_peer import PEER, find_peer
from tests.bench.processes import Run, Took, race

DAY = date(2026, 11, 25)
ROUNDS, ROUNDS_OF_PEER, ROUNDS_OF_TEN = 5, 2, 2
COMMAND = [sys.executable, "-m", "readiness.annexe_a"]
ONLY = "read with calamine, write with XlsxWriter"
CHECK, MAPPED, BUILD = "check with every rule", "check with 50 spellings mapped", "check and build"
TEN_CHECK, TEN_BUILD = "check, ten times the rows", "check and build, ten times the rows"
READ_AND_WRITE = """
import sys
import xlsxwriter
from python_calamine import CalamineWorkbook
source = CalamineWorkbook.from_path(sys.argv[1])
options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy",
           "strings_to_formulas": False, "strings_to_urls": False}
with xlsxwriter.Workbook(sys.argv[2], options) as book:
    for name in source.sheet_names:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(source.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            for place, value in enumerate(row):
                if value != "":
                    sheet.write(at, place, value)
"""


def write_extract(path: Path, times: int) -> int:
    """An extract as other programs write them, `times` the 20,550 rows; gives its rows."""
    import xlsxwriter

    from readiness.checklists.annexe_a import load_edition
    from readiness.checklists.place import checklists_folder
    from readiness.demo.extracts import BENCHMARK_SIZES, generate_lists

    edition, count = load_edition(checklists_folder()), 0
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for number, rows in generate_lists(DAY, sizes=BENCHMARK_SIZES).items():
            spec, sheet = edition.list(number), book.add_worksheet(f"List_{number}")
            sheet.write_row(0, 0, [spec.title])
            sheet.write_row(1, 0, [column.name for column in spec.columns])
            many = ((f"{row[0]}-{time}", *row[1:]) for time in range(times) for row in rows)
            for at, row in enumerate(many, 2):
                sheet.write_row(at, 0, row)
                count += 1
    return count


def write_mapping(path: Path) -> Path:
    """A mapping of 50 spellings, as a file."""
    from readiness.checklists.annexe_a import load_edition
    from readiness.checklists.folder import checklists_folder

    edition = load_edition(checklists_folder())
    columns = {column.name: column for spec in edition.lists for column in spec.columns}
    codes = [(name, code.label) for name, c in columns.items() for code in c.codes[:2]]
    rows = [f'Value,"{name}",spelling {at},"{label}"' for at, (name, label) in enumerate(codes)]
    path.write_text("\n".join(["What,Column,As it came,Read as", *rows[:50], ""]))
    return path


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, ten = folder / "one.xlsx", folder / "ten.xlsx"
        # In processes of their own: a child is counted with the memory of who starts it.
        rows = _ask_for_extract(one, 1)
        _ask_for_extract(ten, 10)
        runs = _runs(one, ten, folder)
        took = race(runs)
        _say(f"Annexe A, {rows:,} rows in 11 lists, whole processes, the least of their runs")
        for what, found in took.items():
            used = f"{found.processor:8.2f} s of processor {found.memory:5} MB"
            _say(f"  {what:<44}{found.clock:8.2f} s {used}")
        _print_ratios(took)


def _ask_for_extract(path: Path, times: int) -> int:
    command = [sys.executable, "-m", "tests.bench.annexe_a", str(path), str(times)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(said.stdout)


def _runs(one: Path, ten: Path, folder: Path) -> dict[str, Run]:
    at = ["--as-at", DAY.isoformat()]
    out = [*at, "--out", str(folder / "out.xlsx")]
    only = [sys.executable, "-c", READ_AND_WRITE, str(one), str(folder / "only.xlsx")]
    mapping = ["--mapping", str(write_mapping(folder / "mapping.csv"))]
    runs = {
        ONLY: Run(only, rounds=ROUNDS),
        CHECK: Run([*COMMAND, "check", str(one), *at], rounds=ROUNDS),
        MAPPED: Run([*COMMAND, "check", str(one), *at, *mapping], rounds=ROUNDS),
        BUILD: Run([*COMMAND, "build", str(one), *out], rounds=ROUNDS),
        TEN_CHECK: Run([*COMMAND, "check", str(ten), *at], rounds=ROUNDS_OF_TEN),
        TEN_BUILD: Run([*COMMAND, "build", str(ten), *out], rounds=ROUNDS_OF_TEN),
    }
    python = find_peer()
    if not python:
        _say(f"{PEER} is not there: see docs/numbers.md. Annexe A is measured without it.")
        return runs
    peer = [python, "-W", "ignore", "-m", "sfdata_annexa_clean", "--merge", str(one)]
    return {**runs, PEER: Run(peer, where=folder, rounds=ROUNDS_OF_PEER)}


def _print_ratios(took: Mapping[str, Took]) -> None:
    if PEER in took:
        _ratio(f"check to {PEER}", 0.125, took[CHECK], took[PEER])
        _ratio(f"build to {PEER}", 0.25, took[BUILD], took[PEER])
    _ratio("check with 50 spellings mapped", 1.05, took[MAPPED], took[CHECK])
    _ratio("build to only reading and writing", 1.7, took[BUILD], took[ONLY])
    _ratio("ten times the rows, check", 11, took[TEN_CHECK], took[CHECK])
    _ratio("ten times the rows, build", 11, took[TEN_BUILD], took[BUILD])
    _reach("memory, MB", 200, max(took[CHECK].memory, took[BUILD].memory))
    _reach("memory of ten times, MB", 600, max(took[TEN_CHECK].memory, took[TEN_BUILD].memory))


def _ratio(what: str, reach: float, ours: Took, theirs: Took) -> None:
    processor = ours.processor / theirs.processor
    _reach(what, reach, ours.clock / theirs.clock, f"; of the processor {processor:.3f}")


def _reach(what: str, reach: float, number: float, more: str = "") -> None:
    met = "met" if number <= reach else "NOT MET"
    _say(f"  {what:<44}{number:8.3f}  (to reach: at most {reach:g}, {met}{more})")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _say(str(write_extract(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
