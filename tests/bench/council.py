"""A full council for measuring: people, running and past inspections, documents, activity.

The running inspection has its eleven lists with more than 20,000 findings, and bundles.
"""

import hashlib
import io
import json
import random
import sys
from datetime import date, time, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from readiness import clock, create_app
from readiness.actions.models import Action
from readiness.actions.rules import ActionState, Source
from readiness.activity.models import Activity
from readiness.annexe_a.operations import KeptExtract, check_upload, receive_upload
from readiness.checklists.documents import load_documents
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.models import StoredFile
from readiness.files.operations import keep_file
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import close_inspection
from readiness.inspections.rules.states import InspectionState
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.meetings.operations import add_series
from readiness.meetings.rules import Rhythm
from readiness.people.models import Absence, Person, Post
from readiness.people.passwords import hash_password
from readiness.people.permissions import Role
from readiness.register.models import Confirmation, ReadinessSnapshot, StandingArrangement
from tests.factories.annexe_a import BAD, all_lists
from tests.factories.bundles import freeze, make_draft
from tests.factories.inspections import CALL, make_inspection
from tests.factories.people import PASSWORD
from tests.support.settings import make_settings

PEOPLE = 150
DOCUMENTS = 3_000
ACTIONS = 1_000
VERSIONS_EACH = 2
BAD_ROWS = 10_000
"""Each gives more than two findings."""
ACTIVITY = 500_000
AT_ONCE = 10_000
RUNS = (  # checklist, trial run, weeks before the usual call, still running
    ("ilacs-short", False, 52, False),
    ("ilacs-monitoring-visit", False, 40, False),
    ("jtai", True, 30, False),
    ("ilacs-focused-visit", True, 20, False),
    ("ilacs-short", True, 1, True),
    ("ilacs-short", False, 0, True),
)


def fill(app: Flask, *, activity: int = ACTIVITY) -> None:
    """Make the tables and everything in them; the people sign in with the factories’ PASSWORD."""
    with app.app_context():
        db.create_all()
        people = _add_people()
        _add_inspections(people)
        _add_documents(app)
        _add_lists()
        _add_bundles()
        _add_agreed(people)
        _add_readiness(people)
        _add_activity(people, activity)


def _add_people() -> list[int]:
    secret, now = hash_password(PASSWORD), clock.now()
    roles = cycle([Role.COORDINATOR, Role.DIRECTOR, Role.DATA_LEAD, *[Role.HEAD_OF_SERVICE] * 12])
    db.session.execute(
        insert(Person),
        [
            {
                "name": f"Person {number}",
                "email": f"person{number}@example.org",
                "role": next(roles),
                "is_active": True,
                "password_hash": secret,
                "created_at": now,
                "version": 1,
            }
            for number in range(1, PEOPLE + 1)
        ],
    )
    db.session.commit()
    return list(db.session.scalars(select(Person.id).order_by(Person.id)))


def _add_inspections(people: list[int]) -> None:
    actor = db.session.get(Person, people[0])
    assert actor is not None
    for key, is_trial, weeks, is_running in RUNS:
        run = make_inspection(
            actor, key=key, is_trial=is_trial, call_at=CALL - timedelta(weeks=weeks)
        )
        if not is_running:
            close_inspection(actor=actor, inspection_id=run.id, version=run.version)
            db.session.commit()
    for post, holder, deputy in zip(
        db.session.scalars(select(Post)), people[3:], people[40:], strict=False
    ):
        post.holder_id, post.deputy_id = holder, deputy
    today = clock.today()
    db.session.execute(
        insert(Absence),
        [{"person_id": n, "first_day": today, "last_day": today} for n in people[::15]],
    )
    owners = cycle(people)
    for task_id in db.session.scalars(select(Task.id).order_by(Task.id)).all():
        db.session.execute(update(Task).where(Task.id == task_id).values(handed_to_id=next(owners)))
    db.session.commit()


def _add_documents(app: Flask) -> None:
    """Those asked for and our own, 3,000 in all, two in three of them approved."""
    asked = load_documents(app.extensions["readiness.settings"].checklists_path)
    own = DOCUMENTS - len(asked)
    posts = cycle(db.session.scalars(select(Post.key).order_by(Post.id)).all())
    titles = [(spec.key, spec.title, spec.post) for spec in asked.values()]
    titles += [(f"document-{n}", f"Document {n}", next(posts)) for n in range(own)]
    db.session.execute(
        insert(Document),
        [{"key": k, "title": title, "post_key": post, "version": 1} for k, title, post in titles],
    )
    numbers = db.session.scalars(select(Document.id).order_by(Document.id)).all()
    rows = [_version(number, n) for n in range(1, VERSIONS_EACH + 1) for number in numbers]
    db.session.execute(
        insert(StoredFile),
        [{"sha256": r["sha256"], "size": 1, "created_at": r["added_at"]} for r in rows],
    )
    db.session.execute(insert(DocumentVersion), rows)
    newest = select(DocumentVersion).where(DocumentVersion.number == VERSIONS_EACH)
    db.session.execute(
        insert(Approval),
        [
            {"document_version_id": v.id, "sha256": v.sha256, "approved_at": clock.now()}
            for v in db.session.scalars(newest)
            if v.document_id % 3
        ],
    )
    db.session.commit()


