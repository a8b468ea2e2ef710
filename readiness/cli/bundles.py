"""`bundles build` and `bundles verify`: a zip on disk, and the proof of what is in one."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from readiness import clock
from readiness.bundles import operations, queries
from readiness.bundles.building import COMMAND_LINE, Contents, write_draft
from readiness.bundles.contents import (
    GateNeeds,
    find_said,
    get_gate,
    get_gate_of,
    judge_draft,
)
from readiness.bundles.exports import Cover
from readiness.bundles.models import Bundle
from readiness.bundles.rules import BundleState, hash_contents, list_unready
from readiness.database.engine import writing
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store, plain_folder
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection
from readiness.office.names import is_device, safe_name
from readiness.office.zip import UNREADABLE, verify_zip
from readiness.plain_words import plural
from readiness.settings import current_settings
from readiness.web.nonsense import LARGEST
from readiness.work.models import OwedWork
from readiness.work.queries import find_latest_owed
from readiness.work.runner import run_owed_work

LONGEST_WAIT_S = 600
LOOK_EVERY_S = 0.5


bundles = AppGroup("bundles", help="Bundles: what goes to Ofsted at a gate.")


@bundles.command("build")
@click.argument("inspection_id", metavar="ID", type=int)
@click.option("--gate", required=True, help="The gate, such as documents_due.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The zip to write.")
@click.option(
    "--reason", default="", help="Trial runs: why it is rehearsed though something is not in order."
)
def build(inspection_id: int, gate: str, out: Path, reason: str) -> None:
    """Write the zip of the bundle for a gate of inspection ID.

    Takes the bundle that was released there. Where there is none, a trial run rehearses the
    release of the draft, or of all that the gate needs; of a real inspection the zip is a draft
    that says so: nothing is released, for that is the Director’s to do.
    """
    _check_target(out)
    # A number that no database can hold is that of none either.
    inspection = get_inspection(inspection_id if inspection_id <= LARGEST else 0)
    frozen = queries.find_frozen_bundle(inspection_id, gate)
    if frozen is None and not inspection.is_running:
        raise Refused(
            f"“{inspection.title}” is closed and nothing was released at this gate, so there is "
            "nothing to build. Give the number of one that is running."
        )
    if frozen is None and not inspection.is_trial:
        _build_draft(inspection, gate, out)
        return
    with writing():
        bundle = _find_or_rehearse(inspection_id, gate, reason)
        db.session.commit()
        bundle_id = bundle.id
    bundle = _wait_for_zip(inspection_id, bundle_id)
    _write_out(out, partial(_copy_zip, bundle))
    word = "trial run, " if bundle.is_trial else ""
    click.echo(f"{bundle.title} ({word}{plural(len(bundle.items), 'item')}): {out}")
    click.echo(f"SHA-256 {bundle.file_sha256}")


@bundles.command("verify", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
def verify(file: Path) -> None:
    """Hold the zip FILE against its own manifest. Exit 1 where something differs."""
    try:
        faults = verify_zip(file)
    except OSError:
        raise Unusable(
            f"“{safe_name(file.name)}” cannot be opened. Check where it is, and that you may "
            "read it."
        ) from None
    if faults == [UNREADABLE]:
        raise Unusable(UNREADABLE)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("Every file in the zip matches its manifest.")


def _check_target(out: Path) -> None:
    if not out.parent.is_dir():
        raise Unusable(f"There is no folder “{out.parent}”. Make it first, or choose another.")
    if out.is_dir():
        raise Unusable(f"“{out}” is a folder. Give the name of the zip to write.")


def _check_needs(gate: GateNeeds) -> None:
    if not gate.items:
        raise Refused(
            "The checklist does not say what this gate needs. Choose the contents on the "
            "page of the bundles first."
        )


def _build_draft(inspection: Inspection, key: str, out: Path) -> None:
    """Write what would go out as it stands now, marked as a draft; nothing is kept of it."""
    bundle = queries.find_open_bundle(inspection.id, key)
    gate = get_gate_of(bundle) if bundle else get_gate(inspection, key)
    if bundle is None:
        _check_needs(gate)
    items = judge_draft(bundle, gate) if bundle else gate.items
    cover = Cover(
        council=current_settings().council_name,
        inspection=inspection.title,
        gate=gate.title,
        frozen_by=COMMAND_LINE,
        frozen_at=clock.now(),
        is_trial=False,
        contents_hash=hash_contents(items),
        is_draft=True,
    )
    contents = Contents(cover, tuple(items), find_said(items, gate))
    folder = plain_folder("building")
    _write_out(out, lambda file: write_draft(file, contents, store=current_store(), folder=folder))
    click.echo(f"{gate.title}, {inspection.title} (draft, {plural(len(items), 'item')}): {out}")
    click.echo("Draft: not released. The Director releases it on the page of the bundles.")


def _copy_zip(bundle: Bundle, target: BinaryIO) -> None:
    with current_store().open(bundle.file_sha256 or "") as stream:
        shutil.copyfileobj(stream, target)


def _find_or_rehearse(inspection_id: int, gate_key: str, reason: str) -> Bundle:
    """The gate’s newest bundle that was frozen, or one of a trial run, rehearsed now."""
    inspection = get_inspection(inspection_id)
    found = queries.find_frozen_bundle(inspection_id, gate_key)
    if found is not None:
        if found.state is BundleState.FROZEN:
            operations.owe_build(found)
        return found
    bundle = queries.find_open_bundle(inspection_id, gate_key)
    if bundle is None:
        gate = get_gate(inspection, gate_key)
        _check_needs(gate)
        bundle = operations.begin_bundle(actor=None, inspection=inspection, gate=gate)
        db.session.flush()
    gate = get_gate_of(bundle)
    items = judge_draft(bundle, gate)
    if list_unready(items) and not reason.strip():
        names = "; ".join(f"{item.title} ({item.fault_words})" for item in list_unready(items)[:5])
        more = "; and more" if len(list_unready(items)) > 5 else ""
        raise Refused(
            f"Not in order: {names}{more}. Nothing was frozen. Mend it, or say with --reason why "
            "it goes out all the same."
        )
    operations.release_bundle(
        actor=None,
        bundle=bundle,
        gate=gate,
        version=bundle.version,
        seen=operations.see(items, find_said(items, gate)),
        reason=reason,
    )
    return bundle


def _wait_for_zip(inspection_id: int, bundle_id: int) -> Bundle:
    """Do the work here, or wait while a worker does it. Raises Refused where it fails."""
    until = time.monotonic() + LONGEST_WAIT_S
    while time.monotonic() < until:
        bundle = queries.get_bundle(inspection_id, bundle_id)
        if bundle.file_sha256 is not None:
            return bundle
        owed = find_latest_owed(operations.BUILD, bundle_id)
        if owed is None or not owed.is_open:
            raise Refused(_why(owed))
        owed_id = owed.id
        db.session.rollback()
        if not run_owed_work(current_app, owed_id):
            time.sleep(LOOK_EVERY_S)
        db.session.rollback()
    raise Refused("A worker has had the zip in hand for ten minutes. Look at the bundle’s page.")


def _why(owed: OwedWork | None) -> str:
    return (owed.error if owed else None) or "The bundle was withdrawn meanwhile."


def _write_out(out: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write the zip beside its place and rename it, so that it is there whole or not at all."""
    if is_device(out):
        raise Unusable(f"“{out}” is not a file that can be replaced. Choose another name.")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".making-") as folder:
            unfinished = Path(folder) / "bundle.zip"
            with unfinished.open("wb") as target:
                write(target)
            unfinished.replace(out)
    except OSError as error:
        raise Unusable(
            f"“{out}” cannot be written ({error.strerror}). Choose another place, or make room."
        ) from None
