"""The door files come in by: what passes, what does not, and that nothing stays behind."""

import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from readiness.errors import Refused, Unusable
from readiness.office.gate import FileKind
from readiness.web.uploads import receive_file
from tests.support.packages import write_package

KINDS = frozenset({FileKind.XLSX, FileKind.CSV})


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with Flask("test", instance_path=str(tmp_path)).app_context():
        yield tmp_path / "uploads"


def field(content: bytes, name: str = "list.csv") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def test_a_good_file_is_received_and_gone_afterwards(folder: Path) -> None:
    with receive_file(field(b"a,b\r\n"), kinds=KINDS, limit=100) as received:
        assert received.path.read_bytes() == b"a,b\r\n"
        assert (received.name, received.kind, received.size) == ("list.csv", FileKind.CSV, 5)
    assert list(folder.iterdir()) == []


def test_a_workbook_is_received(folder: Path, tmp_path: Path) -> None:
    content = write_package(tmp_path / "made", "xlsx").read_bytes()
    with receive_file(field(content, "C:\\me\\book.xlsx"), kinds=KINDS, limit=10_000) as received:
        assert (received.name, received.kind) == ("book.xlsx", FileKind.XLSX)


def test_only_the_person_the_server_runs_as_may_read_it(folder: Path) -> None:
    with receive_file(field(b"a"), kinds=KINDS, limit=100) as received:
        assert received.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("chosen", [None, FileStorage(io.BytesIO(), filename="")])
def test_no_file_chosen_is_said_so(folder: Path, chosen: FileStorage | None) -> None:
    with (
        pytest.raises(Unusable, match="Choose a file"),
        receive_file(chosen, kinds=KINDS, limit=100),
    ):
        pytest.fail("nothing was chosen")


def test_a_file_above_the_limit_is_not_read_to_its_end(folder: Path) -> None:
    stream = io.BytesIO(bytes(50 * 1024 * 1024))
    too_large = FileStorage(stream, filename="list.csv")
    with (
        pytest.raises(Unusable, match="larger than 2 MB"),
        receive_file(too_large, kinds=KINDS, limit=2 * 1024 * 1024),
    ):
        pytest.fail("it is too large")
    assert stream.tell() <= 4 * 1024 * 1024
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "list.csv", "is empty"), (b"a", "list.docx", "Upload"), (b"\0", "list.csv", "not text")],
)
def test_a_bad_file_is_refused_and_gone(
    folder: Path, content: bytes, name: str, words: str
) -> None:
    with (
        pytest.raises(Unusable, match=words),
        receive_file(field(content, name), kinds=KINDS, limit=100),
    ):
        pytest.fail("it should not pass")
    assert list(folder.iterdir()) == []


def test_the_file_is_gone_when_the_page_fails(folder: Path) -> None:
    with (
        pytest.raises(KeyError),
        receive_file(field(b"a,b"), kinds=KINDS, limit=100) as received,
    ):
        raise KeyError(received.name)
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_a_sentence(folder: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with (
        pytest.raises(Refused, match="disk is full"),
        receive_file(FileStorage(Full(), filename="list.csv"), kinds=KINDS, limit=100),
    ):
        pytest.fail("nothing could be written")
    assert list(folder.iterdir()) == []
