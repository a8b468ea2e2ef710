"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from config import Settings
from readiness import create_app
from readiness.extensions import db
from readiness.people import passwords
from tests.support.client import InspectingClient
from tests.support.postgresql import fresh_database, running_server
from tests.support.queues import close_queue
from tests.support.settings import make_settings


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each template is compiled once a session, not once an application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hash as argon2 does, with the least work: slowness is not what the tests are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        yield


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings on SQLite; on PostgreSQL where the test asks for it by `on_both_databases`."""
    if getattr(request, "param", "SQLite") == "SQLite":
        yield make_settings(tmp_path)
        return
    with fresh_database(request.getfixturevalue("postgresql")) as address:
        yield make_settings(tmp_path, database_url=address)


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    made = create_app(settings)
    made.jinja_env.bytecode_cache = compiled_templates
    made.testing = True
    made.test_client_class = InspectingClient
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        close_queue(made)
        db.drop_all()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    made = app.test_client()
    assert isinstance(made, InspectingClient)
    return made
