"""Moving key dates, pinned due times, closure days."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from readiness import clock
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person

DAY = timedelta(days=1)


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(avery: Person) -> Inspection:
    return make_inspection(avery)


def test_a_preview_lists_what_moves_and_changes_nothing(inspection: Inspection) -> None:
    data_due = queries.get_anchor(inspection, "data_due")
    before = {task.step_key: task.due_at for task in queries.list_tasks(inspection.id)}
    preview = operations.preview_anchor_move(
        inspection_id=inspection.id, key="data_due", at=data_due.at + DAY
    )
    assert [move.key for move in preview.anchors] == ["data_due"]
    moved = {move.key: (move.was, move.becomes) for move in preview.tasks}
    assert moved["sign-list-1"] == (before["sign-list-1"], before["sign-list-1"] + DAY)
    assert "take-call" not in moved
    assert not db.session.dirty


def test_moving_moves_exactly_what_the_preview_showed_but_not_what_is_pinned_or_done(
    avery: Person, inspection: Inspection
) -> None:
    pinned, done = find_task(inspection, "sign-list-1"), find_task(inspection, "sign-list-2")
    operations.pin_due(actor=avery, task=pinned, version=1, due_at=CALL + DAY)
    operations.tick_task(
        actor=avery, task=queries.lock_task(inspection.id, done.id), version=1, note="On paper"
    )
    db.session.commit()
    before = {task.step_key: task.due_at for task in queries.list_tasks(inspection.id)}
    at = queries.get_anchor(inspection, "data_due").at + DAY
    preview = operations.move_anchor(
        actor=avery, inspection_id=inspection.id, key="data_due", at=at, version=inspection.version
    )
    db.session.commit()
    db.session.expire_all()
    after = {task.step_key: task.due_at for task in queries.list_tasks(inspection.id)}
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {move.key for move in preview.tasks}
    assert [move.key for move in preview.pinned] == ["sign-list-1"]
    assert not {"sign-list-1", "sign-list-2"} & changed
    assert queries.get_anchor(queries.get_inspection(inspection.id), "data_due").at == at


def test_an_older_preview_moves_nothing(avery: Person, inspection: Inspection) -> None:
    seen, at = inspection.version, queries.get_anchor(inspection, "arrival").at + 7 * DAY
    operations.move_anchor(
        actor=avery, inspection_id=inspection.id, key="arrival", at=at, version=seen
    )
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match="Nothing was moved"):
        operations.move_anchor(
            actor=avery, inspection_id=inspection.id, key="arrival", at=at + DAY, version=seen
        )


def test_moving_the_call_moves_what_hangs_from_it_but_not_a_date_changed_by_hand(
    avery: Person, inspection: Inspection
) -> None:
    arrival = queries.get_anchor(inspection, "arrival").at
    operations.move_anchor(
        actor=avery,
        inspection_id=inspection.id,
        key="arrival",
        at=arrival + DAY,
        version=inspection.version,
    )
    db.session.commit()
    operations.move_anchor(
        actor=avery,
        inspection_id=inspection.id,
        key="call",
        at=CALL + DAY,
        version=inspection.version,
    )
    db.session.commit()
    dates = {anchor.key: anchor.at for anchor in queries.get_inspection(inspection.id).anchors}
    assert inspection.call_at == CALL + DAY
    assert dates["arrival"] == arrival + DAY
    assert clock.in_london(dates["data_due"]).date() == date(2026, 12, 2)


def test_an_odd_date_stays_as_it_is_set_once_it_is_confirmed(
    avery: Person, inspection: Inspection
) -> None:
    christmas = CALL.replace(month=12, day=25)

    def move(key: str, at: datetime, **more: bool) -> None:
        version = inspection.version
        operations.move_anchor(
            actor=avery, inspection_id=inspection.id, key=key, at=at, version=version, **more
        )

    with pytest.raises(operations.DateQuestioned, match="is unusual"):
        move("publication", christmas, is_confirmed=False)
    move("publication", christmas, is_confirmed=True)
    assert queries.get_anchor(inspection, "publication").at == christmas
    with pytest.raises(operations.DateQuestioned):
        move("call", CALL - 2 * DAY, is_confirmed=False)
    move("call", CALL, is_confirmed=False)


def ask(inspection: Inspection, key: str, at: datetime) -> tuple[str, ...]:
    found = operations.preview_anchor_move(inspection_id=inspection.id, key=key, at=at)
    return found.questions


def test_a_call_moved_to_the_weekend_is_questioned_as_at_the_start(inspection: Inspection) -> None:
    (question,) = ask(inspection, "call", CALL - 2 * DAY)[:1]
    assert question.startswith("Saturday 28 November 2026 is at the weekend. Ofsted calls on")
    assert ask(inspection, "call", CALL) == ()
    assert "is at the weekend: “Inspectors" in ask(inspection, "arrival", CALL + 12 * DAY)[0]


def test_an_unpinned_task_follows_the_key_dates_again(
    avery: Person, inspection: Inspection
) -> None:
    task = find_task(inspection, "sign-list-1")
    usual = task.due_at
    operations.pin_due(actor=avery, task=task, version=1, due_at=usual + DAY)
    operations.unpin_due(actor=avery, task=task, version=2)
    assert (task.due_at, task.pinned) == (usual, False)
    with pytest.raises(Refused, match="follows the key dates already"):
        operations.unpin_due(actor=avery, task=task, version=3)


def test_only_those_who_move_dates_may(inspection: Inspection) -> None:
    other = make_person(Role.HEAD_OF_SERVICE)
    with pytest.raises(NotAllowed):
        operations.move_anchor(
            actor=other, inspection_id=inspection.id, key="arrival", at=CALL, version=1
        )
    with pytest.raises(NotFound):
        operations.preview_anchor_move(inspection_id=inspection.id, key="unheard_of", at=CALL)
