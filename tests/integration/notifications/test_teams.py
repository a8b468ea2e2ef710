"""The Teams channel of an inspection: its address, its news, and how posts leave."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import move_anchor
from readiness.notifications import jobs
from readiness.notifications.delivery import DeliveryFailed, teams
from readiness.notifications.delivery.console import ConsoleDelivery
from readiness.notifications.models import Message, TeamsChannel
from readiness.notifications.operations import retry_message
from readiness.notifications.rules.outbox import Ending, Letter, MessageState
from readiness.notifications.rules.webhooks import NOT_OUTSIDE
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, make_inspection
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person
from tests.support.client import InspectingClient

SECRET = "sig=kept-to-itself-3f9c"
ADDRESS = f"https://hooks.example.org/workflows/1?{SECRET}"
OUTSIDE = "93.184.215.14"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The numbers of servers by their names, without asking anybody."""
    known = {"hooks.example.org": [OUTSIDE], "inside.example.org": [OUTSIDE, "10.0.0.1"]}

    def find(host: str) -> list[str]:
        if host not in known:
            raise ValueError(teams.NOT_FOUND)
        return known[host]

    monkeypatch.setattr(teams, "find_numbers", find)
    return known


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """What Teams got."""
    made = Mailbox()
    monkeypatch.setattr(jobs, "find_post", lambda: made)
    return made


@pytest.fixture
def me(client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR)
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    with clock.at(CALL):
        return make_inspection()


def page_of(inspection: Inspection) -> str:
    return f"/inspections/{inspection.id}/teams"


def set_address(client: InspectingClient, page: str, address: str, version: int = 0) -> Any:
    return client.send(page, {"address": address, "version": version})


def round_at(app: Flask, now: Any) -> None:
    with clock.at(now), writing():
        jobs.invite_now(now)
        db.session.commit()
    work_at(app, now)


def test_the_address_is_kept_sealed_and_never_shown_whole(
    client: InspectingClient, me: Person, inspection: Inspection
) -> None:
    page = page_of(inspection)
    assert "No channel hears of this inspection" in client.get(page).text
    assert set_address(client, page, ADDRESS).status_code == 302
    shown = client.get(page).text
    assert "hooks.example.org, ending in 3f9c" in shown
    row = db.session.scalars(select(TeamsChannel)).one()
    said = [f"{entry.content()}" for entry in db.session.scalars(select(Activity))]
    for kept in (shown, row.sealed, row.hint, *said):
        assert SECRET not in kept
    late = set_address(client, page, ADDRESS, version=0)
    assert (late.status_code, 'href="#address"' in late.text) == (409, True)
    assert 'name="version" type="hidden" value="1"' in late.text
    assert SECRET not in late.text
    assert client.send(f"{page}/remove", {"version": 1}, page).status_code == 302
    assert db.session.scalars(select(TeamsChannel.sealed)).one() == ""
    assert client.send(f"{page}/remove", {"version": 2}, page).status_code == 422


def test_for_a_trial_run_the_page_asks_for_a_channel_of_those_who_take_part(
    client: InspectingClient, me: Person, inspection: Inspection
) -> None:
    words = "choose one that only those read who take part"
    assert words not in client.get(page_of(inspection)).text
    assert words in client.get(page_of(make_inspection(is_trial=True))).text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://hooks.example.org/1", "must begin with https://"),
        ("https://inside.example.org/1", "leads into a private network"),
        ("https://nowhere.example.org/1", "No server is found"),
        ("", "Paste the address"),
    ],
)
def test_an_address_that_must_not_be_posted_to_is_refused_and_not_shown_back(
    client: InspectingClient, me: Person, inspection: Inspection, address: str, said: str
) -> None:
    answer = set_address(client, page_of(inspection), address)
    assert answer.status_code == 422
    assert said in answer.text
    assert not address or address not in answer.text
    assert db.session.scalar(select(TeamsChannel)) is None


