from collections.abc import Iterator

import pytest
from flask import Flask

from readiness import clock
from readiness.inspections.models import Inspection
from readiness.notifications import jobs
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.notifications import Mailbox
from tests.factories.people import make_person
from tests.factories.trial_runs import REAL, make_few, make_trial


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mail server of the application under test."""
    made = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: made)
    return made


@pytest.fixture
def friday(app: Flask) -> Iterator[None]:
    """The real moment in which the test is: exercises are held in working hours."""
    with clock.at(REAL):
        yield


@pytest.fixture
def facilitator(friday: None) -> Person:
    return make_person(Role.COORDINATOR, "Avery Coordinator")


@pytest.fixture
def council(facilitator: Person) -> dict[str, Person]:
    return make_few()


@pytest.fixture
def trial(facilitator: Person, council: dict[str, Person]) -> Inspection:
    return make_trial(facilitator)
