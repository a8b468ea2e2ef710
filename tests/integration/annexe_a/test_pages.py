"""The pages: who sees what, bad files, filters, downloads, and queries that do not grow."""

import io
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.sendings import _finders
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import mark_delivered
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.annexe_a import (
    BAD,
    GOOD,
    all_lists,
    begin_upload,
    contacts,
    current,
    list_csv,
    make_upload,
)
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.annexe_a_pages import run_checks, send_files
from tests.support.client import InspectingClient
from tests.support.statements import statements

SECRET = "4712"
"""The identifier of the child in BAD, which no page outside the rows may show."""


def test_from_upload_by_findings_to_a_clean_list(
    app: Flask, client: InspectingClient, data_lead: Person, inspection: Inspection
) -> None:
    client.sign_in_quickly(data_lead)
    scope = f"/annexe-a/inspections/{inspection.id}"
    answer = send_files(client, scope, (list_csv(1, BAD), "list_1.csv"))
    page = answer.headers["Location"]
    waiting = client.get(page)
    assert "being checked" in waiting.text
    assert "Look again" in waiting.text
    assert "<h1" not in client.get(page, headers={"HX-Request": "true"}).text
    run_checks(app)
    assert client.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    done = client.get(page)
    assert "1 list checked: " in done.text
    assert "Still missing: List 2, List 3, " in done.text
    rows = client.get(f"{scope}/findings/rows?list=1&column=Gender")
    assert "List 1, row 2, B2" in rows.text
    assert "blue" in rows.text
    counts = client.get(f"{scope}/findings?list=1").text
    assert "Guidance: each code: Please use codes" in counts
    today = clock.today()
    fresh = (*GOOD[:3], f"01/01/{today.year - 10}", "10", f"{today:%d/%m/%Y}", GOOD[6])
    send_files(client, scope, (list_csv(1, fresh), "list_1.csv"))
    run_checks(app)
    assert "List 1 has no findings." in client.get(f"{scope}/findings?list=1").text


@pytest.mark.parametrize("page", ["/annexe-a/", "/annexe-a/inspections/1"])
def test_the_page_of_an_inspection_opens_with_the_answer(
    client: InspectingClient, data_lead: Person, inspection: Inspection, page: str
) -> None:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    client.sign_in_quickly(data_lead)
    text = client.get(page).text
    assert "Child-level data " in text
    assert ": 11 of 11 lists are not signed, 10 of them missing." in text
    assert text.count("Missing</strong>") == 10
    assert "Kept ready between inspections" in text


