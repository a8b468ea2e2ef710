"""Closing what a test’s queue opened."""

import threading

from flask import Flask

from readiness.work.queue import EXTENSION

# Huey looks whether it has a connection before it takes its own lock, so that two threads
# that close at once collide.
_ONE_AT_A_TIME = threading.Lock()


def close_queue(app: Flask) -> None:
    """Close the queue’s connection, if the application ever used its queue."""
    huey = vars(app.extensions[EXTENSION]).get("huey")
    if huey is not None:
        with _ONE_AT_A_TIME:
            huey.storage.close()
