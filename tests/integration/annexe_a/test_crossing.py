"""Lists that are uploaded alone: the others are held against them, and what stands stays."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from readiness import clock
from readiness.annexe_a import jobs, operations
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.exports import load_contents
from readiness.annexe_a.finding_pages import load_wanted
from readiness.annexe_a.findings import WantedFindings, load_findings
from readiness.annexe_a.history import list_points
from readiness.annexe_a.judging import Wanted
from readiness.annexe_a.mapping_pages import load_authorities
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.pages import make_scope
from readiness.annexe_a.queries import find_errors_before, get_upload
from readiness.annexe_a.rules import names as n
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.office.sheets import Cell
from readiness.people.models import Person
from readiness.work.models import OwedWork
from readiness.work.operations import owe_work, reclaim_lost_work
from readiness.work.rules import MOST_ATTEMPTS, WorkState
from tests.factories.annexe_a import Files, begin_upload, current, list_csv, make_upload
from tests.support.annexe_a import DAY
from tests.support.annexe_a_pages import count, run_checks
from tests.support.annexe_a_rules import GOOD
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

IN_CARE = {**GOOD[6], n.STATUS: "a) Looked after child"}
OTHER = {**GOOD[6], n.ID: "C2"}
MISSED = "in-care-not-in-need"


def one_list(number: int, *rows: Mapping[str, Cell]) -> Files:
    """A list as a csv file."""
    names = [column.name for column in find_edition().list(number).columns]
    cells = ([spell(row.get(name)) for name in names] for row in rows)
    return {f"list_{number}.csv": list_csv(number, *cells)}


def spell(value: Cell) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def add(app: Flask, *files: Files, as_at: date = DAY) -> Upload:
    """An upload that the worker checked, with all that follows."""
    upload = begin_upload({k: v for one in files for k, v in one.items()}, as_at=as_at)
    owe_work(operations.CHECK, upload.id)
    db.session.commit()
    for _ in range(2):
        run_checks(app)
    return upload


def codes(number: int) -> set[str]:
    found = load_findings([current(number)], current_store())
    return set(found["code"]) & {MISSED, "code-unknown", "value-mapped"}


def sign_list_8(actor: Person) -> None:
    """As it is, with the note “So”."""
    operations.sign_list(
        actor=actor,
        inspection_id=None,
        number=8,
        content_hash=current(8).content_hash,
        note="So",
    )
    db.session.commit()


def map_ethnicity(actor: Person, written: str, meant: str) -> None:
    operations.save_mapping(
        actor=actor,
        inspection_id=None,
        wanted=[Wanted(2, False, n.ETHNICITY, written, meant)],
        edition=find_edition(),
        authorities=load_authorities(),
    )
    db.session.commit()


@on_both_databases
def test_a_list_that_comes_alone_changes_what_is_found_in_the_others_and_no_signature(
    app: Flask, data_lead: Person, coordinator: Person, client: InspectingClient
) -> None:
    odd = {**GOOD[8], n.ETHNICITY: "Wht Brit"}
    first = add(app, one_list(6, IN_CARE), one_list(8, odd))
    before = current(8)
    sign_list_8(coordinator)
    # A mapping saved since is not applied by this: the signature is of what was read.
    map_ethnicity(data_lead, "Wht Brit", "WBRI")
    assert codes(8) == {"code-unknown"}
    add(app, one_list(6, OTHER))
    now = current(8)
    assert (codes(8), now.errors) == ({"code-unknown", MISSED}, before.errors + 1)
    assert (now.upload.again_of_id, now.upload.uploaded_by) == (first.id, None)
    assert (now.content_hash, now.frame_sha256) == (before.content_hash, before.frame_sha256)
    signature = now.standing_signature
    assert signature is not None
    assert (signature.signed_by, signature.note) == (coordinator, "So")
    client.sign_in_quickly(data_lead)
    find_it_in_the_history(client, now)
    find_it_new(first)
    said = "before 1 more error was found in it"
    for page in ("", "/lists/8"):
        assert said in client.get(f"/annexe-a/between{page}").text
    add(app, one_list(6, IN_CARE))
    assert (codes(8), current(8).errors) == ({"code-unknown"}, before.errors)
    assert current(8).standing_signature is not None
    assert said not in client.get("/annexe-a/between").text
    uploads = count(Upload)
    operations.hold_lists_anew(upload_id=first.id, store=current_store())
    assert count(Upload) == uploads, "where nothing is found otherwise there is no new version"
    page = client.get(f"/annexe-a/between/uploads/{current(8).upload_id}").text
    assert "checked again by Readiness, because other lists came" in " ".join(page.split())


def find_it_in_the_history(client: InspectingClient, now: ListVersion) -> None:
    """The last point, and it says why."""
    why = "checked again because List 6 came"
    assert [point.again for point in list_points(None)] == ["", "", why]
    history = "/annexe-a/between/history"
    assert why in client.get(history).text
    assert "checked again because other lists came" in client.get(f"{history}/{now.upload_id}").text


def find_it_new(first: Upload) -> None:
    """What came of the last upload, whichever list it is in; what was there before is not."""
    wanted = load_wanted(make_scope(None), WantedFindings(fresh=True))
    fresh = set(wanted.select("list", "code").iter_rows())
    assert (8, MISSED) in fresh
    assert (8, "code-unknown") not in fresh
    then = {one.list_number: one.errors for one in get_upload(None, first.id).lists}
    assert find_errors_before(None) == {6: then[6]}


def test_a_list_is_not_signed_with_other_errors_than_its_page_showed(
    app: Flask, coordinator: Person, client: InspectingClient
) -> None:
    make_upload({**one_list(6, IN_CARE), **one_list(8, GOOD[8])}, as_at=DAY)
    seen = current(8)
    fields = {"content_hash": seen.content_hash, "seen_errors": seen.errors, "note": "So"}
    alone = make_upload(one_list(6, OTHER), as_at=DAY)
    operations.hold_lists_anew(upload_id=alone.id, store=current_store())
    db.session.commit()
    client.sign_in_quickly(coordinator)
    page = "/annexe-a/between/lists/8"
    answer = client.send(f"{page}/sign", fields, page)
    assert answer.status_code == 409
    assert "now has 1 error. Look at them first." in answer.text
    assert 'name="seen_errors" value="1"' in answer.text
    assert client.send(f"{page}/sign", fields | {"seen_errors": 1}, page).status_code == 302


def test_lists_wait_for_an_upload_that_is_not_checked_yet(app: Flask, data_lead: Person) -> None:
    make_upload(one_list(8, GOOD[8]), as_at=DAY)
    alone = make_upload(one_list(6, OTHER), as_at=DAY)
    waiting = begin_upload(one_list(7), as_at=DAY)
    operations.hold_lists_anew(upload_id=alone.id, store=current_store())
    assert codes(8) == set()
    owe_work(operations.CHECK, waiting.id)
    db.session.commit()
    for _ in range(2):
        run_checks(app)
    assert codes(8) == {MISSED}


@on_both_databases
@pytest.mark.parametrize("is_lost", [False, True], ids=["broke", "lost its worker"])
def test_lists_that_waited_for_a_check_that_failed_for_good_are_held_then(
    app: Flask, data_lead: Person, monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    make_upload(one_list(8, GOOD[8]), as_at=DAY)
    make_upload(one_list(6, OTHER), as_at=DAY)
    broken = begin_upload(one_list(7), as_at=DAY)
    owe_work(operations.CHECK, broken.id)
    db.session.commit()
    if is_lost:
        for _ in range(MOST_ATTEMPTS):
            db.session.execute(
                update(OwedWork)
                .where(OwedWork.kind == operations.CHECK, OwedWork.state == WorkState.QUEUED)
                .values(state=WorkState.RUNNING, attempts=OwedWork.attempts + 1)
                .values(heartbeat_at=clock.now() - timedelta(minutes=5))
            )
            reclaim_lost_work(now=clock.now())
        db.session.commit()
    else:
        monkeypatch.setattr(jobs, "check_upload", lambda **_: 1 / 0)
        for _ in range(MOST_ATTEMPTS):
            run_checks(app)
    assert codes(8) == set()
    run_checks(app)
    assert codes(8) == {MISSED}


def test_lists_of_two_days_are_not_held_against_each_other_and_the_page_says_so(
    app: Flask, data_lead: Person, client: InspectingClient
) -> None:
    add(app, one_list(7, GOOD[7]), one_list(8, GOOD[8]))
    client.sign_in_quickly(data_lead)
    said = "Not held against each other"
    assert said not in client.get("/annexe-a/between").text
    add(app, one_list(6, OTHER), as_at=DAY + timedelta(days=2))
    assert codes(8) == set()
    assert (
        f"{said}, as their days differ: List 6 (as at Thursday 26 November 2026) and Lists 7 and 8 "
        "(as at Tuesday 24 November 2026)."
    ) in client.get("/annexe-a/between").text
    assert load_contents(None).days == {6: date(2026, 11, 26), 7: DAY, 8: DAY}
