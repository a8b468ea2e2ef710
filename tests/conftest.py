"""What every test may ask for."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from xdist.remote import Producer

from config import Settings
from readiness.database import engine
from readiness.extensions import db
from readiness.people import passwords
from tests.support.applications import Applications
from tests.support.client import InspectingClient
from tests.support.databases import make_tables
from tests.support.postgresql import fresh_database, running_server, wipe_database
from tests.support.queues import close_queue
from tests.support.settings import make_settings
from tests.support.sharing import SharingScheduling, place_of
from tests.support.soak import in_full, soak

hypothesis.settings.register_profile(
    "readiness", max_examples=in_full(1000, else_=40), deadline=None
)
hypothesis.settings.load_profile("readiness")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders of `sharing`: no process is left with a long walk at the end.

    A test that tries examples is a `soak` test: it tries more of them there.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(soak)
    items.sort(key=lambda item: place_of(item.nodeid))


def pytest_collection_finish() -> None:
    """What is imported by now stays: let the collector not look through it again and again."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharingScheduling:
    return SharingScheduling(config, log)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    make_tables(make_settings(folder))
    return folder / "readiness.sqlite3"


@pytest.fixture(scope="session")
def postgresql_tables(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with every table, to be wiped before each test."""
    with fresh_database(postgresql) as address:
        make_tables(make_settings(tmp_path_factory.mktemp("tables"), database_url=address))
        yield address


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each template is compiled once a run, not once an application or a process."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(autouse=True, scope="session")
def quick_habits() -> Iterator[None]:
    """Hash with the least work and do not wait for the disk: neither is what tests are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        patch.setattr(engine, "SYNCHRONOUS", "OFF")
        yield


@pytest.fixture
def settings(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """Settings on SQLite; on PostgreSQL where the test asks for it by `on_both_databases`.

    Every test finds the same empty folder and the same database without a row, so that one
    application can serve them all.
    """
    kind = getattr(request, "param", "SQLite")
    folder = tmp_path_factory.getbasetemp() / f"instance-{kind}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if kind == "SQLite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder)
        yield make_settings(folder)
        return
    address = request.getfixturevalue("postgresql_tables")
    wipe_database(address)
    yield make_settings(folder, database_url=address)


@pytest.fixture(scope="session")
def applications(compiled_templates: FileSystemBytecodeCache) -> Applications:
    """The applications of this run: putting one together takes longer than most tests."""
    return Applications(compiled_templates)


@pytest.fixture
def app(settings: Settings, applications: Applications) -> Iterator[Flask]:
    made = applications.find(settings)
    with made.app_context():
        yield made
        db.session.remove()
        close_queue(made)
        for opened in db.engines.values():
            opened.dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    made = app.test_client()
    assert isinstance(made, InspectingClient)
    return made
