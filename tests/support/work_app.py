"""A small application with nothing but owed work: for tests, and for processes they start."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from readiness.cli.serve import serve, worker
from readiness.database.engine import listen
from readiness.extensions import db
from readiness.work.contract import Report, job
from readiness.work.runner import run_owed_work
from readiness.work.setup import init_work


@dataclass(frozen=True)
class WorkAppSettings:
    instance_path: Path
    database_url: str
    production: bool = False


def make_work_app(folder: str, database_url: str = "") -> Flask:
    """An application whose database and queue live in the folder."""
    url = database_url or f"sqlite:///{Path(folder) / 'readiness.sqlite3'}"
    app = Flask("work_app", template_folder=None)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, MAX_CONTENT_LENGTH=1024 * 1024)
    db.init_app(app)
    app.cli.add_command(serve)
    app.cli.add_command(worker)
    app.add_url_rule("/", view_func=lambda: "It serves.", endpoint="home")
    settings = WorkAppSettings(Path(folder), url)
    app.extensions["readiness.settings"] = settings
    init_work(app, settings)
    with app.app_context():
        listen(db.engine)
        db.create_all(bind_key=None)
    return app


@job("test-leave-a-mark")
def leave_a_mark(subject_id: int, _report: Report) -> None:
    """Write one line to a file named by the database's folder: how often was it done?"""
    folder = Path(str(db.engine.url.database)).parent
    with (folder / "marks").open("a", encoding="utf-8") as marks:
        marks.write(f"{subject_id}\n")


@job("test-hang")
def hang(_subject_id: int, report: Report) -> None:
    """Report until told to stop, or, once a file called `go` is there, end at once."""
    folder = Path(str(db.engine.url.database)).parent
    while not (folder / "go").exists():
        report(1, 2)
        (folder / "begun").touch()
        time.sleep(0.02)


def work_all(folder: Path, owed_ids: list[int]) -> None:
    """Be a worker process that tries each piece of work in turn, and writes which it did."""
    app = make_work_app(str(folder))
    name = f"{time.monotonic_ns()}-{os.getpid()}"
    (folder / f"ready-{name}").touch()
    while not (folder / "start").exists():
        time.sleep(0.005)
    done = [str(owed_id) for owed_id in owed_ids if run_owed_work(app, owed_id)]
    (folder / f"done-{name}").write_text(" ".join(done), encoding="utf-8")
