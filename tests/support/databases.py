"""Databases with every table, and running a test on every kind the product supports."""

import pytest

from config import Settings
from readiness import create_app
from readiness.extensions import db

on_both_databases = pytest.mark.parametrize("settings", ["SQLite", "PostgreSQL"], indirect=True)
"""For single tests to which the database matters: races, locks, constraints, searches, stored
JSON and times, the chain, and one story of each package. Rights and sentences need it not."""


def make_tables(settings: Settings) -> None:
    """Make every table in the database of the settings, and let go of it."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        for engine in db.engines.values():
            engine.dispose()
