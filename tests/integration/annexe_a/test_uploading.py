"""Uploads: what becomes of lists, their signatures and their tasks, and what is refused."""

from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import func, select

from config import Settings
from readiness.activity.models import Activity
from readiness.annexe_a import operations, queries
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.models import ListVersion
from readiness.errors import NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.inspections.queries import find_delivering_task
from readiness.inspections.rules.tasks import TaskState
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.annexe_a import (
    AS_AT,
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
from tests.support.databases import on_both_databases


def sign(actor: Person, inspection_id: int | None, note: str = "") -> None:
    operations.sign_list(
        actor=actor,
        inspection_id=inspection_id,
        number=1,
        content_hash=current(1, inspection_id).content_hash,
        note=note,
    )
    db.session.commit()


def task_state(inspection: Inspection) -> TaskState:
    db.session.expire_all()
    task = find_delivering_task(inspection.id, "list:1")
    assert task is not None
    return task.state


@on_both_databases
def test_an_upload_makes_its_lists_current_with_their_counts(data_lead: Person) -> None:
    upload = make_upload(contacts(GOOD, BAD), actor=data_lead)
    version = current(1)
    assert (version.rows, version.errors, version.upload_id) == (2, 1, upload.id)
    assert version.upload.uploaded_by is data_lead
    found = load_findings([version], current_store())
    assert found.select("list", "row", "column").rows() == [(1, 3, "Gender")]


def test_the_activity_counts_the_files_and_names_none(data_lead: Person) -> None:
    """People name files after a child at times, and the activity is no secret."""
    upload = make_upload({"list_1 of 800001.csv": b""}, actor=data_lead)
    entries = db.session.scalars(select(Activity).where(Activity.subject_id == upload.id))
    said = {name: new for entry in entries for name, (_, new) in entry.changes.items()}
    assert said["files"] == 1
    assert "“file 1” is empty" in said["reason"]
    assert "list_1 of 800001.csv" in upload.refusal
    assert "800001" not in str(said)


def test_a_missing_list_is_no_finding_of_the_lists_that_are_here(data_lead: Person) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    assert list(queries.list_current_versions(None)) == [1]
    assert load_findings([current(1)], current_store()).is_empty()


def test_an_upload_of_some_lists_leaves_the_others_as_they_are(data_lead: Person) -> None:
    first = make_upload(all_lists(GOOD), actor=data_lead)
    second = make_upload(contacts(GOOD, BAD), actor=data_lead)
    uploads = {n: v.upload_id for n, v in queries.list_current_versions(None).items()}
    assert uploads == {1: second.id} | dict.fromkeys(range(2, 12), first.id)


def test_the_lists_of_an_inspection_are_not_those_of_another(
    data_lead: Person, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    trial = make_inspection(is_trial=True)
    assert list(queries.list_current_versions(inspection.id)) == [1]
    assert queries.list_current_versions(trial.id) == {}
    assert queries.list_current_versions(None) == {}


@on_both_databases
def test_the_same_content_again_stays_signed_and_its_task_stays_done(
    data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    sign(owner, inspection.id)
    signed_at = current(1, inspection.id).signatures[0].signed_at
    again = make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    version = current(1, inspection.id)
    signature = version.standing_signature
    assert signature is not None
    assert (version.upload_id, signature.signed_by) == (again.id, owner)
    assert signature.signed_at == signed_at
    assert task_state(inspection) is TaskState.DONE


@on_both_databases
def test_other_content_is_unsigned_again_and_its_task_opens(
    data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    sign(owner, inspection.id)
    assert task_state(inspection) is TaskState.DONE
    make_upload(contacts(GOOD, BAD), actor=data_lead, inspection_id=inspection.id)
    assert current(1, inspection.id).standing_signature is None
    assert task_state(inspection) is TaskState.TO_DO
    make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    assert current(1, inspection.id).standing_signature is None


def test_an_older_upload_that_is_checked_later_changes_nothing_of_the_newer(
    data_lead: Person, owner: Person, inspection: Inspection
) -> None:
    slow = begin_upload(contacts(GOOD, BAD), actor=data_lead, inspection_id=inspection.id)
    fast = make_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    sign(owner, inspection.id)
    operations.check_upload(upload_id=slow.id, store=current_store())
    db.session.commit()
    assert current(1, inspection.id).upload_id == fast.id
    assert task_state(inspection) is TaskState.DONE


def test_a_check_that_runs_twice_saves_once(data_lead: Person) -> None:
    upload = make_upload(contacts(GOOD), actor=data_lead)
    operations.check_upload(upload_id=upload.id, store=current_store())
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(ListVersion)) == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"list_1.csv": b"4711,b,WBRI\n"}, "no headings of List 1"),
        ({"people.csv": b"Name,Telephone\nA,1\n"}, "none of the lists of Annexe A"),
        ({"list_1.csv": b"", "list_2.csv": b""}, "is empty"),
    ],
)
def test_files_that_are_no_lists_are_refused_with_a_sentence_and_change_nothing(
    data_lead: Person, files: dict[str, bytes], sentence: str
) -> None:
    make_upload(contacts(GOOD), actor=data_lead)
    upload = make_upload(files, actor=data_lead)
    assert sentence in upload.refusal
    assert upload.checked_at is None
    assert current(1).upload_id != upload.id


