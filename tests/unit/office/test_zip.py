"""Zip files: the same bytes every time, a manifest sha256sum accepts, faults found."""

import hashlib
import io
import os
import subprocess
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readiness.office.zip import (
    MANIFEST,
    UNREADABLE,
    ZipEntry,
    manifest_lines,
    verify_zip,
    write_zip,
)

CONTENTS = {
    "00 Index.docx": b"index" * 100,
    "01 Leadership/01 Self-evaluation.pdf": b"%PDF" + bytes(range(256)) * 40,
    "02 Audits/Findings é.txt": b"line\n" * 5000,
}


def entries(contents: Mapping[str, bytes]) -> list[ZipEntry]:
    return [
        ZipEntry(name, partial(io.BytesIO, content), len(content))
        for name, content in contents.items()
    ]


def write_plain(path: Path, contents: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return path


def manifest_of(contents: Mapping[str, bytes]) -> bytes:
    return manifest_lines(
        (name, hashlib.sha256(content).hexdigest()) for name, content in contents.items()
    ).encode()


def test_what_goes_in_comes_out_in_the_same_order(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", entries(CONTENTS))
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert package.namelist() == [*CONTENTS, MANIFEST]
        assert {name: package.read(name) for name in CONTENTS} == CONTENTS


def test_it_says_what_was_written(tmp_path: Path) -> None:
    written = write_zip(tmp_path / "a.zip", entries(CONTENTS))
    assert [(item.name, item.sha256, item.size) for item in written] == [
        (name, hashlib.sha256(content).hexdigest(), len(content))
        for name, content in CONTENTS.items()
    ]


def test_the_same_inputs_give_the_same_bytes_at_another_time_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_zip(tmp_path / "a.zip", entries(CONTENTS))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    write_zip(tmp_path / "b.zip", entries(CONTENTS))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_is_already_compressed_is_stored_and_the_rest_is_shrunk(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", entries(CONTENTS))
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        kinds = {info.filename: info.compress_type for info in package.infolist()}
    assert kinds["01 Leadership/01 Self-evaluation.pdf"] == zipfile.ZIP_STORED
    assert kinds["02 Audits/Findings é.txt"] == zipfile.ZIP_DEFLATED


def test_progress_tells_every_byte_once(tmp_path: Path) -> None:
    told: list[int] = []
    write_zip(tmp_path / "a.zip", entries({"a.txt": bytes(1_000_000)}), progress=told.append)
    assert sum(told) == 1_000_000
    assert len(told) > 2


def accepts_manifest(folder: Path) -> bool:
    """Whether sha256sum, which is not ours, finds everything in a folder as its manifest says."""
    order = ["sha256sum", "-c", "--strict", MANIFEST]
    return subprocess.run(order, cwd=folder, check=False).returncode == 0


def test_the_manifest_is_accepted_by_sha256sum(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", entries(CONTENTS))
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        package.extractall(tmp_path / "out")
    assert accepts_manifest(tmp_path / "out")


def test_the_manifest_escapes_names_the_way_sha256sum_does(tmp_path: Path) -> None:
    name = "odd\\name\nwith break"
    (tmp_path / name).write_bytes(b"content")
    (tmp_path / MANIFEST).write_bytes(manifest_of({name: b"content"}))
    assert accepts_manifest(tmp_path)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_manifest_keeps_each_name_on_one_line(name: str) -> None:
    line = manifest_lines([(name, "0" * 64)])
    assert line.count("\n") == 1
    assert "\r" not in line


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a//b", "a\\b", "C:/a", "./a", "", "a/..", MANIFEST.upper()]
)
def test_an_unsafe_name_is_refused_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        write_zip(tmp_path / "a.zip", entries({name: b"x"}))
    assert list(tmp_path.iterdir()) == []


def test_two_names_that_windows_takes_for_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same name"):
        write_zip(tmp_path / "a.zip", entries({"a.txt": b"1", "A.TXT": b"2"}))


def test_a_source_that_fails_leaves_the_earlier_zip_as_it_was(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    (tmp_path / "a.zip").write_bytes(b"earlier")
    source = Failing()
    with pytest.raises(OSError, match="No space"):
        write_zip(tmp_path / "a.zip", [ZipEntry("a.txt", lambda: source)])
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert (tmp_path / "a.zip").read_bytes() == b"earlier"
    assert source.closed


def test_memory_stays_flat_however_much_goes_in(tmp_path: Path) -> None:
    block = os.urandom(1024 * 1024)
    (tmp_path / "source").write_bytes(block * 40)
    tracemalloc.start()
    try:
        source = ZipEntry("a.pdf", lambda: (tmp_path / "source").open("rb"))
        write_zip(tmp_path / "a.zip", [source])
        assert verify_zip(tmp_path / "a.zip") == []
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_whole_zip_has_no_faults(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", entries(CONTENTS))
    assert verify_zip(tmp_path / "a.zip") == []


def test_a_zip_of_nothing_has_no_faults(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", [])
    assert verify_zip(tmp_path / "a.zip") == []


def test_a_changed_entry_is_found(tmp_path: Path) -> None:
    contents = CONTENTS | {"00 Index.docx": b"changed", MANIFEST: manifest_of(CONTENTS)}
    faults = verify_zip(write_plain(tmp_path / "a.zip", contents))
    assert faults == [
        "“00 Index.docx” is not what was sent: its content does not match the manifest."
    ]


def test_a_missing_and_an_extra_entry_are_found(tmp_path: Path) -> None:
    listed = {"a.txt": b"a", "b.txt": b"b"}
    contents = {"a.txt": b"a", "c.txt": b"c", MANIFEST: manifest_of(listed)}
    assert verify_zip(write_plain(tmp_path / "a.zip", contents)) == [
        "“b.txt” is in the manifest but not in the zip.",
        "“c.txt” is in the zip but not in its manifest.",
    ]


def test_an_entry_put_in_twice_is_found(tmp_path: Path) -> None:
    write_plain(tmp_path / "a.zip", {"a.txt": b"a", MANIFEST: manifest_of({"a.txt": b"a"})})
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "a.zip", "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("a.txt", b"a")
    assert verify_zip(tmp_path / "a.zip") == ["“a.txt” is in the zip more than once."]


def test_a_line_of_the_manifest_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    contents = {"a.txt": b"a", MANIFEST: manifest_of({"a.txt": b"a"}) + b"\nhello\n"}
    assert verify_zip(write_plain(tmp_path / "a.zip", contents)) == [
        "Line 2 of the manifest cannot be understood.",
        "Line 3 of the manifest cannot be understood.",
    ]


def test_a_zip_without_a_manifest_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, entries(CONTENTS), manifest=False)
    assert verify_zip(path) == [f"The zip holds no {MANIFEST}, so nothing in it can be proved."]


def test_a_damaged_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_zip(path, entries(CONTENTS))
    content = bytearray(path.read_bytes())
    content[content.index(b"%PDF") + 50] ^= 0xFF
    path.write_bytes(content)
    assert verify_zip(path) == [
        "“01 Leadership/01 Self-evaluation.pdf” cannot be read: the zip is damaged there."
    ]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_zip_is_said_to_be_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert verify_zip(tmp_path / "a.zip") == [
        "The file is not a zip that can be read: it is damaged or cut short."
    ]


@pytest.mark.parametrize("share", [10, 50, 90, 99])
def test_a_zip_that_was_cut_short_is_not_taken_for_the_one_stored_in_it(
    tmp_path: Path, share: int
) -> None:
    write_zip(tmp_path / "in.docx", entries({"word.xml": b"w" * 9}), manifest=False)
    inner = (tmp_path / "in.docx").read_bytes()
    path = tmp_path / "a.zip"
    write_zip(path, entries({"00 Index.docx": inner, "b.docx": bytes(3000) + inner}))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * share // 100])
    assert verify_zip(path) == [UNREADABLE]
    path.write_bytes(whole[: whole.rindex(inner) + len(inner)])
    assert verify_zip(path) == [UNREADABLE], "it ends where the one in it does"
    path.write_bytes(whole + b"more")
    assert verify_zip(path) == [UNREADABLE]


@given(st.integers(min_value=0), st.integers(1, 255))
@example(where=-1, change=1)
@example(where=-7, change=128)
def test_no_changed_byte_makes_verifying_fail_with_an_error(
    tmp_path_factory: pytest.TempPathFactory, where: int, change: int
) -> None:
    path = tmp_path_factory.mktemp("zips") / "a.zip"
    write_zip(path, entries({"a.txt": b"hello hello hello", "b.pdf": b"content"}))
    content = bytearray(path.read_bytes())
    content[where % len(content)] ^= change
    path.write_bytes(content)
    assert all(fault.endswith(".") for fault in verify_zip(path))
