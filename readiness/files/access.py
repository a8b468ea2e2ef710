"""Gives the application its file store."""

from datetime import timedelta
from pathlib import Path
from typing import Protocol, cast

from flask import Flask, current_app

from readiness import clock
from readiness.files.store import FileStore, remove_leftovers

EXTENSION = "readiness.files"
LEFTOVER_AFTER = timedelta(days=1)


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
    before = clock.now() - LEFTOVER_AFTER
    for folder in (store.incoming, settings.instance_path / "uploads"):
        remove_leftovers(folder, before)


def current_store() -> FileStore:
    """The file store of the running application."""
    return cast("FileStore", current_app.extensions[EXTENSION])
