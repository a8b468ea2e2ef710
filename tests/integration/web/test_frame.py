import gc
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import DictLoader

from readiness.web import warm_up
from readiness.web.navigation import Account
from tests.support.frame import HTMX, FrameSettings, Somebody, make_frame, send, token
from tests.support.page_inspector import inspect_page


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/call", 200), ("/nowhere", 404), ("/tick", 405)]
)
def test_every_page_of_the_frame_keeps_the_rules_of_all_pages(
    browser: FlaskClient, path: str, status: int
) -> None:
    answer = browser.get(path)
    assert answer.status_code == status
    inspect_page(answer)


def test_what_a_page_is_given_never_becomes_markup(browser: FlaskClient) -> None:
    assert "&lt;b&gt;Hello&lt;/b&gt;" in browser.get("/").text


def test_a_server_compiles_every_page_before_the_first_is_opened_and_keeps_it_from_the_collector(
    frame: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[int] = []
    pages = {"one.html": "{{ 1 }}", "two.html": "", "not_a_page.txt": "{% that fails"}
    monkeypatch.setattr(frame.jinja_env, "loader", DictLoader(pages))
    monkeypatch.setattr(frame.jinja_env, "cache", {})
    monkeypatch.setattr(gc, "freeze", lambda: compiled.append(len(frame.jinja_env.cache or ())))
    warm_up(frame)
    assert compiled == [2]


def test_navigation_shows_only_what_the_person_may_open(
    browser: FlaskClient, somebody: Somebody
) -> None:
    assert "Secret" not in browser.get("/").text
    somebody.permissions.add("secret")
    page = browser.get("/").text
    assert page.index(">Open</strong>") < page.index(">Secret</strong>")
    assert 'aria-current="page"' in page
    assert 'aria-current="true"' in browser.get("/call").text


def test_the_header_says_who_is_signed_in_and_signs_out_by_post(
    browser: FlaskClient, somebody: Somebody
) -> None:
    assert "Sign out" not in browser.get("/").text
    somebody.account = Account("Asha Bello", "/me", "/sign-out")
    answer = browser.get("/")
    assert "Asha Bello" in answer.text
    assert '<form method="post" action="/sign-out">' in answer.text
    inspect_page(answer)


def test_a_message_is_shown_on_the_next_page(browser: FlaskClient) -> None:
    assert "It is saved." in browser.get("/").text


def test_only_the_demo_says_that_it_is_the_demo(somebody: Somebody) -> None:
    demo = make_frame(FrameSettings(demo=True), somebody).test_client()
    assert "An invented council" in demo.get("/").text
    real = make_frame(FrameSettings(), somebody).test_client()
    assert "An invented council" not in real.get("/").text


def test_pages_forbid_inline_code_and_are_never_kept(browser: FlaskClient) -> None:
    headers = browser.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_production_insists_on_a_secure_connection(somebody: Somebody) -> None:
    browser = make_frame(FrameSettings(production=True), somebody).test_client()
    assert "max-age=31536000" in browser.get("/").headers["Strict-Transport-Security"]


def test_front_end_files_are_kept_as_long_as_their_address_names_their_content(
    browser: FlaskClient,
) -> None:
    page = browser.get("/").text
    found = re.search(r"/static/icon\.svg\?v=[0-9a-f]{12}", page)
    assert found is not None
    with browser.get(found[0]) as kept:
        assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with browser.get("/static/icon.svg") as asked_again:
        assert asked_again.headers["Cache-Control"] == "no-cache"


def test_the_councils_colour_is_served_as_a_stylesheet(browser: FlaskClient) -> None:
    answer = browser.get("/theme.css")
    assert answer.mimetype == "text/css"
    assert "--accent:#00615d" in answer.text


def test_a_first_load_is_under_250_kilobytes(frame: Flask, browser: FlaskClient) -> None:
    page = browser.get("/").text
    addresses = re.findall(r'(?:href|src)="(/(?:static|theme)[^"]+)"', page)
    assert len(addresses) == 5
    total = len(page.encode())
    for address in [*addresses, "/static/build/govuk-frontend.min.js"]:
        with browser.get(address) as file:
            assert file.status_code == 200
            total += len(file.data)
    assert total < 250_000


def test_a_refusal_is_a_page_with_its_sentence_and_its_status(browser: FlaskClient) -> None:
    answer = send(browser, "/tick")
    assert answer.status_code == 409
    assert "Asha Bello ticked this at 9.40am." in answer.text
    inspect_page(answer)


def test_a_refusal_to_htmx_is_a_part_shown_at_the_top(browser: FlaskClient) -> None:
    answer = send(browser, "/tick", htmx=True)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text
    inspect_page(answer)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_broken_page_says_sorry_and_shows_nothing_of_what_broke(
    browser: FlaskClient, headers: dict[str, str]
) -> None:
    answer = browser.get("/broken", headers=headers)
    assert answer.status_code == 500
    assert "It is our fault" in answer.text
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    inspect_page(answer)


def test_the_log_of_a_broken_page_has_the_place_and_not_the_words_of_the_error(
    browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    browser.get("/broken")
    assert "RuntimeError" in caplog.text
    assert "frame.py" in caplog.text
    assert "a secret that no page may show" not in caplog.text


def test_text_with_a_nul_in_it_is_refused_before_a_page_sees_it(browser: FlaskClient) -> None:
    assert browser.get("/?rule=a%00b").status_code == 400
    assert browser.get("/a%00b").status_code == 400
    sent = {"csrf_token": token(browser), "note": "a\0b"}
    assert browser.post("/call", data=sent).status_code == 400


def test_too_large_a_request_says_how_much_is_allowed(browser: FlaskClient) -> None:
    answer = browser.post("/call", data={"csrf_token": token(browser), "note": "x" * 60_000})
    assert answer.status_code == 413
    assert "At most 50 KB" in answer.text


def test_an_out_of_date_form_hands_back_what_was_written_and_no_secrets(
    browser: FlaskClient,
) -> None:
    answer = browser.post(
        "/call", data={"note": "A <long> note", "password": "open sesame", "kind": "short"}
    )
    assert answer.status_code == 400
    assert "A &lt;long&gt; note" in answer.text
    assert "open sesame" not in answer.text
    inspect_page(answer)


def test_a_redirect_answered_to_htmx_loads_the_whole_page(browser: FlaskClient) -> None:
    whole = {"name": "Asha", "kind": "short", "at-day": "24", "at-month": "11"}
    whole |= {"at-year": "2026", "at-time": "9.15am"}
    assert send(browser, "/call", whole).status_code == 302
    answer = send(browser, "/call", whole, htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/")
    assert "Location" not in answer.headers
