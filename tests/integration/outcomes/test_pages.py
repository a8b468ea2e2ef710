"""The pages after an inspection: what each person sees under embargo, and one story."""

import io
import re
from datetime import datetime

import pytest
from docx import Document
from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection
from readiness.outcomes import operations, queries
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.queries import list_posts
from tests.factories.library import make_version
from tests.factories.outcomes import (
    HOUR,
    VISIT,
    make_comment,
    make_improvement,
    make_past_inspection,
    publish,
    receive_draft,
)
from tests.factories.people import make_person
from tests.support.client import InspectingClient, expect_conflict_told


@pytest.fixture
def coordinator(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(coordinator: Person) -> Inspection:
    return make_past_inspection(coordinator)


@pytest.fixture
def visit(coordinator: Person) -> Inspection:
    return make_past_inspection(coordinator, key=VISIT)


def read(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def find_version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def typed(name: str, moment: datetime) -> dict[str, str]:
    local = clock.in_london(moment)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def test_nothing_of_the_report_is_told_to_an_observer_before_it_is_published(
    client: InspectingClient, coordinator: Person, inspection: Inspection
) -> None:
    receive_draft(coordinator, inspection)
    make_comment(coordinator, inspection, list_posts()[0], claim="Most are seen")
    make_improvement(coordinator, inspection)
    edition = queries.find_edition(inspection.id)
    assert edition is not None
    grades = {one.key: "Inadequate" for one in edition.judgements}
    outcome = queries.find_outcome(inspection.id)
    assert outcome is not None
    operations.record_judgements(
        actor=coordinator, inspection_id=inspection.id, version=outcome.version, grades=grades
    )
    publish(coordinator, inspection, hours=2)
    observer, here = make_person(Role.OBSERVER), f"/inspections/{inspection.id}/after"
    client.sign_in_quickly(observer)
    pages = [f"{here}/", f"{here}/judgements", f"{here}/improvements", "/"]
    for path in pages:
        page = read(client, path)
        for words in ("Inadequate", "Most are seen", "The quality of plans"):
            assert words not in page, path
    assert "The report is embargoed until" in read(client, f"{here}/judgements")
    for path in ("comments", "comments.csv", "comments.docx", "comments/1", "comments/new"):
        assert client.get(f"{here}/{path}").status_code == 403
    contributor = make_person(Role.CONTRIBUTOR)
    client.sign_in_quickly(contributor)
    told = read(client, f"/activity?inspection={inspection.id}")
    assert "comment 1 on the draft report" in told
    for words in ("Inadequate", "Most are seen", "The quality of plans"):
        assert words not in told
    publish(coordinator, inspection)
    client.sign_in_quickly(observer)
    assert "Inadequate" in read(client, f"{here}/judgements")
    assert "The quality of plans" in read(client, f"{here}/improvements")
    assert client.get(f"{here}/comments").status_code == 403


def test_the_coordinator_records_the_draft_a_comment_and_the_report_on_the_pages(
    client: InspectingClient, coordinator: Person, visit: Inspection
) -> None:
    here = f"/inspections/{visit.id}/after"
    client.sign_in_quickly(coordinator)
    assert "The draft report has not come" in read(client, f"{here}/")
    came = (clock.now() - 2 * HOUR).replace(second=0, microsecond=0)
    asked = client.get(f"{here}/dates/draft", query_string=typed("at", came))
    assert "would move. Nothing is recorded yet" in asked.get_data(as_text=True)
    version = get_inspection(visit.id).version
    fields = {"at": came.isoformat(), "version": version}
    assert client.send(f"{here}/dates/draft", fields).status_code == 302
    assert "Comments on the draft report are due in" in read(client, f"{here}/")
    post = list_posts()[0]
    said = {"paragraph": "15", "claim": "Two teams", "problem": "Three <teams>", "post": post.key}
    said["version"] = find_version(read(client, f"{here}/comments/new"))
    refused = client.send(f"{here}/comments/new", said | {"claim": ""})
    assert "Write what the draft report says." in refused.get_data(as_text=True)
    page = client.send(f"{here}/comments/new", said).headers["Location"]
    chart = (io.BytesIO(b"Team,Began\nThird,2017\n"), "chart.csv")
    assert client.send(f"{page}/evidence", {"file": chart}, page).status_code == 302
    answer = client.send(f"{page}/answer", {"response": "partly_accepted", "version": 1}, page)
    assert "what Ofsted said" in answer.get_data(as_text=True)
    answered = {"response": "partly_accepted", "response_words": "Now three", "version": 1}
    assert client.send(f"{page}/answer", answered, page).status_code == 302
    assert "1 comment: 1 partly accepted" in read(client, f"{here}/comments")
    look_at_the_files(client, here)
    long = fields | {"version": get_inspection(visit.id).version, "reference": "r" * 201}
    refused = client.send(f"{here}/dates/publication", long)
    assert (refused.status_code, "1 character too long" in refused.text) == (422, True)


def test_a_day_that_cannot_be_is_told_before_anything_is_shown_of_what_would_move(
    client: InspectingClient, coordinator: Person, visit: Inspection
) -> None:
    receive_draft(coordinator, visit)
    outcome = queries.find_outcome(visit.id)
    assert outcome is not None
    came = outcome.draft_received_at
    assert came is not None
    client.sign_in_quickly(coordinator)
    for what, at, words in (
        ("draft", visit.call_at - HOUR, "it came after that"),
        ("draft", clock.now() + HOUR, "That moment has not come yet."),
        ("publication", visit.call_at - HOUR, "it came after that"),
        ("publication", came - HOUR, "it is published after that"),
    ):
        asked = client.get(
            f"/inspections/{visit.id}/after/dates/{what}", query_string=typed("at", at)
        )
        assert (asked.status_code, "would move. " in asked.text) == (422, False)
        assert words in asked.text.partition('href="#at-day"')[2]
        assert f'value="{clock.in_london(at):%H:%M}"' in asked.text


def test_a_comment_that_cites_an_older_document_is_saved(
    client: InspectingClient, coordinator: Person, visit: Inspection
) -> None:
    receive_draft(coordinator, visit)
    old = make_version()
    comment = make_comment(coordinator, visit, list_posts()[0], document_version_id=old.id)
    make_version(content=b"A later one")
    client.sign_in_quickly(coordinator)
    page = f"/inspections/{visit.id}/after/comments/{comment.id}"
    said = {"paragraph": "8", "claim": "Two", "problem": "Three", "post": list_posts()[0].key}
    sent = said | {"document": old.id, "version": comment.version}
    assert client.send(f"{page}/change", sent, page).status_code == 302
    assert queries.get_comment(visit.id, comment.id).document_version_id == old.id


def test_a_fault_hides_nothing_of_what_somebody_else_changed(
    client: InspectingClient, coordinator: Person, inspection: Inspection
) -> None:
    receive_draft(coordinator, inspection)
    comment = make_comment(coordinator, inspection, list_posts()[0])
    improvement = make_improvement(coordinator, inspection)
    client.sign_in_quickly(coordinator)
    comments = f"/inspections/{inspection.id}/after/comments/{comment.id}"
    expect_conflict_told(
        client,
        f"{comments}/take-out",
        page=comments,
        faulty={"drop_reason": ""},
        right={"drop_reason": "It stands twice."},
        versions=(comment.version - 1, comment.version),
    )
    improvements = f"/inspections/{inspection.id}/after/improvements/{improvement.id}"
    expect_conflict_told(
        client,
        f"{improvements}/change",
        page=improvements,
        faulty={"text": ""},
        right={"text": "As the report says."},
        versions=(improvement.version - 1, improvement.version),
    )


def look_at_the_files(client: InspectingClient, here: str) -> None:
    document = Document(io.BytesIO(client.get(f"{here}/comments.docx").data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[1] == [
        *("1", "15", "Two teams", "Three <teams>", "chart.csv"),
        "Partly accepted: Now three",
    ]
    assert "Embargoed until publication" in document.sections[0].header.paragraphs[0].text
    csv = client.get(f"{here}/comments.csv").data.decode("utf-8-sig")
    assert ",1,15,Two teams,Three <teams>,chart.csv," in csv.splitlines()[1]


def test_an_improvement_and_its_action_lead_to_one_another(
    client: InspectingClient, coordinator: Person, visit: Inspection
) -> None:
    publish(coordinator, visit)
    here, owner = f"/inspections/{visit.id}/after", make_person()
    client.sign_in_quickly(coordinator)
    fields = {"text": "The quality of plans", "element": "enabler-2"}
    assert client.send(f"{here}/improvements", fields).status_code == 302
    client.send(f"{here}/improvements", fields | {"text": "Twice"})
    improvement, twice = queries.list_improvements(visit.id)
    out = f"{here}/improvements/{twice.id}"
    seen = {"version": twice.version}
    assert client.send(f"{out}/take-out", seen, out).status_code == 302
    assert client.send(f"{out}/take-out", seen, f"{here}/improvements").status_code == 404
    assert len(queries.list_improvements(visit.id)) == 1
    page, action = f"{here}/improvements/{improvement.id}", {"title": "Look at every plan"}
    short = client.send(f"{page}/actions", action, page)
    assert "Choose who does it." in short.get_data(as_text=True)
    action |= {"owner": str(owner.id)} | typed("due_on", clock.now() + 900 * HOUR)
    made = client.send(f"{page}/actions", action, page).headers["Location"]
    assert f"{here}/improvements#improvement-{improvement.id}" in read(client, made)
    listed = read(client, f"{here}/improvements")
    assert f'href="{made}"' in listed
    assert "1 thing needs to improve: 0 of 1 action done" in listed
    changed = fields | {"text": "All plans", "version": improvement.version}
    assert client.send(f"{page}/change", changed, page).status_code == 302
    assert "All plans" in read(client, f"{here}/improvements")
    seen = {"version": queries.get_improvement(visit.id, improvement.id).version}
    assert "Actions came of it" in client.send(f"{page}/take-out", seen, page).text


def test_judgements_and_a_plan_are_recorded_on_their_pages(
    client: InspectingClient, coordinator: Person, inspection: Inspection
) -> None:
    here = f"/inspections/{inspection.id}/after"
    client.sign_in_quickly(coordinator)
    edition = queries.find_edition(inspection.id)
    assert edition is not None
    assert "4 judgements are to be recorded" in read(client, f"{here}/judgements")
    chosen = {f"grade-{one.key}": "Good" for one in edition.judgements} | {"version": 0}
    left = client.send(f"{here}/judgements", chosen | {"grade-leaders": ""})
    assert "Choose a grade for “The impact" in left.get_data(as_text=True)
    assert client.send(f"{here}/judgements", chosen).status_code == 302
    assert "4 judgements are recorded under ILACS, April 2026" in read(client, f"{here}/judgements")
    sent = typed("sent_at", clock.now() - HOUR) | {"reference": "R-7"}
    early = client.send(f"{here}/plans/action_plan", sent).get_data(as_text=True)
    assert "Record first when the report was published" in early
    publish(coordinator, inspection, hours=-2)
    assert client.send(f"{here}/plans/action_plan", sent).status_code == 302
    assert "R-7" in read(client, f"{here}/")
    again = client.send(f"{here}/plans/action_plan", sent, "/password")
    assert (again.status_code, "It was sent on" in again.get_data(as_text=True)) == (409, True)
    assert client.get(f"{here}/plans/publication").status_code == 404
    assert client.get(f"{here}/dates/nothing").status_code == 404
    db.session.rollback()


@pytest.mark.parametrize("what", ["draft", "publication"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x"])
def test_a_moment_that_no_calendar_has_is_refused_with_a_sentence(
    client: InspectingClient, coordinator: Person, visit: Inspection, what: str, at: str
) -> None:
    client.sign_in_quickly(coordinator)
    page = f"/inspections/{visit.id}/after/dates/{what}"
    answer = client.send(page, {"at": at, "version": "1"})
    assert answer.status_code == 422
    assert "The date of the preview was lost" in answer.get_data(as_text=True)
