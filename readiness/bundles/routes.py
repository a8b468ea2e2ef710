"""Pages of bundles: the gates, a bundle, its zip, and the check of what was sent."""

from typing import Any

from flask import Response, redirect, render_template, send_file, url_for

from readiness.activity.queries import list_subject_activity
from readiness.activity.vocabulary import find_event
from readiness.annexe_a.sendings import offer_sendings
from readiness.bundles import closing, form_routes, forms, operations, pages, queries
from readiness.bundles.blueprint import blueprint
from readiness.bundles.building import check_zip, name_zip
from readiness.bundles.contents import get_gate
from readiness.bundles.models import Bundle
from readiness.bundles.views import Answer, page_of, show
from readiness.files.access import current_store, plain_folder
from readiness.inspections.links import register_delivery_link
from readiness.inspections.now import now_for
from readiness.inspections.queries import get_inspection
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits
from readiness.web.pages import is_htmx
from readiness.work.queries import find_latest_owed

__all__ = ["blueprint", "closing", "form_routes"]

for kind in ("release", "bundle"):
    register_delivery_link(
        kind,
        lambda inspection_id, _gate: url_for("bundles.list_bundles", inspection_id=inspection_id),
    )

offer_sendings("bundles", queries.find_sent_at)


@blueprint.get("/")
@requires(Permission.SEE_BUNDLES)
def list_bundles(inspection_id: int) -> Answer:
    """Each gate that something is sent at: how ready it is, and its bundles."""
    inspection = get_inspection(inspection_id)
    now = now_for(inspection)
    cards = pages.make_cards(inspection, now)
    return render_template("bundles/list.html", inspection=inspection, cards=cards, now=now)


@blueprint.post("/")
@requires(Permission.PREPARE_BUNDLES)
@commits
def begin(inspection_id: int) -> Answer:
    """Begin a draft with all that its gate needs."""
    inspection = get_inspection(inspection_id)
    gate = get_gate(inspection, forms.BeginForm().gate.data or "")
    bundle = operations.begin_bundle(actor=current_person(), inspection=inspection, gate=gate)
    return redirect(page_of(bundle))


@blueprint.get("/<int:bundle_id>")
@requires(Permission.SEE_BUNDLES)
def show_bundle(inspection_id: int, bundle_id: int) -> Answer:
    """A bundle as it stands; htmx asks for its progress bar alone."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    work = find_latest_owed(operations.BUILD, bundle.id)
    if is_htmx():
        part = render_template("bundles/progress.html", bundle=bundle, work=work)
        over = work is None or not work.is_open
        return part, 200, ({"HX-Refresh": "true"} if over else {})
    return show(bundle, "bundles/show.html", work=work, history=_history(bundle))


@blueprint.post("/<int:bundle_id>/build")
@requires(Permission.PREPARE_BUNDLES)
@commits
def build(inspection_id: int, bundle_id: int) -> Answer:
    """Ask for the zip again after a build that failed."""
    bundle = queries.lock_bundle(inspection_id, bundle_id)
    operations.ask_build(actor=current_person(), bundle=bundle)
    return redirect(page_of(bundle))


@blueprint.post("/<int:bundle_id>/download")
@requires(Permission.DOWNLOAD_BUNDLES)
@commits
def download(inspection_id: int, bundle_id: int) -> Answer:
    """The zip as it was built; who takes it out is recorded."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    operations.record_download(actor=current_person(), bundle=bundle)
    answer: Response = send_file(
        current_store().open(bundle.file_sha256 or ""),
        mimetype="application/zip",
        as_attachment=True,
        download_name=name_zip(bundle),
    )
    answer.content_length = bundle.file_size or 0
    return answer


@blueprint.get("/<int:bundle_id>/check")
@requires(Permission.DOWNLOAD_BUNDLES)
def check(inspection_id: int, bundle_id: int) -> Answer:
    """Hold the kept zip against its hash and its manifest, now."""
    bundle = queries.get_bundle(inspection_id, bundle_id)
    folder = plain_folder("building")
    faults = check_zip(bundle, store=current_store(), folder=folder)
    return show(bundle, "bundles/check.html", faults=faults)


def _history(bundle: Bundle) -> list[dict[str, Any]]:
    return [
        {
            "sentence": find_event(entry.event).tell(
                entry.actor.name if entry.actor else "Readiness", "this bundle"
            ),
            "at": entry.at,
        }
        for entry in list_subject_activity("bundle", bundle.id)
    ]
