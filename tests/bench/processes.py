"""Whole processes measured: the time from start to end, and the memory with their children."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LOOK_EVERY = 0.02
KIB = 1024


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and seconds of processor, those of the children included."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Run:
    """A command, where it runs, and how many of the rounds it takes part in."""

    command: Sequence[str]
    where: Path | None = None
    rounds: int = 1


def race(runs: Mapping[str, Run]) -> dict[str, Took]:
    """The least time of each, its clock and its processor each for itself.

    They take turns, so that what else the machine does meets them all alike, and the least is
    taken, as anything else that runs can only make it more.
    """
    took: dict[str, list[Took]] = {name: [] for name in runs}
    for turn in range(max(run.rounds for run in runs.values())):
        for name, run in runs.items():
            if turn < run.rounds:
                took[name].append(time_process(run))
    return {
        name: Took(min(one.clock for one in many), min(one.processor for one in many))
        for name, many in took.items()
    }


def time_process(run: Run) -> Took:
    """Run to the end. Raises RuntimeError where it fails."""
    started = time.perf_counter()
    child = subprocess.Popen(run.command, stdout=subprocess.DEVNULL, cwd=run.where)
    _, status, used = os.wait4(child.pid, 0)
    clock = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    _refuse(child.returncode, run)
    return Took(clock, used.ru_utime + used.ru_stime)


def peak_memory(run: Run) -> int:
    """The most megabytes the process and its children hold together, looked at as it runs."""
    child = subprocess.Popen(run.command, stdout=subprocess.DEVNULL, cwd=run.where)
    most = 0
    while child.poll() is None:
        most = max(most, sum(_resident(pid) for pid in _family(child.pid)))
        time.sleep(LOOK_EVERY)
    _refuse(child.returncode, run)
    return most // KIB


def _refuse(code: int, run: Run) -> None:
    if code:
        raise RuntimeError(f"{' '.join(run.command[:6])} … ended with {code}.")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in _read(PROC / str(pid) / "task" / str(pid) / "children").split():
        yield from _family(int(task))


def _resident(pid: int) -> int:
    """The kibibytes a process holds. What it shares with another is counted for both."""
    lines = _read(PROC / str(pid) / "status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has just ended
        return ""
