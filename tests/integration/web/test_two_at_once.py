"""Two who send the same at the same moment: one is served, and the other is told."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.meetings import operations as meetings
from readiness.notifications.models import CalendarFeed
from readiness.people import operations as people
from readiness.people.models import Absence, Person
from readiness.people.operations import add_absence, remove_absence
from readiness.people.permissions import Role
from tests.factories.meetings import make_series
from tests.factories.people import PASSWORD, make_person, make_post
from tests.support.at_once import run_at_once
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.queues import close_queue


def send_at_once(
    app: Flask,
    client: InspectingClient,
    path: str,
    fields: dict[str, Any],
    *,
    page: str = "",
    headers: dict[str, str] | None = None,
) -> list[tuple[int, str]]:
    """What two windows of one person are answered that send the same at the same moment."""
    token = client.find_token(page or path)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    browsers = [app.test_client() for _ in range(2)]
    for browser in browsers:
        with browser.session_transaction() as cookie:
            cookie.update(kept)
    barrier, answers = threading.Barrier(2), list[tuple[int, str]]()

    def send(browser: FlaskClient) -> None:
        with app.app_context():
            barrier.wait(10)
            answer = browser.post(path, data=fields | {"csrf_token": token}, headers=headers)
            answers.append((answer.status_code, answer.text))
            db.session.remove()
            close_queue(app)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@on_both_databases
def test_two_windows_that_add_the_first_of_its_kind_at_once_add_one(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    answers = send_at_once(
        app,
        client,
        "/emails/calendars/own/address",
        {"version": 0},
        page="/emails/calendars",
        headers={"HX-Request": "true"},
    )
    assert sorted(status for status, _ in answers) == [200, 409]
    assert db.session.scalar(select(func.count(CalendarFeed.id))) == 1


@pytest.mark.parametrize("settings", ["PostgreSQL"], indirect=True)
def test_two_who_save_the_same_at_once_are_answered_as_two_who_do_so_in_turn(
    app: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = make_person(Role.DIRECTOR)
    other, post = make_person(Role.HEAD_OF_SERVICE), make_post("it-lead", "IT Lead")
    series = make_series(me, date(2030, 1, 7))
    client.sign_in_quickly(me)
    added = {"name": "Sam Example", "email": "sam@example.org", "role": "contributor"}
    account = {"name": "Sam Example", "role": "contributor", "is_active": "y"}
    planned = {"title": "Readiness", "chair": post.key, "weeks": "2", "starts_at": "10:00"}
    parts = ("day", "month", "year")
    day = {f"first_day-{part}": str(getattr(series.first_day, part)) for part in parts}
    password = {"password": PASSWORD}
    for path, owner, name, fields, words in (
        ("/people/new", people, "add_person", added | password, "is here already."),
        (f"/people/posts/{post.id}", people, "fill_post",
         {"holder": other.id, "deputy": "", "version": post.version}, "while you had it open"),
        (f"/people/{other.id}", people, "change_person",
         account | {"version": other.version}, "while you had it open"),
        (f"/meetings/series/{series.id}", meetings, "change_series",
         planned | day | {"version": series.version}, "after you opened it"),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, _meet(getattr(owner, name)))
            answers = send_at_once(app, client, path, fields)
        assert sorted(status for status, _ in answers)[0] == 302, path
        status, page = max(answers)
        assert status in {409, 422}, path
        assert words in page.partition("There is a problem")[2], path
        assert "<form" in page.partition("<main")[2], path


def _meet(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, begun by two at once where nothing keeps the second waiting."""
    barrier = threading.Barrier(2)

    def call(**given: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(0.3)
        return function(**given)

    return call


@on_both_databases
def test_two_who_close_each_others_accounts_at_once_do_not_leave_nobody(
    app: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = make_person(Role.DIRECTOR), make_person(Role.DIRECTOR)
    jobs = []
    for me, other in (pair, reversed(pair)):
        client.sign_in_quickly(me)
        path = f"/people/{other.id}"
        fields = {"name": other.name, "role": "director", "version": other.version}
        token = client.find_token(path)
        with client.session_transaction() as cookie:
            jobs.append((path, fields | {"csrf_token": token}, dict(cookie)))
    monkeypatch.setattr(people, "change_person", _meet(people.change_person))

    def close(number: int) -> int:
        path, fields, kept = jobs[number]
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie.update(kept)
        return browser.post(path, data=fields).status_code

    answers = run_at_once(app, lambda: str(close(0)), lambda: str(close(1)))
    assert sorted(answers) == ["302", "403"]
    assert db.session.scalar(select(func.count(Person.id)).where(Person.is_active)) == 1


@on_both_databases
def test_two_who_take_the_same_back_at_once_take_it_back_once(app: Flask) -> None:
    me = make_person(Role.DIRECTOR)
    day = date(2026, 12, 1)
    away = add_absence(actor=me, person=me, first_day=day, last_day=day)
    db.session.commit()
    numbers = me.id, away.id
    read = threading.Barrier(2, timeout=1)

    def remove() -> str:
        actor, found = db.session.get(Person, numbers[0]), db.session.get(Absence, numbers[1])
        assert actor is not None
        if found is None:
            return "It was gone before."
        if db.session.get_bind().dialect.name == "postgresql":
            read.wait()  # SQLite lets only one of them read
        remove_absence(actor=actor, absence=found)
        db.session.commit()
        return "removed"

    assert run_at_once(app, remove, remove).count("removed") == 1
    told = select(func.count(Activity.id)).where(Activity.event == "people:absence:removed")
    assert db.session.scalar(told) == 1
