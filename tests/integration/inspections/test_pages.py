"""The pages: ticking without JavaScript, 404s, queries that do not grow, GETs that do not write."""

import io

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, insert, select

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.files.store import FileStore
from readiness.inspections.models import Inspection, Task
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.web import uploads
from tests.factories.inspections import find_task, make_inspection
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient
from tests.support.locks import watched
from tests.support.soak import in_full, soak
from tests.support.statements import statements

PAGES = (
    "/inspections/",
    "/inspections/new",
    "/inspections/mine",
    "/inspections/{id}",
    "/inspections/{id}?state=open&gate=data_due&search=list&owner=0&day=2026-12-01",
    "/inspections/{id}?owner=x&day=never",
    "/inspections/{id}/print",
    "/inspections/{id}/dates",
    "/inspections/{id}/dates/arrival",
    "/inspections/{id}/dates/arrival?at-day=8&at-month=12&at-year=2026&at-time=9am",
    "/inspections/{id}/tasks/{task}",
)


@pytest.fixture
def avery(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(avery: Person) -> Inspection:
    make_post("dcs", "Director of Children’s Services", avery)
    return make_inspection(avery)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_few_queries_and_writes_nothing(
    client: InspectingClient, avery: Person, inspection: Inspection, path: str
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "tell-leaders")
    address = path.format(id=inspection.id, task=task.id)
    db.session.remove()
    with statements() as sent:
        answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert not [s for s in sent if s.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert len(sent) <= 16, "\n".join(sent)


@soak
def test_the_board_needs_no_more_queries_for_many_more_tasks(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    number, sample = inspection.id, find_task(inspection, "tell-leaders")
    values = {c.name: getattr(sample, c.key) for c in Task.__table__.columns if c.name != "id"}
    db.session.remove()
    counts = []
    for size in (0, in_full(1000, else_=150)):
        rows = [{**values, "step_key": f"more-{n}"} for n in range(size)]
        if rows:
            db.session.execute(insert(Task), rows)
            db.session.commit()
            db.session.remove()
        with statements() as sent:
            assert client.get(f"/inspections/{number}").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_task_is_ticked_from_the_board_without_javascript_and_only_once(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "tell-leaders")
    board = f"/inspections/{inspection.id}"
    path = f"{board}/tasks/{task.id}/tick"
    answer = client.send(path, {"version": 1, "next": board}, page=board)
    assert (answer.status_code, answer.headers["Location"]) == (302, board)
    again = client.send(path, {"version": 1, "next": board}, page=board)
    assert again.status_code == 409
    assert "Done by Avery Example at " in again.text
    ticks = select(func.count()).where(
        Activity.event == "inspections:task:ticked", Activity.subject_id == task.id
    )
    assert db.session.scalar(ticks) == 1


def test_the_board_folds_what_is_done_below_what_is_open_and_a_filter_unfolds_it(
    client: InspectingClient, avery: Person
) -> None:
    with time_machine.travel("2026-11-30 10:00Z"):
        inspection = make_inspection(avery)
        client.sign_in_quickly(avery)
        page = client.get(f"/inspections/{inspection.id}").text
        done = client.get(f"/inspections/{inspection.id}?state=done").text
    call = f'id="task-{find_task(inspection, "take-call").id}"'
    assert page.index('id="tasks-2026-11-30"') < page.index("1 done<") < page.index(call)
    above = page[: page.index(call)]
    assert above.count("<details") == above.count("</details>") + 1
    assert "1 done<" not in done
    assert call in done


def test_a_refused_change_keeps_what_was_written_and_saves_nothing(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "tell-leaders")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    answer = client.send(f"{page}/block", {"version": 7, "reason": "No line"}, page=page)
    assert answer.status_code == 409
    assert "No line" in answer.text
    db.session.expire_all()
    assert task.state is TaskState.TO_DO


def test_a_file_is_added_and_comes_back_as_it_was(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    words = b"Confirmed by e-mail.\n"
    answer = client.send(
        f"{page}/evidence", {"evidence": (io.BytesIO(words), "confirmation.txt")}, page=page
    )
    assert answer.status_code == 302, answer.text
    assert "confirmation.txt" in client.get(page).text
    assert client.send(f"{page}/evidence/1", {}, page=page).data == words
    empty = {"evidence": (io.BytesIO(b""), "empty.txt")}
    assert client.send(f"{page}/evidence", empty, page=page).status_code == 422
    assert "Choose a file" in client.send(f"{page}/evidence", {}, page=page).text
    assert client.send(f"{page}/tick", {"version": 1}, page=page).status_code == 302


def test_a_note_and_the_file_that_is_needed_tick_a_task_in_one_go(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    without = client.send(f"{page}/tick", {"version": 1, "note": "By e-mail"}, page=page)
    assert without.status_code == 422
    assert "needs a file as evidence. Choose one, then try again." in without.text
    assert "By e-mail</textarea>" in without.text
    fields = {"version": 1, "note": "By e-mail", "evidence": (io.BytesIO(b"Yes."), "yes.txt")}
    answer = client.send(f"{page}/tick", fields, page=page)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    assert (task.state, task.note) == (TaskState.DONE, "By e-mail")
    assert client.send(f"{page}/evidence/1", {}, page=page).data == b"Yes."


def test_a_refused_file_says_what_is_wrong_and_leaves_the_note_and_the_task(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    for path in ("tick", "evidence"):
        bad = {"version": 1, "note": "By e-mail", "evidence": (io.BytesIO(b"MZ"), "virus.exe")}
        answer = client.send(f"{page}/{path}", bad, page=page)
        assert answer.status_code == 422
        assert '<a href="#evidence">“virus.exe” ' in answer.text
        assert "By e-mail</textarea>" in answer.text
    db.session.expire_all()
    assert task.state is TaskState.TO_DO
    assert "No file yet." in client.get(page).text


def test_a_file_added_alone_keeps_the_note_that_was_begun(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    fields = {"version": 1, "note": "Half a", "evidence": (io.BytesIO(b"Yes."), "yes.txt")}
    answer = client.send(f"{page}/evidence", fields, page=page)
    assert answer.status_code == 200
    assert "File added:" in answer.text
    assert "Half a</textarea>" in answer.text
    assert "yes.txt" in answer.text
    db.session.expire_all()
    assert (task.state, task.note) == (TaskState.TO_DO, "")


def test_the_note_of_whoever_ticks_second_is_shown_to_them_again(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "tell-leaders")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    assert client.send(f"{page}/tick", {"version": 1}, page=page).status_code == 302
    late = client.send(f"{page}/tick", {"version": 1, "note": "All three."}, page=page)
    assert late.status_code == 409
    assert "Your note was not saved. You wrote:" in late.text
    assert "All three." in late.text
    assert "nothing of yours was lost" not in late.text
    assert "Choose your file again." not in late.text
    sent = {"version": 1, "note": "All three.", "evidence": (io.BytesIO(b"Yes."), "yes.txt")}
    late = client.send(f"{page}/tick", sent, page=page)
    assert (late.status_code, "All three." in late.text) == (409, True)
    assert '<a href="#evidence">Choose your file again.</a>' in late.text
    assert 'id="evidence"' in late.text
    for name, field in (("block", "reason"), ("not-needed", "justification")):
        late = client.send(f"{page}/{name}", {"version": 1, field: "They are away."}, page=page)
        assert "Your reason was not saved. You wrote:" in late.text
        assert "They are away." in late.text


def test_a_file_that_came_with_a_fault_elsewhere_is_asked_for_again(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "tell-leaders")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    fields = {"version": 1, "note": "a" * 99_999, "evidence": (io.BytesIO(b"Yes."), "yes.txt")}
    answer = client.send(f"{page}/tick", fields, page=page)
    assert answer.status_code == 422
    assert '<a href="#evidence">Choose your file again.</a>' in answer.text
    inspection.state = InspectionState.CLOSED
    db.session.commit()
    fields |= {"note": "All three.", "evidence": (io.BytesIO(b"Yes."), "yes.txt")}
    answer = client.send(f"{page}/tick", fields, page="/password")
    assert answer.status_code == 422
    assert "Your file was not added." in answer.text
    assert "Choose your file again." not in answer.text
    assert "All three." in answer.text


@pytest.mark.parametrize(
    ("role", "opens"),
    [(Role.CONTRIBUTOR, False), (Role.HEAD_OF_SERVICE, False), (Role.QUALITY_LEAD, True)],
)
def test_a_file_of_somebody_elses_task_is_for_those_who_see_child_level_rows(
    client: InspectingClient, avery: Person, inspection: Inspection, role: Role, opens: bool
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    sent = {"evidence": (io.BytesIO(b"rows"), "rows.txt")}
    assert client.send(f"{page}/evidence", sent, page=page).status_code == 302
    client.sign_in_quickly(make_person(role))
    status = client.send(f"{page}/evidence/1", {}, page="/password").status_code
    assert status == (200 if opens else 403)
    assert (f"{page}/evidence/1" in client.get(page).text) == opens


def test_who_takes_a_file_of_a_task_is_recorded(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    sent = {"evidence": (io.BytesIO(b"rows"), "rows.txt")}
    assert client.send(f"{page}/evidence", sent, page=page).status_code == 302
    assert client.get(f"{page}/evidence/1").status_code == 405
    taken = select(Activity).where(Activity.event == "inspections:evidence:downloaded")
    assert db.session.scalars(taken).all() == []
    assert client.send(f"{page}/evidence/1", {}, page=page).data == b"rows"
    entry = db.session.scalars(taken).one()
    assert (entry.actor_id, entry.inspection_id) == (avery.id, inspection.id)
    assert "rows.txt" not in str(entry.changes)  # a name may be a child’s
    assert "Avery Example downloaded evidence of this task" in client.get(page).text


def test_others_may_write_while_evidence_is_read_judged_and_encrypted(
    client: InspectingClient,
    avery: Person,
    inspection: Inspection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.sign_in_quickly(avery)
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    sent = {"evidence": (io.BytesIO(b"words"), "words.txt")}
    with (
        watched(monkeypatch, uploads, "_save", "check_file") as judged,
        watched(monkeypatch, FileStore, "put") as encrypted,
    ):
        assert client.send(f"{page}/evidence", sent, page=page).status_code == 302
    assert (judged, encrypted) == ([True, True], [True])


def test_a_file_for_somebody_elses_task_is_not_even_kept(
    client: InspectingClient,
    avery: Person,
    inspection: Inspection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    task = find_task(inspection, "file-confirmation")
    page = f"/inspections/{inspection.id}/tasks/{task.id}"
    sent = {"evidence": (io.BytesIO(b"words"), "words.txt")}
    with watched(monkeypatch, FileStore, "put") as encrypted:
        assert client.send(f"{page}/evidence", sent, page=page).status_code == 403
    assert encrypted == []


def test_what_does_not_exist_or_belongs_elsewhere_is_not_found(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    trial = make_inspection(avery, is_trial=True)
    task = find_task(inspection, "tell-leaders")
    for path in (
        "/inspections/999",
        "/inspections/999/print",
        "/inspections/999/dates",
        f"/inspections/{trial.id}/tasks/{task.id}",
        f"/inspections/{inspection.id}/tasks/99999",
        f"/inspections/{inspection.id}/dates/unheard_of",
    ):
        assert client.get(path).status_code == 404, path
    evidence = f"/inspections/{inspection.id}/tasks/{task.id}/evidence/5"
    assert client.send(evidence, {}, page="/password").status_code == 404


def test_every_page_of_a_trial_run_says_so(client: InspectingClient, avery: Person) -> None:
    client.sign_in(avery)
    trial = make_inspection(avery, is_trial=True)
    task = find_task(trial, "tell-leaders")
    for path in PAGES[3:]:
        address = path.format(id=trial.id, task=task.id)
        assert "This is practice" in client.get(address).text, address


def test_an_observer_reads_the_board_and_is_offered_nothing_to_change(
    client: InspectingClient, inspection: Inspection
) -> None:
    client.sign_in(make_person(Role.OBSERVER))
    board = client.get(f"/inspections/{inspection.id}")
    assert board.status_code == 200
    assert "Tick off" not in board.text
    assert client.get("/inspections/new").status_code == 403


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_date_that_no_calendar_has_is_refused_with_a_sentence(
    client: InspectingClient, avery: Person, inspection: Inspection, moment: str
) -> None:
    client.sign_in_quickly(avery)
    at = f"/inspections/{inspection.id}/dates/arrival"
    answer = client.send(at, {"at": moment, "version": inspection.version})
    assert answer.status_code == 422
    assert "The date of the preview was lost" in answer.text


def test_moving_a_key_date_from_its_pages(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in(avery)
    at = f"/inspections/{inspection.id}/dates/arrival"
    query = "?at-day=8&at-month=12&at-year=2026&at-time=9am"
    fields = {"at": "2026-12-08T09:00:00+00:00", "version": inspection.version}
    answer = client.send(at, fields, page=at + query)
    assert answer.status_code == 302, answer.text
    assert "Tuesday 8 December 2026, 9am" in client.get(answer.headers["Location"]).text


def test_a_key_date_is_moved_to_a_bank_holiday_only_when_it_is_confirmed(
    client: InspectingClient, avery: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(avery)
    at = f"/inspections/{inspection.id}/dates/arrival"
    query = "?at-day=25&at-month=12&at-year=2026&at-time=9am"
    fields = {"at": "2026-12-25T09:00:00+00:00", "version": inspection.version}
    assert (
        "Friday 25 December 2026 is a bank holiday (Christmas Day)" in client.get(at + query).text
    )
    asked = client.send(at, fields, page=at + query)
    assert asked.status_code == 422
    assert "then confirm them" in asked.text
    assert 'name="confirmed"' in asked.text
    moved = client.send(at, {**fields, "confirmed": "y"}, page=at + query)
    assert moved.status_code == 302
    assert "Friday 25 December 2026, 9am" in client.get(moved.headers["Location"]).text
