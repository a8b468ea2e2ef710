"""Bundles for tests, with documents and lists to put into them."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date

from flask import Flask

from readiness import clock
from readiness.annexe_a.models import ListSignature
from readiness.annexe_a.queries import list_current_versions
from readiness.bundles import operations, queries
from readiness.bundles.contents import GateNeeds, find_said, get_gate, get_gate_of
from readiness.bundles.models import Bundle
from readiness.bundles.pages import make_page
from readiness.bundles.rules import ItemKind
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection
from readiness.library.models import DocumentVersion
from readiness.library.operations import add_version, approve_version
from readiness.library.queries import get_version
from readiness.people.models import Person
from readiness.work.queries import find_latest_owed
from readiness.work.runner import run_owed_work

DOCUMENTS = "documents_due"
DATA = "data_due"
EVALUATION = (ItemKind.DOCUMENT, "self-evaluation")
PAPERS = (ItemKind.DOCUMENT, "board-papers")
AUDITS = (ItemKind.DOCUMENT, "audited-case-list")


def make_document(
    key: str = "self-evaluation",
    content: bytes = b"What we know about our practice.",
    *,
    name: str = "Draft 7 final.docx",
    as_at: date | None = None,
    is_approved: bool = True,
    title: str = "A document",
) -> DocumentVersion:
    """A committed version of a document, approved unless said otherwise."""
    stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
    version = add_version(
        actor=None,
        key=key,
        title=title,
        sha256=stored.sha256,
        name=name,
        size=stored.size,
        kind="docx",
        length="12 pages",
        as_at=as_at or clock.today(),
        note="",
    )
    if is_approved:
        found = get_version(key, version.number)
        approve_version(actor=None, version=found, sha256=stored.sha256)
    db.session.commit()
    return version


def sign_lists(inspection: Inspection, numbers: Iterable[int]) -> None:
    """Sign the current versions of these lists."""
    versions = list_current_versions(inspection.id)
    for number in numbers:
        signed = ListSignature(
            list_version_id=versions[number].id,
            content_hash=versions[number].content_hash,
            signed_at=clock.now(),
        )
        db.session.add(signed)
    db.session.commit()


def needs_of(inspection: Inspection, gate: str = DOCUMENTS) -> GateNeeds:
    """What a gate needs, as it stands now."""
    return get_gate(get_inspection(inspection.id), gate)


def make_draft(
    inspection: Inspection,
    *chosen: queries.Key,
    gate: str = DOCUMENTS,
    actor: Person | None = None,
) -> Bundle:
    """A committed draft of these items; of all that the gate needs where none is named."""
    # Our own documents are offered when somebody looks for them.
    needs = get_gate(get_inspection(inspection.id), gate, own=[key for _kind, key in chosen])
    bundle = operations.begin_bundle(actor=actor, inspection=inspection, gate=needs)
    db.session.flush()
    if chosen:
        operations.choose_contents(
            actor=actor, bundle=bundle, gate=needs, version=bundle.version, chosen=chosen
        )
    db.session.commit()
    return queries.get_bundle(inspection.id, bundle.id)


def freeze(bundle: Bundle, *, actor: Person | None = None, reason: str = "Ofsted agreed") -> Bundle:
    """Release it, or rehearse its release, as it stands now; committed."""
    bundle = queries.get_bundle(bundle.inspection_id, bundle.id)
    gate = get_gate_of(bundle)
    page = make_page(bundle, gate)
    operations.release_bundle(
        actor=actor,
        bundle=bundle,
        gate=gate,
        version=bundle.version,
        seen=operations.see(page.items, find_said(page.items, gate)),
        reason=reason,
    )
    db.session.commit()
    return queries.get_bundle(bundle.inspection_id, bundle.id)


def build(app: Flask, bundle: Bundle) -> Bundle:
    """Do the work that the bundle waits for, as a worker would."""
    owed = find_latest_owed(operations.BUILD, bundle.id)
    assert owed is not None
    owed_id = owed.id
    db.session.rollback()
    assert run_owed_work(app, owed_id)
    db.session.rollback()
    return queries.get_bundle(bundle.inspection_id, bundle.id)


def make_built(app: Flask, inspection: Inspection, *chosen: queries.Key) -> Bundle:
    """A bundle of the documents’ gate whose zip is there."""
    return build(app, freeze(make_draft(inspection, *chosen)))


def read_zip(bundle: Bundle) -> zipfile.ZipFile:
    """The zip of a built bundle."""
    assert bundle.file_sha256 is not None
    with current_store().open(bundle.file_sha256) as stream:
        return zipfile.ZipFile(io.BytesIO(stream.read()))
