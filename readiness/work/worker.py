"""The worker: threads that do owed work, and the scheduler, until told to stop."""

import logging
import threading
from datetime import timedelta
from typing import Any

from flask import Flask
from huey.consumer import Consumer

from readiness.work.queue import EXTENSION, Queue
from readiness.work.rules import SWEEP_EVERY
from readiness.work.runner import held, release_held
from readiness.work.schedule import make_scheduler, sweep
from readiness.work.setup import get_schedule

log = logging.getLogger(__name__)

THREADS = 2
LONGEST_WAIT_FOR_A_MESSAGE_S = 1.0
TIME_TO_FINISH = timedelta(seconds=10)
HEALTH_CHECK_S = 30


class _Consumer(Consumer):  # type: ignore[misc]  # Huey ships no types
    """Huey's threads, without its signal handlers: the command has its own."""

    def _set_signal_handlers(self) -> None:
        return


class Worker:
    """Everything that works behind the pages, in this process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        queue: Queue = app.extensions[EXTENSION]
        self._consumer = _Consumer(
            queue.prepare(),
            workers=THREADS,
            periodic=False,
            max_delay=LONGEST_WAIT_FOR_A_MESSAGE_S,
            scheduler_interval=60,
            shutdown_timeout=TIME_TO_FINISH.total_seconds(),
        )
        self._scheduler: Any = make_scheduler(app, get_schedule(app))
        self._schedule, self._over = get_schedule(app), threading.Event()
        self._sweeping = threading.Thread(target=self._sweep, name="work-sweep", daemon=True)
        self._scheduler.add_job(
            self._consumer.check_worker_health,
            "interval",
            seconds=HEALTH_CHECK_S,
            id="work-threads-are-alive",
        )

    def start(self) -> None:
        """Begin to work, in threads of this process."""
        held.stopping.clear()
        self._consumer.start()
        self._scheduler.start()
        self._sweeping.start()

    def _sweep(self) -> None:
        # By a clock that nobody can set: the scheduler sleeps while the machine’s is put back.
        while True:
            sweep(self._app, self._schedule)
            if self._over.wait(SWEEP_EVERY.total_seconds()):
                return

    def stop(self) -> None:
        """Stop: a job ends at its next report; what has not ended in time is given back."""
        held.stopping.set()
        self._over.set()
        self._sweeping.join()
        self._scheduler.shutdown(wait=True)
        self._consumer.stop(graceful=True)
        release_held(self._app)
        if not held.claims:
            held.stopping.clear()
