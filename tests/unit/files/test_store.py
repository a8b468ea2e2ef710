"""The file store: each content once, encrypted, whole or not there at all."""

import contextlib
import errno
import hashlib
import io
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import NotFound, Refused, Unusable
from readiness.files.cipher import PIECE, Tampered, decrypt, encrypt, encrypted_size
from readiness.files.store import FileStore, remove_leftovers

KEY = b"k" * 32
ABSENT = "0" * 64
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", KEY)


def content(size: int) -> bytes:
    return hashlib.shake_128(b"content").digest(size)


def kept(store: FileStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_in_comes_out(store: FileStore, size: int) -> None:
    stored = store.put(io.BytesIO(content(size)))
    assert stored.sha256 == hashlib.sha256(content(size)).hexdigest()
    assert stored.size == size
    with store.open(stored.sha256) as stream:
        assert stream.read() == content(size)
    assert store.verify(stored.sha256)
    assert kept(store)[0].stat().st_size == encrypted_size(size)


def test_a_stream_that_gives_little_at_a_time_is_kept_whole(store: FileStore) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 70_001))

    stored = store.put(Slow(content(2 * PIECE + 5)))
    assert stored.sha256 == hashlib.sha256(content(2 * PIECE + 5)).hexdigest()


def test_the_disk_holds_no_plain_content(store: FileStore) -> None:
    store.put(io.BytesIO(b"a child-level sentence " * 100))
    assert b"child-level" not in kept(store)[0].read_bytes()


def test_the_same_content_is_kept_once(store: FileStore) -> None:
    first, second = (store.put(io.BytesIO(b"same")) for _ in range(2))
    assert first == second
    assert len(kept(store)) == 1


def test_the_same_content_put_at_once_by_many_is_kept_once_and_whole(store: FileStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        addresses = set(pool.map(lambda _: store.put(io.BytesIO(content(PIECE * 2))), range(16)))
    assert len(addresses) == 1
    assert len(kept(store)) == 1
    assert store.verify(addresses.pop().sha256)


def test_the_same_content_is_never_encrypted_the_same_way_twice() -> None:
    assert b"".join(encrypt([b"same"], KEY)) != b"".join(encrypt([b"same"], KEY))


def test_a_copy_cut_short_is_replaced_by_the_whole_one(store: FileStore) -> None:
    stored = store.put(io.BytesIO(content(1000)))
    path = kept(store)[0]
    path.write_bytes(path.read_bytes()[:500])
    assert not store.verify(stored.sha256)
    store.put(io.BytesIO(content(1000)))
    assert store.verify(stored.sha256)


def test_copying_gives_the_plain_content_at_a_path(store: FileStore, tmp_path: Path) -> None:
    stored = store.put(io.BytesIO(content(PIECE + 9)))
    store.copy_to(stored.sha256, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content(PIECE + 9)


def test_copying_what_is_damaged_leaves_no_copy(store: FileStore, tmp_path: Path) -> None:
    stored = store.put(io.BytesIO(content(PIECE * 3)))
    path = kept(store)[0]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Unusable, match="cannot be read"):
        store.copy_to(stored.sha256, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("address", [ABSENT, "", "../../etc/passwd", "A" * 64, "0" * 63])
def test_an_address_that_is_not_there_is_not_found(store: FileStore, address: str) -> None:
    assert not store.exists(address)
    assert not store.verify(address)
    with pytest.raises(NotFound):
        store.open(address)


def test_another_key_cannot_read_it(store: FileStore) -> None:
    stored = store.put(io.BytesIO(b"secret"))
    other = FileStore(store.root, b"x" * 32)
    assert other.exists(stored.sha256)
    with pytest.raises(Unusable, match="key was changed"), other.open(stored.sha256) as stream:
        stream.read()


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FileStore(tmp_path, b"short")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="disk is full, so nothing was saved"):
        store.put(io.BytesIO(b"anything"))
    assert kept(store) == []


def test_a_source_that_breaks_off_leaves_nothing(store: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        store.put(Broken(content(PIECE * 4)))
    assert kept(store) == []


def test_memory_stays_flat_however_large_the_file(store: FileStore) -> None:
    class Endless:
        left = 40 * 1024 * 1024

        def read(self, size: int, /) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    tracemalloc.start()
    try:
        stored = store.put(Endless())
        assert store.verify(stored.sha256)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_leftovers_of_stopped_processes_are_removed_and_fresh_ones_stay(tmp_path: Path) -> None:
    for name, when in (("old", 1_000_000), ("fresh", 3_000_000)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (when, when))
    before = datetime.fromtimestamp(2_000_000, UTC)
    assert remove_leftovers(tmp_path, before) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["fresh"]
    assert remove_leftovers(tmp_path / "absent", before) == 0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 4), st.integers(-2, 2))
def test_any_number_of_pieces_comes_back_as_it_was(number: int, more: int) -> None:
    plain = content(max(0, number * PIECE + more))
    pieces = [plain[start : start + PIECE] for start in range(0, len(plain), PIECE)]
    encrypted = b"".join(encrypt(pieces, KEY))
    assert b"".join(decrypt(io.BytesIO(encrypted), KEY)) == plain
    assert len(encrypted) == encrypted_size(len(plain))


def three_pieces() -> tuple[bytes, list[bytes]]:
    parts = list(encrypt([content(PIECE)] * 2 + [b"end"], KEY))
    return parts[0], parts[1:]


def refused(encrypted: bytes) -> bool:
    with contextlib.suppress(Tampered):
        list(decrypt(io.BytesIO(encrypted), KEY))
        return False
    return True


def test_pieces_that_are_missing_swapped_repeated_or_cut_are_noticed() -> None:
    header, (first, second, last) = three_pieces()
    assert not refused(header + first + second + last)
    assert refused(header + second + first + last)
    assert refused(header + first + last)
    assert refused(header + first + second)
    assert refused(header + first + first + second + last)
    assert refused(header + first + second + last[:-1])
    assert refused(header + first + second + last + b"x")
    assert refused(header)
    assert refused(header[:20])
    assert refused(b"")


@given(st.integers(min_value=0), st.integers(1, 255))
def test_any_changed_byte_is_noticed(where: int, change: int) -> None:
    encrypted = bytearray(b"".join(encrypt([b"a short content"], KEY)))
    encrypted[where % len(encrypted)] ^= change
    assert refused(bytes(encrypted))
