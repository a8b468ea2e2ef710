"""The people of the lists, and an inspection whose lists they are."""

import pytest
from flask import Flask

from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person, make_post


@pytest.fixture
def data_lead(app: Flask) -> Person:
    return make_person(Role.DATA_LEAD, "Dana Data")


@pytest.fixture
def owner(app: Flask) -> Person:
    """The head of service whose post signs List 1."""
    holder = make_person(Role.HEAD_OF_SERVICE, "Olu Owner")
    make_post("hos-front-door", "Head of front door", holder)
    return holder


@pytest.fixture
def coordinator(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(coordinator: Person, owner: Person) -> Inspection:
    return make_inspection(coordinator)
