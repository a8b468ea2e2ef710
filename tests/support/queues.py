"""Closing what a test’s queue opened in this thread."""

from flask import Flask

from readiness.work.queue import EXTENSION


def close_queue(app: Flask) -> None:
    """Close the queue’s connection, if the application ever used its queue."""
    huey = vars(app.extensions[EXTENSION]).get("huey")
    if huey is not None:
        huey.storage.close()