def test_the_same_list_twice_is_refused(data_lead: Person) -> None:
    twice = {"list_1.csv": list_csv(1, GOOD), "list_1 new.csv": list_csv(1, GOOD)}
    upload = make_upload(twice, actor=data_lead)
    assert (
        "List 1 is there twice: in sheet 1 of “list_1.csv” and in sheet 1 of “list_1 new.csv”. "
        "Only the first of them is checked."
    ) in upload.refusal
    refused = select(Activity).where(Activity.event == "annexe_a:upload:refused")
    _, told = db.session.scalars(refused).one().changes["reason"]
    assert "in sheet 1 of “file 1” and in sheet 1 of “file 2”. Only" in told
    assert queries.list_current_versions(None) == {}


def test_a_refusal_calls_a_sheet_by_its_place_and_keeps_nothing_of_its_name(
    data_lead: Person, tmp_path: Path
) -> None:
    """People name sheets, after a child at times; the refusal and its activity are no secret."""
    path = tmp_path / "lists.xlsx"
    headings = [column.name for column in find_edition().list(1).columns]
    with xlsxwriter.Workbook(path) as book:
        for name, row in (("Notes", ["-"]), ("List 1", headings), ("List 1 of Robin", headings)):
            book.add_worksheet(name).write_row(0, 0, row)
    upload = make_upload({"lists.xlsx": path.read_bytes()}, actor=data_lead)
    assert "List 1 is there twice: in sheet 2 and in sheet 3. Only the first" in upload.refusal
    entry = db.session.scalars(
        select(Activity).where(Activity.event == "annexe_a:upload:refused")
    ).one()
    assert entry.changes["reason"] == [None, upload.refusal]
    assert "Robin" not in upload.refusal


def test_nothing_plain_is_left_on_the_disk(
    data_lead: Person, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    # No hash, seal or time, of which the database is full, has this in it by chance.
    child = "Nobody-4711"
    make_upload(contacts((child, *GOOD[1:])), actor=data_lead)
    assert list(folder.iterdir()) == []
    kept = [path for path in settings.instance_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in kept)
    assert not [path for path in kept if child.encode() in path.read_bytes()]


def test_a_closed_inspection_takes_no_extracts(
    data_lead: Person, coordinator: Person, inspection: Inspection
) -> None:
    slow = begin_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    close_inspection(actor=coordinator, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    with pytest.raises(Refused, match="is closed"):
        begin_upload(contacts(GOOD), actor=data_lead, inspection_id=inspection.id)
    operations.check_upload(upload_id=slow.id, store=current_store())
    assert "is closed" in slow.refusal
    assert queries.list_current_versions(inspection.id) == {}


def test_only_those_who_may_upload_do(owner: Person) -> None:
    with pytest.raises(NotAllowed, match="Ask the data lead"):
        begin_upload(contacts(GOOD), actor=owner)
    with pytest.raises(Refused, match="Choose a file"):
        operations.receive_upload(
            actor=None, inspection_id=None, as_at=AS_AT, edition="2024", files=[]
        )
    with pytest.raises(NotFound):
        operations.check_upload(upload_id=99, store=current_store())


def test_a_quality_lead_sees_rows_but_uploads_nothing(data_lead: Person) -> None:
    with pytest.raises(NotAllowed):
        begin_upload(contacts(GOOD), actor=make_person(Role.QUALITY_LEAD))


def test_a_list_that_comes_alone_is_held_against_those_of_the_same_day(data_lead: Person) -> None:
    referral = ("4711", "a", *GOOD[2:], "b", "0", "North team", "Worker 101")
    make_upload({"list_3.csv": list_csv(3, referral)}, actor=data_lead)
    make_upload(contacts(GOOD), actor=data_lead)
    found = load_findings([current(1)], current_store())
    assert found["code"].to_list() == ["gender-differs"]
    assert "list 3, row 2" in found["message"][0]
    assert current(3).errors == 0
