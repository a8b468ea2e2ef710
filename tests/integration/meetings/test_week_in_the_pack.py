"""What inspectors wait for, the week on site and what comes after stand in a pack when there is
something to say of them, and else not at all."""

from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.outcomes.models import Outcome
from readiness.people.permissions import Role
from readiness.sections import Period, make_sections
from tests.factories.fieldwork import make_bare_inspection, make_note, make_referral
from tests.factories.people import make_person
from tests.factories.requests import make_request

NEW = ("requests", "fieldwork", "outcomes")


def test_they_stand_in_the_pack_with_words_that_name_no_case_or_not_at_all(app: Flask) -> None:
    coordinator = make_person(Role.COORDINATOR)
    inspection = make_bare_inspection()
    period = Period(None, clock.now(), clock.now())
    assert not {section.key for section in make_sections(period)} & set(NEW)
    make_request(inspection, actor=coordinator)
    make_note(inspection, coordinator)
    make_referral(inspection, coordinator, identifier="8004711")
    db.session.add(Outcome(inspection=inspection, draft_received_at=clock.now()))
    db.session.commit()
    found = {section.key: section for section in make_sections(period)}
    assert found["requests"].answer.startswith("1 request waits for an answer")
    assert [row[0] for row in found["fieldwork"].rows] == [
        "Case 1, referred back by inspectors",
        f"Evidence, concern of {clock.today():%A} {clock.today().day} {clock.today():%B %Y}",
    ]
    assert "without an answer" not in found["outcomes"].answer
    assert "The publication of the report is not recorded" in found["outcomes"].rows[0]
    assert "8004711" not in str(found)
    one = make_sections(period, only="requests")
    assert [section.key for section in one] == list(found), "a page of one item lists the same"
