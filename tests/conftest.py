"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from readiness import create_app
from readiness.extensions import db
from tests.support.client import InspectingClient
from tests.support.settings import make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.testing = True
    made.test_client_class = InspectingClient
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.drop_all()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    made = app.test_client()
    assert isinstance(made, InspectingClient)
    return made
