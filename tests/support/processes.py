"""Worker processes that tests start, and may kill, in a moment.

Each is a fork of one process that has imported the product already: to import it takes longer
than most of what such a process has to do.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from typing import Any

from readiness import PAGES

WORKERS = ("mail_worker", "bundle_worker", "work_app")

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        *(f"readiness.{package}.routes" for package in PAGES),
        "readiness.cli",
        *(f"tests.support.{worker}" for worker in WORKERS),
    ]
)
Start = Callable[..., ForkServerProcess]


@contextmanager
def starting() -> Iterator[Start]:
    """Start a process that calls a function with arguments; at the end kill what still runs."""
    started: list[ForkServerProcess] = []

    def start(function: Callable[..., None], *arguments: Any) -> ForkServerProcess:
        started.append(_context.Process(target=function, args=arguments))
        started[-1].start()
        return started[-1]

    yield start
    for process in started:
        kill(process)


def kill(process: ForkServerProcess) -> None:
    """End it as the machine would: without a word."""
    process.kill()
    process.join()


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait until something has happened; fail where it does not."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
