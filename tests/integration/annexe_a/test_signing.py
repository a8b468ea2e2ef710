"""Signatures and comments: whose they are, what they name, and two people at once."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a import operations, queries
from readiness.annexe_a.models import ListSignature
from readiness.database.engine import writing
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, ReadinessError, Refused
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.present import find_away
from readiness.inspections.queries import (
    find_delivering_task,
    list_running_inspections,
    list_running_lines,
)
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.queries import get_person
from tests.factories.annexe_a import BAD, GOOD, begin_upload, contacts, current, make_upload
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases


def sign(actor: Person, inspection_id: int | None, **more: str) -> ListSignature:
    seen = more.pop("content_hash", "") or current(1, inspection_id).content_hash
    return operations.sign_list(
        actor=actor, inspection_id=inspection_id, number=1, content_hash=seen, **more
    )


def withdraw(actor: Person, inspection_id: int | None, reason: str = "A child is missing") -> None:
    operations.withdraw_signature(
        actor=actor,
        inspection_id=inspection_id,
        number=1,
        content_hash=current(1, inspection_id).content_hash,
        reason=reason,
    )


@pytest.fixture
def uploaded(data_lead: Person, inspection: Inspection) -> Inspection:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    return inspection


def test_signing_ticks_the_task_and_withdrawing_opens_it(
    owner: Person, uploaded: Inspection
) -> None:
    sign(owner, uploaded.id)
    task = find_delivering_task(uploaded.id, "list:1")
    assert task is not None
    assert (task.state, task.done_by) == (TaskState.DONE, owner)
    withdraw(owner, uploaded.id)
    assert task.state is TaskState.TO_DO
    assert current(1, uploaded.id).standing_signature is None
    sign(owner, uploaded.id)
    db.session.commit()
    db.session.refresh(task)
    assert task.done_by is owner


def test_what_is_written_at_a_signature_stays_off_the_task_that_observers_read(
    owner: Person, data_lead: Person, inspection: Inspection, client: InspectingClient
) -> None:
    make_upload(contacts(BAD), actor=data_lead, inspection_id=inspection.id)
    signature = sign(owner, inspection.id, note="Ask about Robin")
    withdraw(owner, inspection.id, "Robin is missing")
    sign(owner, inspection.id, note="Robin was added")
    db.session.commit()
    assert signature.note == "Ask about Robin"
    task = find_delivering_task(inspection.id, "list:1")
    assert task is not None
    assert task.note == "Signed on the Annexe A page."
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert "Signed on the Annexe A page." in client.get(page).text
    assert "The signature was withdrawn on the Annexe A page." in client.get(page).text
    assert "Robin" not in client.get(page).text
    client.sign_in_quickly(owner)
    assert "Robin was added" in client.get(f"/annexe-a/inspections/{inspection.id}/lists/1").text


def test_signing_between_inspections_ticks_no_task_of_an_inspection(
    owner: Person, data_lead: Person, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    sign(owner, None)
    task = find_delivering_task(inspection.id, "list:1")
    assert task is not None
    assert task.state is TaskState.TO_DO


def test_a_signature_for_content_that_was_replaced_meanwhile_is_refused(
    owner: Person, data_lead: Person, uploaded: Inspection
) -> None:
    seen = current(1, uploaded.id).content_hash
    make_upload(contacts(BAD), actor=data_lead, inspection_id=uploaded.id)
    entry = db.session.scalars(select(Activity).filter_by(event="annexe_a:list:replaced")).one()
    assert set(entry.changes) == {"content_hash", "errors"}  # as many rows as before: not told
    with pytest.raises(ChangedMeanwhile, match="Dana Data uploaded List 1 again"):
        sign(owner, uploaded.id, content_hash=seen)


def test_a_second_signature_is_told_of_the_first(
    owner: Person, coordinator: Person, uploaded: Inspection
) -> None:
    sign(owner, uploaded.id)
    with pytest.raises(ChangedMeanwhile, match="Olu Owner signed List 1 at "):
        sign(coordinator, uploaded.id)


def test_with_errors_left_a_note_says_why(owner: Person, data_lead: Person) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    with pytest.raises(Refused, match="errors left"):
        sign(owner, None)
    assert sign(owner, None, note="The gender is not recorded.").note


def test_only_the_owner_or_who_works_on_every_task_signs(
    owner: Person, coordinator: Person, data_lead: Person, uploaded: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    for stranger in (make_person(Role.HEAD_OF_SERVICE), make_person(Role.OBSERVER), data_lead):
        for scope in (uploaded.id, None):
            with pytest.raises(NotAllowed, match="signed by its owner"):
                sign(stranger, scope)
    assert operations.may_sign(coordinator, uploaded.id, 1)
    assert operations.may_sign(owner, None, 1)
    assert not operations.may_sign(owner, None, 2)


def test_a_closed_inspection_takes_no_signature(
    owner: Person, coordinator: Person, uploaded: Inspection
) -> None:
    close_inspection(actor=coordinator, inspection_id=uploaded.id, version=uploaded.version)
    db.session.commit()
    with pytest.raises(Refused, match="is closed"):
        sign(owner, uploaded.id)


def test_what_cannot_be_withdrawn(owner: Person, uploaded: Inspection) -> None:
    with pytest.raises(ChangedMeanwhile, match="not signed any more"):
        withdraw(owner, uploaded.id)
    sign(owner, uploaded.id)
    with pytest.raises(Refused, match="Say why"):
        withdraw(owner, uploaded.id, " ")
    with pytest.raises(NotFound, match="has not been uploaded"):
        operations.sign_list(actor=owner, inspection_id=uploaded.id, number=2, content_hash="x")


def list_waiting(person: Person) -> tuple[queries.WaitingSignature, ...]:
    """What waits for them in everything that is running."""
    owners = Owners.load(clock.today())
    lines = list_running_lines(owners.posts, find_away(list_running_inspections()))
    found = Deliveries(clock.today(), owners, lines)
    return queries.list_waiting_signatures(person, found, list_running_inspections())


def test_the_lists_that_wait_for_somebody(
    owner: Person, coordinator: Person, data_lead: Person, uploaded: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    waiting = list_waiting(owner)
    assert [(w.inspection_id, w.version.list_number) for w in waiting] == [(uploaded.id, 1)]
    assert list_waiting(coordinator) == ()
    assert list_waiting(make_person(Role.OBSERVER)) == ()
    close_inspection(actor=coordinator, inspection_id=uploaded.id, version=uploaded.version)
    between = list_waiting(owner)
    assert [w.inspection_id for w in between] == [None]
    sign(owner, None)
    assert list_waiting(owner) == ()


def write(actor: Person, text: str, version: int | None = None, column: str = "") -> int:
    comment = operations.write_comment(
        actor=actor, inspection_id=None, number=1, column=column, text=text, version=version
    )
    db.session.commit()
    return comment.version if text else 0


def test_a_comment_is_written_changed_and_taken_away(data_lead: Person, owner: Person) -> None:
    first = write(data_lead, "Duplicates are two parents.", column="Gender")
    with pytest.raises(ChangedMeanwhile, match="Dana Data changed this comment"):
        write(owner, "Another", column="Gender")
    write(owner, "Another", first, column="Gender")
    assert [c.text for c in queries.list_comments(None)] == ["Another"]
    write(owner, "", first + 1, column="Gender")
    assert queries.list_comments(None) == []


def test_comments_that_are_refused(data_lead: Person, owner: Person) -> None:
    with pytest.raises(NotFound, match="no such column"):
        write(data_lead, "Hello", column="Shoe size")
    with pytest.raises(Refused, match="Write the comment first"):
        write(data_lead, " ")
    with pytest.raises(NotAllowed, match="owner and the data lead"):
        write(make_person(Role.HEAD_OF_SERVICE), "Hello")


def at_once(app: Flask, *works: Callable[[], object]) -> list[str]:
    """What each of these says when all begin together, each in a transaction of its own."""
    barrier, said = threading.Barrier(len(works)), ["" for _ in works]

    def run(place: int) -> None:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                with writing():
                    works[place]()
                    db.session.commit()
                said[place] = "done"
            except ReadinessError as error:
                said[place] = error.sentence
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    db.session.expire_all()
    return said


@on_both_databases
def test_of_two_who_sign_at_once_one_signs_and_the_other_is_told(
    app: Flask, owner: Person, coordinator: Person, uploaded: Inspection
) -> None:
    number, seen = uploaded.id, current(1, uploaded.id).content_hash
    ids = [owner.id, coordinator.id]
    db.session.rollback()
    said = at_once(
        app,
        *(lambda i=i: sign_as(i, number, seen) for i in ids),
    )
    assert sorted(one == "done" for one in said) == [False, True], said
    assert any("signed List 1 at" in one for one in said), said
    assert db.session.scalar(select(func.count()).select_from(ListSignature)) == 1


@on_both_databases
def test_an_upload_while_somebody_signs_never_leaves_the_task_done_without_a_signature(
    app: Flask, owner: Person, data_lead: Person, uploaded: Inspection
) -> None:
    number, seen, owner_id = uploaded.id, current(1, uploaded.id).content_hash, owner.id
    later = begin_upload(contacts(GOOD, GOOD), actor=data_lead, inspection_id=number).id
    db.session.rollback()
    said = at_once(
        app,
        lambda: sign_as(owner_id, number, seen),
        lambda: operations.check_upload(upload_id=later, store=current_store()),
    )
    assert said[1] == "done"
    assert said[0] == "done" or "uploaded List 1 again" in said[0]
    assert current(1, number).standing_signature is None
    task = find_delivering_task(number, "list:1")
    assert task is not None
    assert task.state is TaskState.TO_DO


def sign_as(person_id: int, inspection_id: int, content_hash: str) -> None:
    operations.sign_list(
        actor=get_person(person_id),
        inspection_id=inspection_id,
        number=1,
        content_hash=content_hash,
    )
