"""The pages that change a bundle: its contents, its release, its withdrawal, its sending."""

from typing import Any

from readiness import clock
from readiness.bundles import forms, operations, queries
from readiness.bundles.blueprint import blueprint
from readiness.bundles.contents import get_gate_of
from readiness.bundles.views import (
    Answer,
    change,
    read_chosen,
    read_own,
    show_contents,
    show_form,
    show_release,
)
from readiness.extensions import db
from readiness.files.operations import register_file
from readiness.inspections.queries import find_delivering_task, lock_task
from readiness.office.gate import FileKind
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.settings import current_settings
from readiness.web.commits import commits
from readiness.web.forms import seen_version
from readiness.web.uploads import KeptFile, keep_received


@blueprint.get("/<int:bundle_id>/contents")
@requires(Permission.PREPARE_BUNDLES)
def choose(inspection_id: int, bundle_id: int) -> Answer:
    """The form for the contents of a draft."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    chosen = [f"{row.kind}:{row.key}" for row in bundle.items]
    form = forms.ContentsForm(None, version=bundle.version, chosen=chosen)
    return show_contents(bundle, form)


@blueprint.post("/<int:bundle_id>/contents")
@requires(Permission.PREPARE_BUNDLES)
@commits
def save_contents(inspection_id: int, bundle_id: int) -> Answer:
    """Make what is ticked the contents of the draft."""
    form, me = forms.ContentsForm(), current_person()
    bundle = queries.lock_bundle(inspection_id, bundle_id)
    gate = get_gate_of(bundle, read_own(form))
    form.chosen.choices = [(f"{item.kind}:{item.key}", item.title) for item in gate.offers]

    def save() -> str:
        operations.choose_contents(
            actor=me,
            bundle=bundle,
            gate=gate,
            version=seen_version(form),
            chosen=read_chosen(form),
        )
        return "The contents are saved."

    return change(bundle, form, save, show_contents)


@blueprint.get("/<int:bundle_id>/release")
@requires(Permission.RELEASE_BUNDLES)
def ask_release(inspection_id: int, bundle_id: int) -> Answer:
    """Exactly what would be frozen, before it is."""
    return show_release(queries.get_bundle(inspection_id, bundle_id), forms.ReleaseForm(None))


@blueprint.post("/<int:bundle_id>/release")
@requires(Permission.RELEASE_BUNDLES)
@commits
def release(inspection_id: int, bundle_id: int) -> Answer:
    """Release it, or rehearse the release in a trial run."""
    form, me = forms.ReleaseForm(), current_person()
    bundle = queries.lock_bundle(inspection_id, bundle_id)
    gate = get_gate_of(bundle)

    def freeze() -> str:
        operations.release_bundle(
            actor=me,
            bundle=bundle,
            gate=gate,
            version=seen_version(form),
            seen=operations.Seen(form.contents_hash.data or "", form.view_hash.data or ""),
            reason=form.reason.data or "",
        )
        return "The release is rehearsed." if bundle.is_trial else "The bundle is released."

    return change(bundle, form, freeze, show_release)


@blueprint.get("/<int:bundle_id>/withdraw")
@requires(Permission.RELEASE_BUNDLES)
def ask_withdraw(inspection_id: int, bundle_id: int) -> Answer:
    """The form for taking a frozen bundle back."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    return show_form(bundle, forms.WithdrawForm(None, version=bundle.version))


@blueprint.post("/<int:bundle_id>/withdraw")
@requires(Permission.RELEASE_BUNDLES)
@commits
def withdraw(inspection_id: int, bundle_id: int) -> Answer:
    """Take a frozen bundle back before it is sent."""
    form, me = forms.WithdrawForm(), current_person()
    bundle = queries.lock_bundle(inspection_id, bundle_id)

    def take_back() -> str:
        operations.withdraw_bundle(
            actor=me, bundle=bundle, version=seen_version(form), reason=form.reason.data
        )
        return "The bundle is withdrawn. Begin another when it is mended."

    return change(bundle, form, take_back, show_form)


@blueprint.get("/<int:bundle_id>/sent")
@requires(Permission.MARK_SENT)
def ask_sent(inspection_id: int, bundle_id: int) -> Answer:
    """The form for marking a bundle as sent."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    form = forms.SentForm(None, version=bundle.version, sent_at=clock.now())
    return show_form(bundle, form)


@blueprint.post("/<int:bundle_id>/sent")
@requires(Permission.MARK_SENT)
@commits
def mark_sent(inspection_id: int, bundle_id: int) -> Answer:
    """Say that it went to Ofsted: final."""
    form, me = forms.SentForm(), current_person()
    bundle = queries.lock_bundle(inspection_id, bundle_id)

    def send() -> str:
        receipt = _receive(form.receipt.data) if form.receipt.data else None
        held = queries.lock_bundle(inspection_id, bundle_id)
        task = find_delivering_task(inspection_id, f"bundle:{held.gate}")
        operations.mark_sent(
            actor=me,
            bundle=held,
            version=seen_version(form),
            sent_at=form.sent_at.data,
            note=form.note.data,
            receipt=_register(receipt) if receipt and task else None,
            task=lock_task(inspection_id, task.id) if task else None,
        )
        return "The bundle is marked as sent."

    return change(bundle, form, send, show_form)


def _receive(field: Any) -> KeptFile:
    """Take the receipt in, which takes as long as it is large, while others may write."""
    db.session.rollback()
    limit = current_settings().largest_document
    return keep_received(field, kinds=frozenset(FileKind), limit=limit)


def _register(kept: KeptFile) -> operations.Receipt:
    stored = register_file(kept.stored, now=clock.now())
    return operations.Receipt(kept.name, stored.sha256, kept.size, kept.kind.value)
