"""Gives the application its file store."""

from datetime import timedelta
from pathlib import Path
from typing import Protocol, cast

from flask import Flask, current_app

from readiness import clock
from readiness.files.rooms import clear_rooms
from readiness.files.store import FileStore, remove_leftovers

EXTENSION = "readiness.files"
LEFTOVER_AFTER = timedelta(days=1)
PLAIN_FOLDERS = ("uploads", "checking", "making", "building")
"""Below the instance folder; each start clears what killed processes left in them."""


class FileSettings(Protocol):
    """What the store needs of the settings."""

    @property
    def instance_path(self) -> Path:
        """The folder the application may write to."""

    @property
    def file_key(self) -> bytes:
        """The store's key, 32 bytes."""


def install_files(app: Flask, settings: FileSettings) -> None:
    """Give the application its store, and clear what stopped processes left half-written."""
    store = FileStore(settings.instance_path / "files", settings.file_key)
    app.extensions[EXTENSION] = store
    remove_leftovers(store.incoming, clock.now() - LEFTOVER_AFTER)
    for name in PLAIN_FOLDERS:
        clear_rooms(settings.instance_path / name)


def plain_folder(purpose: str) -> Path:
    """Where files may be plain for a moment, for one of PLAIN_FOLDERS."""
    if purpose not in PLAIN_FOLDERS:
        raise ValueError(f"“{purpose}” is not cleared at the start: add it to PLAIN_FOLDERS.")
    return Path(current_app.instance_path) / purpose


def current_store() -> FileStore:
    """The file store of the running application."""
    return cast("FileStore", current_app.extensions[EXTENSION])
