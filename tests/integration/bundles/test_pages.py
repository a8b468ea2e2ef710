"""The pages of bundles, as the people who use them meet them."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from readiness import clock
from readiness.activity.models import Activity
from readiness.bundles import queries
from readiness.bundles.models import Bundle
from readiness.bundles.pages import GateCard, make_cards
from readiness.bundles.rules import BundleState
from readiness.extensions import db
from readiness.files.store import FileStore
from readiness.inspections.models import Inspection
from readiness.inspections.queries import find_delivering_task, get_task
from readiness.people.permissions import Role
from readiness.web import uploads
from tests.factories.annexe_a import GOOD, all_lists, make_upload
from tests.factories.bundles import (
    DATA,
    EVALUATION,
    build,
    freeze,
    make_built,
    make_document,
    make_draft,
)
from tests.factories.inspections import CALL, make_inspection
from tests.support.bundle_pages import address, field, sign_in
from tests.support.client import InspectingClient
from tests.support.locks import watched


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    make_document()
    return make_inspection()


def now_typed() -> dict[str, str]:
    local = clock.in_london(clock.now())
    return {
        "sent_at-day": str(local.day),
        "sent_at-month": str(local.month),
        "sent_at-year": str(local.year),
        "sent_at-time": f"{local:%H:%M}",
    }


def test_the_gates_say_how_ready_they_are(client: InspectingClient, inspection: Inspection) -> None:
    sign_in(client, Role.COORDINATOR)
    page = client.get(f"/inspections/{inspection.id}/bundles/").text
    assert "0 of 11 are ready; 11 missing." in page
    assert "1 of 28 is ready; 27 missing." in page
    board = client.get(f"/inspections/{inspection.id}").text
    assert f"/inspections/{inspection.id}/bundles/" in board


@time_machine.travel(CALL + timedelta(days=3))
def test_the_gates_open_with_the_first_that_nothing_was_sent_at(client: InspectingClient) -> None:
    late = make_inspection()
    sign_in(client, Role.COORDINATOR)
    cards = make_cards(late, clock.now())
    page = client.get(f"/inspections/{late.id}/bundles/").text
    opening = page.split('class="app-answer')[1].split("</p>")[0]
    assert "Child-level data due" in opening
    assert [card.was_sent for card in cards] == [False] * len(cards)
    sent = GateCard(cards[0].gate, "", None, (Bundle(state=BundleState.SENT),))
    assert sent.was_sent


def prepare_a_draft(client: InspectingClient, inspection: Inspection) -> Bundle:
    """The coordinator chooses one document, and may not release it."""
    start = f"/inspections/{inspection.id}/bundles/"
    sign_in(client, Role.COORDINATOR, "Charlie Coordinator")
    answer = client.send(start, {"gate": "documents_due"}, start)
    bundle = queries.list_bundles(inspection.id)[0]
    assert answer.headers["Location"] == address(bundle)
    page = client.get(address(bundle)).text
    assert "This draft holds 1 document: 1 of 28 is ready; 27 missing." in page
    path = address(bundle, "/contents")
    version = field(client.get(path), "version")
    client.send(path, {"version": version, "chosen": "document:self-evaluation"}, path)
    assert client.get(address(bundle, "/release")).status_code == 403
    return bundle


def release_with_a_reason(app: Flask, client: InspectingClient, bundle: Bundle) -> None:
    """The Director releases what the page shows, but not without saying why."""
    sign_in(client, Role.DIRECTOR, "Dana Director")
    path = address(bundle, "/release")
    form = client.get(path)
    assert "27 items are not in order or left out" in form.text
    seen = {name: field(form, name) for name in ("version", "contents_hash", "view_hash")}
    refused = client.send(path, seen, path)
    assert refused.status_code == 422
    assert "Give the reason why" in refused.text
    client.send(path, {**seen, "reason": "The rest follows"}, address(bundle))
    waiting = client.get(address(bundle)).text
    assert "Frozen with 1 document" in waiting
    assert "The zip is about to be made." in waiting
    build(app, bundle)
    assert "Ready to send" in client.get(address(bundle)).text


def take_the_zip(client: InspectingClient, bundle: Bundle) -> None:
    """It comes whole, and the activity says that somebody took it."""
    zipped = client.send(address(bundle, "/download"), {}, address(bundle))
    assert zipped.headers["Content-Type"] == "application/zip"
    assert int(zipped.headers["Content-Length"]) == len(zipped.data)
    with zipfile.ZipFile(io.BytesIO(zipped.data)) as package:
        assert "00 Index.docx" in package.namelist()
    last = db.session.query(Activity).order_by(Activity.id.desc()).first()
    assert last is not None
    assert last.event == "bundles:bundle:downloaded"


def mark_as_sent(client: InspectingClient, bundle: Bundle) -> None:
    """Another coordinator says when it went, with the receipt."""
    sign_in(client, Role.COORDINATOR, "Casey Coordinator")
    path = address(bundle, "/sent")
    fields = {
        "version": field(client.get(path), "version"),
        **now_typed(),
        "note": "Reference 12",
        "receipt": (io.BytesIO(b"Received with thanks"), "receipt.txt"),
    }
    sent = client.send(path, fields, path)
    assert sent.status_code == 302, sent.text


def test_the_story_from_the_draft_to_what_was_sent(
    app: Flask, client: InspectingClient, inspection: Inspection
) -> None:
    bundle = prepare_a_draft(client, inspection)
    release_with_a_reason(app, client, bundle)
    take_the_zip(client, bundle)
    mark_as_sent(client, bundle)

    page = client.get(address(bundle)).text
    for words in ("Sent, with 1 document", "Casey Coordinator", "Reference 12", "Dana Director"):
        assert words in page
    found = queries.get_bundle(inspection.id, bundle.id)
    assert found.file_sha256 is not None
    assert found.file_sha256 in page
    assert str(found.items[0].sha256) in page
    task = find_delivering_task(inspection.id, "bundle:documents_due")
    assert task is not None
    assert [file.name for file in get_task(inspection.id, task.id).evidence] == ["receipt.txt"]

    sign_in(client, Role.HEAD_OF_SERVICE)
    assert "Reference 12" in client.get(address(bundle)).text
    assert "exactly what was built" in client.get(address(bundle, "/check")).text


def test_others_may_write_while_a_receipt_is_read_judged_and_encrypted(
    app: Flask, client: InspectingClient, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = make_built(app, inspection)
    sign_in(client, Role.COORDINATOR)
    fields = {
        "version": field(client.get(address(bundle, "/sent")), "version"),
        **now_typed(),
        "note": "Reference 12",
        "receipt": (io.BytesIO(b"Received with thanks"), "receipt.txt"),
    }
    with (
        watched(monkeypatch, uploads, "_save", "check_file") as judged,
        watched(monkeypatch, FileStore, "put") as encrypted,
    ):
        sent = client.send(address(bundle, "/sent"), fields, address(bundle, "/sent"))
    assert sent.status_code == 302, sent.text
    assert (judged, encrypted) == ([True, True], [True])
    assert queries.get_bundle(inspection.id, bundle.id).state is BundleState.SENT


def test_a_receipt_that_cannot_be_used_leaves_the_bundle_unsent(
    app: Flask, client: InspectingClient, inspection: Inspection
) -> None:
    bundle = make_built(app, inspection)
    sign_in(client, Role.COORDINATOR)
    fields = {
        "version": field(client.get(address(bundle, "/sent")), "version"),
        **now_typed(),
        "note": "Reference 12",
        "receipt": (io.BytesIO(b""), "receipt.txt"),
    }
    refused = client.send(address(bundle, "/sent"), fields, address(bundle, "/sent"))
    assert refused.status_code == 422
    assert "empty" in refused.text
    assert "Reference 12" in refused.text
    assert queries.get_bundle(inspection.id, bundle.id).state is BundleState.BUILT


def test_htmx_is_given_the_bar_alone_and_told_to_reload_at_the_end(
    app: Flask, client: InspectingClient, inspection: Inspection
) -> None:
    bundle = freeze(make_draft(inspection, EVALUATION))
    sign_in(client, Role.HEAD_OF_SERVICE)
    part = client.get(address(bundle), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "<progress" in part.text
    assert "HX-Refresh" not in part.headers
    build(app, bundle)
    over = client.get(address(bundle), headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"


def test_who_may_not_see_rows_of_children_is_told_so_and_given_no_file(
    app: Flask, client: InspectingClient, inspection: Inspection
) -> None:
    make_document("audited-case-list")
    bundle = make_built(app, inspection, EVALUATION, (EVALUATION[0], "audited-case-list"))
    sign_in(client, Role.HEAD_OF_SERVICE)
    page = client.get(address(bundle)).text
    assert "Download the zip" not in page
    token = client.find_token("/password")
    answer = client.post(address(bundle, "/download"), data={"csrf_token": token})
    assert answer.status_code == 403
    assert "holds rows of single children" in answer.text


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_others_see_what_is_in_a_bundle_but_take_nothing_out(
    app: Flask, client: InspectingClient, inspection: Inspection, role: Role
) -> None:
    bundle = make_built(app, inspection, EVALUATION)
    sign_in(client, role)
    page = client.get(address(bundle)).text
    assert "What is in it, as it was frozen" in page
    assert "Self-evaluation" in page
    assert "Those who sign, approve or send may download it." in page
    assert "Download the zip" not in page
    assert client.get(f"/inspections/{inspection.id}/bundles/").status_code == 200
    token = client.find_token("/password")
    answer = client.post(address(bundle, "/download"), data={"csrf_token": token})
    assert answer.status_code == 403
    assert client.get(address(bundle, "/check")).status_code == 403


def test_how_many_children_a_list_has_is_for_those_who_see_counts(
    client: InspectingClient, inspection: Inspection
) -> None:
    make_upload(all_lists(GOOD), inspection_id=inspection.id)
    bundle = make_draft(inspection, gate=DATA)
    for role, sees in ((Role.CONTRIBUTOR, False), (Role.HEAD_OF_SERVICE, True)):
        sign_in(client, role)
        assert ("1 row" in client.get(address(bundle)).text) == sees


def test_a_bundle_is_found_only_in_its_own_inspection(
    client: InspectingClient, inspection: Inspection
) -> None:
    bundle = make_draft(inspection, EVALUATION)
    other = make_inspection(is_trial=True)
    sign_in(client, Role.DIRECTOR)
    assert client.get(f"/inspections/{other.id}/bundles/{bundle.id}").status_code == 404


def test_a_trial_run_rehearses_and_cannot_be_sent(app: Flask, client: InspectingClient) -> None:
    make_document()
    trial = make_inspection(is_trial=True)
    bundle = make_draft(trial, EVALUATION)
    sign_in(client, Role.DIRECTOR)
    assert "Rehearse the release" in client.get(address(bundle, "/release")).text
    build(app, freeze(bundle))
    page = client.get(address(bundle)).text
    assert "Mark as sent" not in page
    assert "Ready to send" not in page
    assert "Rehearsed, with 1 document" in page
    assert "never goes to Ofsted" in client.get(address(bundle, "/sent")).text
    zipped = client.send(address(bundle, "/download"), {}, address(bundle))
    assert 'filename="TRIAL RUN ' in zipped.headers["Content-Disposition"] or (
        "TRIAL%20RUN" in zipped.headers["Content-Disposition"]
    )


def test_a_frozen_bundle_is_withdrawn_with_a_reason(
    client: InspectingClient, inspection: Inspection
) -> None:
    bundle = freeze(make_draft(inspection, EVALUATION))
    sign_in(client, Role.DIRECTOR)
    form = client.get(address(bundle, "/withdraw"))
    empty = client.send(
        address(bundle, "/withdraw"),
        {"version": field(form, "version")},
        address(bundle, "/withdraw"),
    )
    assert empty.status_code == 422
    client.send(
        address(bundle, "/withdraw"),
        {"version": field(form, "version"), "reason": "Wrong papers"},
        address(bundle, "/withdraw"),
    )
    page = client.get(address(bundle)).text
    assert "Withdrawn. It held 1 document" in page
    assert "Wrong papers" in page
