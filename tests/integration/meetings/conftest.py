"""The morning on which meetings are planned and held, and who chairs them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from readiness import clock
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.people import make_person

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
"""A Tuesday."""


@pytest.fixture
def morning(app: Flask) -> Iterator[None]:
    """The moment in which the test is."""
    with clock.at(NOW):
        yield


@pytest.fixture
def chair(app: Flask) -> Person:
    return make_person(Role.DIRECTOR, "Dana Director")
