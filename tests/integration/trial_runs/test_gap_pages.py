"""The pages of gaps, of what is learned, and of proposed changes; the report, read back."""

import io
from datetime import timedelta

import pytest
import time_machine
from docx import Document
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.rules import ActionState, Origin, Source
from readiness.checklists.folder import checklists_folder
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import block_task, close_inspection, tick_task
from readiness.inspections.queries import get_inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.trial_runs.models import ChecklistProposal
from readiness.trial_runs.operations import REPORT
from readiness.trial_runs.queries.gaps import GapLine, list_gaps
from readiness.trial_runs.queries.runs import list_earlier
from readiness.trial_runs.rules.gaps import GapFilter, GapKind, GapState
from readiness.work.models import OwedWork
from readiness.work.queries import find_latest_owed
from readiness.work.runner import run_owed_work
from tests.factories.actions import make_action
from tests.factories.gaps import make_gap, make_trial
from tests.factories.inspections import CALL, find_task, make_inspection
from tests.factories.people import make_person
from tests.support.client import InspectingClient, expect_conflict_told


@pytest.fixture
def chair(app: Flask, client: InspectingClient) -> Person:
    person = make_person(Role.COORDINATOR, "Cleo Chair")
    client.sign_in_quickly(person)
    return person


@pytest.fixture
def trial(chair: Person) -> Inspection:
    return make_trial(chair)


def text(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.get_data(as_text=True).split())


def base(trial: Inspection) -> str:
    return f"/inspections/{trial.id}"


def test_an_observer_records_a_gap_from_the_page_of_a_task(
    client: InspectingClient, trial: Inspection
) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER, "Olu Observer"))
    task = find_task(trial, "book-rooms")
    page = f"{base(trial)}/tasks/{task.id}"
    new = f"{base(trial)}/gaps/new"
    assert f"{new}?step={task.id}&amp;next={page}" in text(client, page)
    opened = text(client, f"{new}?step={task.id}&next={page}")
    assert f'<option value="{task.id}" selected' in opened
    fields = {"what": "“O’Neill” has\nthe key", "kind": "rooms", "severity": "minor"}
    nobodys = client.send(new, {**fields, "step": "", "owner_post": ""})
    assert nobodys.status_code == 422
    assert "the key</textarea>" in nobodys.get_data(as_text=True)
    sent = client.send(new, {**fields, "step": task.id, "owner_post": "", "next": page})
    assert (sent.status_code, sent.headers["Location"]) == (302, page)
    [line] = list_gaps(GapFilter())
    shown = text(client, f"{base(trial)}/gaps/{line.gap.id}")
    assert "Open since today, and nothing is agreed to close it." in shown
    assert "Book the inspectors’ base and interview rooms" in shown
    assert "What will be done about it" not in shown
    assert "1 of 1 gap is open" in text(client, "/inspections/gaps")
    well = {"well_text": "All were there.", "well_step": task.id}
    page = f"{base(trial)}/went-well"
    assert f'href="{page}?step={task.id}&amp;next=' in text(client, f"{new}?step={task.id}&next=/")
    assert f'name="well_step" type="hidden" value="{task.id}"' in text(
        client, f"{page}?step={task.id}"
    )
    assert client.send(page, well).status_code == 302
    assert "All were there." in text(client, f"{base(trial)}/learned")
    empty = client.send(page, {"well_text": ""})
    assert empty.status_code == 422


