"""An action is told to its owner in the summary of the morning, and to nobody else."""

from datetime import datetime

import pytest
from flask import Flask

from readiness import clock
from readiness.actions import operations
from readiness.actions.queries import get_action
from readiness.actions.rules import Origin, Source
from readiness.extensions import db
from readiness.london import LONDON
from readiness.notifications import jobs
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person

MONDAY = datetime(2026, 11, 23, 7, 59, tzinfo=LONDON)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: box)
    return box


def test_an_open_action_is_in_its_owners_summary_until_it_is_reported(
    app: Flask, mailbox: Mailbox
) -> None:
    with clock.at(MONDAY):
        owner, other = make_person(Role.CONTRIBUTOR), make_person(Role.DIRECTOR)
        action = make_action(owner, days=2, origin=Origin(Source.AUDIT, words="Audit 12"))
        number = action.id
    work_at(app, MONDAY.replace(hour=8, minute=0))
    (letter,) = mailbox.to(owner)
    assert "Ring every number of the call list" in letter.text
    assert "Audit 12" in letter.text
    assert f"/actions/{number}" in letter.text
    assert mailbox.to(other) == []
    with clock.at(MONDAY.replace(hour=9)):
        found = get_action(number)
        operations.report_done(actor=owner, action=found, version=found.version, outcome="Done")
        db.session.commit()
    work_at(app, MONDAY.replace(day=24, hour=8, minute=0))
    assert len(mailbox.to(owner)) == 1
