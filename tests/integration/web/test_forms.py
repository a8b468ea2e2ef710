from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from readiness.errors import ChangedMeanwhile
from readiness.web.forms import seen_version
from readiness.web.pages import safe_next
from readiness.web.pagination import asked_page, url_with
from tests.support.frame import CallForm, send
from tests.support.page_inspector import inspect_page

CALL = {"at-day": "1", "at-month": "july", "at-year": "2026", "at-time": "9.15am"}
SOUND = {"name": " Asha ", "kind": "short", **CALL}


@pytest.fixture
def filled(frame: Flask) -> Iterator[CallForm]:
    frame.config["WTF_CSRF_ENABLED"] = False
    more = {"closed_on-day": "2", "closed_on-month": "1", "closed_on-year": "2027", "version": "3"}
    with frame.test_request_context("/call", method="POST", data={**SOUND, **more}):
        form = CallForm()
        assert form.validate(), form.errors
        yield form


def test_a_form_gives_text_days_moments_and_versions(filled: CallForm) -> None:
    assert filled.name.data == "Asha"
    assert filled.at.data == datetime(2026, 7, 1, 8, 15, tzinfo=UTC)
    assert filled.closed_on.data == date(2027, 1, 2)
    assert filled.version.data == 3
    assert filled.copies.data == []
    assert filled.trial.data is False


def test_a_version_that_was_lost_on_the_way_is_said(filled: CallForm) -> None:
    assert seen_version(filled) == 3
    filled.version.data = None
    with pytest.raises(ChangedMeanwhile, match="Open the page again"):
        seen_version(filled)


def test_an_empty_form_says_what_is_missing_and_links_to_the_first_box(
    browser: FlaskClient,
) -> None:
    answer = send(browser, "/call")
    assert answer.status_code == 422
    assert "<title>Error: Log a call – Readiness</title>" in answer.text
    for href, words in [
        ("name", "Enter who took it."),
        ("at-day", "Enter when it came."),
        ("kind", "Choose a kind."),
    ]:
        assert f'<a href="#{href}">{words}</a>' in answer.text
    inspect_page(answer)


def test_a_moment_that_cannot_be_read_stays_in_its_boxes(browser: FlaskClient) -> None:
    answer = send(browser, "/call", {**SOUND, "at-time": "tea time"})
    assert '<a href="#at-day">The time must be a time of day, like 9.15am or 17:00.</a>' in (
        answer.text
    )
    assert 'value="tea time"' in answer.text


def test_a_moment_needs_its_time(browser: FlaskClient) -> None:
    answer = send(browser, "/call", {**SOUND, "at-time": ""})
    assert "Enter a time, like 9.15am or 17:00." in answer.text


def test_an_optional_day_is_refused_when_half_filled(browser: FlaskClient) -> None:
    answer = send(browser, "/call", {**SOUND, "closed_on-day": "2"})
    assert "The date must include a month." in answer.text


def test_too_long_a_text_says_by_how_much(browser: FlaskClient) -> None:
    answer = send(browser, "/call", {**SOUND, "name": "x" * 21})
    assert "This is 1 character too long: write at most 20." in answer.text


def test_a_choice_that_was_not_offered_is_refused_in_our_words(browser: FlaskClient) -> None:
    answer = send(browser, "/call", {**SOUND, "kind": "other"})
    assert "Choose one of the options." in answer.text


def test_a_moment_given_to_a_form_stands_in_its_boxes_on_a_london_clock(frame: Flask) -> None:
    with frame.test_request_context("/call"):
        form = CallForm(at=datetime(2026, 7, 1, 8, 15, tzinfo=UTC))
        assert form.at.typed == {"day": "1", "month": "7", "year": "2026", "time": "09:15"}


def test_a_form_with_a_file_says_so(frame: Flask, browser: FlaskClient) -> None:
    page = browser.get("/call").text
    assert 'enctype="multipart/form-data"' in page
    assert 'accept=".pdf"' in page


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/tasks/3?page=2", "/tasks/3?page=2"),
        ("", "/usual"),
        ("//x.test/", "/usual"),
        ("/\\x.test", "/usual"),
        ("https://x.test/", "/usual"),
        ("/a\r\nSet-Cookie: x", "/usual"),
    ],
)
def test_a_form_goes_on_only_to_a_page_of_ours(frame: Flask, asked: str, goes_to: str) -> None:
    with frame.test_request_context("/call", method="POST", data={"next": asked}):
        assert safe_next("/usual") == goes_to


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("2", 2), ("99", 5), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 5000, 1)],
)
def test_the_address_may_ask_for_any_page_and_gets_one_that_exists(
    frame: Flask, asked: str, number: int
) -> None:
    with frame.test_request_context("/", query_string={"page": asked}):
        assert asked_page(total=41, size=10) == number


def test_an_address_keeps_its_filter_when_the_page_changes(frame: Flask) -> None:
    with frame.test_request_context("/?state=done&owner=1&owner=2&page=3&q="):
        assert url_with(page=4) == "/?state=done&owner=1&owner=2&page=4"
        assert url_with(page=None, state=None) == "/?owner=1&owner=2"