def test_the_page_says_when_the_data_was_sent_in_place_of_when_it_was_due(
    client: InspectingClient,
    data_lead: Person,
    inspection: Inspection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = datetime(2026, 11, 24, 16, 12, tzinfo=UTC)
    sendings = {(inspection.id, "data_due"): sent}
    mark_delivered(
        actor=data_lead, delivers="bundle:data_due", note="Sent", inspection_id=inspection.id
    )
    db.session.commit()
    monkeypatch.setitem(_finders, "bundles", lambda *asked: sendings.get(asked))
    client.sign_in_quickly(data_lead)
    text = client.get("/annexe-a/inspections/1").text
    assert "Child-level data was sent on Tuesday 24 November 2026, 4.12pm. 11 of 11 lists" in text
    assert "Child-level data was due" not in text


def test_the_lists_between_inspections_open_where_nothing_runs(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    assert "No list is kept ready" in client.get("/annexe-a/").text
    make_upload(contacts(BAD), actor=data_lead)
    text = client.get("/annexe-a/").text
    assert "1 of 11 lists are here with 1 error; the oldest data is as at" in text


def test_a_head_of_service_signs_from_the_page_of_the_list(
    client: InspectingClient, data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    client.sign_in_quickly(owner)
    page = f"/annexe-a/inspections/{inspection.id}/lists/1"
    seen = current(1, inspection.id).content_hash
    assert client.send(f"{page}/sign", {"content_hash": seen}, page=page).status_code == 302
    assert "Olu Owner, " in client.get(page).text
    assert current(1, inspection.id).standing_signature is not None
    again = client.send(f"{page}/sign", {"content_hash": seen}, page=page)
    assert again.status_code == 409
    assert "Olu Owner signed List 1 at " in again.text
    reason = {"content_hash": seen, "reason": ""}
    refused = client.send(f"{page}/withdraw", reason, page=page)
    assert "Say why the signature is withdrawn." in refused.text
    client.send(f"{page}/withdraw", reason | {"reason": "A row is missing."}, page=page)
    assert current(1, inspection.id).standing_signature is None


def test_a_signature_for_an_older_version_is_refused_with_who_uploaded_the_new_one(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    seen = current(1).content_hash
    make_upload(contacts(BAD), actor=data_lead)
    client.sign_in_quickly(owner)
    page = "/annexe-a/between/lists/1"
    answer = client.send(f"{page}/sign", {"content_hash": seen, "note": "Fine"}, page=page)
    assert answer.status_code == 409
    assert "Dana Data uploaded List 1 again" in answer.text
    assert "Fine" in answer.text


def test_without_the_right_to_rows_there_are_counts_and_no_values(
    client: InspectingClient, data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(contacts(BAD), actor=data_lead, inspection_id=inspection.id)
    client.sign_in_quickly(owner)
    scope = f"/annexe-a/inspections/{inspection.id}"
    for path in ("/annexe-a/", f"{scope}/lists/1", f"{scope}/findings", f"{scope}/findings?list=1"):
        text = client.get(path).text
        assert "blue" not in text
        assert SECRET not in text
    counts = client.get(f"{scope}/findings?rule=code-unknown&severity=error&column=Gender").text
    assert "Not a listed code" in counts
    assert "row by row" not in counts.lower()
    assert client.get(f"{scope}/findings/rows").status_code == 403
    token = client.find_token(f"{scope}/lists/1")
    for path in (f"{scope}/workbook", f"{scope}/findings/download", f"{scope}/upload"):
        assert client.post(path, data={"csrf_token": token}).status_code == 403, path
    assert client.get(f"{scope}/upload").status_code == 403


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
def test_others_see_nothing_of_the_lists(
    client: InspectingClient, data_lead: Person, role: Role
) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    client.sign_in_quickly(make_person(role))
    for path in ("", "between", "between/lists/1", "between/findings", "between/uploads/1"):
        assert client.get(f"/annexe-a/{path}").status_code == 403, path
    assert "/annexe-a/" not in client.get("/").text


def test_what_is_of_another_scope_or_does_not_exist_is_not_found(
    client: InspectingClient, data_lead: Person, inspection: Inspection
) -> None:
    upload = make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    trial = make_inspection(is_trial=True)
    client.sign_in_quickly(data_lead)
    for path in (
        f"inspections/{trial.id}/uploads/{upload.id}",
        f"between/uploads/{upload.id}",
        "inspections/999",
        "inspections/999/lists/1",
        "inspections/999/findings",
        "inspections/999/upload",
        "between/lists/12",
        "between/lists/0",
    ):
        assert client.get(f"/annexe-a/{path}").status_code == 404, path
    token = client.find_token("/annexe-a/between/upload")
    for path in (f"inspections/{trial.id}/workbook", "between/findings/download"):
        answer = client.post(f"/annexe-a/{path}", data={"csrf_token": token})
        assert answer.status_code == 404, path
    page = client.get(f"/annexe-a/inspections/{trial.id}/lists/1")
    assert "This list is missing" in page.text


def test_many_ages_of_another_day_open_the_findings_with_that_day(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    born = [date(2015, 1, 1) + timedelta(days=11 * n) for n in range(30)]
    # Taken on 30 June 2025: who has a birthday after that is a year younger than on 24 November.
    ages = [2025 - day.year - ((day.month, day.day) > (6, 30)) for day in born]
    rows = [
        (f"{n}", "b", "WBRI", f"{day:%d/%m/%Y}", f"{age}", "20/06/2025", "q) 6: Police")
        for n, (day, age) in enumerate(zip(born, ages, strict=True))
    ]
    make_upload(contacts(*rows), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = " ".join(client.get("/annexe-a/between/findings").text.split())
    assert "13 ages disagree with the as-at date Monday 24 November 2025." in page
    assert "They would agree from Thursday 26 June 2025 to Sunday 6 July 2025" in page
    assert "/annexe-a/between/upload?as_at=2025-07-06" in page
    form = client.get("/annexe-a/between/upload?as_at=2025-07-06").text
    assert 'value="6"' in form
    assert client.get("/annexe-a/between/upload?as_at=nonsense").status_code == 200
    client.sign_in_quickly(owner)
    other = client.get("/annexe-a/between/findings").text
    assert "13 ages disagree" in other
    assert "upload?as_at" not in other


def test_findings_of_a_trial_run_are_marked_in_every_row(
    client: InspectingClient, data_lead: Person
) -> None:
    trial = make_inspection(is_trial=True)
    make_upload(contacts(BAD), actor=data_lead, inspection_id=trial.id)
    client.sign_in_quickly(data_lead)
    page = f"/annexe-a/inspections/{trial.id}"
    answer = client.send(f"{page}/findings/download", {"kind": "csv"}, page=page)
    assert "TRIAL RUN Annexe A findings" in answer.headers["Content-Disposition"]
    rows = answer.get_data(as_text=True).splitlines()
    assert len(rows) > 1
    assert all(row.endswith(",TRIAL RUN") for row in rows)
    answer = client.send(f"{page}/findings/download", {"kind": "xlsx"}, page=page)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    (sheet,) = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert {row[-1] for row in sheet} == {"TRIAL RUN"}


def test_the_workbook_of_a_trial_run_says_so_and_its_download_is_recorded(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    trial = make_inspection(is_trial=True)
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=trial.id)
    client.sign_in_quickly(data_lead)
    page = f"/annexe-a/inspections/{trial.id}"
    comment = {"column": "", "text": "Two parents are counted once."}
    client.send(f"{page}/lists/1/comment", comment, page=f"{page}/lists/1")
    for layout in ("ofsted", "plain"):
        answer = client.send(f"{page}/workbook", {"layout": layout}, page=page)
        name = answer.headers["Content-Disposition"]
        assert "TRIAL RUN Annex A Example council" in name
        assert f" {layout} layout.xlsx" in name
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        cells = [
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
        assert "4711" in cells
        assert ("TRIAL RUN" in cells) == (layout == "ofsted")
        assert ("Two parents are counted once." in cells) == (layout == "ofsted")
    entries = db.session.scalars(
        select(Activity)
        .where(Activity.event == "annexe_a:workbook:downloaded")
        .order_by(Activity.id)
    ).all()
    assert {(entry.actor_id, entry.inspection_id) for entry in entries} == {
        (data_lead.id, trial.id)
    }
    assert [entry.changes for entry in entries] == [
        {"layout": [None, "ofsted"]},
        {"layout": [None, "plain"]},
    ]


def test_an_unheard_of_layout_is_refused(client: InspectingClient, data_lead: Person) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = "/annexe-a/between"
    answer = client.send(f"{page}/workbook", {"layout": "pretty"}, page=page)
    assert answer.status_code == 422
    assert "There is no such layout" in answer.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_findings_are_downloaded_as_filtered_and_recorded(
    client: InspectingClient, data_lead: Person, kind: str
) -> None:
    make_upload(contacts(BAD, ("", *BAD[1:])), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = "/annexe-a/between/findings/rows"
    fields = {"kind": kind, "list": "1", "column": "Gender"}
    answer = client.send(
        "/annexe-a/between/findings/download", fields, page=f"{page}?column=Gender"
    )
    if kind == "csv":
        lines = answer.data.decode("utf-8-sig").splitlines()
    else:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
        lines = [",".join(map(str, row)) for row in sheet.to_python()]
    assert len(lines) == 3
    assert "B2" in lines[1]
    assert "B3" in lines[2]
    entry = db.session.scalars(
        select(Activity).where(Activity.event == "annexe_a:findings:downloaded")
    ).one()
    assert entry.changes == {"kind": [None, kind], "findings": [None, 2]}


def test_a_comment_that_somebody_changed_meanwhile_keeps_what_was_written(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    page = "/annexe-a/between/lists/1"
    fields = {"column": "Gender", "text": "First words"}
    assert client.send(f"{page}/comment", fields, page=page).status_code == 302
    assert "First words" in client.get(f"{page}?comment=Gender").text
    second = client.send(f"{page}/comment", fields | {"text": "Second words"}, page=page)
    assert second.status_code == 409
    assert "Second words" in second.text
    assert '<input type="hidden" name="version" value="1">' in second.text
    none = client.send(f"{page}/comment", fields | {"column": "Shoe size"}, page=page)
    assert none.status_code == 422


def test_no_child_is_named_in_the_activity(client: InspectingClient, data_lead: Person) -> None:
    make_upload(contacts(BAD), actor=data_lead)
    make_upload({"people.csv": b"Name\r\n4712\r\n"}, actor=data_lead)
    written = [f"{e.subject_title} {e.changes}" for e in db.session.scalars(select(Activity))]
    assert not [entry for entry in written if SECRET in entry]


PAGES = (
    "/annexe-a/",
    "/annexe-a/inspections/{id}",
    "/annexe-a/between",
    "/annexe-a/inspections/{id}/lists/1",
    "/annexe-a/inspections/{id}/findings",
    "/annexe-a/inspections/{id}/findings?by=child&list=1&rule=code-unknown&severity=error&page=9",
    "/annexe-a/inspections/{id}/findings/rows?list=1&rule=code-unknown&severity=error&page=9",
    "/annexe-a/inspections/{id}/findings/rows?list=x&severity=bad&page=x&sort=y&fresh=yes",
    "/annexe-a/inspections/{id}/upload",
    "/annexe-a/inspections/{id}/uploads/1",
)


def test_every_page_opens_in_few_queries_and_writes_nothing(
    client: InspectingClient, data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(all_lists(BAD), actor=data_lead, inspection_id=inspection.id)
    client.sign_in_quickly(data_lead)
    addresses = [path.format(id=inspection.id) for path in PAGES]
    for address in addresses:
        db.session.remove()
        with statements() as sent:
            answer = client.get(address)
        assert answer.status_code == 200, f"{address}\n{answer.text}"
        wrote = [s for s in sent if s.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert not wrote, address
        assert len(sent) <= 15, "\n".join([address, *sent])


def test_twenty_thousand_findings_are_shown_fifty_at_a_time_and_soon(
    client: InspectingClient, data_lead: Person
) -> None:
    rows = [(str(n), *BAD[1:]) for n in range(20_000)]
    make_upload(contacts(*rows), actor=data_lead)
    client.sign_in_quickly(data_lead)
    client.get("/annexe-a/between/findings/rows")  # templates are compiled once
    began = time.process_time()
    page = client.get("/annexe-a/between/findings/rows?severity=error&page=400")
    taken = time.process_time() - began
    assert "row 20001, B20001" in page.text
    assert "row 19951, B19951" not in page.text
    assert page.text.count("govuk-tag--red") <= 52
    assert taken < 1


def test_an_upload_in_the_queue_is_shown_as_waiting_on_the_page_of_the_lists(
    client: InspectingClient, data_lead: Person
) -> None:
    begin_upload(contacts(GOOD), actor=data_lead)
    client.sign_in_quickly(data_lead)
    assert "not checked yet" in client.get("/annexe-a/between").text
