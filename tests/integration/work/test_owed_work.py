import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from readiness import clock
from readiness.database.engine import writing
from readiness.errors import NotFound, Refused
from readiness.extensions import db
from readiness.work import contract, operations, queries, runner
from readiness.work.contract import Handler, Report, noting, saving
from readiness.work.models import DueSlot, OwedWork
from readiness.work.queue import EXTENSION, Queue
from readiness.work.rules import KEPT_STOPPING, NOBODY_KNOWS_HOW, WENT_WRONG, WorkState
from readiness.work.runner import held, run_owed_work
from readiness.work.schedule import sweep
from tests.support.work_app import make_work_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = make_work_app(str(tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


def owe(app: Flask, kind: str, subject_id: int = 7) -> int:
    with app.app_context(), writing():
        owed_id = operations.owe_work(kind, subject_id).id
        db.session.commit()
    return owed_id


@contextmanager
def look(app: Flask, owed_id: int) -> Iterator[OwedWork]:
    with app.app_context():
        yield queries.get_owed(owed_id)


@pytest.fixture
def do(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Handler]]:
    """The kinds of work of one test."""
    handlers: dict[str, Handler] = {}
    monkeypatch.setattr(contract, "_handlers", handlers)
    yield handlers
    held.stopping.clear()


def queue_of(app: Flask) -> Queue:
    queue: Queue = app.extensions[EXTENSION]
    return queue


def test_work_owed_twice_for_one_subject_is_one_row_until_it_ends(
    app: Flask, do: dict[str, Handler]
) -> None:
    do["copy"] = lambda _subject, _report: None
    first = owe(app, "copy")
    assert owe(app, "copy") == first
    assert owe(app, "copy", subject_id=8) != first
    run_owed_work(app, first)
    assert owe(app, "copy") != first


def test_the_work_and_its_end_are_committed_together(app: Flask, do: dict[str, Handler]) -> None:
    def build(subject_id: int, _report: Report) -> None:
        with saving():
            db.session.add(
                DueSlot(job=f"made-{subject_id}", slot=clock.now(), claimed_at=clock.now())
            )

    do["build"] = build
    owed_id = owe(app, "build")
    assert run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert (owed.state, owed.percent, owed.claimed_by) == (WorkState.FINISHED, 100, None)
        assert queries.find_latest_slot("made-7") is not None
    assert not run_owed_work(app, owed_id), "finished work is not done again"


def test_progress_moves_while_the_work_runs(app: Flask, do: dict[str, Handler]) -> None:
    owed_id = owe(app, "count")
    seen: list[tuple[WorkState, int]] = []

    def count(_subject: int, report: Report) -> None:
        queries.list_queued_ids()  # the job holds a reading transaction all the while
        for done in (1, 4):
            report(done, 4)
            with look(app, owed_id) as owed:
                seen.append((owed.state, owed.percent))

    do["count"] = count
    run_owed_work(app, owed_id)
    assert seen == [(WorkState.RUNNING, 25), (WorkState.RUNNING, 100)]


def test_a_refusal_ends_the_work_with_its_own_sentence(app: Flask, do: dict[str, Handler]) -> None:
    def refuse(_subject: int, _report: Report) -> None:
        raise Refused("List 3 is not signed: sign it, then build again.")

    do["refuse"] = refuse
    owed_id = owe(app, "refuse")
    run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert owed.state is WorkState.FAILED
        assert owed.error == "List 3 is not signed: sign it, then build again."
        assert owed.finished_at is not None


def test_an_accident_is_tried_three_times_then_told_plainly_and_logged_without_its_message(
    app: Flask, do: dict[str, Handler], caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_subject: int, _report: Report) -> None:
        with saving():
            db.session.add(DueSlot(job="half", slot=clock.now(), claimed_at=clock.now()))
            db.session.flush()
            raise RuntimeError("Jo Bloggs, born 1 May 2015")

    do["break"] = break_down
    owed_id = owe(app, "break")
    states = []
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            run_owed_work(app, owed_id)
            with look(app, owed_id) as owed:
                states.append(owed.state)
                error = owed.error
                assert queries.find_latest_slot("half") is None
    assert states == [WorkState.QUEUED, WorkState.QUEUED, WorkState.FAILED]
    assert error == WENT_WRONG
    assert "RuntimeError at test_owed_work.py" in caplog.text
    assert "Bloggs" not in caplog.text


def test_work_of_a_kind_nobody_knows_fails_with_a_sentence(
    app: Flask, do: dict[str, Handler]
) -> None:
    owed_id = owe(app, "from-a-newer-version")
    run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert (owed.state, owed.error) == (WorkState.FAILED, NOBODY_KNOWS_HOW)


def test_a_job_that_writes_outside_saving_is_refused(
    app: Flask, do: dict[str, Handler], caplog: pytest.LogCaptureFixture
) -> None:
    def write_early(_subject: int, _report: Report) -> None:
        db.session.add(DueSlot(job="early", slot=clock.now(), claimed_at=clock.now()))
        db.session.flush()

    do["early"] = write_early
    run_owed_work(app, owe(app, "early"))
    with app.app_context():
        assert queries.find_latest_slot("early") is None
    assert "RuntimeError at contract.py" in caplog.text


def test_what_a_job_notes_stands_however_the_attempt_ends(
    app: Flask, do: dict[str, Handler]
) -> None:
    def note_and_break(subject_id: int, _report: Report) -> None:
        with noting():
            db.session.add(DueSlot(job="noted", slot=clock.now(), claimed_at=clock.now()))
        with saving():
            db.session.add(DueSlot(job="saved", slot=clock.now(), claimed_at=clock.now()))
            with pytest.raises(RuntimeError, match="before it saves"), noting():
                pass
            raise Refused("It broke off.")

    do["test-note"] = note_and_break
    owed_id = owe(app, "test-note")
    assert run_owed_work(app, owed_id)
    with app.app_context():
        assert queries.find_latest_slot("noted") is not None
        assert queries.find_latest_slot("saved") is None


def test_a_clock_that_ran_ahead_does_not_stop_the_firings(app: Flask) -> None:
    with app.app_context():
        ahead, now = clock.now() + timedelta(days=1), clock.now()
        operations.claim_slot("bell", ahead, now=ahead)
        assert queries.find_latest_slot("bell", until=now) is None
        assert queries.find_latest_slot("bell") == ahead


def test_a_worker_that_lost_its_claim_saves_nothing(app: Flask, do: dict[str, Handler]) -> None:
    owed_id = owe(app, "slow")
    sleeper: list[bool] = []

    def slow(_subject: int, _report: Report) -> None:
        if not sleeper:
            sleeper.append(True)
            with app.app_context(), writing():
                operations.reclaim_lost_work(now=clock.now() + timedelta(seconds=31))
                db.session.commit()
            assert run_owed_work(app, owed_id)
        with saving():
            slot = clock.now() + timedelta(seconds=len(sleeper))
            db.session.add(DueSlot(job="slow", slot=slot, claimed_at=clock.now()))
        sleeper.append(True)

    do["slow"] = slow
    run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert (owed.state, owed.attempts) == (WorkState.FINISHED, 2)
        assert db.session.query(DueSlot).count() == 1


def test_work_that_loses_its_worker_three_times_fails_with_a_sentence(app: Flask) -> None:
    owed_id = owe(app, "crash")
    for attempt in range(3):
        with app.app_context(), writing():
            assert operations.claim_work(owed_id, claimant=f"w{attempt}", now=clock.now())
            assert operations.reclaim_lost_work(now=clock.now()) == 0
            late = clock.now() + timedelta(seconds=31)
            assert operations.reclaim_lost_work(now=late) == 1
            db.session.commit()
    with look(app, owed_id) as owed:
        assert (owed.state, owed.error) == (WorkState.FAILED, KEPT_STOPPING)


def test_a_worker_that_stops_gives_its_work_back_without_counting_the_attempt(
    app: Flask, do: dict[str, Handler]
) -> None:
    def stop(_subject: int, report: Report) -> None:
        held.stopping.set()
        report(1, 2)

    do["stop"] = stop
    owed_id = owe(app, "stop")
    run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert (owed.state, owed.attempts) == (WorkState.QUEUED, 0)
    assert not run_owed_work(app, owed_id), "a stopping worker takes up nothing"


def test_workers_are_told_after_the_commit_and_never_of_work_that_was_rolled_back(
    app: Flask,
) -> None:
    queue = queue_of(app)
    with app.app_context(), writing():
        operations.owe_work("copy", 1)
        assert queue.is_empty()
        db.session.rollback()
        operations.owe_work("copy", 2)
        db.session.commit()
        assert queue.huey.pending_count() == 1


def test_a_savepoint_is_not_yet_a_commit(app: Flask) -> None:
    queue = queue_of(app)
    with app.app_context(), writing():
        operations.owe_work("copy", 1)
        with db.session.begin_nested():
            operations.owe_work("copy", 2)
        with db.session.begin_nested() as undone:
            undone.rollback()
        assert queue.is_empty()
        db.session.commit()
        assert queue.huey.pending_count() == 2


def test_a_heartbeat_keeps_a_silent_job_from_being_taken_for_lost(
    app: Flask, do: dict[str, Handler], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BEAT_EVERY", timedelta(milliseconds=10))
    owed_id = owe(app, "silent")

    def silent(_subject: int, _report: Report) -> None:
        with look(app, owed_id) as owed:
            claimed_at = owed.heartbeat_at
        assert claimed_at is not None
        until = clock.now() + timedelta(seconds=10)
        latest = claimed_at
        while latest <= claimed_at and clock.now() < until:
            with look(app, owed_id) as owed:
                latest = owed.heartbeat_at or claimed_at
        if latest <= claimed_at:
            raise Refused("The heartbeat stood still.")

    do["silent"] = silent
    run_owed_work(app, owed_id)
    with look(app, owed_id) as owed:
        assert (owed.state, owed.error) == (WorkState.FINISHED, None)


def test_a_queue_that_is_out_of_order_does_not_undo_the_commit_and_the_sweep_makes_up_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = queue_of(app)

    def broken(_owed_id: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken_queue:
        broken_queue.setattr(queue, "nudge", broken)
        owed_id = owe(app, "copy")
    with look(app, owed_id) as owed:
        assert owed.state is WorkState.QUEUED
    assert queue.is_empty()
    sweep(app, ())
    sweep(app, ())
    assert queue.huey.pending_count() == 1, "a message that still waits is not sent again"


def test_an_unknown_piece_of_work_is_not_found(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFound):
        queries.get_owed(999)
