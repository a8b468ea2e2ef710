"""The ways out, against a mail server and a Notify of our own that answer on this machine."""

import email
import email.policy
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from readiness.notifications.delivery import Delivery, DeliveryFailed, make_delivery
from readiness.notifications.delivery.console import ConsoleDelivery
from readiness.notifications.delivery.notify import NotifyDelivery
from readiness.notifications.delivery.smtp import SmtpDelivery
from readiness.notifications.rules.outbox import Ending, Letter
from tests.support.settings import make_settings

LETTER = Letter(
    reference="abc123",
    to_address="person@example.org",
    to_name="Zoë Person, Head",
    subject="2 tasks: 1 overdue – “now”",
    text="Line one…\n.\nhttps://readiness.example.org/inspections/1\n",
    html="<!doctype html><p>Line one…</p>",
)
NUMBER = "12345678-1234-1234-1234-123456789012"


class _MailServer(socketserver.ThreadingTCPServer):
    """Answers each command as told, and keeps what it was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.answers = answers
        self.taken: list[bytes] = []


class _MailHandler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split()[0].upper().decode()
            self._say(server.answers.get(word, {"DATA": "354 go"}.get(word, "250 fine")))
            if word == "DATA" and server.answers.get(word, "354")[0] == "3":
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                if server.answers.get("END") == "hang up":
                    return
                server.taken.append(body)
                self._say(server.answers.get("END", "250 taken"))
            if word == "QUIT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(**answers: str) -> Iterator[tuple[_MailServer, SmtpDelivery]]:
    with _MailServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server, smtp_at(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def smtp_at(port: int, **more: str) -> SmtpDelivery:
    given = {"security": "none", "user": "", "password": "", **more}
    return SmtpDelivery(
        host="127.0.0.1",
        port=port,
        sender="readiness@example.org",
        sender_name="Example council",
        **given,
    )


def fail(delivery: Delivery) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        delivery.send(LETTER)
    return caught.value


def test_a_mail_server_gets_text_and_html_with_the_number_of_every_attempt() -> None:
    with mail_server() as (server, delivery):
        delivery.send(LETTER)
    raw = server.taken[0].replace(b"\r\n..", b"\r\n.")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert raw.isascii()
    assert mail["Message-ID"] == "<abc123@example.org>"
    assert mail["Subject"] == LETTER.subject
    assert mail["To"] == '"Zoë Person, Head" <person@example.org>'
    assert mail["From"] == "Example council <readiness@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().startswith(LETTER.html)
    assert html.get_content_type() == "text/html"


def test_an_invitation_goes_as_what_mail_programs_offer_to_answer() -> None:
    letter = replace(LETTER, calendar="BEGIN:VCALENDAR\r\nÉ\r\n", calendar_method="REQUEST")
    with mail_server() as (server, delivery):
        delivery.send(letter)
    mail = email.message_from_bytes(server.taken[0], policy=email.policy.default)
    assert mail.get_content_type() == "multipart/alternative"
    *_, part = mail.iter_parts()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_content().splitlines() == ["BEGIN:VCALENDAR", "É"]


@pytest.mark.parametrize(
    ("answers", "ending", "may_have_arrived"),
    [
        ({"RCPT": "550 no such person"}, Ending.REFUSED, False),
        ({"RCPT": "451 greylisted"}, Ending.LATER, False),
        ({"MAIL": "530 sign in first"}, Ending.UNREACHABLE, False),
        ({"DATA": "554 no"}, Ending.REFUSED, False),
        ({"END": "552 too big"}, Ending.REFUSED, False),
        ({"END": "452 full"}, Ending.LATER, False),
        ({"END": "hang up"}, Ending.LATER, True),
        ({"EHLO": "421 busy", "HELO": "421 busy"}, Ending.UNREACHABLE, False),
    ],
)
def test_what_a_mail_server_answers_decides_whether_and_when_to_try_again(
    answers: dict[str, str], ending: Ending, may_have_arrived: bool
) -> None:
    with mail_server(**answers) as (_server, delivery):
        outcome = fail(delivery).outcome
    assert (outcome.ending, outcome.may_have_arrived) == (ending, may_have_arrived)
    assert outcome.sentence


def test_an_accepted_email_is_accepted_even_if_the_goodbye_fails() -> None:
    with mail_server(QUIT="500 what?") as (server, delivery):
        delivery.send(LETTER)
    assert len(server.taken) == 1
    assert not delivery.has_accepted(LETTER)


def test_a_mail_server_that_is_not_there_or_cannot_be_trusted_is_unreachable() -> None:
    with mail_server() as (server, _delivery):
        port = server.server_address[1]
        assert fail(smtp_at(port, security="starttls")).outcome.ending is Ending.UNREACHABLE
        assert fail(smtp_at(port, user="me", password="x")).outcome.ending is Ending.UNREACHABLE
    assert fail(smtp_at(port)).outcome.ending is Ending.UNREACHABLE
    assert fail(smtp_at(port, security="tls")).outcome.ending is Ending.UNREACHABLE


class _Notify(HTTPServer):
    def __init__(self, code: int, answer: object) -> None:
        super().__init__(("127.0.0.1", 0), _NotifyHandler)
        self.code, self.answer = code, answer
        self.asked: list[tuple[str, Any]] = []


class _NotifyHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_GET(self) -> None:
        self._answer(None)

    def _answer(self, given: object) -> None:
        server: Any = self.server
        server.asked.append((self.path, given))
        body = json.dumps(server.answer).encode()
        self.send_response(server.code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def notify(code: int, answer: object) -> Iterator[tuple[_Notify, NotifyDelivery]]:
    with _Notify(code, answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server, notify_at(f"http://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()


def notify_at(address: str) -> NotifyDelivery:
    return NotifyDelivery(api_key=f"name-{NUMBER}-{NUMBER}", template_id=NUMBER, base_url=address)


def test_notify_gets_the_template_the_words_and_the_number_of_every_attempt() -> None:
    with notify(201, {"id": NUMBER}) as (server, delivery):
        delivery.send(LETTER)
    ((path, given),) = server.asked
    assert path == "/v2/notifications/email"
    assert given["reference"] == "abc123"
    assert given["personalisation"] == {"subject": LETTER.subject, "body": LETTER.text}
    assert (given["email_address"], given["template_id"]) == ("person@example.org", NUMBER)


@pytest.mark.parametrize(("found", "expected"), [([{"id": NUMBER}], True), ([], False)])
def test_notify_says_whether_it_has_an_email_of_this_number(
    found: list[object], expected: bool
) -> None:
    with notify(200, {"notifications": found}) as (server, delivery):
        assert delivery.has_accepted(LETTER) is expected
    assert "reference=abc123" in server.asked[0][0]


@pytest.mark.parametrize(
    ("code", "ending", "may_have_arrived"),
    [
        (400, Ending.REFUSED, False),
        (403, Ending.UNREACHABLE, False),
        (429, Ending.LATER, False),
        (500, Ending.UNREACHABLE, True),
        (503, Ending.UNREACHABLE, True),
    ],
)
def test_what_notify_answers_decides_whether_and_when_to_try_again(
    code: int, ending: Ending, may_have_arrived: bool
) -> None:
    answer = {"errors": [{"error": "BadRequestError", "message": "Not this one"}]}
    with notify(code, answer) as (_server, delivery):
        outcome = fail(delivery).outcome
    assert (outcome.ending, outcome.may_have_arrived) == (ending, may_have_arrived)
    assert ("Not this one" in outcome.sentence) == (code == 400)


def test_a_notify_that_does_not_answer_is_unreachable() -> None:
    outcome = fail(notify_at("http://127.0.0.1:9")).outcome
    assert (outcome.ending, outcome.may_have_arrived) == (Ending.UNREACHABLE, True)


def test_the_console_shows_an_email_and_sends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    delivery = ConsoleDelivery()
    delivery.send(LETTER)
    shown = capsys.readouterr().out
    assert shown.startswith("Email to person@example.org (shown here, not sent): 2 tasks")
    assert not delivery.has_accepted(LETTER)


@pytest.mark.parametrize(
    ("by", "kind"),
    [("console", ConsoleDelivery), ("smtp", SmtpDelivery), ("notify", NotifyDelivery)],
)
def test_the_settings_choose_the_way_out(tmp_path: Any, by: str, kind: type) -> None:
    assert isinstance(make_delivery(make_settings(tmp_path, mail_by=by)), kind)
