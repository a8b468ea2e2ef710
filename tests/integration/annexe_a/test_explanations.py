"""Findings explained: one by one and in a file, followed, run out, withdrawn, told to Ofsted."""

import io
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.explaining import Explained
from readiness.annexe_a.explanation_queries import count_explanations, find_explained
from readiness.annexe_a.explanations import list_said
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.models import FindingExplanation
from readiness.annexe_a.operations import (
    explain_finding,
    explain_findings,
    withdraw_explanation,
)
from readiness.annexe_a.worklists import find_words
from readiness.bundles.queries import list_kept_comments
from readiness.errors import Refused
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.people.models import Person
from tests.factories.annexe_a import BAD, GOOD, contacts, current, make_upload
from tests.factories.inspections import make_inspection
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.soak import in_full, soak

BETWEEN = "/annexe-a/between"
WHY = "Genuine: twins placed in different months."
MANY = in_full(20_000, else_=2_000)
OTHER = ("4713", *BAD[1:])


def references(number: int = 1, inspection_id: int | None = None) -> list[str]:
    """The references of the genders found in the current version of a list, by row."""
    found = load_findings([current(number, inspection_id)], current_store())
    return found.filter(pl.col("column") == "Gender")["reference"].to_list()


def explain(
    actor: Person, *, until: date | None = None, inspection_id: int | None = None, seen: Any = None
) -> FindingExplanation:
    """The first finding of List 1, explained and committed."""
    reference = references(1, inspection_id)[0]
    said = Explained(reference, 1, "code-unknown", "Gender", WHY, until or clock.today())
    made = explain_finding(
        actor=actor, inspection_id=inspection_id, said=said, words=find_words(), seen_id=seen
    )
    db.session.commit()
    return made


def send_file(client: InspectingClient, content: str, scope: str = BETWEEN) -> TestResponse:
    page = f"{scope}/explanations/upload"
    return client.send(page, {"file": (io.BytesIO(content.encode()), "replies.csv")})


