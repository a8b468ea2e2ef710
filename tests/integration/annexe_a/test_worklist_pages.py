"""Worklists: asked for, made by the worker, downloaded by those who may, and recorded."""

import io
import zipfile

from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.explaining import Explained
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.models import Worklist
from readiness.annexe_a.operations import explain_finding
from readiness.annexe_a.worklists import find_words
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.people.models import Person
from readiness.work.models import OwedWork
from readiness.work.rules import WorkState
from tests.factories.annexe_a import BAD, GOOD, Files, contacts, current, list_csv, make_upload
from tests.factories.inspections import make_inspection
from tests.support.annexe_a_pages import run_checks
from tests.support.client import InspectingClient

REFERRED = ("4712", "blue", "WBRI", "01/01/2015", "10", "20/11/2025", "1A", "b", "0")


def make_files() -> Files:
    """List 1, which names no team, and List 3 with rows of two."""
    rows = (*REFERRED, "North team", "W. Orker"), (*REFERRED, "A/B", "")
    return {**contacts(BAD), "list_3.csv": list_csv(3, *rows)}


def test_every_team_gets_a_workbook_and_who_took_them_is_recorded(
    app: Flask, client: InspectingClient, data_lead: Person
) -> None:
    trial = make_inspection(is_trial=True)
    make_upload(make_files(), actor=data_lead, inspection_id=trial.id)
    client.sign_in_quickly(data_lead)
    here = f"/annexe-a/inspections/{trial.id}/worklists"
    text = client.get(here).text
    assert "North team" in text
    assert "No team in the list" in text
    page = client.send(here, {}, page=here).headers["Location"]
    assert "is being made" in client.get(page).text
    assert "<h1" not in client.get(page, headers={"HX-Request": "true"}).text
    assert client.send(f"{page}/download", {}, page=here).status_code == 422
    run_checks(app)
    assert client.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "of 3 teams" in client.get(page).text
    answer = client.send(f"{page}/download", {}, page=page)
    assert "TRIAL RUN Annexe A worklist all teams" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        names = package.namelist()
        content = package.read("North team.xlsx")
    assert sorted(names) == ["A-B.xlsx", "No team in the list.xlsx", "North team.xlsx"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "TRIAL RUN"
    assert any(row[2:4] == ["4712", "W. Orker"] for row in rows)
    entry = db.session.scalars(
        select(Activity).where(Activity.event == "annexe_a:worklist:downloaded")
    ).one()
    assert entry.changes["teams"] == [None, 3]
    assert "4712" not in f"{entry.subject_title}{entry.changes}"


def test_one_team_gets_a_workbook_and_another_scope_does_not_have_it(
    app: Flask, client: InspectingClient, data_lead: Person
) -> None:
    make_upload(make_files(), actor=data_lead)
    client.sign_in_quickly(data_lead)
    here = "/annexe-a/between/worklists"
    assert client.send(here, {"team": "nobody"}, page=here).status_code == 404
    page = client.send(here, {"team": "none"}, page=here).headers["Location"]
    run_checks(app)
    answer = client.send(f"{page}/download", {}, page=page)
    assert "No team in the list" in answer.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python()[0][0] == "Worklist: No team in the list"
    worklist = db.session.scalars(select(Worklist)).one()
    trial = make_inspection(is_trial=True)
    other = f"/annexe-a/inspections/{trial.id}/worklists/{worklist.id}"
    assert client.get(other).status_code == 404
    make_upload(make_files() | contacts(), actor=data_lead)
    assert "from an earlier upload" in client.get(here).text


def test_where_nothing_is_found_there_is_no_worklist_to_make(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    here = "/annexe-a/between/worklists"
    assert "There is nothing to put right" in client.get(here).text
    assert client.send(here, {}, page="/annexe-a/between/upload").status_code == 422


def test_a_worklist_that_is_there_or_on_its_way_is_not_made_again(
    app: Flask, client: InspectingClient, data_lead: Person
) -> None:
    make_upload(make_files(), actor=data_lead)
    client.sign_in_quickly(data_lead)
    here = "/annexe-a/between/worklists"

    def ask(team: str = "") -> str:
        return client.send(here, {"team": team}, page=here).headers["Location"]

    first = ask()
    assert ask() == first, "it is being made"
    assert ask("none") != first
    run_checks(app)
    assert ask() == first, "it is made"
    assert db.session.scalar(select(func.count()).select_from(OwedWork)) == 2
    reference = load_findings([current(1)], current_store())["reference"][0]
    said = Explained(reference, 1, "code-unknown", "Gender", "Genuine.", clock.today())
    me = db.session.merge(data_lead)
    explain_finding(actor=me, inspection_id=None, said=said, words=find_words(), seen_id=None)
    db.session.commit()
    second = ask()
    assert second != first, "what is explained changed"
    owed = db.session.scalars(select(OwedWork).order_by(OwedWork.id.desc())).first()
    assert owed is not None
    owed.state = WorkState.FAILED
    db.session.commit()
    third = ask()
    assert third not in (first, second), "the second could not be made"
    run_checks(app)
    make_upload(contacts(GOOD), actor=data_lead)
    assert ask() not in (first, second, third), "a list changed"


def test_what_changed_before_a_worklist_was_made_is_in_it(
    app: Flask, client: InspectingClient, data_lead: Person
) -> None:
    make_upload(make_files(), actor=data_lead)
    client.sign_in_quickly(data_lead)
    here = "/annexe-a/between/worklists"
    first = client.send(here, {}, page=here).headers["Location"]
    make_upload(contacts(GOOD), actor=data_lead)
    run_checks(app)
    assert client.send(here, {}, page=here).headers["Location"] == first
    assert "from an earlier upload" not in client.get(here).text