def move_the_arrival(actor: Person, inspection: Inspection) -> None:
    with clock.at(CALL + timedelta(days=3, minutes=6)):
        actor, found = (
            db.session.get_one(Person, actor.id),
            db.session.get_one(Inspection, inspection.id),
        )
        at = CALL + timedelta(days=8)
        move_anchor(
            actor=actor, inspection_id=found.id, key="arrival", at=at, version=found.version
        )
        db.session.commit()


def test_a_channel_hears_of_start_gates_and_moved_dates_once_each(
    app: Flask,
    client: InspectingClient,
    me: Person,
    inspection: Inspection,
    channel: Mailbox,
    mailbox: Mailbox,
) -> None:
    set_address(client, page_of(inspection), ADDRESS)
    row = db.session.scalars(select(TeamsChannel)).one()
    row.set_at = CALL
    for task in db.session.scalars(select(Task).where(Task.gate == "data_due")):
        task.gate = None
    db.session.commit()
    night = CALL.replace(hour=22)
    for minutes in (0, 1):
        round_at(app, night + timedelta(minutes=minutes))
    assert [letter.subject for letter in channel.letters] == [
        "Short inspection, 30 November 2026 has started"
    ], "a channel knows no hours"
    assert channel.letters[0].webhook == ADDRESS
    assert ADDRESS not in repr(channel.letters[0])
    for minutes in (0, 5):
        round_at(app, CALL + timedelta(days=3, minutes=minutes))
    assert [letter.subject for letter in channel.letters[1:]] == [
        "Gate passed: Child-level data due", "Gate missed: Documents due",
    ]  # fmt: skip
    assert "tasks that feed it were not done in time." in channel.letters[2].text
    move_the_arrival(me, inspection)
    round_at(app, CALL + timedelta(days=3, minutes=7))
    last = channel.letters[3]
    assert last.subject == "Key dates moved: Short inspection, 30 November 2026"
    assert "Inspectors arrive: Tuesday 8 December 2026, 9.15am." in last.text
    assert "Draft report arrives:" in last.text, "what hangs from it moved as well"
    assert "Child-level data due:" not in last.text, "it has passed"
    assert len(channel.letters) == 4
    page = client.get("/emails/").text
    assert "the Teams channel of “Short inspection, 30 November 2026”" in page
    number = db.session.scalars(select(Message.id).where(Message.channel_id.is_not(None))).first()
    assert "A post to the Teams channel" in client.get(f"/emails/{number}").text


def test_posts_wait_apart_from_emails_are_tried_again_and_end_with_the_address(
    app: Flask,
    client: InspectingClient,
    me: Person,
    inspection: Inspection,
    channel: Mailbox,
    mailbox: Mailbox,
) -> None:
    set_address(client, page_of(inspection), ADDRESS)
    channel.answers = lambda _letter: Ending.LATER
    mailbox.answers = lambda _letter: Ending.UNREACHABLE
    now = CALL + timedelta(hours=1)
    round_at(app, now)
    posts = select(Message).where(Message.channel_id.is_not(None))
    post = db.session.scalars(posts).one()
    assert (post.state, post.attempts, post.is_unreached) == (MessageState.WAITING, 1, False)
    channel.answers = lambda _letter: Ending.REFUSED
    round_at(app, now + timedelta(minutes=2))
    assert db.session.scalars(posts).one().state is MessageState.FAILED
    with clock.at(now):
        found = db.session.scalars(posts).one()
        retry_message(actor=me, message=found, version=found.version)
        db.session.commit()
    page = page_of(inspection)
    client.send(f"{page}/remove", {"version": 1}, page)
    round_at(app, now + timedelta(minutes=3))
    assert db.session.scalars(posts).one().state is MessageState.WITHDRAWN
    assert channel.letters == []


@contextmanager
def hook(status: int, *, hangs_up: bool = False) -> Iterator[tuple[HTTPServer, list[Any]]]:
    """A server that answers posts with this status, or goes away in the middle."""
    taken: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.path, self.headers["Host"], json.loads(body)))
            if hangs_up:
                return
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server, taken
        finally:
            server.shutdown()
            thread.join()


LETTER = Letter("ref", "", "", "Gate passed", "All done.\nhttps://r.example.org/1", "")


