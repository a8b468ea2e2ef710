"""Call day: 150 people at one served council, seven reads to three writes.

Run with `python -m tests.bench.call_day`. Each person does one thing about every twenty seconds.
"""

import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask
from sqlalchemy import func, select

from config import load_settings
from readiness import clock, create_app
from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task, TaskComment
from readiness.inspections.queries import list_away_ids
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import SignIn
from readiness.people.operations import hash_token
from tests.bench.council import PEOPLE, fill
from tests.bench.report import percentile, say

ROOT = Path(__file__).resolve().parents[2]
THINGS_EACH = 2
SECONDS = 40
WRITES = 0.3
CATCHING_UP = 20
"""Seconds in which the worker does what the filled council owes."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Person:
    """Somebody with a session of their own, and the tasks they may tick."""

    number: int
    cookie: str
    inspection: int
    tasks: list[int]
    everybodys: int
    token: str = ""


@dataclass
class Tally:
    """What came of it all; lists and sets are appended to from every thread."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    ticked: list[int] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Fill a council, serve it, let everybody in, then count."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"READINESS_INSTANCE": folder, "READINESS_COUNCIL": "Example council"}
        app = create_app(load_settings(environment))
        fill(app, activity=50_000)
        with app.app_context():
            people = _let_in(app)
            db.session.remove()
        tally = Tally()
        with _served({**os.environ, **environment}) as port:
            _warm(port, people[0])
            began = time.monotonic()
            threads = [
                threading.Thread(target=_live, args=(port, person, tally, began))
                for person in people
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        with app.app_context():
            _judge(tally)


def _let_in(app: Flask) -> list[Person]:
    """A session for everybody, made in the database: signing in is not what is measured."""
    run = db.session.scalars(
        select(Inspection).where(
            Inspection.state == InspectionState.RUNNING, Inspection.is_trial.is_(False)
        )
    ).one()
    now = clock.now()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of Flask’s own sessions
    people, away = [], list_away_ids(clock.today())
    first = db.session.scalars(select(Task.id).where(Task.inspection_id == run.id)).first() or 0
    for number in range(1, PEOPLE + 1):
        secret = f"secret of {number}"
        db.session.add(
            SignIn(
                person_id=number,
                token_hash=hash_token(secret),
                began_at=now,
                expires_at=now + timedelta(hours=1),
            )
        )
        own = select(Task.id).where(
            Task.inspection_id == run.id,
            Task.handed_to_id == number,
            Task.evidence_required.is_(False),
        )
        held = {"sign_in": secret, "seen": now.isoformat()}
        # Whoever is away has no task of their own today, and is refused.
        tasks = [] if number in away else list(db.session.scalars(own))
        people.append(Person(number, f"readiness={signer.dumps(held)}", run.id, tasks, first))
    db.session.commit()
    return people


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[int]:
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", "0"],
        cwd=ROOT,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)", server.stdout.readline().partition("//")[2])
        assert found is not None
        yield int(found[1])
    finally:
        server.terminate()
        server.wait(timeout=30)
        if server.stdout is not None:
            server.stdout.close()


def _warm(port: int, person: Person) -> None:
    """Let the server do what it does once: it has been up for months when Ofsted calls."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for place in _places(person, random.Random(1)):  # noqa: S311 - the same every time
        _ask(line, person, "GET", place)
    line.close()
    time.sleep(CATCHING_UP)


def _live(port: int, person: Person, tally: Tally, began: float) -> None:
    chance = random.Random(person.number)  # noqa: S311 - the same day every time
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        for place in range(THINGS_EACH):
            start = SECONDS * (place + chance.random()) / THINGS_EACH
            time.sleep(max(0.0, began + start - time.monotonic()))
            if place and chance.random() < WRITES * THINGS_EACH / (THINGS_EACH - 1):
                _write(line, person, chance, tally)
            else:
                _read(line, person, chance, tally)
    except (OSError, http.client.HTTPException) as error:
        tally.errors.append(f"person {person.number}: {error!r}")
    finally:
        line.close()


def _read(
    line: http.client.HTTPConnection, person: Person, chance: random.Random, tally: Tally
) -> None:
    took, status, page = _ask(line, person, "GET", chance.choice(_places(person, chance)))
    tally.reads.append(took)
    if status != 200:
        tally.errors.append(f"{status} for a page")
    found = TOKEN.search(page)
    person.token = found[1] if found else person.token


def _places(person: Person, chance: random.Random) -> list[str]:
    board = f"/inspections/{person.inspection}"
    places = ["/", "/inspections/mine", board, f"{board}?state=open"]
    if person.tasks:
        places.append(f"{board}/tasks/{chance.choice(person.tasks)}")
    return places


def _write(
    line: http.client.HTTPConnection, person: Person, chance: random.Random, tally: Tally
) -> None:
    board = f"/inspections/{person.inspection}/tasks"
    if person.tasks and chance.random() < 0.5:
        task = person.tasks.pop()
        path, fields = f"{board}/{task}/tick", {"version": "1", "note": "Done outside."}
        kept: tuple[list[int], int] | None = (tally.ticked, task)
    else:
        said = f"Person {person.number} says {chance.random()}"
        task = chance.choice(person.tasks or [person.everybodys])
        path, fields, kept = f"{board}/{task}/comment", {"text": said}, None
    took, status, _ = _ask(line, person, "POST", path, {**fields, "csrf_token": person.token})
    tally.writes.append(took)
    if status != 302:
        tally.errors.append(f"{status} for a change")
    elif kept is not None:
        kept[0].append(kept[1])
    else:
        tally.comments.append(fields["text"])


def _ask(
    line: http.client.HTTPConnection,
    person: Person,
    method: str,
    path: str,
    fields: dict[str, str] | None = None,
) -> tuple[float, int, str]:
    headers = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    line.request(method, path, urlencode(fields) if fields else None, headers)
    answer = line.getresponse()
    page = answer.read().decode()
    took = (time.perf_counter() - began) * 1000
    for name, value in answer.getheaders():
        if name == "Set-Cookie" and value.startswith("readiness="):
            person.cookie = value.partition(";")[0]
    return took, answer.status, page


def _judge(tally: Tally) -> None:
    done = select(func.count()).where(Task.id.in_(tally.ticked), Task.state == TaskState.DONE)
    kept = select(func.count()).where(TaskComment.text.in_(tally.comments))
    told = select(func.count()).where(
        Activity.event.in_(["inspections:task:ticked", "inspections:task:commented"]),
        Activity.previous_seal != "0" * 64,
    )
    changes = len(tally.ticked) + len(tally.comments)
    lost = changes - (db.session.scalar(done) or 0) - (db.session.scalar(kept) or 0)
    untold = changes - (db.session.scalar(told) or 0)
    everything = [*tally.reads, *tally.writes]
    click.echo(f"{PEOPLE} people, {len(tally.reads)} reads, {len(tally.writes)} writes")
    say("Call day: 95 of 100 answers within", percentile(everything), 500, "ms")
    say("Call day: 95 of 100 reads within", percentile(tally.reads), 500, "ms")
    say("Call day: 95 of 100 writes within", percentile(tally.writes), 500, "ms")
    say("Call day: errors", len(tally.errors), 0, "errors")
    say("Call day: changes lost", lost, 0, "changes")
    say("Call day: changes without their entry", untold, 0, "changes")
    for error in sorted(set(tally.errors))[:5]:
        click.echo(f"  {error}", err=True)


if __name__ == "__main__":
    main()
