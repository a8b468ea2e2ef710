"""The numbers of Annexe A in docs/numbers.md: `python -m tests.bench.annexe_a`.

Every process is timed whole, from its start to its end, in one run on one machine, so that the
ratios hold wherever it runs. Peers: a process that only reads with calamine and writes with
XlsxWriter, and sfdata-annexa-clean where BENCH_ANNEXA_CLEAN names the Python it is installed
for. The figures are medians; memory is the largest of the process and of those it starts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 25)
RUNS = 3
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi", "annexe-a"]
ANNEXA_CLEAN = os.environ.get("BENCH_ANNEXA_CLEAN", "")
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


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, seconds of processor, and megabytes at most."""

    clock: float
    processor: float
    memory: int


def time_process(command: Sequence[str], where: Path | None = None) -> Took:
    """Run a command to its end. Raises RuntimeError where it fails."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=where)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command[:6])} … ended with {child.returncode}.")
    clock = time.perf_counter() - started
    return Took(clock, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def median(command: Sequence[str], runs: int = RUNS) -> Took:
    """The median of some runs, after one that does not count; of a single run, that one."""
    if runs > 1:
        time_process(command)
    took = [time_process(command) for _ in range(runs)]
    return Took(
        statistics.median(one.clock for one in took),
        statistics.median(one.processor for one in took),
        max(one.memory for one in took),
    )


def write_extract(path: Path, times: int) -> int:
    """An extract as other programs write them, `times` the 20,550 rows; gives its rows."""
    import xlsxwriter

    from readiness.checklists.annexe_a import load_edition
    from readiness.checklists.folder import checklists_folder
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
        os.environ.setdefault("READINESS_INSTANCE", str(folder / "instance"))
        _measure(one, ten, folder, rows)


def _ask_for_extract(path: Path, times: int) -> int:
    command = [sys.executable, "-m", "tests.bench.annexe_a", str(path), str(times)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(said.stdout)


def _measure(one: Path, ten: Path, folder: Path, rows: int) -> None:
    at = ["--as-at", DAY.isoformat()]
    out = ["--out", str(folder / "out.xlsx")]
    peer = median([sys.executable, "-c", READ_AND_WRITE, str(one), str(folder / "peer.xlsx")])
    check = median([*FLASK, "check", str(one), *at])
    build = median([*FLASK, "build", str(one), *at, *out])
    mapping = ["--mapping", str(write_mapping(folder / "mapping.csv"))]
    mapped = median([*FLASK, "check", str(one), *at, *mapping])
    check_ten = median([*FLASK, "check", str(ten), *at], runs=1)
    build_ten = median([*FLASK, "build", str(ten), *at, *out], runs=1)
    _say(f"Annexe A, {rows:,} rows in 11 lists, each process timed whole, median of {RUNS}")
    _line("read with calamine, write with XlsxWriter", peer)
    _line("annexe-a check", check)
    _line("annexe-a build (check and build)", build)
    _line("annexe-a check, ten times the rows", check_ten)
    _line("annexe-a build, ten times the rows", build_ten)
    _ratio(
        "check with 50 lines of mapping, CPU", mapped.processor / check.processor, "at most 1.05"
    )
    _ratio("build to only reading and writing", build.clock / peer.clock, "at most 1.7")
    _ratio("ten times the rows, check", check_ten.clock / check.clock, "at most 11")
    _ratio("ten times the rows, build", build_ten.clock / build.clock, "at most 11")
    _ratio("memory, MB", max(check.memory, build.memory), "at most 200")
    _ratio("memory of ten times the rows, MB", max(check_ten.memory, build_ten.memory), "under 600")
    _compare_with_annexa_clean(one, check, build)


def _compare_with_annexa_clean(one: Path, check: Took, build: Took) -> None:
    if not ANNEXA_CLEAN:
        _say("sfdata-annexa-clean: absent (BENCH_ANNEXA_CLEAN names no Python), not compared.")
        return
    command = [ANNEXA_CLEAN, "-W", "ignore", "-m", "sfdata_annexa_clean", "--merge", str(one)]
    found = time_process(command, where=one.parent)
    _line("sfdata-annexa-clean", found)
    _ratio("check to sfdata-annexa-clean", check.clock / found.clock, "at most 0.125")
    _ratio("build to sfdata-annexa-clean", build.clock / found.clock, "at most 0.25")


def _line(what: str, took: Took) -> None:
    _say(f"  {what:<44}{took.clock:7.2f} s {took.processor:7.2f} s CPU {took.memory:6} MB")


def _ratio(what: str, number: float, reach: str) -> None:
    _say(f"  {what:<44}{number:9.2f}   (to reach: {reach})")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _say(str(write_extract(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
