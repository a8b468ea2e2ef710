"""Giving an application its queue and its schedule."""

from collections.abc import Sequence

from flask import Flask

from readiness.work.contract import Scheduled
from readiness.work.queue import EXTENSION, Queue, WorkSettings
from readiness.work.schedule import OWN_SCHEDULE

_SCHEDULE = "readiness-schedule"


def init_work(app: Flask, settings: WorkSettings, schedule: Sequence[Scheduled] = ()) -> None:
    """Let the application owe work, and its workers do it.

    `schedule` is every package's SCHEDULE, put together by the caller, whose import of the
    jobs modules also registers their kinds of work. Opens nothing yet.
    Raises ValueError when two scheduled jobs have one name.
    """
    everything = (*OWN_SCHEDULE, *schedule)
    names = [scheduled.name for scheduled in everything]
    if len(set(names)) != len(names):
        raise ValueError("Two scheduled jobs have the same name.")
    app.extensions[EXTENSION] = Queue(app, settings)
    app.extensions[_SCHEDULE] = everything


def get_schedule(app: Flask) -> Sequence[Scheduled]:
    """Every scheduled job of the application."""
    schedule: Sequence[Scheduled] = app.extensions[_SCHEDULE]
    return schedule
