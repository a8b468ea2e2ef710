"""Starting and closing inspections."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.database.engine import writing
from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.copies import copy_checklist, read_copy
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import starting
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases


@on_both_databases
def test_starting_dates_and_owns_every_task_and_records_it(app: Flask) -> None:
    avery = make_person(Role.COORDINATOR)
    inspection = make_inspection(avery)
    kept = queries.get_inspection_with_copy(inspection.id).checklist_copy
    tasks = queries.list_tasks(inspection.id)
    assert len(tasks) == len(read_copy(kept).steps) >= 60
    assert all(task.post.title and task.due_because for task in tasks)
    at = {anchor.key: clock.in_london(anchor.at) for anchor in inspection.anchors}
    assert at["data_due"] == datetime(2026, 12, 1, 17, 0, tzinfo=clock.LONDON)
    assert at["arrival"].date() == CALL.date() + timedelta(days=7)
    events = db.session.scalars(select(Activity.event)).all()
    assert "inspections:inspection:started" in events


@on_both_databases
@pytest.mark.parametrize("is_trial", [False, True])
def test_starting_ticks_that_the_call_was_taken_in_the_name_of_who_logged_it(
    app: Flask, is_trial: bool
) -> None:
    avery = make_person(Role.COORDINATOR)
    with time_machine.travel("2026-11-30 09:21Z", tick=False):
        inspection = make_inspection(avery, is_trial=is_trial)
    done = [task for task in queries.list_tasks(inspection.id) if not task.is_open]
    assert [(task.step_key, task.done_by, task.note) for task in done] == [
        ("take-call", avery, "Call logged at 9.21am on Monday 30 November 2026.")
    ]
    told = db.session.scalars(select(Activity).order_by(Activity.id.desc()).limit(1)).one()
    assert (told.event, told.actor_id) == ("inspections:task:ticked", avery.id)
    assert told.changes["state"] == ["to_do", "done"]


def test_a_copy_from_before_a_step_could_be_done_at_the_start_still_reads(app: Flask) -> None:
    copy = queries.get_inspection_with_copy(make_inspection().id).checklist_copy
    for step in copy["steps"]:
        del step["done_at_start"]
    assert not any(step.done_at_start for step in read_copy(copy).steps)


@on_both_databases
def test_the_copy_of_a_checklist_reads_back_as_the_checklist(app: Flask) -> None:
    inspection = make_inspection(key="jtai", is_trial=True)
    copy = queries.get_inspection_with_copy(inspection.id).checklist_copy
    assert copy_checklist(read_copy(copy)) == copy


@on_both_databases
def test_a_second_real_inspection_is_shown_the_running_one(app: Flask) -> None:
    avery = make_person(Role.COORDINATOR, "Avery Example")
    first = make_inspection(avery)
    with pytest.raises(ChangedMeanwhile, match=rf"{first.title}.*Avery Example started it at"):
        make_inspection(avery, key="ilacs-standard")


@on_both_databases
def test_two_who_start_at_once_get_one_inspection(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    avery = make_person(Role.COORDINATOR)
    first = make_inspection(avery)
    looks = iter([None, first])
    monkeypatch.setattr(starting, "find_running_inspection", lambda: next(looks))
    with pytest.raises(ChangedMeanwhile, match="is running"):
        make_inspection(avery)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Inspection)) == 1
    assert db.session.scalar(select(func.count()).select_from(Task)) == len(
        queries.list_tasks(first.id)
    )


def test_trial_runs_go_on_beside_an_inspection(app: Flask) -> None:
    make_inspection()
    titles = {make_inspection(is_trial=True).title, make_inspection(is_trial=True).title}
    one = "Trial run: Short inspection, 30 November 2026"
    assert titles == {one, f"{one} (2)"}, "two of one day are told apart"
    assert len(queries.list_running_inspections()) == 3


@on_both_databases
def test_another_may_start_once_the_first_is_closed(app: Flask) -> None:
    avery = make_person(Role.COORDINATOR)
    first = make_inspection(avery)
    with pytest.raises(ChangedMeanwhile):
        operations.close_inspection(actor=avery, inspection_id=first.id, version=first.version + 1)
    operations.close_inspection(actor=avery, inspection_id=first.id, version=first.version)
    db.session.commit()
    assert make_inspection(avery).id != first.id


def test_a_head_of_service_may_not_start_an_inspection(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        make_inspection(make_person(Role.HEAD_OF_SERVICE))


@on_both_databases
def test_a_call_is_previewed_and_started_from_the_pages(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in(make_person(Role.COORDINATOR))
    address = (
        "/inspections/new?checklist=ilacs-short&called-day=28&called-month=11"
        "&called-year=2026&called-time=9.15am"
    )
    preview = client.get(address)
    assert "at the weekend" in preview.text
    assert 'value="9.15am"' in client.get(f"{address}&change=1").text
    assert db.session.scalar(select(func.count()).select_from(Inspection)) == 0
    fields = {
        "checklist": "ilacs-short",
        "called": CALL.isoformat(),
        "note": "On the main line",
        "confirmed": "y",
    }
    answer = client.send("/inspections/new", fields, page=address)
    assert answer.status_code == 302
    assert "Short inspection" in client.get(answer.headers["Location"]).text
    assert "On the main line" in client.get(f"{answer.headers['Location']}/dates").text
    second = client.send(
        "/inspections/new", fields | {"note": "A fifth inspector"}, page="/password"
    )
    shown = client.get(second.headers["Location"]).text
    assert "is running" in shown
    assert "A fifth inspector" in shown
    beside = "only a trial run can be started beside it"
    assert beside in client.get(address).text
    of_trial = client.get(f"{address}&is_trial=y").text
    assert beside not in of_trial
    assert "is running in earnest. A trial run beside it" in of_trial
    assert "Start the trial run" in of_trial


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("2026-11-28T09:15:00+00:00", "at the weekend"),
        ("2026-11-25T09:15:00+00:00", "not a Monday"),
        ("2026-12-28T09:15:00+00:00", "when Ofsted does not call"),
        ("2026-11-30T19:00:00+00:00", "an unusual hour"),
        ("2022-11-28T09:15:00+00:00", "more than 4 years ago"),
        ("2031-12-01T09:15:00+00:00", "has not come yet"),
    ],
)
def test_an_odd_call_starts_only_when_somebody_confirms_it(
    app: Flask, client: InspectingClient, called: str, words: str
) -> None:
    with time_machine.travel("2026-12-30 10:00Z", tick=False):
        client.sign_in_quickly(make_person(Role.COORDINATOR))
        fields = {"checklist": "ilacs-short", "called": called, "note": "A slip of the pen?"}
        asked = client.send("/inspections/new", fields, page="/password")
        assert asked.status_code == 422
        assert words in asked.text
        assert "Check the day and the time, then confirm them" in asked.text
        assert "A slip of the pen?" in asked.text
        assert queries.list_inspections() == ()
        confirmed = client.send("/inspections/new", {**fields, "confirmed": "y"}, page="/password")
        assert confirmed.status_code == 302
    assert len(queries.list_inspections()) == 1


def test_a_usual_call_is_not_questioned(app: Flask, client: InspectingClient) -> None:
    with time_machine.travel("2026-11-30 10:00Z", tick=False):
        client.sign_in_quickly(make_person(Role.COORDINATOR))
        fields = {"checklist": "ilacs-short", "called": CALL.isoformat()}
        assert client.send("/inspections/new", fields, page="/password").status_code == 302


def test_a_form_without_a_time_says_so_and_an_unknown_checklist_is_refused(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in(make_person(Role.COORDINATOR))
    empty = client.get("/inspections/new?checklist=ilacs-short")
    assert empty.status_code == 422
    assert "Enter the day and the time of the call" in empty.text
    answer = client.send(
        "/inspections/new",
        {"checklist": "unheard-of", "called": CALL.isoformat()},
        page="/inspections/new",
    )
    assert answer.status_code == 422
    assert "There is no checklist" in answer.text


@on_both_databases
def test_of_people_who_really_start_at_once_one_starts_and_the_others_are_shown_it(
    app: Flask,
) -> None:
    barrier, answers = threading.Barrier(3), list[str]()

    def start() -> None:
        with app.app_context(), writing():
            barrier.wait()
            try:
                answers.append(make_inspection().title)
            except ChangedMeanwhile as error:
                answers.append(error.sentence)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("is running" in answer for answer in answers) == 2
    assert len(answers) == 3
    assert db.session.scalar(select(func.count()).select_from(Inspection)) == 1
