"""Keeping a file: content in the store, one row for it, and the store given to the application."""

import io
import os
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from readiness.extensions import db
from readiness.files import operations
from readiness.files.access import PLAIN_FOLDERS, current_store, install_files
from readiness.files.models import StoredFile
from readiness.files.operations import keep_file

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


def keep(content: bytes) -> StoredFile:
    return keep_file(io.BytesIO(content), store=current_store(), now=NOW)


def rows() -> int | None:
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def test_a_kept_file_has_a_row_and_its_content_is_in_the_store(app: Flask) -> None:
    row = keep(b"evidence")
    db.session.commit()
    assert (row.size, row.created_at) == (8, NOW)
    with current_store().open(row.sha256) as stream:
        assert stream.read() == b"evidence"


def test_the_same_content_has_one_row(app: Flask) -> None:
    assert keep(b"same").id == keep(b"same").id
    assert rows() == 1


def test_a_row_that_another_process_added_meanwhile_is_taken(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep(b"same")
    db.session.commit()
    monkeypatch.setattr(operations, "_find", lambda _sha256: None)
    other = keep(b"another, in the same transaction")
    assert keep(b"same").id == first.id
    db.session.commit()
    assert rows() == 2
    assert db.session.get(StoredFile, other.id) is not None


def test_an_undone_transaction_leaves_no_row(app: Flask) -> None:
    keep(b"undone")
    db.session.rollback()
    assert rows() == 0


def test_starting_clears_what_stopped_processes_left_a_day_ago(
    app: Flask, settings: Settings
) -> None:
    folders = [current_store().incoming, *(settings.instance_path / name for name in PLAIN_FOLDERS)]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "old").write_bytes(b"plain child-level rows")
        os.utime(folder / "old", (0, 0))
        (folder / "arriving").write_bytes(b"half")
    install_files(app, settings)
    for folder in folders:
        assert [path.name for path in folder.iterdir()] == ["arriving"]
