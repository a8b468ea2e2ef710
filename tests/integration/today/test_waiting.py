"""What waits for a person stands on their first page, and leads to where it is done."""

from flask import Flask

from readiness import clock
from readiness.bundles.contents import get_gate
from readiness.bundles.operations import begin_bundle
from readiness.extensions import db
from readiness.inspections.owners import Deliveries
from readiness.inspections.queries import get_inspection
from readiness.people.permissions import Role
from readiness.today.waiting import list_waiting
from tests.factories.annexe_a import GOOD, contacts, make_upload
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient


def test_a_list_waits_for_its_owner_and_for_nobody_else(
    app: Flask, client: InspectingClient
) -> None:
    owner, other = make_person(Role.HEAD_OF_SERVICE), make_person(Role.HEAD_OF_SERVICE)
    make_post("hos-front-door", "Head of Service, Front Door", owner)
    inspection = make_inspection()
    make_upload(contacts(GOOD), inspection_id=inspection.id)
    address = f"/annexe-a/inspections/{inspection.id}/lists/1"
    client.sign_in_quickly(owner)
    assert f'href="{address}"' in client.get("/").text
    assert client.get(address).status_code == 200
    loaded = get_inspection(inspection.id)
    with app.test_request_context():
        assert list_waiting(other, Deliveries.load(loaded.id, clock.today()), [loaded]) == ()


def test_a_document_waits_for_its_owner_and_a_draft_for_the_director(
    app: Flask, client: InspectingClient
) -> None:
    director = make_person(Role.DIRECTOR)
    make_post("dcs", "Director of Children’s Services", director)
    make_version("self-evaluation")
    inspection = make_inspection()
    loaded = get_inspection(inspection.id)
    bundle = begin_bundle(actor=None, inspection=loaded, gate=get_gate(loaded, "documents_due"))
    db.session.commit()
    client.sign_in_quickly(director)
    page = client.get("/").text
    assert 'href="/documents/self-evaluation"' in page
    assert f'href="/inspections/{inspection.id}/bundles/{bundle.id}"' in page