def test_a_gap_gets_an_action_on_its_page_and_is_found_by_the_filters(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    gap = make_gap(trial, chair)
    make_gap(trial, chair, step="run-lists", kind=GapKind.DATA)
    page = f"{base(trial)}/gaps/{gap.id}"
    day = clock.today() + timedelta(days=5)
    fields = {
        "title": "Fit a lock",
        "detail": "",
        "owner": chair.id,
        "due_on-day": day.day,
        "due_on-month": day.month,
        "due_on-year": day.year,
    }
    wrong = client.send(f"{page}/action", {**fields, "title": ""}, page=page)
    assert wrong.status_code == 422
    late = client.send(f"{page}/action", {**fields, "due_on-year": day.year - 1}, page=page)
    assert "The due date has passed already" in late.get_data(as_text=True)
    assert client.send(f"{page}/action", fields, page=page).status_code == 302
    assert "1 action is agreed" in text(client, page)
    dropped = Action(state=ActionState.NOT_NEEDED)
    assert (
        GapLine(gap, (Action(state=ActionState.OPEN), dropped), GapState.ACTION_AGREED).agreed == 1
    )
    assert f'href="{page}"' in text(client, "/actions/1")
    assert "Fit a lock" in text(client, "/inspections/gaps?kind=rooms&state=action_agreed")
    assert "Fit a lock" not in text(client, "/inspections/gaps?kind=data&severity=serious")
    assert "No gap fits" in text(client, f"/inspections/gaps?trial=999&owner={'9' * 20}&state=odd")
    accept = client.send(f"{page}/accept", {"accept_reason": "No", "version": 1}, page=page)
    assert "End its actions first" in accept.get_data(as_text=True)


def test_a_gap_is_accepted_opened_again_and_changed_on_its_page(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    gap = make_gap(trial, chair, step="run-lists", kind=GapKind.DATA)
    other = f"{base(trial)}/gaps/{gap.id}"
    client.send(f"{other}/accept", {"accept_reason": "Known.", "version": 1}, page=other)
    assert "Accepted by Cleo Chair" in text(client, other)
    client.send(f"{other}/reopen", {"reopen_reason": "Not any more.", "version": 2}, page=other)
    change = {
        "what": "Two rooms.",
        "kind": "it",
        "severity": "minor",
        "step": "",
        "owner_post": gap.owner_post_id,
    }
    client.send(f"{other}/change", {**change, "version": 3}, page=other)
    assert "No step in particular" in text(client, other)
    stale = client.send(f"{other}/change", {**change, "version": 3}, page=other)
    assert stale.status_code == 409


def test_a_fault_hides_nothing_of_what_somebody_else_changed(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    gap = make_gap(trial, chair)
    opened, gap.what = gap.version, "Said by somebody else."
    db.session.commit()
    expect_conflict_told(
        client,
        f"{base(trial)}/gaps/{gap.id}/accept",
        page=f"{base(trial)}/gaps/{gap.id}",
        faulty={"accept_reason": ""},
        right={"accept_reason": "Known."},
        versions=(opened, opened + 1),
    )


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def work_on(trial: Inspection, actor: Person) -> None:
    """One step done early, one blocked and then done late."""
    with clock.at(CALL + timedelta(minutes=20)):
        task = find_task(trial, "open-inspection")
        tick_task(actor=actor, task=task, version=task.version, note="All agree.")
        task = find_task(trial, "book-rooms")
        block_task(actor=actor, task=task, version=task.version, reason="Elections training.")
    with clock.at(CALL + timedelta(hours=6)):
        task = find_task(trial, "book-rooms")
        tick_task(actor=actor, task=task, version=task.version, note="Moved to the library.")
    db.session.commit()


def end_it(client: InspectingClient, trial: Inspection) -> OwedWork:
    """By the page of what is learned; what is owed then is its report."""
    page = f"{base(trial)}/learned"
    with clock.at(CALL + timedelta(hours=7)):
        ended = client.send(f"{base(trial)}/end", {"version": trial.version}, page=page)
    assert ended.status_code == 302
    assert not get_inspection(trial.id).is_running
    assert "Waiting to be written" in text(client, page)
    still = "but gaps, their actions and what went well can still be recorded."
    assert still in text(client, f"{base(trial)}/gaps/new")
    owed = find_latest_owed(REPORT, trial.id)
    assert owed is not None
    return owed


def test_the_end_of_a_trial_run_writes_its_report(
    app: Flask, client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    page = f"{base(trial)}/learned"
    assert client.get(f"{base(trial)}/report.docx").status_code == 404
    work_on(trial, chair)
    gap = make_gap(trial, make_person(Role.OBSERVER, "Olu Observer"))
    action = make_action(chair, title="Buy locks", origin=Origin(Source.TRIAL_RUN, gap.id))
    action.state = ActionState.NOT_NEEDED
    db.session.commit()
    with clock.at(CALL + timedelta(hours=7)):
        shown = text(client, page)
    assert "in time" in shown
    assert "Blocked: Elections training." in shown
    assert "1 hour late" in shown
    run_owed_work(app, end_it(client, trial).id)
    report = client.get(f"{base(trial)}/report.docx")
    assert "TRIAL RUN 2026-11-30 after-action report.docx" in report.headers["Content-Disposition"]
    words = words_of(report.data)
    for said in (
        "This was practice",
        "1 hour late",
        "Blocked: Elections training.",
        "Moved to the library.",
        "No room locks.",
        "Buy locks (not needed)",
        "Rooms and access: 1 gap",
        "Cleo Chair and Olu Observer",
        "10 minutes early",
        "Not due yet when it ended: ",
    ):
        assert said in words, said
    assert client.send(f"{base(trial)}/report", {}, page=page).status_code == 302
    assert "Write the report again" in text(client, page)
    part = client.get(page, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<h1" not in part


def test_the_report_is_owed_too_where_it_is_closed_as_an_inspection_is(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    page = f"{base(trial)}/close"
    assert f'href="{page}">See first what is still open' in text(client, f"{base(trial)}/learned")
    assert "its report is written" in text(client, page)
    fields = {"version": trial.version, "confirmed": "y"}
    assert client.send(page, fields, page=page).status_code == 302
    owed = find_latest_owed(REPORT, trial.id)
    assert owed is not None
    assert owed.is_open


def test_a_real_inspection_that_still_goes_on_is_not_compared_with(chair: Person) -> None:
    real = make_inspection(chair)
    trial = make_trial(chair)
    assert list_earlier(trial) == []
    close_inspection(actor=chair, inspection_id=real.id, version=real.version)
    assert list_earlier(trial) == [real]


@time_machine.travel(CALL)
def test_a_trial_run_is_compared_with_the_one_before(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    client.sign_in_quickly(chair)
    work_on(trial, chair)
    make_gap(trial, chair)
    again = make_trial(chair)
    # While nobody has worked on it, the only bar is that of the run before, and says so.
    bars = text(client, f"{base(again)}/comparison").partition('id="gates"')[0]
    assert trial.title in bars.partition("Steps done in time")[2]
    assert ">This trial run<" not in bars
    work_on(again, chair)
    make_gap(again, chair)
    with clock.at(CALL + timedelta(hours=7)):
        shown = text(client, f"{base(again)}/comparison")
        first = text(client, f"{base(trial)}/comparison")
    assert "1 of its gaps was seen in an earlier trial run too" in shown
    assert "Week 1, Monday" in shown
    assert "<li>Book the inspectors’ base and interview rooms: Rooms and access</li>" in shown
    assert "no earlier trial run or inspection" in first


def test_a_gap_proposes_a_change_of_the_checklist_and_never_makes_it(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    file = checklists_folder() / "inspections" / "ilacs-short.yaml"
    before = file.read_bytes()
    page = f"{base(trial)}/gaps/{make_gap(trial, chair).id}"
    path = f"{page}/checklist"
    assert client.get(f"{path}.diff").status_code == 404
    assert "Another step" in text(client, page)
    assert "Continue" in text(client, path)
    shown = text(client, f"{path}?change=change&step=book-rooms")
    assert "A room that locks for the whole team" in shown
    fields = {
        "change": "change",
        "step": "book-rooms",
        "title": "Book rooms that lock",
        "guidance": "A room that locks.",
        "post": "facilities-lead",
        "anchor": "call",
        "count": "0",
        "unit": "working_days",
        "at": "",
        "minutes": "240",
    }
    opened = f"{path}?change=change&step=book-rooms"
    spoiled = {"count": "two", "minutes": "", "at": "9am", "title": ""}
    for name, value in [*spoiled.items(), ("minutes", "1 hour")]:
        assert client.send(path, {**fields, name: value}, page=opened).status_code == 422, name
    faulty = client.send(path, {**fields, "count": "3"}, page=opened)
    said = " ".join(faulty.get_data(as_text=True).split())
    assert "ilacs-short.yaml, line" in said
    assert "count on the day of the anchor only" in said
    assert client.send(path, fields, page=opened).status_code == 302
    kept = text(client, page)
    assert "<ins>+ title: &#34;Book rooms that lock&#34;</ins>" in kept
    diff = client.get(f"{path}.diff").get_data(as_text=True)
    assert "-    due: {anchor: call, working_days: 0, minutes: 300}" in diff
    assert client.get(f"{path}.yaml").get_data(as_text=True).count("Book rooms that lock") == 1
    assert file.read_bytes() == before
    look_at_a_changed_checklist(client, page)


def look_at_a_changed_checklist(client: InspectingClient, page: str) -> None:
    """The checklist may have the change by now, or lack the step."""
    kept = db.session.scalars(select(ChecklistProposal)).one()
    kept.fields = {"title": "Book the inspectors’ base and interview rooms"}
    db.session.commit()
    assert "The checklist says so already." in text(client, page)
    kept = db.session.scalars(select(ChecklistProposal)).one()
    kept.step = "book-caves"
    db.session.commit()
    assert "has no step “book-caves” any more" in text(client, page)
    assert client.get(f"{page}/checklist.diff").status_code == 422


def test_a_new_step_is_proposed_or_one_taken_out_where_nothing_forbids_it(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    page = f"{base(trial)}/gaps/{make_gap(trial, chair).id}"
    path = f"{page}/checklist"
    fields = {
        "change": "add",
        "step": "book-rooms",
        "title": "Try every lock",
        "guidance": "With the key that inspectors get.",
        "post": "facilities-lead",
        "anchor": "arrival",
        "count": "-1",
        "unit": "working_days",
        "at": "2pm",
        "minutes": "",
        "gate": "arrival",
        "waits": "y",
    }
    opened = f"{path}?change=add&step=book-rooms"
    assert "After the step" in text(client, opened)
    assert client.send(path, fields, page=opened).status_code == 302
    diff = client.get(f"{path}.diff").get_data(as_text=True)
    for line in (
        "+  - key: try-every-lock",
        '+    due: {anchor: arrival, working_days: -1, at: "14:00"}',
        "+    after: [book-rooms]",
        '+    source: "Trial run, Monday 30 November 2026"',
    ):
        assert line in diff, line
    gone = f"{path}?change=remove&step=call-cascade"
    assert "would not any more" in text(client, gone)
    sent = client.send(path, {"change": "remove", "step": "call-cascade"}, page=gone)
    assert "fortnightly.yaml, line 58" in sent.get_data(as_text=True)
    assert "try-every-lock" in client.get(f"{path}.diff").get_data(as_text=True)
    lost = client.send(path, {"change": "burn", "step": "call-cascade"}, page=gone)
    assert lost.status_code == 422


def test_who_agrees_no_actions_is_told_who_proposes_a_change_of_the_checklist(
    client: InspectingClient, chair: Person, trial: Inspection
) -> None:
    page = f"{base(trial)}/gaps/{make_gap(trial, chair).id}"
    assert "say how" in text(client, page)
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    told = text(client, page)
    assert "say how" not in told
    assert "somebody who agrees actions, such as the inspection coordinator, can" in told
