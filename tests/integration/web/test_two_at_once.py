"""Two who send the same at the same moment: one is served, and the other is told."""

import threading
from datetime import date

from flask import Flask
from sqlalchemy import func, select

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.notifications.models import CalendarFeed
from readiness.people.models import Absence, Person
from readiness.people.operations import add_absence, remove_absence
from readiness.people.permissions import Role
from tests.factories.people import make_person
from tests.support.at_once import run_at_once
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.queues import close_queue


@on_both_databases
def test_two_windows_that_add_the_first_of_its_kind_at_once_add_one(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    token = client.find_token("/emails/calendars")
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    browsers = [app.test_client() for _ in range(2)]
    for browser in browsers:
        with browser.session_transaction() as cookie:
            cookie.update(kept)
    barrier, answers = threading.Barrier(2), list[int]()

    def send(number: int) -> None:
        with app.app_context():
            barrier.wait(10)
            sent = {"version": 0, "csrf_token": token}
            headers = {"HX-Request": "true"}
            answer = browsers[number].post(
                "/emails/calendars/own/address", data=sent, headers=headers
            )
            answers.append(answer.status_code)
            db.session.remove()
            close_queue(app)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [200, 409]
    assert db.session.scalar(select(func.count(CalendarFeed.id))) == 1


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
