"""Pages of a full council, timed at the server: run with `python -m tests.bench.pages`."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, insert, select

from readiness import clock, create_app
from readiness.bundles.models import Bundle
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.checklists.inspections import Checklist, load_checklist
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import start_inspection
from readiness.inspections.rules.states import InspectionState
from readiness.meetings.jobs import make_pack
from readiness.meetings.models import Meeting
from readiness.meetings.queries import list_planned
from readiness.people.models import Person
from readiness.people.operations import begin_sign_in, verify_pair
from readiness.people.permissions import Role
from readiness.people.sessions import remember
from readiness.register.models import ReadinessSnapshot
from readiness.register.operations import keep_snapshot
from readiness.web import warm_up
from tests.bench.report import percentile, say
from tests.factories.inspections import CALL
from tests.factories.people import PASSWORD
from tests.support.settings import make_settings

ROUNDS = 20
RUNS = 3
"""The quietest is told: others may be using the machine."""
STEPS = 150
LOADED = re.compile(r'(?:href|src)="(/(?:static|theme)[^"]+)"')


LIBRARY = {
    "People": "/people",
    "People, searched": "/people?search=head",
    "Documents": "/documents/",
    "Documents, a late page": "/documents/?page=40",
    "Documents, filtered": "/documents/?state=not_ready&owner=9&search=document",
    "A document": "/documents/self-evaluation",
}
"""People and documents."""


def main() -> None:
    """Fill a council, then say how long its pages take."""
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own: what filling leaves behind in memory is no page’s fault.
        subprocess.run([sys.executable, "-m", "tests.bench.council", folder], check=True)
        app = create_app(make_settings(Path(folder)))
        warm_up(app)
        with app.app_context():
            director = Person.role == Role.DIRECTOR
            me = db.session.scalar(select(Person).where(director).order_by(Person.id))
            assert me is not None
            client = sign_in(app, me)
            for what, address in _addresses().items():
                measure(client, what, address)
            _grow(client, _running())
            _weigh(client)
            _start(app, me)
            _measure_night()
            _measure_pack()


def _addresses() -> dict[str, str]:
    number = _running()
    task = db.session.scalar(select(Task.id).where(Task.inspection_id == number))
    frozen, draft = db.session.scalars(
        select(Bundle.id).where(Bundle.inspection_id == number).order_by(Bundle.id)
    )
    meeting = db.session.scalar(select(Meeting.id).order_by(Meeting.at))
    bundles = f"/inspections/{number}/bundles"
    return {
        "Today": "/",
        "Board": f"/inspections/{number}",
        "Board, filtered": f"/inspections/{number}?state=open&search=list&gate=data_due",
        "My tasks": "/inspections/mine",
        "A task": f"/inspections/{number}/tasks/{task}",
        "Inspections": "/inspections/",
        "Key dates": f"/inspections/{number}/dates",
        "Paper pack": f"/inspections/{number}/print",
        "Actions": "/actions/",
        "Meetings": "/meetings/",
        "A meeting": f"/meetings/{meeting}",
        "An item of a meeting": f"/meetings/{meeting}/agenda/documents",
        "Emails": "/emails/",
        "Readiness register": "/readiness/",
        "If the call came today": "/readiness/call",
        "A thing of the register": "/readiness/things/inspectors-rooms",
        **LIBRARY,
        **_list_addresses(f"/annexe-a/inspections/{number}"),
        "Bundles": f"{bundles}/",
        "A frozen bundle": f"{bundles}/{frozen}",
        "A draft bundle": f"{bundles}/{draft}",
        "Contents of a bundle": f"{bundles}/{draft}/contents",
        "Release of a bundle": f"{bundles}/{draft}/release",
        **_activity_addresses(number),
    }


def _list_addresses(lists: str) -> dict[str, str]:
    return {
        "Lists": lists,
        "Lists between inspections": "/annexe-a/between",
        "A list": f"{lists}/lists/1",
        "Findings": f"{lists}/findings",
        "Findings, filtered": f"{lists}/findings/rows?list=1&severity=error&page=100",
        "Profile of the lists": f"{lists}/profile",
        "Profile of the lists, for sharing": f"{lists}/profile?numbers=hidden",
        "Profile of a list, broken down": f"{lists}/profile/8?by=ethnicity",
    }


def _activity_addresses(number: int) -> dict[str, str]:
    return {
        "Activity": "/activity",
        "Activity of an inspection": f"/activity?inspection={number}",
        "Activity of a person": "/activity?who=9",
        "Activity of an area": "/activity?area=people",
        "Activity of an area and a person": "/activity?area=inspections&who=9",
        "Activity of two days": "/activity?from=2025-11-03&to=2025-11-04",
        "Activity of nobody that day": "/activity?who=9&area=people&to=2024-01-01",
    }


def _running() -> int:
    number = db.session.scalar(
        select(Inspection.id).where(
            Inspection.state == InspectionState.RUNNING, Inspection.is_trial.is_(False)
        )
    )
    assert number is not None
    return number


def sign_in(app: Flask, person: Person) -> FlaskClient:
    """A client that is signed in as this person."""
    pair = verify_pair(email=person.email, password=PASSWORD, address="")
    signed_in = begin_sign_in(pair=pair, lasts=timedelta(hours=1))
    assert signed_in is not None
    db.session.commit()
    client = app.test_client()
    with app.test_request_context():
        from flask import session

        remember(signed_in[1])
        held = dict(session)
    with client.session_transaction() as cookie:
        cookie.update(held)
    return client


@contextmanager
def _statements() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def _ask(client: FlaskClient, address: str) -> tuple[float, float, int]:
    """Milliseconds by the clock and of the processor (all its threads), and how many queries."""
    db.session.remove()
    with _statements() as sent:
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took, work = time.perf_counter() - began, time.process_time() - worked
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return took * 1000, work * 1000, len(sent)


def measure(client: FlaskClient, what: str, address: str) -> None:
    """Time a page and count its queries."""
    _ask(client, address)
    runs = [[_ask(client, address) for _ in range(ROUNDS)] for _ in range(RUNS)]
    times = min(percentile([one[0] for one in run]) for run in runs)
    work = min(percentile([one[1] for one in run]) for run in runs)
    queries = max(one[2] for run in runs for one in run)
    note = f" (processor {work:,.0f} ms)"
    say(f"{what}: 95 of 100 answers within", times, 100, "ms", note)
    say(f"{what}: queries", queries, 15, "queries")


def _grow(client: FlaskClient, number: int) -> None:
    address = f"/inspections/{number}"
    before = _ask(client, address)[2]
    sample = db.session.scalars(select(Task).where(Task.inspection_id == number)).first()
    columns = [c.name for c in Task.__table__.columns if c.name != "id"]
    values = {name: getattr(sample, name) for name in columns}
    rows = [{**values, "step_key": f"more-{n}"} for n in range(1125)]
    db.session.execute(insert(Task), rows)
    db.session.commit()
    say("Board with ten times the tasks: queries", _ask(client, address)[2], before, "queries")
    db.session.execute(delete(Task).where(Task.step_key.startswith("more-")))
    db.session.commit()


def _weigh(client: FlaskClient) -> None:
    """The board and all that it loads, as they go over the line to a new browser."""
    headers = {"Accept-Encoding": "gzip"}
    page = client.get(f"/inspections/{_running()}")
    parts = set(LOADED.findall(page.text))
    bytes_sent = len(page.data) + sum(
        len(client.get(part.replace("&amp;", "&"), headers=headers).data) for part in parts
    )
    say("First load of the board", bytes_sent / 1000, 250, "KB")


def _start(app: Flask, actor: Person) -> None:
    folder = app.extensions["readiness.settings"].checklists_path
    longer = _lengthen(load_checklist(folder, "ilacs-short"))
    posts = list(load_posts(folder).values())
    actor = db.session.merge(actor)
    began = time.perf_counter()
    start_inspection(
        actor=actor,
        checklist=longer,
        posts=posts,
        documents=load_documents(folder).values(),
        edition=load_edition(folder),
        call_at=CALL,
        is_trial=True,
    )
    db.session.commit()
    took = (time.perf_counter() - began) * 1000
    say(f"Starting an inspection of {len(longer.steps)} steps", took, 1000, "ms")


def _measure_night() -> None:
    db.session.execute(delete(ReadinessSnapshot).where(ReadinessSnapshot.day == clock.today()))
    db.session.commit()
    began = time.perf_counter()
    keep_snapshot(now=clock.now())
    db.session.commit()
    say("Measuring readiness for a night", (time.perf_counter() - began) * 1000, 1000, "ms")


def _measure_pack() -> None:
    meeting = next(iter(list_planned()))
    began = time.perf_counter()
    make_pack(meeting.id, lambda _done, _total: None)
    db.session.commit()
    took = (time.perf_counter() - began) * 1000
    say("The pack of a meeting in Word", took, 5000, "ms")


def _lengthen(checklist: Checklist) -> Checklist:
    more = [
        replace(checklist.steps[n], key=f"more-{n}") for n in range(STEPS - len(checklist.steps))
    ]
    return replace(checklist, steps=(*checklist.steps, *more))


if __name__ == "__main__":
    click.echo(f"Pages of a full council, {clock.today():%d %B %Y}")
    main()
