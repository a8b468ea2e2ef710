"""`bundles build` and `bundles verify`: a zip on disk, and the proof of what is in one."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from readiness.bundles import operations, queries
from readiness.bundles.contents import get_gate, judge_draft
from readiness.bundles.models import Bundle
from readiness.bundles.rules import BundleState, list_unready
from readiness.database.engine import writing
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.queries import get_inspection
from readiness.office.names import is_device, safe_name
from readiness.office.zip import UNREADABLE, verify_zip
from readiness.plain_words import plural
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
@click.option("--reason", default="", help="Why it goes out though something is not in order.")
def build(inspection_id: int, gate: str, out: Path, reason: str) -> None:
    """Write the zip of the bundle for a gate of inspection ID.

    Takes the bundle that was released there; where there is none, releases the draft, or all
    that the gate needs, as the command line (in a trial run this rehearses the release).
    """
    _check_target(out)
    with writing():
        bundle = _find_or_freeze(inspection_id, gate, reason)
        db.session.commit()
        bundle_id = bundle.id
    bundle = _wait_for_zip(inspection_id, bundle_id)
    _write_out(bundle, out)
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


def _find_or_freeze(inspection_id: int, gate_key: str, reason: str) -> Bundle:
    """The gate’s newest bundle that was frozen, or one that is frozen now. Raises Refused."""
    inspection = get_inspection(inspection_id)
    gate = get_gate(inspection, gate_key)
    found = queries.find_frozen_bundle(inspection_id, gate_key)
    if found is not None:
        if found.state is BundleState.FROZEN:
            operations.owe_build(found)
        return found
    bundle = queries.find_open_bundle(inspection_id, gate_key)
    if bundle is None:
        if not gate.items:
            raise Refused(
                "The checklist does not say what this gate needs. Choose the contents on the "
                "page of the bundles first."
            )
        bundle = operations.begin_bundle(actor=None, inspection=inspection, gate=gate)
        db.session.flush()
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
        seen=operations.see(items, gate),
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


def _write_out(bundle: Bundle, out: Path) -> None:
    """Copy the zip beside its place and rename it, so that it is there whole or not at all."""
    if is_device(out):
        raise Unusable(f"“{out}” is not a file that can be replaced. Choose another name.")
    try:
        with (
            current_store().open(bundle.file_sha256 or "") as stream,
            tempfile.TemporaryDirectory(dir=out.parent, prefix=".making-") as folder,
        ):
            unfinished = Path(folder) / "bundle.zip"
            with unfinished.open("wb") as target:
                shutil.copyfileobj(stream, target)
            unfinished.replace(out)
    except OSError as error:
        raise Unusable(
            f"“{out}” cannot be written ({error.strerror}). Choose another place, or make room."
        ) from None
