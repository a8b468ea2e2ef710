"""What inspectors wait for, the week on site and what comes after stand in a pack when there is
something to say of them, and else not at all."""

from collections.abc import Mapping

from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.fieldwork.queries.talk import get_note
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.outcomes.models import Outcome
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.sections import Period, make_sections
from tests.factories.fieldwork import make_bare_inspection, make_case, make_note, make_referral
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


def test_the_week_on_site_leaves_the_pack_once_nothing_is_owed(app: Flask) -> None:
    coordinator = make_person(Role.COORDINATOR)
    inspection = make_bare_inspection()
    period = Period(None, clock.now(), clock.now())
    note = make_note(inspection, coordinator)
    (point,) = get_note(inspection.id, note.id).points
    for end in ({"answered_at": clock.now()}, {"withdrawn_because": "Asked by mistake"}):
        assert "fieldwork" in _list_keys(period)
        before = {name: getattr(point, name) for name in end}
        _set(point, end)
        assert "fieldwork" not in _list_keys(period)
        _set(point, before)
    _set(point, {"answered_at": clock.now()})
    referral = make_referral(inspection, coordinator)
    assert "fieldwork" in _list_keys(period)
    _set(referral, {"outcome": "Seen at home.", "told_at": clock.now()})
    assert "fieldwork" not in _list_keys(period)


def test_what_is_rehearsed_is_owed_in_no_pack_of_a_real_meeting(app: Flask) -> None:
    coordinator = make_person(Role.COORDINATOR)
    period = Period(None, clock.now(), clock.now())
    trial = make_bare_inspection(is_trial=True)
    trial.title = "Trial run: Short inspection"
    db.session.add(TrialParticipant(inspection_id=trial.id, person=coordinator))
    _owe_everything(trial, coordinator)
    assert not set(_list_keys(period)) & set(NEW)
    real = make_bare_inspection()
    _owe_everything(real, coordinator)
    found = {section.key: section for section in make_sections(period)}
    assert len(found["requests"].rows) == 1
    assert {row[-1] for row in found["fieldwork"].rows} == {real.title}
    assert "Trial run" not in str([found[key] for key in NEW if key in found])


def _owe_everything(inspection: Inspection, actor: Person) -> None:
    make_request(inspection, actor=actor)
    make_note(inspection, actor)
    make_referral(inspection, actor)
    make_case(inspection)


def _list_keys(period: Period) -> list[str]:
    return [section.key for section in make_sections(period)]


def _set(row: object, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()
