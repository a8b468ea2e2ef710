"""The pages of e-mails, and one’s own hours."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from flask import Flask

from readiness import clock
from readiness.activity.queries import Wanted, list_activity
from readiness.extensions import db
from readiness.notifications.models import Message
from readiness.notifications.operations.outbox import new_reference
from readiness.notifications.queries import ROUND, get_hours
from readiness.notifications.rules.hours import MailHours
from readiness.notifications.rules.outbox import MessageState
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.work.operations import claim_slot
from tests.factories.people import make_person
from tests.support.checklist_files import make_folder, spoil
from tests.support.client import InspectingClient

HOURS = {"opens": "07:00", "closes": "20:00", "every_day": "y", "any_time": "y", "version": "0"}


@pytest.fixture
def me(client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR)
    client.sign_in_quickly(person)
    return person


def make_message(person: Person, number: int, state: MessageState, **more: object) -> Message:
    now = clock.now()
    given: dict[str, object] = {"last_error": "The address is unknown.", **more}
    message = Message(
        recipient_id=person.id,
        key=f"test:{number}",
        reference=new_reference(),
        subject=f"Email {number}",
        text=f"Hello <{number}>\n\nLine.",
        html="<p>Hello</p>",
        state=state,
        queued_at=now,
        next_try_at=now + timedelta(hours=1),
        **given,
    )
    db.session.add(message)
    db.session.commit()
    return message


def last_event() -> str:
    return list_activity(Wanted(), limit=1)[0].event


def test_the_list_opens_with_what_failed_and_waits_and_links_each_figure_to_its_rows(
    client: InspectingClient, me: Person
) -> None:
    for number, state in enumerate(MessageState):
        make_message(me, number, state, sent_at=clock.now() if state == "sent" else None)
    page = client.get("/emails/").text
    assert "1 email could not be sent; 2 wait to be sent." in page
    assert "Being sent" in page
    assert "The address is unknown." in page
    week = f"{clock.today() - timedelta(days=6):%Y-%m-%d}"
    assert f"/emails/?state=sent&amp;from={week}#emails" in page
    failed = client.get("/emails/?state=failed").text
    assert ("Email 3" in failed, "Email 2" in failed) == (True, False)


def test_an_empty_outbox_says_what_will_be_there(client: InspectingClient, me: Person) -> None:
    page = client.get("/emails/").text
    assert "No email has failed; none waits to be sent." in page
    assert "No email fits" in page


def test_rules_that_cannot_be_read_are_said_on_the_page(
    app: Flask, client: InspectingClient, me: Person, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "checklists")
    spoil(folder, "reminders.yaml", "when: before", "when: bifore")
    settings = app.extensions["readiness.settings"]
    app.extensions["readiness.settings"] = replace(settings, checklists_path=folder)
    page = client.get("/emails/").text
    assert "No reminders are written until this is mended" in page
    assert "checklists/reminders.yaml, line 7, when: “bifore” is not one of the choices." in page


@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "who=x", "who=99999999999", "from=2026-99-01", "page=-1", "to=9999-12-31"],
)
def test_a_filter_that_makes_no_sense_is_left_out(
    client: InspectingClient, me: Person, query: str
) -> None:
    make_message(me, 1, MessageState.SENT, sent_at=clock.now())
    assert "Email 1" in client.get(f"/emails/?{query}").text


def test_many_emails_come_in_pages_and_are_filtered_by_person_and_day(
    client: InspectingClient, me: Person
) -> None:
    other = make_person(name="B. Other")
    for number in range(60):
        make_message(me, number, MessageState.SENT, sent_at=clock.now())
    make_message(other, 60, MessageState.WAITING)
    assert "Showing 1 to 50 of 61 emails." in client.get("/emails/").text
    assert "Showing 51 to 61 of 61 emails." in client.get("/emails/?page=2").text
    alone = client.get(f"/emails/?who={other.id}").text
    assert "Email 60" in alone
    assert "Showing" not in alone
    today = f"{clock.today():%Y-%m-%d}"
    assert "of 61 emails" in client.get(f"/emails/?from={today}&to={today}").text
    assert "No email fits" in client.get("/emails/?to=2020-01-01").text


def test_a_failed_email_is_read_and_tried_again(client: InspectingClient, me: Person) -> None:
    message = make_message(me, 1, MessageState.FAILED)
    path = f"/emails/{message.id}"
    page = client.get(path).text
    assert "Not sent. The address is unknown." in page
    assert "Hello &lt;1&gt;" in page
    answer = client.send(f"{path}/retry", {"version": message.version}, page=path)
    assert answer.status_code == 302
    page = client.get(path).text
    assert "It waits to be tried again." in page
    assert f"{me.name} tried again to send this email" in page
    assert last_event() == "notifications:message:retried"
    again = client.send(f"{path}/retry", {"version": message.version}, page="/password")
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MessageState.WAITING, "It waits. The address is unknown."),
        (MessageState.SENDING, "It is being sent now."),
        (MessageState.WITHDRAWN, "Not sent. The address is unknown."),
        (MessageState.SENT, "Sent just now."),
    ],
)
def test_an_email_says_how_it_stands(
    client: InspectingClient, me: Person, state: MessageState, words: str
) -> None:
    sent_at = clock.now() if state is MessageState.SENT else None
    message = make_message(me, 1, state, sent_at=sent_at, is_uncertain=True)
    page = client.get(f"/emails/{message.id}").text
    assert words in page
    assert "Perhaps twice" in page


def test_hours_are_ones_own_and_kept(client: InspectingClient, me: Person) -> None:
    assert "from 8am to 6pm on working days." in client.get("/emails/yours").text
    assert client.send("/emails/yours", HOURS).status_code == 302
    page = client.get("/emails/yours").text
    assert "from 7am to 8pm every day, and at any time in an inspection." in page
    assert get_hours(me.id) == MailHours(time(7), time(20), True, True)
    assert last_event() == "notifications:hours:changed"
    other = make_person()
    assert get_hours(other.id) == MailHours()


def test_hours_out_of_order_or_changed_elsewhere_are_refused_and_what_was_chosen_stays(
    client: InspectingClient, me: Person
) -> None:
    answer = client.send("/emails/yours", {**HOURS, "closes": "06:00"})
    assert answer.status_code == 422
    assert "The last hour must be after the first." in answer.text
    client.send("/emails/yours", HOURS)
    late = client.send("/emails/yours", {**HOURS, "opens": "09:00"})
    assert late.status_code == 409
    assert "changed in another window" in late.text
    assert 'name="version" type="hidden" value="1"' in late.text
    nonsense = client.send("/emails/yours", {**HOURS, "opens": "25:00"})
    assert nonsense.status_code == 422


def test_the_page_of_hours_says_what_one_is_emailed_about(
    client: InspectingClient, me: Person
) -> None:
    page = client.get("/emails/yours").text
    assert "2 hours before a task of yours is due" in page
    assert "when a task is 30 minutes late: you, if you are the deputy of its post" in page
    assert "on the working day before the readiness meeting, everybody’s tasks" in page
    assert "everybody’s tasks, actions, lists, documents and arrangements, if you are the" in page


def test_a_contributor_sets_hours_and_does_not_see_the_emails_of_others(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    assert client.get("/emails/yours").status_code == 200
    assert client.get("/emails/").status_code == 403


@pytest.mark.parametrize(("minutes", "warned"), [(3, False), (30, True)])
def test_rounds_that_fail_or_stop_are_shown(
    client: InspectingClient, me: Person, minutes: int, warned: bool
) -> None:
    now = clock.now()
    claim_slot(ROUND, now - timedelta(minutes=minutes), now=now)
    db.session.commit()
    page = client.get("/emails/").text
    assert ("The rounds of reminders fail or have stopped" in page) == warned
