"""Each e-mail leaves once: two workers, two schedulers, refusals, broken lines, a killed worker."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from readiness import clock
from readiness.database.engine import writing
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.notifications import jobs
from readiness.notifications.models import Message, Reminder
from readiness.notifications.operations import remind, retry_message
from readiness.notifications.operations.outbox import hand_over, new_reference
from readiness.notifications.rules.outbox import MOST_ATTEMPTS, WAITS, Ending, MessageState
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.work import operations as work
from readiness.work.queries import list_queued_ids
from readiness.work.runner import run_owed_work
from tests.factories.inspections import CALL, make_inspection
from tests.factories.notifications import Mailbox, make_council, remind_at, work_at
from tests.factories.people import make_person
from tests.support.databases import on_both_databases
from tests.support.mail_worker import SlowService, send_all
from tests.support.processes import Start, kill, starting, wait_for
from tests.support.soak import in_full, soak

NOON = datetime(2026, 12, 1, 12, tzinfo=clock.LONDON)


def make_message(person: Person, number: int = 1, *, state: MessageState | None = None) -> int:
    """The number of a committed e-mail that is complete as it is."""
    message = Message(
        recipient_id=person.id,
        key=f"test:{number}:{person.id}",
        reference=new_reference(),
        subject=f"Email {number}",
        text="Text.",
        html="<p>Text.</p>",
        queued_at=NOON,
        next_try_at=NOON,
        state=state or MessageState.WAITING,
    )
    db.session.add(message)
    db.session.commit()
    return message.id


def find_message(message_id: int) -> Message:
    db.session.rollback()
    message = db.session.get(Message, message_id)
    assert message is not None
    return message


@pytest.fixture
def reader(app: Flask) -> Person:
    return make_person(Role.COORDINATOR)


@on_both_databases
def test_two_workers_at_once_send_each_email_once(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    for number in range(12):
        make_message(reader, number)
    remind_at(NOON)
    owed_ids = list_queued_ids()
    db.session.rollback()
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        for owed_id in owed_ids:
            run_owed_work(app, owed_id)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter.subject for letter in mailbox.letters) == sorted(
        f"Email {number}" for number in range(12)
    )
    db.session.rollback()
    assert set(db.session.scalars(select(Message.state))) == {MessageState.SENT}


@on_both_databases
def test_two_schedulers_at_once_put_nothing_into_two_emails(app: Flask, mailbox: Mailbox) -> None:
    make_inspection()
    make_council()
    now, together = CALL + timedelta(hours=5), threading.Barrier(2)

    def run() -> None:
        with app.app_context(), clock.at(now), writing():
            together.wait()
            remind(now=now)
            db.session.commit()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work_at(app, now)
    got = [letter.to_address for letter in mailbox.letters]
    assert len(got) == len(set(got)) > 3
    told = select(func.count()).select_from(Reminder)
    assert db.session.scalar(told) == len(set(db.session.scalars(select(Reminder.id))))


def test_a_refused_email_fails_with_a_sentence_and_is_not_tried_again(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    mailbox.answers = lambda _letter: Ending.REFUSED
    number = make_message(reader)
    work_at(app, NOON)
    work_at(app, NOON + timedelta(hours=1))
    message = find_message(number)
    assert (message.state, message.attempts) == (MessageState.FAILED, 1)
    assert message.last_error == "The mail server said: refused."


def test_an_email_put_off_is_tried_again_with_growing_waits_and_then_given_up(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    mailbox.answers = lambda _letter: Ending.LATER
    number, now = make_message(reader), NOON
    reader.is_active = True
    for wait in WAITS[:6]:
        work_at(app, now)
        assert find_message(number).next_try_at == now + wait
        work_at(app, now + wait - timedelta(seconds=1))
        now += wait
    message = find_message(number)
    assert message.attempts == 6
    message.attempts = MOST_ATTEMPTS - 1
    db.session.commit()
    work_at(app, now)
    message = find_message(number)
    assert message.state is MessageState.FAILED
    assert message.last_error.startswith("It was tried 12 times in a day. The last answer was: ")


def test_while_the_mail_server_is_down_one_email_tries_for_all_and_its_success_frees_them(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    tried: list[str] = []

    def answer(letter: object) -> Ending:
        tried.append(str(letter))
        return Ending.UNREACHABLE

    mailbox.answers = answer
    for number in range(8):
        make_message(reader, number)
    for minute in range(6):
        work_at(app, NOON + timedelta(minutes=minute))
    assert len(tried) <= 6
    mailbox.answers = lambda _letter: Ending.ACCEPTED
    for minute in (6, 7, 8):
        work_at(app, NOON + timedelta(minutes=minute))
    assert len(mailbox.letters) == 8


def test_who_is_not_let_in_waits_for_the_settings_without_using_up_attempts(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    mailbox.answers = lambda _letter: Ending.UNREACHABLE
    number = make_message(reader)
    for minute in range(30):
        work_at(app, NOON + timedelta(minutes=minute))
    message = find_message(number)
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)


@pytest.mark.parametrize(("can_tell", "times"), [(True, 1), (False, 2)])
def test_after_a_broken_line_who_can_tell_is_asked_and_who_cannot_gets_the_same_number(
    app: Flask, mailbox: Mailbox, reader: Person, can_tell: bool, times: int
) -> None:
    mailbox.is_deaf, mailbox.can_tell = True, can_tell
    number = make_message(reader)
    work_at(app, NOON)
    mailbox.is_deaf = False
    work_at(app, NOON + timedelta(minutes=5))
    message = find_message(number)
    assert (message.state, message.is_uncertain) == (MessageState.SENT, True)
    assert [letter.reference for letter in mailbox.letters] == [message.reference] * times


def test_an_unforeseen_error_is_logged_without_its_words_and_the_email_waits(
    app: Flask, mailbox: Mailbox, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_letter: object) -> Ending:
        raise RuntimeError("secret words")

    mailbox.answers = broken
    number = make_message(reader)
    work_at(app, NOON)
    assert find_message(number).state is MessageState.WAITING
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text


def test_a_failed_email_is_tried_again_by_hand_but_not_for_a_leaver(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    number = make_message(reader, state=MessageState.FAILED)
    message = find_message(number)
    with pytest.raises(ChangedMeanwhile):
        retry_message(actor=reader, message=message, version=message.version + 1)
    message.recipient.is_active = False
    with pytest.raises(Refused, match="is closed"):
        retry_message(actor=reader, message=message, version=message.version)
    message.recipient.is_active = True
    with clock.at(NOON):
        retry_message(actor=reader, message=message, version=message.version)
    with pytest.raises(ChangedMeanwhile, match="not a failed one"):
        retry_message(actor=reader, message=message, version=message.version)
    db.session.commit()
    work_at(app, NOON)
    assert [letter.subject for letter in mailbox.letters] == ["Email 1"]


def test_an_email_whose_work_was_lost_is_owed_again(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    number = make_message(reader, state=MessageState.SENDING)
    work_at(app, NOON)
    assert find_message(number).state is MessageState.SENT


def test_an_account_closed_while_its_email_is_at_a_worker_gets_nothing(
    app: Flask, mailbox: Mailbox, reader: Person
) -> None:
    number = make_message(reader, state=MessageState.SENDING)
    reader.is_active = False
    db.session.commit()
    work_at(app, NOON)
    assert mailbox.letters == []
    assert find_message(number).state is MessageState.WITHDRAWN


class Workers:
    """Processes that send what is owed, slowly, each e-mail taking so many seconds."""

    def __init__(self, start: Start, settings: Settings, number: int, seconds: float) -> None:
        self.folder, owed_ids = settings.instance_path, list_queued_ids()
        db.session.rollback()
        given = self.folder, settings.database_url, seconds, owed_ids
        self.processes = [start(send_all, *given) for _ in range(number)]
        wait_for(lambda: len(list(self.folder.glob("ready-*"))) == number)
        (self.folder / "start").touch()

    @property
    def taken(self) -> list[str]:
        """The numbers of the e-mails that were taken, in their order."""
        path = self.folder / "taken"
        return path.read_text(encoding="utf-8").split() if path.exists() else []


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[int, float], Workers]]:
    """Start workers; whatever still runs at the end is killed."""
    with starting() as start:
        yield lambda number, seconds: Workers(start, settings, number, seconds)


def hand_over_now(*numbers: int) -> None:
    with writing():
        for number in numbers:
            hand_over(find_message(number))
            db.session.commit()


def take_up_again() -> None:
    with writing():
        work.reclaim_lost_work(now=clock.now() + timedelta(seconds=31))
        db.session.commit()


@on_both_databases
def test_the_email_of_a_killed_worker_is_sent_again_as_it_was_with_the_same_number(
    app: Flask, mailbox: Mailbox, reader: Person, start: Callable[[int, float], Workers]
) -> None:
    number = make_message(reader)
    hand_over_now(number)
    workers = start(1, 120)
    wait_for(lambda: len(workers.taken) == 1)
    kill(workers.processes[0])
    take_up_again()
    work_at(app, NOON)
    (letter,) = mailbox.letters
    message = find_message(number)
    assert ([letter.reference], letter.may_have_arrived) == (workers.taken, True)
    assert (message.state, message.is_uncertain) == (MessageState.SENT, True)


@soak
@pytest.mark.parametrize(
    "settings", in_full(["SQLite", "PostgreSQL"], else_=["PostgreSQL"]), indirect=True
)
@pytest.mark.parametrize("seed", range(in_full(12, else_=1)))
def test_workers_killed_at_random_leave_every_email_sent_exactly_once_where_the_service_can_tell(
    app: Flask,
    reader: Person,
    start: Callable[[int, float], Workers],
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    slow = in_full(0.1, else_=0.05)
    numbers = [make_message(reader, number) for number in range(in_full(24, else_=16))]
    hand_over_now(*numbers)
    workers, chance = start(3, slow), random.Random(20261124 + seed)  # noqa: S311 - the same every time
    for process in workers.processes[:2]:
        before = len(workers.taken)
        wait_for(lambda before=before: len(workers.taken) > before)  # type: ignore[misc]  # a lambda with a default
        time.sleep(chance.random() * slow)
        kill(process)
    workers.processes[2].join(timeout=90)
    left = [each for each in numbers if find_message(each).state is not MessageState.SENT]
    assert len(left) <= 2, "only what the killed were at"
    take_up_again()
    monkeypatch.setattr(jobs, "find_delivery", lambda: SlowService(workers.folder, 0))
    for minute in range(2):
        work_at(app, NOON + timedelta(minutes=minute))
    assert {find_message(each).state for each in numbers} == {MessageState.SENT}
    assert sorted(workers.taken) == sorted(find_message(each).reference for each in numbers)