def post_to(server: HTTPServer, monkeypatch: pytest.MonkeyPatch, address: str = ADDRESS) -> None:
    def open_line(_host: str, number: str) -> http.client.HTTPConnection:
        assert number == OUTSIDE, "the line goes to the number that was judged"
        return http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)

    monkeypatch.setattr(teams, "open_line", open_line)
    letter = Letter(**{**vars(LETTER), "webhook": address})
    teams.TeamsDelivery().send(letter)


def test_a_card_is_posted_to_the_number_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook(202) as (server, taken):
        post_to(server, monkeypatch)
    ((path, _host, card),) = taken
    assert path == f"/workflows/1?{SECRET}"
    assert card["attachments"][0]["content"]["body"][0]["text"] == "Gate passed"
    assert not teams.TeamsDelivery().has_accepted(LETTER)


@pytest.mark.parametrize(
    ("status", "ending"),
    [(302, Ending.REFUSED), (404, Ending.REFUSED), (429, Ending.LATER), (503, Ending.LATER)],
)
def test_an_answer_that_is_no_yes_says_how_it_goes_on_and_is_followed_nowhere(
    monkeypatch: pytest.MonkeyPatch, status: int, ending: Ending
) -> None:
    with hook(status) as (server, taken), pytest.raises(DeliveryFailed) as caught:
        post_to(server, monkeypatch)
    assert caught.value.outcome.ending is ending
    assert SECRET not in caught.value.outcome.sentence
    assert len(taken) == 1


def test_a_line_that_breaks_or_does_not_open_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with hook(200, hangs_up=True) as (server, _), pytest.raises(DeliveryFailed) as caught:
        post_to(server, monkeypatch)
    assert caught.value.outcome.may_have_arrived
    with pytest.raises(DeliveryFailed) as caught:
        post_to(server, monkeypatch)
    assert (caught.value.outcome.ending, caught.value.outcome.may_have_arrived) == (
        Ending.LATER, False,
    )  # fmt: skip


def test_a_server_that_answers_a_letter_at_a_time_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(teams, "ANSWERED_WITHIN_S", 0.2)
    left = threading.Event()

    def drip(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line, suppress(OSError):
            while not left.wait(0.02):
                line.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        port = listener.getsockname()[1]

        def open_line(_host: str, _number: str) -> http.client.HTTPConnection:
            return http.client.HTTPConnection("127.0.0.1", port, timeout=5)

        monkeypatch.setattr(teams, "open_line", open_line)
        begun = time.monotonic()
        with pytest.raises(DeliveryFailed) as caught:
            teams.TeamsDelivery().send(Letter(**{**vars(LETTER), "webhook": ADDRESS}))
        took = time.monotonic() - begun
        left.set()
        thread.join()
    assert took < 2
    assert (caught.value.outcome.ending, caught.value.outcome.may_have_arrived) == (
        Ending.LATER, True,
    )  # fmt: skip


def test_a_name_that_leads_inside_later_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
) -> None:
    names["hooks.example.org"] = ["127.0.0.1"]
    with hook(200) as (server, taken), pytest.raises(DeliveryFailed, match="private") as caught:
        post_to(server, monkeypatch)
    assert (taken, caught.value.outcome.sentence) == ([], NOT_OUTSIDE)
    for address, ending in (
        ("https://gone.example.org/1", Ending.LATER), ("ftp://x/1", Ending.REFUSED),
    ):  # fmt: skip
        with hook(200) as (server, taken), pytest.raises(DeliveryFailed) as caught:
            post_to(server, monkeypatch, address)
        assert (taken, caught.value.outcome.ending) == ([], ending)


def test_the_line_checks_the_certificate_of_the_name_it_was_given() -> None:
    line = teams.open_line("hooks.example.org", OUTSIDE)
    assert isinstance(line, http.client.HTTPSConnection)
    assert line.host == "hooks.example.org"
    line.close()


def test_from_the_demo_no_post_leaves(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(jobs.find_post(), teams.TeamsDelivery)
    ConsoleDelivery().send(Letter(**{**vars(LETTER), "webhook": ADDRESS}))
    said = capsys.readouterr().out
    assert "Post to Teams" in said
    assert SECRET not in said
