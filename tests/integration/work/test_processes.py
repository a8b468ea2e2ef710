"""Real processes: several workers at once, one that is killed, and the two commands."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask

from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.work import operations, queries
from readiness.work.rules import WorkState
from readiness.work.runner import run_owed_work
from tests.support.processes import Start, kill, starting, wait_for
from tests.support.work_app import make_work_app, work_all

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = make_work_app(str(tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def begin() -> Iterator[Start]:
    """Start a worker, ready in a moment; whatever still runs at the end is killed."""
    with starting() as begin:
        yield begin


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a Python process; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def flask(folder: Path, *command: str) -> tuple[str, ...]:
    return ("flask", "--app", f"tests.support.work_app:make_work_app('{folder}')", *command)


def owe(app: Flask, kind: str, *subject_ids: int) -> list[int]:
    with app.app_context(), writing():
        owed_ids = [operations.owe_work(kind, each).id for each in subject_ids]
        db.session.commit()
    return owed_ids


def state_of(app: Flask, owed_id: int) -> WorkState:
    with app.app_context():
        return queries.get_owed(owed_id).state


def test_four_worker_processes_do_every_piece_of_work_exactly_once(
    app: Flask, tmp_path: Path, begin: Start
) -> None:
    owed_ids = owe(app, "test-leave-a-mark", *range(1, 16))
    workers = [begin(work_all, tmp_path, owed_ids) for _ in range(4)]
    wait_for(lambda: len(list(tmp_path.glob("ready-*"))) == 4)
    (tmp_path / "start").touch()
    for worker in workers:
        worker.join(timeout=30)
    done = [int(each) for path in tmp_path.glob("done-*") for each in path.read_text().split()]
    assert sorted(done) == owed_ids
    marks = (tmp_path / "marks").read_text(encoding="utf-8").split()
    assert sorted(marks, key=int) == [str(each) for each in range(1, 16)]


def test_the_work_of_a_killed_worker_is_taken_up_again_and_finishes(
    app: Flask, tmp_path: Path, begin: Start
) -> None:
    (owed_id,) = owe(app, "test-hang", 1)
    (tmp_path / "start").touch()
    worker = begin(work_all, tmp_path, [owed_id])
    wait_for((tmp_path / "begun").exists)
    kill(worker)
    assert state_of(app, owed_id) is WorkState.RUNNING

    (tmp_path / "go").touch()
    assert not run_owed_work(app, owed_id), "nobody takes it while it may be alive"
    with app.app_context(), writing():
        operations.reclaim_lost_work(now=clock.now() + timedelta(seconds=31))
        db.session.commit()
    assert run_owed_work(app, owed_id)
    with app.app_context():
        owed = queries.get_owed(owed_id)
        assert (owed.state, owed.attempts) == (WorkState.FINISHED, 2)


def test_the_worker_command_does_what_is_owed_and_ends_cleanly_giving_back_the_rest(
    app: Flask, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    (quick,) = owe(app, "test-leave-a-mark", 1)
    (endless,) = owe(app, "test-hang", 1)
    process = start(*flask(tmp_path, "worker"))
    wait_for((tmp_path / "begun").exists)
    wait_for(lambda: state_of(app, quick) is WorkState.FINISHED)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert state_of(app, endless) is WorkState.QUEUED


def test_serve_says_where_it_is_serves_works_and_ends_on_ctrl_c(
    app: Flask, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    (owed_id,) = owe(app, "test-leave-a-mark", 1)
    process = start(*flask(tmp_path, "serve", "--port", "0"))
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Readiness is at http://127.0.0.1:")
    with urlopen(line.split()[3], timeout=30) as answer:  # noqa: S310 - our own address
        assert answer.read() == b"It serves."
    wait_for(lambda: state_of(app, owed_id) is WorkState.FINISHED)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


HALVES = (
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nonly the beginning",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nonly",
)
"""Requests that end in their headers, in their body and in a chunk."""


def test_half_sent_requests_keep_nobody_waiting_and_stop_no_work(
    app: Flask, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """More of each than there are threads: some stay open, some are broken off."""
    process = start(*flask(tmp_path, "serve", "--port", "0"))
    assert process.stdout is not None
    address = process.stdout.readline().split()[3]
    port = int(address.rstrip("/").rpartition(":")[2])
    for half in HALVES:
        with ExitStack() as held:
            for number in range(24):
                stranger = socket.create_connection(("127.0.0.1", port), timeout=10)
                stranger.sendall(half)
                if number % 2:
                    stranger.close()
                else:
                    held.enter_context(stranger)
            assert read(address) == b"It serves.", half
            (owed_id,) = owe(app, "test-leave-a-mark", 1)
            wait_for(lambda owed_id=owed_id: state_of(app, owed_id) is WorkState.FINISHED)  # type: ignore[misc]  # a lambda with a default
        assert read(address) == b"It serves.", half
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0


def read(address: str) -> bytes:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
        content: bytes = answer.read()
    return content


def test_a_port_in_use_is_one_sentence_and_exit_2(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(*flask(tmp_path, "serve", "--port", str(port)))
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (2, "")
    assert errors.count("\n") == 1
    assert errors.startswith(f"Port {port} is already in use")
