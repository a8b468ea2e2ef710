"""What may be done with requests, by whom, and what is kept of it; races on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.activity.queries import find_broken_entry
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.people.models import Person, Post
from readiness.people.permissions import Role
from readiness.requests import operations, queries
from readiness.requests.models import InspectorRequest
from readiness.requests.rules import RequestState
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person
from tests.factories.requests import in_hours, make_request
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases

State = RequestState


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


@pytest.fixture
def keeper(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Cleo Keeper")


@pytest.fixture
def owner(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Olu Owner")


def hold(key: str, person: Person, deputy: Person | None = None) -> Post:
    """Let a person hold one of the inspection’s posts."""
    post = db.session.scalar(select(Post).where(Post.key == key))
    assert post is not None
    post.holder, post.deputy = person, deputy
    db.session.commit()
    return post


def seen(asked: InspectorRequest) -> InspectorRequest:
    return queries.get_request(asked.inspection_id, asked.number)


def answer(actor: Person, asked: InspectorRequest, **more: Any) -> None:
    found = seen(asked)
    operations.answer_request(
        actor=actor,
        asked=found,
        version=found.version,
        **more,
    )
    db.session.flush()


@on_both_databases
def test_a_request_goes_its_way_and_every_word_of_it_is_kept(
    inspection: Inspection, keeper: Person, owner: Person
) -> None:
    post, version = hold("data-lead", owner), make_version()
    asked = make_request(inspection, actor=keeper)
    assert (asked.number, asked.state) == (1, State.NEEDED)
    operations.give_request(actor=keeper, asked=seen(asked), version=1, post=post)
    answer(owner, asked, document_version=version)
    assert seen(asked).answered_by == owner
    found = seen(asked)
    said = "The second page of case 1043 is missing"
    operations.flag_request(actor=keeper, asked=found, version=found.version, reason=said)
    assert seen(asked).is_open
    answer(owner, asked, text="Both pages are there now")
    found = seen(asked)
    operations.accept_request(actor=keeper, asked=found, version=found.version)
    db.session.flush()
    found = seen(asked)
    assert (found.state, found.answer) == (State.ACCEPTED, "Both pages are there now")
    assert found.document_version is None
    assert [turn.kind.value for turn in found.turns] == [
        "answered",
        "flagged",
        "answered",
        "accepted",
    ]
    assert found.turns[0].document_version == version
    kept = str([(e.subject_title, e.changes) for e in db.session.scalars(select(Activity))])
    assert "1043" not in kept, "what is said of a case stays out of the activity"
    assert "caseloads" not in kept
    assert find_broken_entry() is None


@on_both_databases
def test_two_who_log_at_once_get_two_numbers(app: Flask, inspection: Inspection) -> None:
    number = inspection.id

    def log() -> str:
        logged = operations.log_request(
            actor=None,
            inspection_id=number,
            asked_by="Inspector",
            question="The same moment",
            area="data",
            post=None,
        )
        said = str(logged.number)
        db.session.commit()
        return said

    assert sorted(run_at_once(app, log, log, log)) == ["1", "2", "3"]
    assert make_request(make_inspection(is_trial=True)).number == 1, "each inspection counts"


@on_both_databases
def test_the_second_of_two_who_answer_at_once_is_told_who_did(
    app: Flask, inspection: Inspection, keeper: Person
) -> None:
    other = make_person(Role.DIRECTOR, "Dana Director")
    asked = make_request(inspection)
    number, version, people = asked.inspection_id, asked.version, (keeper.id, other.id)

    def act(person_id: int) -> Callable[[], str]:
        def do() -> str:
            me = db.session.get_one(Person, person_id)
            found = queries.lock_request(number, 1)
            operations.answer_request(actor=me, asked=found, version=version, text=me.name)
            db.session.commit()
            return "answered"

        return do

    answers = run_at_once(app, *(act(person) for person in people))
    assert answers.count("answered") == 1
    first = seen(asked).answered_by
    assert first is not None
    assert any(f"Answered by {first.name} at " in answer for answer in answers)
    assert len(seen(asked).turns) == 1


@on_both_databases
def test_two_who_note_at_once_that_somebody_was_told_make_one_note(
    app: Flask, inspection: Inspection, keeper: Person
) -> None:
    number, person = inspection.id, keeper.id

    def note() -> str:
        me = db.session.get_one(Person, person)
        operations.record_briefing(actor=me, inspection_id=number, key="leader")
        db.session.commit()
        return "noted"

    answers = run_at_once(app, note, note)
    assert answers.count("noted") == 1
    assert any("Cleo Keeper noted at" in answer for answer in answers)
    assert [b.title for b in queries.list_briefings(number)] == ["Leader of the council"]


def test_who_is_not_its_owner_answers_nothing_and_an_owner_accepts_nothing(
    inspection: Inspection, keeper: Person, owner: Person
) -> None:
    post = hold("data-lead", owner)
    other = make_person(Role.CONTRIBUTOR)
    asked = make_request(inspection, actor=keeper, post=post)
    with pytest.raises(NotAllowed, match="is with the Data and Performance Lead"):
        answer(other, asked)
    answer(owner, asked)
    found = seen(asked)
    for refused in (owner, other):
        with pytest.raises(NotAllowed, match="whoever logged it"):
            operations.accept_request(actor=refused, asked=found, version=found.version)
        with pytest.raises(NotAllowed, match="whoever logged it"):
            operations.flag_request(actor=refused, asked=found, version=found.version, reason="No")
    with pytest.raises(NotAllowed, match="may not log requests"):
        make_request(inspection, actor=make_person(Role.OBSERVER))


def test_what_a_worker_logs_they_see_through(inspection: Inspection, owner: Person) -> None:
    worker = make_person(Role.CONTRIBUTOR)
    asked = make_request(inspection, actor=worker, post=hold("data-lead", owner))
    answer(worker, asked, text="It was on the shared drive")
    found = seen(asked)
    operations.accept_request(actor=worker, asked=found, version=found.version)
    assert found.state is State.ACCEPTED


def test_the_deputy_answers_while_the_holder_is_away_and_keeps_to_their_own(
    inspection: Inspection, owner: Person
) -> None:
    from readiness.people.models import Absence

    deputy = make_person(Role.CONTRIBUTOR, "Dee Deputy")
    asked = make_request(inspection, post=hold("data-lead", owner, deputy))
    with pytest.raises(NotAllowed):
        answer(deputy, asked)
    today = clock.today()
    db.session.add(Absence(person_id=owner.id, first_day=today, last_day=today))
    db.session.flush()
    answer(deputy, asked)
    assert seen(asked).answered_by == deputy


def test_what_has_no_owner_is_taken_once_by_who_holds_a_post(
    inspection: Inspection, keeper: Person, owner: Person
) -> None:
    hold("data-lead", owner)
    asked = make_request(inspection)
    with pytest.raises(Refused, match="You hold no post today"):
        operations.take_request(actor=keeper, asked=seen(asked), version=1)
    operations.take_request(actor=owner, asked=seen(asked), version=1)
    db.session.flush()
    found = seen(asked)
    assert found.post is not None
    assert (found.post.key, found.state) == ("data-lead", State.WITH_OWNER)
    with pytest.raises(ChangedMeanwhile, match="already: Olu Owner gave it"):
        operations.take_request(actor=keeper, asked=found, version=1)


def test_an_old_version_changes_nothing_and_says_who_was_first(
    inspection: Inspection, keeper: Person
) -> None:
    asked = make_request(inspection, actor=keeper)
    found = seen(asked)
    with pytest.raises(ChangedMeanwhile, match="Cleo Keeper changed request 1 at"):
        operations.answer_request(actor=keeper, asked=found, version=found.version - 1)
    answer(keeper, asked)
    found = seen(asked)
    with pytest.raises(ChangedMeanwhile, match="is answered already"):
        operations.give_request(
            actor=keeper, asked=found, version=found.version, post=hold("dcs", keeper)
        )


def test_an_entry_is_put_right_and_nonsense_is_refused(
    inspection: Inspection, keeper: Person
) -> None:
    asked = make_request(inspection, actor=keeper)
    found = seen(asked)
    usual: dict[str, Any] = {
        "actor": keeper,
        "asked": found,
        "version": found.version,
        "asked_by": "Ada Inspector",
        "asked_at": in_hours(-3),
        "question": "The rota",
        "area": "workforce",
        "due_at": in_hours(2),
    }
    for wrong in (
        {"asked_at": in_hours(1)},
        {"due_at": in_hours(-4)},
        {"area": "weather"},
        {"question": " "},
    ):
        with pytest.raises(Refused):
            operations.change_request(**{**usual, **wrong})
    found.answered_at = in_hours(-4)
    with pytest.raises(Refused, match="so it was asked before") as refused:
        operations.change_request(**usual)
    assert refused.value.about == "asked_at"
    found.answered_at, found.area = None, "weather"
    operations.change_request(**{**usual, "area": "weather"})
    assert found.area == "weather", "an area that was dropped stays while it is kept"
    operations.change_request(**{**usual, "version": found.version})
    assert (found.asked_by, found.area, found.question) == (
        "Ada Inspector",
        "workforce",
        "The rota",
    )


def test_a_request_is_logged_with_its_question_its_area_and_time_to_answer(
    inspection: Inspection, keeper: Person
) -> None:
    with pytest.raises(Refused):
        make_request(inspection, hours=1, question="")
    with pytest.raises(Refused):
        make_request(inspection, hours=1, area="")
    with pytest.raises(Refused, match="has passed already"):
        operations.log_request(
            actor=keeper,
            inspection_id=inspection.id,
            asked_by="An inspector",
            question="Late",
            area="data",
            post=None,
            due_at=in_hours(-1),
        )


def test_a_closed_inspection_takes_no_request_no_answer_no_note_and_no_screen(
    inspection: Inspection, keeper: Person
) -> None:
    asked = make_request(inspection, actor=keeper)
    close_inspection(actor=keeper, inspection_id=inspection.id, version=inspection.version)
    for act in (
        lambda: make_request(inspection),
        lambda: answer(keeper, asked),
        lambda: operations.record_briefing(actor=keeper, inspection_id=inspection.id, key="leader"),
        lambda: operations.open_screen(actor=keeper, inspection_id=inspection.id, place="Here"),
    ):
        with pytest.raises(Refused, match="is closed"):
            act()


def test_somebody_is_told_once_or_by_a_name_of_their_own(
    inspection: Inspection, keeper: Person
) -> None:
    def note(**more: Any) -> None:
        operations.record_briefing(actor=keeper, inspection_id=inspection.id, **more)

    note(key="leader", told_by="The Director", told_at=in_hours(-1), note="By telephone")
    note(key=None, title="The youth council")
    note(key=None, title="The youth council")
    for wrong in (
        {"key": "leader"},
        {"key": "nobody"},
        {"key": None},
        {"key": "health", "told_at": in_hours(1)},
    ):
        with pytest.raises(Refused):
            note(**wrong)
    told = [b for b in queries.list_briefings(inspection.id) if b.key]
    assert [(b.told_by, b.note) for b in told] == [("The Director", "By telephone")]
    operations.take_back_briefing(actor=keeper, briefing=told[0])
    note(key="leader")
    kept = [str(entry.content()) for entry in db.session.scalars(select(Activity))]
    assert not [words for words in kept if "The Director" in words or "youth council" in words]


def test_whom_the_plan_names_follows_from_the_steps_of_the_inspection(
    inspection: Inspection,
) -> None:
    short = [each.spec.key for each in queries.list_planned(inspection.id)]
    assert short[:3] == ["chief-executive", "leader", "lead-member"]
    assert "improvement-board" not in short
    visit = make_inspection(key="ilacs-monitoring-visit", is_trial=True)
    named = [each.spec.key for each in queries.list_planned(visit.id)]
    assert "improvement-board" in named
    assert "health" not in named
