"""Whole processes measured: the time from start to end, and the memory with their children."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LOOK_EVERY = 0.01
KIB = 1024


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, seconds of processor, and the most megabytes held at once.

    All of them with what the children take; where there is no /proc, megabytes are 0.
    """

    clock: float
    processor: float
    memory: int


@dataclass(frozen=True)
class Run:
    """A command, where it runs, and how many of the rounds it takes part in."""

    command: Sequence[str]
    where: Path | None = None
    rounds: int = 1


def race(runs: Mapping[str, Run]) -> dict[str, Took]:
    """The least time of each, on the clock and of the processor, and the most memory.

    They take turns, so that what else the machine does meets them all alike; the least is taken,
    as whatever else runs can only make it more.
    """
    took: dict[str, list[Took]] = {name: [] for name in runs}
    for turn in range(max(run.rounds for run in runs.values())):
        for name, run in runs.items():
            if turn < run.rounds:
                took[name].append(measure(run))
    return {
        name: Took(
            min(one.clock for one in many),
            min(one.processor for one in many),
            max(one.memory for one in many),
        )
        for name, many in took.items()
    }


def measure(run: Run) -> Took:
    """Run to the end, and look at the memory all the while. Raises RuntimeError where it fails."""
    started, most, ended = time.perf_counter(), 0, 0
    # Nothing else is started meanwhile, so that what children used is what this one used.
    child = subprocess.Popen(
        run.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=run.where
    )
    while not ended:
        most = max(most, sum(_resident(pid) for pid in _family(child.pid)))
        time.sleep(LOOK_EVERY)
        ended, status, used = os.wait4(child.pid, os.WNOHANG)
    clock = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(run.command[:6])} … ended with {child.returncode}.")
    return Took(clock, used.ru_utime + used.ru_stime, most // KIB)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _read(PROC / str(pid) / "task" / str(pid) / "children").split():
        yield from _family(int(child))


def _resident(pid: int) -> int:
    """The kibibytes a process holds. What it shares with another is counted for both."""
    lines = _read(PROC / str(pid) / "status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has just ended
        return ""
