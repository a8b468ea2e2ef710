"""Cases that inspectors selected or referred back: what pages and emails say of them, to whom."""

from datetime import timedelta

import pytest
from flask import Flask

from readiness import clock
from readiness.fieldwork.models import SelectedCase
from readiness.fieldwork.queries.cases import get_selected, list_referred, list_selected
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_posts_by_key
from readiness.notifications import jobs
from readiness.people.permissions import Role
from tests.factories.fieldwork import ARRIVAL, make_bare_inspection, make_case, make_referral
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.fieldwork_pages import moment_fields, page, stands_now, text, version_in

IDENTIFIER = "C900417"


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_bare_inspection()


READERS = {
    Role.QUALITY_LEAD: True,
    Role.DATA_LEAD: True,
    Role.DIRECTOR: True,
    Role.COORDINATOR: False,
    Role.HEAD_OF_SERVICE: False,
    Role.CONTRIBUTOR: False,
    Role.ADMINISTRATOR: False,
    Role.OBSERVER: False,
}


def test_identifiers_are_seen_by_those_with_the_right_alone(
    client: InspectingClient, inspection: Inspection
) -> None:
    make_case(inspection, IDENTIFIER)
    make_referral(inspection, make_person(), identifier=IDENTIFIER)
    for role, sees in READERS.items():
        client.sign_in_quickly(make_person(role))
        cases, referred = (text(client, page(inspection, rest)) for rest in ("cases", "referred"))
        assert "0 of 1 audits are back" in cases
        assert "1 case has been referred back" in referred
        assert (IDENTIFIER in cases, IDENTIFIER in referred) == (sees, sees), role
        assert ("Case 1" in referred) is sees, role
        assert ("Case 1" in cases) is (role is not Role.OBSERVER), role
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    for path in (f"/inspections/{inspection.id}", "/", "/activity"):
        assert IDENTIFIER not in text(client, path)


def test_a_case_is_selected_ticked_off_changed_and_withdrawn(
    client: InspectingClient, inspection: Inspection
) -> None:
    director = make_person(Role.DIRECTOR)
    client.sign_in_quickly(director)
    here, post = page(inspection, "cases"), list_posts_by_key()["hos-front-door"]
    assert "Inspectors may choose up to 12." in text(client, here)
    fields = {"identifier": IDENTIFIER, "worker": "W", "manager": "M", "post": post.id}
    client.send(here, fields)
    again = client.send(here, fields)
    assert "That is selected case 1 already." in again.text
    (case,) = list_selected(inspection.id)
    path = f"{here}/{case.id}"
    tick_off_and_open_again(client, here, case)
    version = get_selected(inspection.id, case.id).version
    changed = {**fields, "worker": "New worker", "version": version}
    assert client.send(path, changed).status_code == 302
    second = client.send(path, {**changed, "worker": "Mine"})
    stands_now(second, IDENTIFIER, "New worker")
    mine = {**changed, "worker": "Mine", "version": version_in(second)}
    assert client.send(path, mine).status_code == 302
    coordinator = make_person(Role.COORDINATOR)
    client.sign_in_quickly(coordinator)
    assert IDENTIFIER not in text(client, path)
    version = get_selected(inspection.id, case.id).version
    kept = {"worker": "W2", "manager": "M", "post": post.id, "version": version}
    assert client.send(path, kept).status_code == 302
    found = get_selected(inspection.id, case.id)
    assert (found.identifier, found.worker) == (IDENTIFIER, "W2")
    withdraw_it(client, here, found)
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert client.get(path).status_code == 404


def tick_off_and_open_again(client: InspectingClient, here: str, case: SelectedCase) -> None:
    """The audit of a case, by who sees the version and by who does not."""
    path, check = f"{here}/{case.id}", case.checks[-1]
    tick = f"{path}/checks/{check.key}"
    assert client.send(f"{tick}/tick", {"version": check.version}, page=here).status_code == 302
    assert client.send(f"{tick}/tick", {"version": 1}, page=here).status_code == 409
    assert "1 of 1 audits are back." in text(client, here)
    assert client.send(f"{tick}/open", {"version": 2}, page=here).status_code == 302
    assert client.send(f"{tick}/shut", {"version": 3}, page=here).status_code == 404
    assert client.send(f"{path}/checks/nothing/tick", {}, page=here).status_code == 404


def withdraw_it(client: InspectingClient, here: str, case: SelectedCase) -> None:
    """Not by who saw an earlier version, whose reason is kept for the next try."""
    path = f"{here}/{case.id}"
    reason = {"reason": "They chose another.", "version": case.version - 1}
    late = client.send(f"{path}/withdraw", reason, page=path)
    assert late.status_code == 409
    assert "They chose another." in late.text
    assert "As it stands now" not in late.text
    reason["version"] = case.version
    client.send(f"{path}/withdraw", reason, page=path)
    assert "They chose another." in text(client, here)


def test_a_case_is_referred_back_acted_on_and_closed(
    client: InspectingClient, inspection: Inspection
) -> None:
    lead, owner = make_person(Role.QUALITY_LEAD, "Kim Quality"), make_person(name="Oli Owner")
    client.sign_in_quickly(lead)
    here = page(inspection, "referred")
    named = {
        "identifier": "Jo Smith",
        "concern": "not-seen",
        "owner": owner.id,
        **moment_fields("received_at", clock.now() - timedelta(minutes=5)),
    }
    refused = client.send(here, named)
    assert refused.status_code == 422
    assert "Never enter a name." in refused.text
    logged = client.send(here, {**named, "identifier": IDENTIFIER})
    assert IDENTIFIER not in logged.headers["Location"]
    (case,) = list_referred(inspection.id)
    path = f"{here}/{case.id}"
    client.sign_in_quickly(owner)
    assert "Case 1, referred back by inspectors" in text(client, "/")
    shown = text(client, path)
    assert IDENTIFIER not in shown
    assert "Ask Kim Quality" in shown
    done = {
        "owner": owner.id,
        "immediate_action": "Visited",
        "version": case.version,
        **moment_fields("told_at", clock.now()),
    }
    assert client.send(path, done).status_code == 422
    well = {**done, "outcome": "Seen, and well"}
    assert client.send(path, well).status_code == 302
    assert "and it is closed" in text(client, here)
    second = client.send(path, {**well, "outcome": "Seen"})
    stands_now(second, "Visited", "Seen, and well")
    assert IDENTIFIER not in second.text
    assert client.send(path, {**well, "version": version_in(second)}).status_code == 302
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    assert client.get(path).status_code == 404


def test_reminders_say_numbers_and_never_an_identifier(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: mailbox)
    tuesday = ARRIVAL + timedelta(days=1, hours=1)
    with clock.at(tuesday):
        inspection = make_bare_inspection()
        owner, reader = make_person(name="Oli Owner"), make_person(Role.QUALITY_LEAD)
        list_posts_by_key()["psw"].holder = reader
        make_referral(inspection, owner, identifier=IDENTIFIER)
        make_case(inspection, IDENTIFIER)
    work_at(app, tuesday.replace(hour=17, minute=1))
    (letter,) = mailbox.to(owner)
    assert "Answer case 1, which inspectors referred back" in letter.text
    assert page(inspection, "referred") in letter.text
    (other,) = mailbox.to(reader)
    assert "Records checked: selected case 1" in other.text
    assert all(IDENTIFIER not in mail.text + mail.html + mail.subject for mail in (letter, other))
