"""The invented council’s past, as people will find it."""

import io

import pytest
from docx import Document
from sqlalchemy import func, select

from readiness import clock
from readiness.actions.queries import list_from
from readiness.actions.rules import Source
from readiness.activity.models import Activity
from readiness.activity.queries import find_broken_entry
from readiness.database.engine import writing
from readiness.demo.dates import find_past_call, find_trial_call, last_wednesday, name_framework
from readiness.demo.load import Loaded, load_council
from readiness.errors import Refused
from readiness.extensions import db
from readiness.fieldwork.exports import name_timetable
from readiness.fieldwork.forms import Wanted as WantedEntries
from readiness.fieldwork.pages import make_timetable
from readiness.fieldwork.queries.cases import list_check_lines, list_referred
from readiness.fieldwork.queries.talk import list_notes
from readiness.fieldwork.rules.cases import count_checks
from readiness.files.access import current_store
from readiness.inspections.models import Inspection, Task, TaskEvidence
from readiness.inspections.queries import (
    find_running_inspection,
    get_inspection,
    list_lines,
    list_tasks,
)
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.meetings.queries import list_past
from readiness.notifications.queries import list_open_messages
from readiness.requests.queries import Wanted, list_briefings, list_requests
from readiness.trial_runs.queries.injects import list_injects
from readiness.trial_runs.rules.injects import InjectState
from tests.integration.demo.conftest import NOW

TODAY = NOW.date()
pytestmark = pytest.mark.usefixtures("loaded")


def trial() -> Inspection:
    return db.session.scalars(select(Inspection).where(Inspection.is_trial)).one()


def past() -> Inspection:
    return db.session.scalars(select(Inspection).where(Inspection.is_trial.is_(False))).one()


def test_nothing_is_running_and_both_inspections_are_closed() -> None:
    assert find_running_inspection() is None
    assert {trial().state, past().state} == {InspectionState.CLOSED}


def test_the_past_inspection_was_under_the_framework_of_its_day() -> None:
    assert past().call_at == find_past_call(TODAY)
    assert past().framework == "ILACS, January 2018"
    assert trial().framework == "ILACS, April 2026"


def test_everything_happened_in_the_past_and_in_the_order_of_the_activity() -> None:
    moments = list(db.session.scalars(select(Activity.at).order_by(Activity.id)))
    assert moments == sorted(moments)
    assert moments[-1] < NOW
    assert len(moments) > 300


def test_the_injects_of_the_trial_run_were_dealt_with_and_their_emails_arrived() -> None:
    injects = list_injects(trial().id)
    assert {inject.state for inject in injects} == {InjectState.ANSWERED}
    assert {inject.post.key for inject in injects} == {"it-lead", "facilities-lead"}
    assert list_open_messages() == []


def test_the_minutes_say_what_was_said_and_decided() -> None:
    minutes = list_past()[0].minutes_sha256
    assert minutes is not None
    with current_store().open(minutes) as file:
        words = " ".join(p.text for p in Document(io.BytesIO(file.read())).paragraphs)
    assert "Lists 6 and 8 held most of the errors" in words
    assert "Heads of service bring their lists signed" in words
    assert all(held.figures["Documents ready"] > 10 for held in list_past())


def test_the_chain_of_the_activity_is_whole() -> None:
    assert find_broken_entry() is None


@pytest.mark.parametrize("which", [trial, past])
def test_no_task_is_left_open_and_none_was_done_before_what_it_waits_for(which: object) -> None:
    assert callable(which)
    tasks = list_tasks(which().id)
    assert len(tasks) > 60
    assert {task.state for task in tasks} <= {TaskState.DONE, TaskState.NOT_NEEDED}
    done = {task.step_key: task.done_at for task in tasks if task.done_at}
    for task in tasks:
        for earlier in task.after:
            if task.done_at and earlier in done:
                assert done[earlier] < task.done_at, task.step_key


def test_the_trial_was_ticked_by_the_posts_and_some_of_it_late() -> None:
    tasks = list_tasks(trial().id)
    late = [task for task in tasks if task.done_at and task.done_at > task.due_at]
    assert 8 <= len(late) <= 25
    strangers = [
        task.step_key
        for task in tasks
        if task.done_by_id and task.done_by_id not in {task.post.holder_id, task.post.deputy_id}
    ]
    # The coordinator logged the call, which ticks it.
    assert strangers == ["take-call"]
    wifi = next(task for task in tasks if task.step_key == "test-wifi")
    assert wifi.done_by_id == wifi.post.deputy_id
    assert {task.post.key for task in late} >= {"it-lead", "facilities-lead"}


