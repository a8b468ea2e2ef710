"""Evidence promised at a keep-in-touch meeting is reminded of until it was given."""

import time_machine
from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.queries.talk import get_note
from readiness.fieldwork.reminding import list_due_cases
from readiness.people.permissions import Role
from tests.factories.fieldwork import ARRIVAL, make_bare_inspection, make_note
from tests.factories.people import make_person


def test_who_wrote_the_note_is_told_of_its_evidence_until_that_is_given(app: Flask) -> None:
    runs = make_person(Role.COORDINATOR)
    with time_machine.travel(ARRIVAL, tick=False):
        inspection = make_bare_inspection()
        make_note(inspection, runs)
        assert list_due_cases(clock.now()) == [], "without a time nothing is owed by one"
    with time_machine.travel(ARRIVAL.replace(day=8), tick=False):
        note = make_note(inspection, runs, due_at=ARRIVAL.replace(day=9))
        (due,) = list_due_cases(clock.now())
        assert (due.title, due.due_at, due.chain.owner) == (
            "Give the evidence promised on Tuesday 8 December 2026",
            ARRIVAL.replace(day=9),
            runs.id,
        )
        (point,) = get_note(inspection.id, note.id).points
        operations.answer_point(actor=runs, note=note, point=point, version=point.version)
        db.session.flush()
        assert list_due_cases(clock.now()) == []
