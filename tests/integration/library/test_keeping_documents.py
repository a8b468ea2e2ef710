"""Versions, approvals and the tasks that follow them, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.activity.queries import find_broken_entry
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.queries import find_delivering_task
from readiness.inspections.rules.tasks import TaskState
from readiness.library import operations, queries
from readiness.library.lines import OWN_FOLDER
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.rules import DocumentState
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person, make_post
from tests.support.databases import on_both_databases

KEY = "sufficiency-strategy"
CHILD_LEVEL = "permanence-tracker"
POST = "hos-children-in-care"


@pytest.fixture
def holder(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Harper Holder")


@pytest.fixture
def deputy(app: Flask) -> Person:
    return make_person(Role.HEAD_OF_SERVICE, "Devon Deputy")


@pytest.fixture
def post(holder: Person, deputy: Person) -> None:
    make_post(POST, "Head of Service, Children in Care", holder, deputy)


def approve(version: DocumentVersion, actor: Person | None = None) -> Approval:
    approval = operations.approve_version(actor=actor, version=version, sha256=version.sha256)
    db.session.commit()
    return approval


def events() -> list[str]:
    found = select(Activity.event).where(Activity.event.startswith("library:"))
    return list(db.session.scalars(found.order_by(Activity.id)))


def test_a_new_version_is_the_current_one_and_unapproved(app: Flask) -> None:
    first = make_version(KEY, b"one", is_approved=True)
    second = make_version(KEY, b"two")
    assert (first.number, second.number) == (1, 2)
    current = queries.find_current(KEY)
    assert current is not None
    assert current.id == second.id
    assert queries.find_standing_approval(second) is None
    assert queries.find_standing_approval(first) is not None
    assert queries.list_documents()[KEY].state is DocumentState.NOT_APPROVED


@on_both_databases
def test_every_change_is_recorded_with_what_it_was(app: Flask) -> None:
    version = make_version(KEY, b"one", is_approved=True)
    operations.withdraw_approval(actor=None, version=version, reason="A figure is wrong")
    operations.add_document(actor=None, title="Letter", post_key=POST)
    db.session.commit()
    assert events() == [
        "library:version:added",
        "library:version:approved",
        "library:approval:withdrawn",
        "library:document:added",
    ]
    added = db.session.scalars(select(Activity).where(Activity.event == events()[0])).one()
    assert added.changes == {
        "number": [None, 1],
        "file": [None, f"{KEY}.txt"],
        "sha256": [None, version.sha256],
    }
    assert find_broken_entry() is None


def test_the_content_of_the_current_version_is_refused_but_an_older_one_may_return(
    app: Flask,
) -> None:
    make_version(KEY, b"one")
    with pytest.raises(Refused, match="the same as version 1"):
        make_version(KEY, b"one")
    db.session.rollback()
    make_version(KEY, b"two")
    assert make_version(KEY, b"one").number == 3


def test_a_day_to_come_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="in the future"):
        make_version(KEY, as_at=clock.today() + timedelta(days=1))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0


def test_an_approval_names_the_content_it_saw_and_a_second_is_told_who_was_first(
    post: None, holder: Person
) -> None:
    version = make_version(KEY)
    assert approve(version, holder).sha256 == version.sha256
    with pytest.raises(ChangedMeanwhile, match=r"Harper Holder approved version 1 of “Suffi"):
        approve(version, make_person(Role.DIRECTOR))


def test_approving_what_is_no_longer_current_says_who_added_the_newer_and_when(
    post: None, holder: Person
) -> None:
    seen = make_version(KEY, b"one")
    make_version(KEY, b"two", actor=make_person(Role.HEAD_OF_SERVICE, "Casey Head"))
    with pytest.raises(ChangedMeanwhile, match=r"Casey Head added version 2 .* at \d\d:\d"):
        approve(seen, holder)
    with pytest.raises(ChangedMeanwhile, match="nothing was approved"):
        operations.approve_version(actor=holder, version=seen, sha256="0" * 64)


@on_both_databases
def test_approving_ticks_the_task_and_a_newer_version_or_a_withdrawal_opens_it_again(
    post: None, holder: Person
) -> None:
    inspection = make_inspection()

    def state() -> TaskState:
        db.session.expire_all()
        task = find_delivering_task(inspection.id, f"document:{KEY}")
        assert task is not None
        return task.state

    approve(make_version(KEY, b"one"), holder)
    assert state() is TaskState.DONE
    second = make_version(KEY, b"two")
    assert state() is TaskState.TO_DO
    approve(second, holder)
    assert state() is TaskState.DONE
    operations.withdraw_approval(actor=holder, version=second, reason="A figure is wrong")
    db.session.commit()
    assert state() is TaskState.TO_DO
    assert queries.list_documents()[KEY].approval is None


def test_a_withdrawal_needs_a_reason_and_something_to_withdraw(app: Flask) -> None:
    version = make_version(KEY)
    with pytest.raises(ChangedMeanwhile, match="is not approved"):
        operations.withdraw_approval(actor=None, version=version, reason="Wrong")
    approve(version)
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_approval(actor=None, version=version, reason=" ")


def test_a_head_of_service_approves_only_their_own_and_a_deputy_while_the_holder_is_away(
    post: None, holder: Person, deputy: Person
) -> None:
    version = make_version(KEY)
    for other in (deputy, make_person(Role.HEAD_OF_SERVICE)):
        with pytest.raises(NotAllowed, match="approved by Harper Holder"):
            approve(version, other)
        db.session.rollback()
    today = clock.today()
    add_absence(actor=None, person=holder, first_day=today, last_day=today)
    db.session.commit()
    with pytest.raises(NotAllowed):
        approve(version, holder)
    db.session.rollback()
    assert approve(version, deputy).approved_by == deputy


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_some_roles_never_approve_even_what_is_theirs(app: Flask, role: Role) -> None:
    holder = make_person(role)
    make_post(POST, "Head of Service, Children in Care", holder)
    with pytest.raises(NotAllowed):
        approve(make_version(KEY), holder)


def test_an_observer_adds_nothing(app: Flask) -> None:
    observer = make_person(Role.OBSERVER)
    with pytest.raises(NotAllowed):
        make_version(KEY, actor=observer)
    with pytest.raises(NotAllowed):
        operations.add_document(actor=observer, title="Letter")


def test_a_version_with_rows_of_children_is_opened_by_few(
    post: None, holder: Person, deputy: Person
) -> None:
    adder = make_person(Role.HEAD_OF_SERVICE)
    version = make_version(CHILD_LEVEL, actor=adder)
    line = queries.get_document_line(CHILD_LEVEL)
    may = {
        person.name
        for person in (
            holder,
            deputy,
            adder,
            make_person(Role.CONTRIBUTOR, "A contributor"),
            make_person(Role.COORDINATOR, "Coordinator"),
            make_person(Role.DIRECTOR, "Director"),
            make_person(Role.DATA_LEAD, "Data lead"),
            make_person(Role.QUALITY_LEAD, "Quality lead"),
        )
        if operations.may_open(person, line, version)
    }
    assert may == {holder.name, adder.name, "Director", "Data lead", "Quality lead"}
    ordinary = queries.get_document_line(KEY)
    assert operations.may_open(make_person(Role.CONTRIBUTOR), ordinary, make_version(KEY))


def test_a_contributor_adds_to_what_is_theirs_and_takes_nobody_elses_place(app: Flask) -> None:
    contributor = make_person(Role.CONTRIBUTOR)
    make_post("legal-lead", "Legal Lead", contributor)
    make_version(KEY, is_approved=True)
    with pytest.raises(NotAllowed, match="are added by"):
        make_version(KEY, b"notes of mine", actor=contributor)
    db.session.rollback()
    assert queries.find_current(KEY) is not None
    assert make_version("plo-tracker", actor=contributor).number == 1
    assert make_version("a-note-of-our-own", actor=contributor, title="A note").number == 1


def test_nobody_approves_what_they_may_not_read(app: Flask) -> None:
    contributor = make_person(Role.CONTRIBUTOR)
    make_post("legal-lead", "Legal Lead", contributor)
    version = make_version("plo-tracker")
    with pytest.raises(NotAllowed, match="is approved by a director"):
        approve(version, make_person(Role.COORDINATOR))
    db.session.rollback()
    assert approve(version, make_person(Role.DIRECTOR)).withdrawn_at is None


@on_both_databases
def test_what_once_held_rows_of_children_stays_closed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = make_version(CHILD_LEVEL)
    spec = queries.current_requirements()
    without = {key: found for key, found in spec.items() if key != CHILD_LEVEL}
    monkeypatch.setattr(queries, "current_requirements", lambda: without)
    line = queries.get_document_line(CHILD_LEVEL)
    assert line.spec is None
    assert not operations.may_open(make_person(Role.COORDINATOR), line, version)


def test_documents_are_judged_on_the_day_they_are_due_where_an_inspection_runs(
    app: Flask,
) -> None:
    # The call is on 30 November 2026: documents are due on 2 December.
    inspection = make_inspection()
    due = queries.list_documents(inspection)["team-caseloads"].due_at
    assert due is not None
    day = clock.in_london(due).date()
    with clock.at(CALL):
        long_ago = clock.today() - timedelta(days=400)
        make_version("self-evaluation", as_at=long_ago, is_approved=True)
        lines = queries.list_documents(inspection, clock.today())
    assert lines["self-evaluation"].state is DocumentState.STALE
    assert "when due" in lines["self-evaluation"].judgement.sentence
    assert lines["self-evaluation"].due_at == due
    assert day.isoformat() == "2026-12-02"
    assert queries.list_documents()["self-evaluation"].due_at is None
    assert lines["meetings-schedule"].gate == "arrival"
    assert lines["particular-circumstances"].gate is None


def test_what_a_visit_does_not_ask_for_has_no_gate_in_it(app: Flask) -> None:
    visit = make_inspection(key="ilacs-focused-visit")
    lines = queries.list_documents(visit)
    assert lines["sufficiency-strategy"].gate is None
    assert lines["self-evaluation"].gate == "documents_due"


def test_what_waits_for_a_persons_approval_is_their_own_and_unapproved(
    post: None, holder: Person, deputy: Person
) -> None:
    make_version(KEY)
    make_version("corporate-parenting", b"approved", is_approved=True)
    make_version("board-papers", b"of another post")
    waiting = queries.list_waiting_approvals(holder, clock.today())
    assert [line.key for line in waiting] == [KEY]
    assert queries.list_waiting_approvals(deputy, clock.today()) == ()
    assert queries.list_waiting_approvals(make_person(Role.CONTRIBUTOR), clock.today()) == ()


@on_both_databases
def test_a_document_of_our_own_has_a_key_and_a_title_nobody_else_has(app: Flask) -> None:
    first = operations.add_document(actor=None, title="  A letter:  ours ", post_key=POST)
    assert (first.key, first.title) == ("a-letter-ours", "A letter: ours")
    assert operations.add_document(actor=None, title="A letter – ours").key == "a-letter-ours-2"
    with pytest.raises(Refused, match="There is a document “a LETTER: ours” already"):
        operations.add_document(actor=None, title="a LETTER: ours")
    with pytest.raises(Refused, match="Sufficiency strategy"):
        operations.add_document(actor=None, title="Sufficiency strategy")
    assert queries.get_document_line("a-letter-ours").folder == OWN_FOLDER