def test_the_trial_has_blocks_comments_and_things_not_needed_with_reasons() -> None:
    blocked = select(func.count()).where(
        Activity.inspection_id == trial().id,
        Activity.event == "inspections:task:blocked",
        Activity.changes["state"][1].as_string() == "blocked",
    )
    assert db.session.scalar(blocked) == 4
    dropped = [t for t in list_tasks(trial().id) if t.state is TaskState.NOT_NEEDED]
    assert len(dropped) == 17
    assert all(task.reason for task in dropped)


def test_the_trial_has_its_requests_one_of_them_flagged_and_who_was_told() -> None:
    asked = list_requests(trial().id, Wanted(state="all"), NOW)
    assert [request.number for request in asked] == [1, 2, 3, 4, 5]
    assert all(request.answered_at for request in asked)
    assert [bool(request.flag_reason) for request in asked] == [False, False, True, False, False]
    assert len(list_briefings(trial().id)) == 6


def test_every_task_that_needs_a_file_has_one_that_can_be_read() -> None:
    for line in list_lines(past().id, TODAY):
        if line.evidence_required:
            assert line.evidence_count == 1, line.step_key
    for evidence in db.session.scalars(select(TaskEvidence)):
        with current_store().open(evidence.sha256) as content:
            assert len(content.read()) == evidence.size


def test_loading_again_changes_nothing(council: tuple[object, Loaded]) -> None:
    def count() -> tuple[int | None, int | None]:
        return (
            db.session.scalar(select(func.count(Activity.id))),
            db.session.scalar(select(func.count(Task.id))),
        )

    before = count()
    with writing():
        from flask import current_app

        assert load_council(current_app.extensions["readiness.settings"]) is None
        db.session.commit()
    assert count() == before


@pytest.mark.parametrize("day", range(1, 29))
def test_the_lists_are_as_at_a_wednesday_in_the_week_before_today(day: int) -> None:
    today = TODAY.replace(month=2, day=day)
    as_at = last_wednesday(today)
    assert as_at.weekday() == 2
    assert 1 <= (today - as_at).days <= 7


@pytest.mark.parametrize("month", range(1, 13))
def test_the_trial_is_over_and_no_call_fell_on_a_bank_holiday(month: int) -> None:
    today = TODAY.replace(month=month)
    call = find_trial_call(today)
    assert call.weekday() == find_past_call(today).weekday() == 0
    assert 49 <= (today - call.date()).days <= 62
    assert (call.hour, call.tzinfo) == (9, clock.LONDON)


@pytest.mark.parametrize(
    ("year", "framework"),
    [(2022, "ILACS, January 2018"), (2024, "ILACS, January 2023"), (2027, "ILACS, April 2026")],
)
def test_the_framework_is_that_of_the_day(year: int, framework: str) -> None:
    assert name_framework(TODAY.replace(year=year)) == framework


def test_a_database_with_other_people_is_refused(app: object) -> None:
    from flask import current_app

    from tests.factories.people import make_person

    make_person()
    with pytest.raises(Refused, match="empty database"):
        load_council(current_app.extensions["readiness.settings"])


def test_the_trial_run_has_a_whole_week_on_site() -> None:
    inspection = get_inspection(trial().id)
    timetable = make_timetable(inspection, WantedEntries())
    assert timetable.answer == ("9 entries are on the timetable, on 5 days: 2 clash with another.")
    assert name_timetable(inspection, NOW).startswith("TRIAL RUN ")
    counts = count_checks(list_check_lines(inspection), NOW)
    assert [(count.done, count.total) for count in counts] == [(12, 12)] * 4
    (case,) = list_referred(inspection.id)
    assert case.told_at is not None
    assert case.told_at < case.due_at
    notes = list_notes(inspection.id)
    assert len(notes) == 2
    assert [action.state for action in list_from(Source.KEEP_IN_TOUCH, notes[1].id)] == ["closed"]
