"""What an entry tells of a change: what became different, and nothing else."""

import pytest
from flask import Flask

from readiness.activity.operations import record_change
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.people import make_person


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


def test_what_was_filled_or_emptied_is_told_and_what_stayed_is_left_out(avery: Person) -> None:
    entry = record_change(
        avery,
        "outcomes:comment:changed",
        avery,
        paragraph=(None, "12"),
        claim=("As written", None),
        problem=("The same", "The same"),
        evidence=(None, None),
    )
    assert entry.changes == {"paragraph": [None, "12"], "claim": ["As written", None]}


def test_it_may_be_by_nobody_and_is_held_against_the_vocabulary(avery: Person) -> None:
    entry = record_change(None, "meetings:meeting:packed", avery, sha256=(None, "0"))
    assert (entry.actor_id, entry.inspection_id) == (None, None)
    with pytest.raises(ValueError, match="does not declare weather"):
        record_change(avery, "meetings:meeting:packed", avery, weather=("rain", "sun"))