def test_an_explained_finding_is_shown_counted_apart_and_followed_into_the_next_extract(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(BAD, OTHER), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = f"{BETWEEN}/findings/rows/{references()[0]}"
    assert "4712" in client.get(page).text
    until = clock.today() + timedelta(days=3)
    day = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    fields = {"text": WHY, "seen": "", **day}
    assert client.send(f"{page}/explain", fields, page=page).status_code == 302
    again = client.send(f"{page}/explain", fields | {"text": "Mine"}, page=page)
    assert again.status_code == 409
    assert "Dana Data changed this explanation" in again.text
    make_upload(contacts(GOOD, OTHER, BAD), actor=data_lead)
    counts = client.get(f"{BETWEEN}/findings").text
    assert "2 errors and 0 warnings, 1 of them explained." in counts
    assert "1 explanation runs out within a fortnight" in counts
    rows = client.get(f"{BETWEEN}/findings/rows?explained=yes").text
    assert "List 1, row 4, B4" in rows
    assert ">Explained</strong>" in rows
    assert "1 is <a" in " ".join(client.get(f"{BETWEEN}/lists/1").text.split())
    said = list_said(None)
    assert [(s.list_number, s.column, s.text) for s in said] == [(1, "Gender", f"Row 5: {WHY}")]
    answer = client.send(f"{BETWEEN}/workbook", {"layout": "ofsted"}, page=BETWEEN)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("Guidance")
    assert f"Row 5: {WHY}" in [row[-1] for row in sheet.to_python()]


def test_what_ran_out_or_was_withdrawn_counts_again(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    made = explain(data_lead)
    assert len(find_explained(None)) == 1
    with clock.at(clock.now() + timedelta(days=1)):
        assert find_explained(None) == frozenset()
        assert count_explanations(None) == (1, 1)
        assert list_said(None) == ()
    client.sign_in_quickly(data_lead)
    page = f"{BETWEEN}/explanations"
    assert "Runs out soon" in client.get(page).text
    answer = client.send(f"{page}/{made.id}/withdraw", {}, page=page)
    assert answer.status_code == 302
    assert find_explained(None) == frozenset()
    assert client.send(f"{page}/{made.id}/withdraw", {}, page=BETWEEN).status_code == 404
    told = db.session.scalars(select(Activity).where(Activity.event.contains("expla"))).all()
    assert [entry.event for entry in told] == [
        "annexe_a:finding:explained",
        "annexe_a:explanation:withdrawn",
    ]
    assert not [entry for entry in told if WHY in str(entry.changes) + entry.subject_title]


def test_the_council_s_explanations_hold_in_a_trial_run_and_the_trial_s_own_nowhere_else(
    data_lead: Person, inspection: Inspection
) -> None:
    trial = make_inspection(is_trial=True)
    for scope in (None, inspection.id, trial.id):
        make_upload(contacts(BAD), actor=data_lead, inspection_id=scope)
    own = explain(data_lead, inspection_id=trial.id)
    assert own.inspection_id == trial.id
    assert not find_explained(None) | find_explained(inspection.id)
    made = explain(data_lead, inspection_id=inspection.id)
    assert made.inspection_id is None
    for scope in (None, inspection.id, trial.id):
        assert find_explained(scope) == {made.reference}
    (going,) = list_kept_comments(inspection.id)
    assert going.text == f"Row 3: {WHY}"


def test_a_closed_inspection_shows_what_held_when_it_was_closed(
    data_lead: Person, coordinator: Person, inspection: Inspection
) -> None:
    make_upload(contacts(BAD, OTHER), actor=data_lead, inspection_id=inspection.id)
    tomorrow = clock.today() + timedelta(days=1)
    made = explain(data_lead, inspection_id=inspection.id, until=tomorrow)
    later = clock.now() + timedelta(hours=1)
    with clock.at(later):
        close_inspection(actor=coordinator, inspection_id=inspection.id, version=inspection.version)
        db.session.commit()
    with clock.at(later + timedelta(days=9)):
        withdraw_explanation(actor=data_lead, inspection_id=None, explanation_id=made.id)
        db.session.commit()
        assert find_explained(None) == frozenset()
        assert find_explained(inspection.id) == {made.reference}
        assert "is closed" in describe_refusal(data_lead, inspection.id)


def describe_refusal(actor: Person, inspection_id: int) -> str:
    with pytest.raises(Refused) as refused:
        explain(actor, inspection_id=inspection_id)
    return refused.value.sentence


@on_both_databases
def test_many_come_in_one_file_and_replace_what_its_sender_saw(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(BAD, OTHER), actor=data_lead)
    made, (first, second) = explain(data_lead), references()
    client.sign_in_quickly(data_lead)
    lines = f"Finding,Explanation,Until\n{first},Another word,\n{second},=1+1,\n"
    refused = send_file(client, lines)
    assert refused.status_code == 422
    assert "Line 2, “Finding”: Dana Data explained this on" in refused.text
    told = f'"{WHY} (Dana Data, until {made.expires_on:%d/%m/%Y})"'
    lines = f"Finding,Explained,Explanation,Until\n{first},{told},Another word,\n{second},,=1+1,\n"
    assert send_file(client, lines).status_code == 302
    assert "1 finding explained, 1 explanation changed, 0 as before." in client.get(BETWEEN).text
    assert send_file(client, lines).status_code == 302
    standing = FindingExplanation.withdrawn_at.is_(None)
    kept = db.session.scalars(select(FindingExplanation.text).where(standing)).all()
    assert sorted(kept) == ["=1+1", "Another word"]
    entries = select(func.count()).where(Activity.event == "annexe_a:findings:explained")
    assert db.session.scalar(entries) == 1


def test_a_file_with_a_fault_is_refused_whole_with_every_line_and_column(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    client.sign_in_quickly(data_lead)
    lines = [f"{references()[0]},Genuine,01/02/2020", *["nobody,Genuine,"] * 30]
    answer = send_file(client, "\n".join(["Finding,Explanation,Until", *lines]))
    assert answer.status_code == 422
    assert "Line 2, “Until”: Saturday 1 February 2020 is past." in answer.text
    assert "Line 26, “Finding”: “nobody” is none of the findings" in answer.text
    assert "6 more faults are not shown" in answer.text
    assert "no headings “Finding”" in send_file(client, "a,b\n1,2\n").text
    assert count_explanations(None) == (0, 0)


@soak
def test_explanations_by_the_thousand_are_taken_at_once(data_lead: Person) -> None:
    upload = make_upload(contacts(BAD), actor=data_lead)
    said = [
        Explained(f"r{number}", 1, "code-unknown", "Gender", WHY, clock.today())
        for number in range(MANY)
    ]
    taken = explain_findings(actor=data_lead, inspection_id=None, upload=upload, said=said, seen={})
    assert (taken.new, taken.changed, taken.as_before) == (MANY, 0, 0)
    assert len(find_explained(None)) == MANY


def test_who_sees_no_rows_explains_nothing_and_another_scope_s_finding_is_not_found(
    client: InspectingClient, data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    made, reference = explain(data_lead), references()[0]
    trial = make_inspection(is_trial=True)
    client.sign_in_quickly(data_lead)
    for path in (f"inspections/{inspection.id}", f"inspections/{trial.id}"):
        assert client.get(f"/annexe-a/{path}/findings/rows/{reference}").status_code == 404
    answer = client.send(
        f"/annexe-a/inspections/{trial.id}/explanations/{made.id}/withdraw", {}, page=BETWEEN
    )
    assert answer.status_code == 404
    client.sign_in_quickly(owner)
    page = client.get(f"{BETWEEN}/findings?by=child").text
    assert "1 of them explained" in page
    assert "4712" not in page
    assert "worker" not in page.partition("<main")[2].lower()
    for path in ("findings/rows", "explanations", "worklists", "explanations/upload"):
        assert client.get(f"{BETWEEN}/{path}").status_code == 403, path


def test_no_identifier_stands_in_an_address_or_a_title(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    explain(data_lead)
    client.sign_in_quickly(data_lead)
    for address in ("findings?by=child", "findings/rows", "explanations"):
        text = client.get(f"{BETWEEN}/{address}").text
        links = [part.partition('"')[0] for part in text.split('href="')[1:]]
        assert any("/findings/rows" in link for link in links)
        assert not [link for link in links if "4712" in link or "blue" in link]
        assert "4712" not in text.partition("<title>")[2].partition("</title>")[0]
