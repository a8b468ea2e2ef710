"""The zip of a frozen bundle: made from what was frozen and nothing else, and held against it.

Contents stream from the encrypted store into a file without a name, so a process that is
killed leaves no readable copy behind. No clock is read: the same bundle gives the same bytes.
"""

import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from readiness.bundles.contents import read_items
from readiness.bundles.exports import Cover, write_index, write_missing
from readiness.bundles.lists import list_versions, write_lists
from readiness.bundles.models import Bundle
from readiness.bundles.rules import (
    LISTS_FOLDER,
    TRIAL_MARK,
    WORKBOOK_NAME,
    Comment,
    Item,
    ItemKind,
    Said,
    hash_contents,
)
from readiness.errors import NotFound, Unusable
from readiness.files.rooms import private_room
from readiness.files.store import FileStore, Stored, refused_when_full
from readiness.inspections.queries import get_anchor
from readiness.office.names import name_made
from readiness.office.zip import Source, Written, ZipEntry, verify_zip_in, write_zip_into

INDEX_NAME = "00 Index.docx"
MISSING_NAME = "00 Missing items.docx"
COMMAND_LINE = "The command line"

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Contents:
    """All that a zip is made of."""

    cover: Cover
    items: tuple[Item, ...]
    said: Said


def build_bundle(
    bundle: Bundle, *, store: FileStore, council: str, folder: Path, report: Report
) -> Stored:
    """Put the zip of a frozen bundle into the store. Its items and key dates are loaded.

    `folder` takes what is unfinished. `report` is told the bytes done and to be done: each
    passes twice, into the zip and into the store. Raises Refused when the disk is full,
    NotFound or Unusable for a content that is lost or damaged; then nothing is left behind.
    """
    contents = _read_contents(bundle, council)
    with refused_when_full(), private_room(folder) as room, ExitStack() as opened:
        entries = list(_list_entries(contents, store, room, opened))
        progress = _Progress(report, 2 * sum(entry.size for entry in entries))
        with tempfile.TemporaryFile(dir=room) as file:
            written = write_zip_into(file, entries, progress=progress.add)
            _check_written(written, contents.items)
            file.seek(0)
            return store.put(_Counted(file, progress.add))


def write_draft(file: BinaryIO, contents: Contents, *, store: FileStore, folder: Path) -> None:
    """Write the zip of what nobody has released: nothing is kept of it.

    Raises as build_bundle does, and Refused for lists of two editions.
    """
    with refused_when_full(), private_room(folder) as room, ExitStack() as opened:
        written = write_zip_into(file, list(_list_entries(contents, store, room, opened)))
    _check_written(written, contents.items)


def name_zip(bundle: Bundle) -> str:
    """The zip’s file name; that of a trial run says so first."""
    mark = f"{TRIAL_MARK} " if bundle.is_trial else ""
    return name_made(f"{mark}{bundle.title}.zip")


def check_zip(bundle: Bundle, *, store: FileStore, folder: Path) -> list[str]:
    """Hold the kept zip against its hash, its manifest and the frozen items.

    A sentence for each fault; none when it is exactly what was built. Raises Refused when
    the disk is full.
    """
    if bundle.file_sha256 is None:
        return ["The zip is not there yet."]
    if hash_contents(read_items(bundle)) != bundle.contents_hash:
        return ["What is kept of its contents is not what was released: its hash differs."]
    with (
        refused_when_full(),
        private_room(folder) as room,
        tempfile.TemporaryFile(dir=room) as file,
    ):
        try:
            with store.open(bundle.file_sha256) as stream:
                shutil.copyfileobj(stream, file)
        except (NotFound, Unusable) as error:
            return [error.sentence]
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != bundle.file_sha256:
            return ["The zip is not the one that was built: its hash differs."]
        file.seek(0)
        return verify_zip_in(file)


class _Progress:
    def __init__(self, report: Report, total: int) -> None:
        self._report, self._done, self._total = report, 0, total

    def add(self, size: int) -> None:
        self._done += size
        # A little is written that was not counted, such as the manifest.
        self._report(min(self._done, self._total), self._total)


class _Counted:
    def __init__(self, stream: BinaryIO, count: Callable[[int], None]) -> None:
        self._stream, self._count = stream, count

    def read(self, size: int, /) -> bytes:
        piece = self._stream.read(size)
        self._count(len(piece))
        return piece


def _list_entries(
    contents: Contents, store: FileStore, room: Path, opened: ExitStack
) -> Iterator[ZipEntry]:
    items, cover = contents.items, contents.cover
    yield _entry(INDEX_NAME, write_index(cover, items))
    missing = write_missing(cover, items)
    if missing is not None:
        yield _entry(MISSING_NAME, missing)
    workbook = room / WORKBOOK_NAME
    if write_lists(
        workbook,
        list_versions(items),
        store=store,
        council=cover.council,
        said=contents.said,
        watermark=cover.watermark or "",
    ):
        size, source = workbook.stat().st_size, _take_out_of_sight(workbook, opened)
        yield ZipEntry(f"{LISTS_FOLDER}/{WORKBOOK_NAME}", lambda: source, size)
    for item in items:
        if item.kind is ItemKind.DOCUMENT and item.sha256 is not None:
            yield _document_entry(item, item.sha256, store)


def _take_out_of_sight(path: Path, opened: ExitStack) -> BinaryIO:
    """The content of a file in one without a name, in place of it."""
    hidden = opened.enter_context(tempfile.TemporaryFile(dir=path.parent))  # noqa: SIM115 - the stack closes it
    with path.open("rb") as stream:
        shutil.copyfileobj(stream, hidden)
    path.unlink()
    hidden.seek(0)
    return hidden


def _check_written(written: Iterable[Written], items: Iterable[Item]) -> None:
    """Raises Unusable where a document in the zip is not the content that was frozen."""
    found = {entry.name: entry.sha256 for entry in written}
    for item in items:
        wanted = item.kind is ItemKind.DOCUMENT and not item.is_missing
        if wanted and found.get(f"{item.folder}/{item.name}") != item.sha256:
            raise Unusable(
                f"The content of “{item.title}” in the store is not the one that was released. "
                "Ask the IT lead to restore it from the backup."
            )


def _read_contents(bundle: Bundle, council: str) -> Contents:
    said = Said(tuple(Comment(*one) for one in bundle.comments), bundle.reconciliation)
    return Contents(_make_cover(bundle, council), read_items(bundle), said)


def _make_cover(bundle: Bundle, council: str) -> Cover:
    if bundle.frozen_at is None or bundle.contents_hash is None:
        raise Unusable("This bundle is not frozen yet, so there is nothing to build.")
    return Cover(
        council=council,
        inspection=bundle.inspection.title,
        gate=get_anchor(bundle.inspection, bundle.gate).title,
        frozen_by=bundle.frozen_by.name if bundle.frozen_by else COMMAND_LINE,
        frozen_at=bundle.frozen_at,
        is_trial=bundle.is_trial,
        contents_hash=bundle.contents_hash,
    )


def _entry(name: str, content: bytes) -> ZipEntry:
    return ZipEntry(name, partial(io.BytesIO, content), len(content))


def _document_entry(item: Item, sha256: str, store: FileStore) -> ZipEntry:
    def open_content() -> Source:
        return store.open(sha256)

    return ZipEntry(f"{item.folder}/{item.name}", open_content, item.size or 0)