def _version(document_id: int, number: int) -> dict[str, Any]:
    sha256 = hashlib.sha256(f"{document_id} {number}".encode()).hexdigest()
    return {
        "document_id": document_id,
        "number": number,
        "sha256": sha256,
        "name": f"document-{document_id}.pdf",
        "size": 1,
        "kind": "pdf",
        "length": "1 page",
        "as_at": date(2026, 10, 1),
        "note": "",
        "added_at": clock.now(),
    }


def _add_lists() -> None:
    """The lists of what is running and of no inspection, with findings by the thousand."""
    bad = [(str(n), *BAD[1:]) for n in range(BAD_ROWS)]
    for inspection_id in (*(run.id for run in _list_running()), None):
        kept = []
        for name, content in all_lists(*bad).items():
            stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
            kept.append(KeptExtract(name, stored.sha256, stored.size))
        upload = receive_upload(
            actor=None,
            inspection_id=inspection_id,
            as_at=date(2026, 11, 24),
            edition="2024",
            files=kept,
        )
        db.session.commit()
        check_upload(upload_id=upload.id, store=current_store())
        db.session.commit()


def _add_bundles() -> None:
    """One that is frozen and one that is a draft, for each gate of what is running."""
    for run in _list_running():
        freeze(make_draft(run, gate="data_due"))
        make_draft(run, gate="documents_due")


def _list_running() -> list[Inspection]:
    running = select(Inspection).where(Inspection.state == InspectionState.RUNNING)
    return list(db.session.scalars(running))


def _add_agreed(people: list[int]) -> None:
    """Meetings to come, and actions of years of them."""
    post = db.session.scalars(select(Post).order_by(Post.id)).first()
    assert post is not None
    today = clock.today()
    add_series(actor=None, title="Meeting", chair_post=post, rhythm=Rhythm(today, time(10)))
    owners = cycle(people)
    db.session.execute(
        insert(Action),
        [
            {
                "title": f"Action {number}",
                "source": Source.MEETING,
                "source_id": number % 20,
                "owner_id": next(owners),
                "due_on": today + timedelta(days=number % 60 - 30),
                "state": ActionState.OPEN if number % 5 == 0 else ActionState.CLOSED,
                "created_at": clock.now(),
                "changed_at": clock.now(),
                "version": 1,
            }
            for number in range(ACTIONS)
        ],
    )
    db.session.commit()


def _add_readiness(people: list[int]) -> None:
    """Each arrangement confirmed often, many people away, and a year of nights."""
    now = clock.now()
    keys = [f"arrangement-{n}" for n in range(20)] + ["inspectors-rooms", "wifi-and-screens"]
    db.session.execute(
        insert(StandingArrangement),
        [{"key": key, "title": key, "confirmed_at": now, "version": 1} for key in keys],
    )
    rows = db.session.scalars(select(StandingArrangement.id)).all()
    db.session.execute(
        insert(Confirmation),
        [
            {"arrangement_id": row, "status": "ready", "note": "", "by_id": who, "at": now}
            for row in rows
            for who in people[:50]
        ],
    )
    db.session.execute(
        insert(Absence),
        [
            {"person_id": who, "first_day": now.date(), "last_day": now.date() + timedelta(days=9)}
            for who in people[40:]
        ],
    )
    db.session.commit()
    _add_nights()


def _add_nights() -> None:
    """A year of nights and a little more."""
    now = clock.now()
    counts = ("ready", "needs_attention", "not_ready", "not_confirmed", "out_of_date")
    db.session.execute(
        insert(ReadinessSnapshot),
        [
            {
                "day": now.date() - timedelta(days=ago),
                **dict.fromkeys(counts, 12),
                "things": 62,
                "call_day": now.date(),
                "steps": 60,
                "steps_met": 30,
                "measured_at": now,
            }
            for ago in range(400)
        ],
    )
    db.session.commit()


def _add_activity(people: list[int], number: int) -> None:
    chance = random.Random(20261124)  # noqa: S311 - the same council every time
    tasks = [tuple(row) for row in db.session.execute(select(Task.id, Task.inspection_id))]
    start = clock.now() - timedelta(days=900)
    for first in range(0, number, AT_ONCE):
        rows = [
            _entry(chance, people, tasks, start + timedelta(minutes=2 * n), n)
            for n in range(first, min(first + AT_ONCE, number))
        ]
        db.session.execute(insert(Activity), rows)
    db.session.commit()


def _entry(
    chance: random.Random, people: list[int], tasks: list[Any], at: Any, number: int
) -> dict[str, Any]:
    kind = chance.random()
    person = chance.choice(people)
    task_id, inspection_id = chance.choice(tasks)
    is_task = kind < 0.6
    event = "inspections:task:changed" if kind < 0.5 else "inspections:task:ticked"
    return {
        "at": at,
        "actor_id": person,
        "event": event if is_task else "people:session:began",
        "area": "inspections" if is_task else "people",
        "subject_type": "task" if is_task else "person",
        "subject_id": task_id if is_task else person,
        "subject_title": "A task of the council" if is_task else "Somebody",
        "inspection_id": inspection_id if is_task else None,
        "changes": {"state": ["to_do", "in_progress"]} if is_task else {},
        "previous_seal": "0" * 64,
        "seal": hashlib.sha256(json.dumps(number).encode()).hexdigest(),
    }


if __name__ == "__main__":
    fill(create_app(make_settings(Path(sys.argv[1]))))
