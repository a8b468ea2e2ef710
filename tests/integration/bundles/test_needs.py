"""What a gate needs and what is wrong with it, and gates whose needs nobody named."""

from datetime import timedelta

import pytest
from flask import Flask

from readiness import clock
from readiness.bundles.rules import Fault
from readiness.inspections.models import Inspection
from readiness.people.permissions import Role
from tests.factories.bundles import DATA, make_document, make_draft, needs_of
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


def test_what_is_missing_is_judged_each_by_its_own_faults(inspection: Inspection) -> None:
    make_document(as_at=clock.today() - timedelta(days=800), is_approved=False)
    found = {item.key: item for item in needs_of(inspection).items}
    assert found["self-evaluation"].faults == (Fault.STALE, Fault.NOT_APPROVED)
    assert found["board-papers"].faults == (Fault.MISSING,)


def test_an_unknown_gate_is_answered_in_words(
    client: InspectingClient, inspection: Inspection
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    start = f"/inspections/{inspection.id}/bundles/"
    answer = client.send(start, {"gate": "nothing"}, start)
    assert answer.status_code == 404
    assert "Its gates are: data_due, documents_due" in answer.text


def test_lists_may_go_out_at_a_gate_whose_needs_are_not_known(
    app: Flask, client: InspectingClient
) -> None:
    visit = make_inspection(key="ilacs-focused-visit", is_trial=True)
    client.sign_in_quickly(make_person(Role.DATA_LEAD))
    page = client.get(f"/inspections/{visit.id}/bundles/").text
    assert "the checklist names nothing, so choose what goes" in page
    bundle = make_draft(visit, gate=DATA)
    chosen = client.get(f"/inspections/{visit.id}/bundles/{bundle.id}").text
    assert "Nothing is chosen yet." in chosen
