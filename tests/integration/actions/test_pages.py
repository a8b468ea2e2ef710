"""The pages of actions: what they say, filters in the address, files, the file for Excel."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.queries import get_action
from readiness.actions.rules import ActionState, Origin, Source
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.people import make_person
from tests.support.client import InspectingClient, expect_conflict_told
from tests.support.statements import statements


@pytest.fixture
def chair(app: Flask, client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR, "Cleo Chair")
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def owner(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Olu Owner")


def text(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def page(action: Action) -> str:
    return f"/actions/{action.id}"


def fields(owner: Person, **more: object) -> dict[str, object]:
    day = clock.today() + timedelta(days=10)
    return {
        "title": "Try the upload from another building",
        "detail": "It was seen to work.",
        "owner": str(owner.id),
        "due_on-day": day.day,
        "due_on-month": day.month,
        "due_on-year": day.year,
        "source": "meeting",
        "source_words": "The meeting of today",
        **more,
    }


def test_the_list_opens_with_how_many_are_late_and_filters_by_address(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    make_action(owner, title="Late one", days=-3)
    make_action(chair, title="Mine", origin=Origin(Source.AUDIT, words="Audit 12"))
    everything = text(client, "/actions/")
    assert "2 actions are open: 1 is overdue." in everything
    assert "3 days overdue" in everything
    assert "Mine" not in text(client, "/actions/?when=overdue")
    assert "Late one" not in text(client, f"/actions/?owner={chair.id}")
    assert "Late one" not in text(client, "/actions/?source=audit")
    assert "Late one" not in text(client, "/actions/?search=Audit+12")
    assert "No action fits" in text(client, "/actions/?when=ended")
    assert "No action fits" in text(client, "/actions/?search=100%25")


def test_what_was_agreed_long_ago_is_found_by_its_age_and_says_it(
    client: InspectingClient, chair: Person
) -> None:
    make_action(chair, title="New one")
    for title, days in (("Of six weeks", 42), ("Of seven months", 214)):
        make_action(chair, title=title).created_at = clock.now() - timedelta(days=days)
    db.session.commit()
    with statements() as sent:
        everything = text(client, "/actions/")
    assert len(sent) <= 15
    assert ">today</time>" in everything
    assert ">6 weeks ago</time>" in everything
    older = text(client, "/actions/?age=month")
    assert "New one" not in older
    assert "Of six weeks" in older
    assert "/actions/actions.csv?age=month" in older
    assert "Of six weeks" not in text(client, "/actions/?age=half_year")
    answer = client.get("/actions/actions.csv?age=half_year")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["Action"], row["Days open"]) for row in rows] == [("Of seven months", "214")]


@pytest.mark.parametrize(
    "query", ["age=old", "owner=x", "owner=99999999999", "when=never", "state=so"]
)
def test_a_filter_that_makes_no_sense_asks_for_nothing(
    client: InspectingClient, chair: Person, query: str
) -> None:
    make_action(chair, title="Mine")
    assert "Mine" in text(client, f"/actions/?{query}")


def test_an_action_is_agreed_reported_and_confirmed_on_its_page(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    answer = client.send("/actions/new", fields(owner, needs_confirmation="y"))
    assert answer.status_code == 302
    path = answer.headers["Location"]
    assert "Olu Owner does this by" in text(client, path)
    client.sign_in_quickly(owner)
    assert "Confirm that it is done" not in text(client, path)
    version = get_action(int(path.rpartition("/")[2])).version
    client.send(f"{path}/done", {"version": version, "outcome": "It worked twice."}, page=path)
    assert "has to confirm" in text(client, path)
    client.sign_in_quickly(chair)
    assert "reports it done: confirm it" in text(client, "/")
    answer = client.send(f"{path}/confirm", {"version": version + 1}, page=path)
    assert answer.status_code == 302
    assert "confirmed by Cleo Chair" in text(client, path)


def test_a_form_that_lacks_something_keeps_what_was_written(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    day = clock.today() - timedelta(days=1)
    past = {"due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}
    answer = client.send("/actions/new", fields(owner, **past))
    assert answer.status_code == 422
    assert "has passed already" in answer.get_data(as_text=True)
    assert "Try the upload from another building" in answer.get_data(as_text=True)


def test_another_due_date_without_a_reason_is_refused_at_the_box_of_the_reason(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    action = make_action(owner)
    changed = fields(owner, version=action.version)
    answer = client.send(f"{page(action)}/change", changed, page=page(action))
    assert answer.status_code == 422
    assert "(needed if one of them does)" in answer.text
    assert 'id="change_reason-error"' in answer.text


def test_the_second_of_two_sees_a_sentence_and_keeps_their_words(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    action = make_action(owner)
    answer = client.send(
        f"{page(action)}/done", {"version": 99, "outcome": "My own words"}, page=page(action)
    )
    assert answer.status_code == 409
    assert "Look at it again" in answer.get_data(as_text=True)
    assert "My own words" in answer.get_data(as_text=True)
    assert get_action(action.id).state is ActionState.OPEN


def test_a_fault_hides_nothing_of_what_somebody_else_changed(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    action = make_action(chair)
    opened, action.detail = action.version, "Said by somebody else."
    db.session.commit()
    expect_conflict_told(
        client,
        f"{page(action)}/change",
        page=page(action),
        faulty=fields(chair, title=""),
        right=fields(chair, change_reason="Agreed today."),
        versions=(opened, opened + 1),
    )


def test_a_file_is_kept_and_opened_by_few_and_its_taking_out_is_noted(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    action = make_action(owner)
    file = {"file": (io.BytesIO(b"What was seen."), "seen.txt")}
    assert client.send(f"{page(action)}/evidence", file, page=page(action)).status_code == 302
    found = get_action(action.id).evidence[0]
    address = f"{page(action)}/evidence/{found.id}"
    answer = client.send(address, {}, page=page(action))
    assert answer.data == b"What was seen."
    assert "Cleo Chair downloaded a file of this action" in text(client, page(action))
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert client.send(address, {}, page="/password").status_code == 403
    assert client.send(f"{address}9", {}, page="/password").status_code == 404


def test_a_bad_file_is_refused_with_a_sentence(client: InspectingClient, chair: Person) -> None:
    action = make_action(chair)
    file = {"file": (io.BytesIO(b"MZ"), "tool.exe")}
    answer = client.send(f"{page(action)}/evidence", file, page=page(action))
    assert answer.status_code == 422
    assert get_action(action.id).evidence == []


def test_the_file_for_excel_holds_what_fits_and_runs_nothing(
    client: InspectingClient, chair: Person, owner: Person
) -> None:
    make_action(owner, title="=1+1")
    make_action(chair, title="Another")
    answer = client.get(f"/actions/actions.csv?owner={owner.id}")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Action", "'=1+1"]
    assert rows[1][3] == "Olu Owner"


def test_an_observer_sees_no_actions_and_a_worker_agrees_none(
    client: InspectingClient, chair: Person
) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert client.get("/actions/").status_code == 403
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert client.get("/actions/").status_code == 200
    assert client.get("/actions/new").status_code == 403


def test_today_lists_your_own_actions(client: InspectingClient, owner: Person) -> None:
    make_action(owner, title="Ring the schools", days=-1)
    client.sign_in_quickly(owner)
    found = text(client, "/")
    assert "Your actions" in found
    assert "Ring the schools" in found
    assert "1 day overdue" in found
