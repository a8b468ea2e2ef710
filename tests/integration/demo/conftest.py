"""The invented council, loaded once for all tests of this folder: they only read."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from readiness import clock, create_app
from readiness.database.engine import writing
from readiness.demo.load import Loaded, load_council
from readiness.extensions import db
from tests.support.settings import make_settings

NOW = datetime(2026, 11, 24, 15, tzinfo=clock.LONDON)
"""A Tuesday."""


@pytest.fixture(scope="package")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Loaded]]:
    """The application with the council in it, and what loading said."""
    made = create_app(make_settings(tmp_path_factory.mktemp("council"), demo=True))
    with made.app_context(), clock.at(NOW):
        db.create_all()
        with writing():
            loaded = load_council(made.extensions["readiness.settings"])
            db.session.commit()
        assert loaded is not None
        db.session.remove()
    yield made, loaded
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def loaded(council: tuple[Flask, Loaded]) -> Iterator[Loaded]:
    """What loading said; the test lives in the council’s application, on its day."""
    made, loaded = council
    with made.app_context(), clock.at(NOW):
        yield loaded
        db.session.remove()
