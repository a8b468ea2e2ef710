"""The pages on which a draft is filled and released, whoever else changes it meanwhile."""

import re

import pytest
from flask import Flask

from readiness.bundles import queries
from readiness.bundles.models import Bundle
from readiness.bundles.operations import choose_contents
from readiness.bundles.rules import BundleState
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.permissions import Role
from tests.factories.annexe_a import GOOD, contacts, current, make_upload
from tests.factories.bundles import (
    DATA,
    EVALUATION,
    PAPERS,
    freeze,
    make_document,
    make_draft,
    needs_of,
    sign_lists,
)
from tests.factories.inspections import make_inspection
from tests.support.bundle_pages import address, field, sign_in
from tests.support.client import InspectingClient


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    make_document()
    return make_inspection()


def save_meanwhile(bundle: Bundle, chosen: set[queries.Key]) -> None:
    """Somebody else chooses otherwise, and saves it."""
    gate = needs_of(bundle.inspection, bundle.gate)
    choose_contents(actor=None, bundle=bundle, gate=gate, version=bundle.version, chosen=chosen)
    db.session.commit()


def test_the_second_to_save_sees_both_versions(
    client: InspectingClient, inspection: Inspection
) -> None:
    bundle = make_draft(inspection, EVALUATION)
    sign_in(client, Role.COORDINATOR)
    seen = bundle.version
    freshly = queries.lock_bundle(inspection.id, bundle.id)
    save_meanwhile(freshly, {EVALUATION, PAPERS})
    answer = client.send(
        address(bundle, "/contents"),
        {"version": seen, "chosen": "document:self-evaluation"},
        address(bundle, "/contents"),
    )
    assert answer.status_code == 409
    odd = {"version": seen, "chosen": ["x:1", "document"]}
    assert client.send(address(bundle, "/contents"), odd).status_code == 422
    assert "board papers</span> is in the saved draft and not in yours" in answer.text
    assert re.search(r'value="document:self-evaluation" checked', answer.text)


def test_our_own_documents_are_searched_for_and_chosen(
    client: InspectingClient, inspection: Inspection
) -> None:
    for number in range(55):
        make_document(f"own-{number:02d}", title=f"Own {number:02d}", is_approved=False)
    bundle = make_draft(inspection, EVALUATION)
    sign_in(client, Role.COORDINATOR)
    page = address(bundle, "/contents")
    assert "The first 25 of 55 documents of our own" in client.get(page).text
    found = client.get(f"{page}?search=own+54").text
    assert 'value="document:own-54"' in found
    assert 'value="document:own-53"' not in found
    fields = {
        "version": str(bundle.version),
        "chosen": ["document:own-54", "document:self-evaluation"],
    }
    assert client.send(page, fields, page).status_code == 302
    kept = queries.get_bundle(inspection.id, bundle.id)
    assert {row.key for row in kept.items} == {"own-54", "self-evaluation"}
    assert 'value="document:own-54" checked' in client.get(f"{page}?search=nothing").text
    assert "No document of our own has these words" in client.get(f"{page}?search=nothing").text


def test_a_page_that_is_out_of_date_is_refused_and_shown_anew(
    client: InspectingClient, inspection: Inspection
) -> None:
    bundle = make_draft(inspection, EVALUATION)
    sign_in(client, Role.DIRECTOR)
    form = client.get(address(bundle, "/release"))
    seen = {name: field(form, name) for name in ("version", "contents_hash", "view_hash")}
    make_document(content=b"A later version")
    answer = client.send(
        address(bundle, "/release"), {**seen, "reason": "Agreed"}, address(bundle, "/release")
    )
    assert answer.status_code == 409
    assert "changed after you opened this page" in answer.text
    assert field(answer, "contents_hash") != seen["contents_hash"]
    assert "Version 2" in answer.text
    assert queries.get_bundle(inspection.id, bundle.id).state is BundleState.DRAFT


def test_a_release_refused_since_the_draft_was_saved_meanwhile_goes_through_when_sent_again(
    client: InspectingClient, inspection: Inspection
) -> None:
    bundle = make_draft(inspection, EVALUATION)
    path = address(bundle, "/release")
    sign_in(client, Role.DIRECTOR)
    form = client.get(path)
    seen = {name: field(form, name) for name in ("version", "contents_hash", "view_hash")}
    save_meanwhile(queries.lock_bundle(inspection.id, bundle.id), {EVALUATION, PAPERS})
    refused = client.send(path, {**seen, "reason": "Agreed"}, path)
    assert refused.status_code == 409
    again = {name: field(refused, name) for name in seen}
    assert client.send(path, {**again, "reason": "Agreed"}, path).status_code == 302
    assert queries.get_bundle(inspection.id, bundle.id).state is BundleState.FROZEN


def test_a_release_says_of_a_list_that_errors_were_found_after_it_was_signed(
    client: InspectingClient, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), inspection_id=inspection.id)
    sign_lists(inspection, [1])
    make_upload(contacts(GOOD), inspection_id=inspection.id)
    bundle = make_draft(inspection, gate=DATA)
    sign_in(client, Role.DIRECTOR)
    said = "igned before 2 more errors were found in it"
    assert said not in client.get(address(bundle, "/release")).text
    current(1, inspection.id).errors += 2
    db.session.commit()
    page = client.get(address(bundle, "/release")).text
    assert f"List 1: Contacts: s{said}." in page
    assert f"S{said}</span>" in page
    freeze(bundle)
    # What was known at the release stays, whatever is found later.
    current(1, inspection.id).errors += 3
    db.session.commit()
    assert f"S{said}</span>" in client.get(address(bundle)).text
