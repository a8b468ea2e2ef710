"""Building a bundle of 60 documents, 120 MB, against a plain zip of the same bytes.

Run with `python -m tests.bench.bundles`. The plain zip is what anybody would make of the
folder: zipfile with its usual compression. The build also decrypts, hashes, encrypts and
forces to the disk. Memory is the peak above what the idle application takes.
"""

import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from readiness import create_app
from readiness.bundles.models import Bundle
from readiness.bundles.operations import owe_build
from readiness.bundles.rules import BundleState, ItemKind
from readiness.extensions import db
from readiness.work.queries import find_latest_owed
from readiness.work.runner import run_owed_work
from tests.factories.bundles import freeze, make_document, make_draft
from tests.factories.inspections import make_inspection
from tests.support.settings import make_settings

DOCUMENTS = 60
SIZE = 2_000_000
RUNS = 3


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(make_settings(Path(folder) / "instance"))
        with app.app_context():
            db.create_all()
            plain = prepare(Path(folder) / "plain")
            builds = [measure_build(app, Path(folder)) for _ in range(RUNS)]
            memory = max(grown for _, grown, _ in builds)
            hashes = {sha256 for _, _, sha256 in builds}
            deflated = min(time_of(lambda: zip_plain(plain, Path(folder))) for _ in range(RUNS))
            stored = min(
                time_of(lambda: zip_plain(plain, Path(folder), zipfile.ZIP_STORED))
                for _ in range(RUNS)
            )
            db.engine.dispose()
    took = min(seconds for seconds, _, _ in builds)
    say(f"Bundle of {DOCUMENTS} documents, {DOCUMENTS * SIZE / 1e6:.0f} MB")
    say(f"  build {took:.2f} s; plain zip {deflated:.2f} s: {took / deflated:.2f} times (1.5)")
    say(f"  plain zip without compression {stored:.2f} s: {took / stored:.2f} times")
    say(f"  memory {memory:.0f} MB above the idle application (60)")
    say(f"  {'the same bytes' if len(hashes) == 1 else 'NOT the same bytes'} every time")


def prepare(folder: Path) -> Path:
    """Documents in the library, the same as plain files, and a frozen bundle of them."""
    folder.mkdir()
    inspection = make_inspection()
    for number in range(DOCUMENTS):
        content = os.urandom(SIZE)
        (folder / f"{number:02d}.pdf").write_bytes(content)
        make_document(
            f"document-{number}",
            content,
            name="a.pdf",
            title=f"Document {number}",
            is_approved=False,
        )
    keys = [(ItemKind.DOCUMENT, f"document-{number}") for number in range(DOCUMENTS)]
    freeze(make_draft(inspection, *keys))
    return folder


def measure_build(app: Flask, folder: Path) -> tuple[float, float, str]:
    """Seconds, megabytes by which the peak grew, and the hash of the zip; then as if not built."""
    bundle = db.session.query(Bundle).one()
    owed = find_latest_owed("bundle-build", bundle.id)
    assert owed is not None
    owed_id = owed.id
    db.session.rollback()
    before = peak()
    seconds = time_of(lambda: run_owed_work(app, owed_id))
    grown = peak() - before
    bundle = db.session.query(Bundle).one()
    assert bundle.file_sha256 is not None, "the build failed"
    sha256 = bundle.file_sha256
    (folder / "instance" / "files" / sha256[:2] / sha256).unlink()
    bundle.state, bundle.file_sha256 = BundleState.FROZEN, None
    owe_build(bundle)
    db.session.commit()
    return seconds, grown, sha256


def zip_plain(plain: Path, folder: Path, kind: int = zipfile.ZIP_DEFLATED) -> None:
    """The folder as anybody would zip it."""
    with zipfile.ZipFile(folder / "plain.zip", "w", kind) as package:
        for path in sorted(plain.iterdir()):
            package.write(path, path.name)


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def time_of(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def say(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
