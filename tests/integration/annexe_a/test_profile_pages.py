"""The profile on pages and in Word, who may see it, and a child’s path that no address names."""

import io
from collections.abc import Iterator

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from readiness.activity.models import Activity
from readiness.annexe_a import profiles
from readiness.annexe_a.models import KeptProfile
from readiness.annexe_a.operations import keep_profile
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.annexe_a import begin_upload, make_upload
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.annexe_a import DAY
from tests.support.annexe_a_pages import run_checks
from tests.support.annexe_a_profile import ROWS, small_files
from tests.support.client import InspectingClient
from tests.support.statements import statements

PAGE = "/annexe-a/between/profile"
CHILD = "/annexe-a/between/child"
OPENING = "4 children in care and 3 care leavers"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What one test counted is not known to the next."""
    profiles._known.forget()
    yield
    profiles._known.forget()


def event_of(name: str) -> Activity:
    return db.session.scalars(select(Activity).where(Activity.event == name)).one()


def text_of(client: InspectingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.text.split())


def test_the_profile_opens_with_a_figure_and_each_list_with_its_measures(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    assert "There is no profile yet" in text_of(client, PAGE)
    assert client.get(f"{PAGE}/8").status_code == 404
    some = {number: ROWS[number] for number in (8, 9)}
    make_upload(small_files(some), actor=data_lead, as_at=DAY)
    page = text_of(client, PAGE)
    assert f"{OPENING}, as at Tuesday 24 November 2026." in page
    assert "Rates per 10,000 children are left out" in page, "no population is set"
    assert "8. Children in care</a>, 23 measures" in page
    with statements() as sent:
        care = text_of(client, f"{PAGE}/8?by=nonsense&numbers=hidden")
    assert len(sent) <= 15, sent
    assert "Children in care: hidden, as at Tuesday 24 November 2026." in care
    assert "Those last visited no more than 42 days ago. Out of: Children in care now (" in care
    assert "Numbers from 1 to 5 are hidden" in care
    leavers = text_of(client, f"{PAGE}/9?by=age")
    assert "Care leavers in touch, by age" in leavers
    assert "100% (1 of 1)" in leavers
    assert 'id="leavers-home-chart"' in leavers, "a spread is drawn as stacks"


def test_the_worker_counts_the_profile_once_and_pages_only_read_it(
    app: Flask, client: InspectingClient, data_lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin_upload(small_files({8: ROWS[8]}), actor=data_lead, as_at=DAY)
    keep_profile(upload_id=upload.id, store=current_store())
    assert db.session.scalar(select(KeptProfile)) is None, "it is not checked yet"
    from readiness.work.operations import owe_work

    owe_work("annexe-a-check", upload.id)
    db.session.commit()
    run_checks(app)
    run_checks(app)
    kept = db.session.scalars(select(KeptProfile)).one()
    keep_profile(upload_id=upload.id, store=current_store())
    assert db.session.scalars(select(KeptProfile)).one().id == kept.id

    def refuse(*_: object) -> None:
        raise AssertionError("it was counted already")

    monkeypatch.setattr(profiles, "measure_versions", refuse)
    client.sign_in_quickly(data_lead)
    assert "4 children in care" in text_of(client, PAGE)
    assert "List 9 is not here: 10 measures left out." in text_of(client, PAGE)


def test_the_profile_of_a_trial_run_in_word_says_so_and_who_took_it_is_recorded(
    client: InspectingClient, data_lead: Person
) -> None:
    trial = make_inspection(is_trial=True)
    make_upload(small_files({9: ROWS[9]}), actor=data_lead, inspection_id=trial.id, as_at=DAY)
    client.sign_in_quickly(data_lead)
    page = f"/annexe-a/inspections/{trial.id}/profile"
    answer = client.send(f"{page}/download", {"numbers": "hidden"}, page=page)
    name = answer.headers["Content-Disposition"]
    assert "TRIAL RUN Profile of the lists 2026-11-24 small numbers hidden.docx" in name
    document = Document(io.BytesIO(answer.data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Care leavers in touch", "hidden"} <= cells
    assert "3" not in cells, "three are few"
    found = event_of("annexe_a:profile:downloaded")
    assert (found.actor_id, found.changes) == (data_lead.id, {"small_numbers": [None, "hidden"]})
    elsewhere = "/annexe-a/between/profile"
    token = client.find_token("/annexe-a/between/child")
    empty = client.post(f"{elsewhere}/download", data={"csrf_token": token})
    assert empty.status_code == 404


def test_heads_see_numbers_and_no_child_and_observers_see_neither(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    make_upload(small_files({8: ROWS[8]}), actor=data_lead, as_at=DAY)
    client.sign_in_quickly(owner)
    assert "4 children in care" in text_of(client, PAGE)
    assert "A child’s path" not in text_of(client, "/annexe-a/between")
    assert client.get(CHILD).status_code == 403
    token = client.find_token(PAGE)
    sent = client.post(CHILD, data={"csrf_token": token, "identifier": "A"})
    assert sent.status_code == 403
    client.sign_in_quickly(make_person(Role.OBSERVER))
    for path in (PAGE, f"{PAGE}/8", CHILD):
        assert client.get(path).status_code == 403, path


def test_a_childs_path_is_shown_to_a_form_and_the_activity_does_not_say_whose(
    client: InspectingClient, data_lead: Person
) -> None:
    secret = "Q7731"
    rows = {number: ({**ROWS[number][0], "Child Unique ID": secret},) for number in (1, 3, 8)}
    make_upload(small_files(rows), actor=data_lead, as_at=DAY)
    client.sign_in_quickly(data_lead)
    assert "3 of 11 lists are here to look through" in text_of(client, CHILD)
    for wrong in ("", "Q7732"):
        answer = client.send(CHILD, {"identifier": wrong}, page=CHILD)
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
    answer = client.send(CHILD, {"identifier": f" {secret} "}, page=CHILD)
    page = " ".join(answer.text.split())
    assert answer.request.url.endswith("/annexe-a/between/child")
    assert "This child is in 3 lists, with 10 dates." in page
    assert page.index("Contact received") < page.index("Referral received")
    assert secret not in page.split("</title>")[0]
    assert secret not in page.split("<h1")[1].split("</h1>")[0]
    found = event_of("annexe_a:child:looked_up")
    assert (found.actor_id, found.changes) == (data_lead.id, {"lists": [None, 3]})
    written = [f"{e.subject_title} {e.changes}" for e in db.session.scalars(select(Activity))]
    assert not [entry for entry in written if secret in entry]
