"""Worker processes that tests kill while their e-mail is on its way."""

import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from readiness import clock, create_app
from readiness.extensions import db
from readiness.notifications import jobs
from readiness.notifications.models import Message
from readiness.notifications.operations.outbox import hand_over, new_reference
from readiness.notifications.rules.outbox import Letter, MessageState
from readiness.people.models import Person
from readiness.work.contract import Scheduled
from readiness.work.queries import list_queued_ids
from readiness.work.runner import run_owed_work
from readiness.work.schedule import sweep
from tests.support.settings import make_settings


class SlowService:
    """Keeps the number of each e-mail it takes in a file, and is slow to say that it has."""

    def __init__(self, folder: Path, seconds: float, *, can_tell: bool = True) -> None:
        self._taken, self._seconds, self._can_tell = folder / "taken", seconds, can_tell

    def send(self, letter: Letter) -> None:
        with self._taken.open("a", encoding="utf-8") as taken:
            taken.write(f"{letter.reference}\n")
        time.sleep(self._seconds)

    def has_accepted(self, letter: Letter) -> bool:
        return self._can_tell and letter.reference in self._taken.read_text(encoding="utf-8")


def send_all(folder: Path, database_url: str, seconds: float, owed_ids: list[int]) -> None:
    """Be ready, wait for the start, then try each piece of work in turn."""
    app = create_app(make_settings(folder, database_url=database_url))
    jobs.find_delivery = lambda: SlowService(folder, seconds)
    (folder / f"ready-{time.monotonic_ns()}").touch()
    while not (folder / "start").exists():
        time.sleep(0.01)
    for owed_id in owed_ids:
        run_owed_work(app, owed_id)


def tell_of_slot(slot: datetime) -> None:
    """What the test’s scheduled job does: put an e-mail of its second into the outbox, at once.

    Nothing in the e-mail’s key stops a second one of the same slot: the ledger must.
    """
    now = clock.now()
    message = Message(
        recipient_id=db.session.scalars(select(Person.id).order_by(Person.id)).first(),
        key=new_reference(),
        reference=new_reference(),
        subject=spell_slot(slot),
        text="Text.",
        html="<p>Text.</p>",
        queued_at=now,
        next_try_at=now,
        state=MessageState.WAITING,
    )
    db.session.add(message)
    db.session.flush()
    hand_over(message)


def spell_slot(slot: datetime) -> str:
    """What the e-mail of a slot is called."""
    return f"Slot {slot.astimezone(UTC):%H:%M:%S}"


EVERY_SECOND = Scheduled("test-every-second", {"second": "*"}, tell_of_slot)


def work_until_stopped(folder: Path, database_url: str, seconds: float) -> None:
    """Be a scheduler and a worker in one until a file called `stop` is there, or it is killed."""
    app = create_app(make_settings(folder, database_url=database_url))
    jobs.find_delivery = lambda: SlowService(folder, seconds)
    while not (folder / "stop").exists():
        sweep(app, (EVERY_SECOND,))
        with app.app_context():
            owed_ids = list_queued_ids()
        for owed_id in owed_ids:
            run_owed_work(app, owed_id)
        time.sleep(0.05)
