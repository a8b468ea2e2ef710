"""The council’s mapping: on the page, in a file, on later uploads and on a check again."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a import operations, queries
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.judging import Judged, Wanted
from readiness.annexe_a.keeping import frame_from_parquet
from readiness.annexe_a.mapping_pages import load_authorities
from readiness.annexe_a.models import MappedSpelling
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.work.operations import owe_work
from readiness.work.rules import WorkState
from tests.factories.annexe_a import GOOD, begin_upload, contacts, current, list_csv, make_upload
from tests.factories.people import make_person
from tests.support.annexe_a_pages import run_checks
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

HERE = "/annexe-a/between"
ODD = ("4713", "b", "Wht Brit", "01/01/2015", "10", "20/11/2025", "q) 6: Police")
ODDER = ("4714", "b", "wht  brit", "01/01/2015", "10", "20/11/2025", "Plod")
BRITISH = Wanted(2, False, "Ethnicity", "Wht Brit", "White British")
HEAD = "What,Column,As it came,Read as\n"


def save(actor: Person, *wanted: Wanted, inspection_id: int | None = None) -> Judged:
    judged = operations.save_mapping(
        actor=actor,
        inspection_id=inspection_id,
        wanted=wanted,
        edition=find_edition(),
        authorities=load_authorities(),
    )
    db.session.commit()
    return judged


def codes() -> list[tuple[str, str, str]]:
    """Cell, rule and sentence of what is found in List 1 now."""
    found = load_findings([current(1)], current_store())
    return [row for row in found.select("cell", "code", "message").iter_rows() if row[1] != "x"]


def lines() -> list[MappedSpelling]:
    db.session.expire_all()
    return list(db.session.scalars(select(MappedSpelling).order_by(MappedSpelling.id)))


def events() -> list[str]:
    return list(db.session.scalars(select(Activity.event).order_by(Activity.id)))


def test_what_is_mapped_is_read_so_in_every_later_upload_and_the_cell_keeps_both(
    data_lead: Person,
) -> None:
    save(data_lead, BRITISH)
    make_upload(contacts(GOOD, ODD, ODDER), actor=data_lead)
    assert codes() == [
        (
            "C3",
            "value-mapped",
            "“Wht Brit” was read as “a) WBRI” by the council’s mapping. Correct it at the source.",
        ),
        ("G4", "code-unknown", "“Plod” is not one of the codes of this column. Choose one."),
        (
            "C4",
            "value-mapped",
            "“wht  brit” was read as “a) WBRI” by the council’s mapping. Correct it at the source.",
        ),
    ]
    assert (current(1).errors, current(1).warnings) == (1, 2)
    with current_store().open(current(1).frame_sha256) as stream:
        frame = frame_from_parquet(stream.read(), find_edition())
    assert frame.values["Ethnicity"].to_list() == ["a) WBRI"] * 3
    assert frame.originals["Ethnicity"].to_list() == ["WBRI", "Wht Brit", "wht  brit"]


@on_both_databases
def test_a_check_again_takes_the_same_files_and_only_the_lists_still_from_them(
    data_lead: Person,
) -> None:
    first = make_upload(contacts(ODD) | {"list_3.csv": list_csv(3)}, actor=data_lead)
    make_upload({"list_3.csv": list_csv(3)}, actor=data_lead)
    save(data_lead, BRITISH)
    (again, other) = operations.check_again(actor=data_lead, inspection_id=None)
    db.session.commit()
    for upload in (again, other):
        operations.check_upload(upload_id=upload.id, store=current_store())
        db.session.commit()
    assert [(u.again_of_id, [v.list_number for v in queries.get_upload(None, u.id).lists])
            for u in (again, other)] == [(first.id, [1]), (first.id + 1, [3])]  # fmt: skip
    assert [code for _, code, _ in codes()] == ["value-mapped"]
    assert current(1).upload.as_at == first.as_at
    assert queries.list_rows_before(again) == {}, "an extract is not its own last extract"
    assert queries.list_rows_before(other) == {1: 1, 3: 0}
    with pytest.raises(NotAllowed):
        operations.check_again(actor=make_person(Role.COORDINATOR), inspection_id=None)


def test_lists_that_are_being_checked_again_are_not_checked_a_third_time(
    data_lead: Person,
) -> None:
    with pytest.raises(Refused, match="nothing to check again"):
        operations.check_again(actor=data_lead, inspection_id=None)
    make_upload(contacts(ODD), actor=data_lead)
    operations.check_again(actor=data_lead, inspection_id=None)
    with pytest.raises(ChangedMeanwhile, match="already"):
        operations.check_again(actor=data_lead, inspection_id=None)


@on_both_databases
def test_lists_are_not_checked_again_before_the_check_of_newer_files_but_after_it_failed(
    data_lead: Person,
) -> None:
    make_upload(contacts(ODD), actor=data_lead)
    newer = begin_upload(contacts(GOOD), actor=data_lead)
    with pytest.raises(ChangedMeanwhile, match="are being checked"):
        operations.check_again(actor=data_lead, inspection_id=None)
    owed = owe_work(operations.CHECK, newer.id)
    owed.state, owed.finished_at = WorkState.FAILED, clock.now()
    db.session.flush()
    assert len(operations.check_again(actor=data_lead, inspection_id=None)) == 1


def test_lists_uploaded_anew_before_a_check_again_ends_stay_as_they_are(data_lead: Person) -> None:
    make_upload(contacts(ODD), actor=data_lead)
    (again,) = operations.check_again(actor=data_lead, inspection_id=None)
    db.session.commit()
    newer = make_upload(contacts(GOOD), actor=data_lead)
    operations.check_upload(upload_id=again.id, store=current_store())
    db.session.commit()
    assert "uploaded anew since" in again.refusal
    assert current(1).upload_id == newer.id


@on_both_databases
def test_a_line_is_withdrawn_once_and_may_then_be_saved_otherwise(data_lead: Person) -> None:
    save(data_lead, BRITISH)
    (line,) = lines()
    said = save(data_lead, Wanted(5, False, "Ethnicity", "WHT BRIT", "WIRI")).faults
    assert [fault.sentence for fault in said] == [
        "Line 5, “Read as”: “WHT BRIT” is read as “a) WBRI” by the mapping already. "
        "Withdraw that first to change it."
    ]
    assert save(data_lead, BRITISH).lines == ()
    withdraw: dict[str, Any] = {"actor": data_lead, "inspection_id": None, "line_id": line.id}
    operations.withdraw_mapping(**withdraw, version=line.version)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match="Dana Data withdrew this line"):
        operations.withdraw_mapping(**withdraw, version=1)
    save(data_lead, Wanted(2, False, "Ethnicity", "Wht Brit", "WIRI"))
    assert [(one.read_as, one.withdrawn_by) for one in lines()] == [
        ("a) WBRI", data_lead),
        ("b) WIRI", None),
    ]
    assert [e for e in events() if "mapping" in e] == [
        "annexe_a:mapping:saved",
        "annexe_a:mapping:withdrawn",
        "annexe_a:mapping:saved",
    ]


def test_the_activity_says_who_mapped_how_many_and_never_what_came(data_lead: Person) -> None:
    save(data_lead, BRITISH, Wanted(3, True, "", "Sex", "Gender"))
    make_upload(contacts(ODD), actor=data_lead)
    told = db.session.scalars(select(Activity)).all()
    saved = next(one for one in told if one.event == "annexe_a:mapping:saved")
    assert saved.subject_title == "2 lines of the council’s mapping"
    assert saved.changes["columns"] == [None, "“Ethnicity” and “Gender”"]
    checked = next(one for one in told if one.event == "annexe_a:upload:checked")
    assert checked.changes["mapped"] == [None, 1]
    assert not any("Brit" in f"{one.subject_title} {one.changes}" for one in told)


def test_who_may_not_upload_may_not_map(data_lead: Person) -> None:
    with pytest.raises(NotAllowed):
        save(make_person(Role.COORDINATOR), BRITISH)
    assert lines() == []


def test_three_spellings_are_mapped_on_the_page_and_checked_again(
    app: Flask, client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(ODD, ODDER), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = client.get(f"{HERE}/unknown").text
    assert "2 spellings in 3 cells are not known." in page
    assert "Likely" in page
    chosen = {"column-0": "Ethnicity", "text-0": "Wht Brit", "read_as-0": "a) WBRI"}
    answer = client.send(f"{HERE}/unknown", chosen | {"column-1": "Contact Source"})
    assert answer.headers["Location"].endswith(f"{HERE}/unknown")
    page = client.get(f"{HERE}/unknown").text
    assert "1 spelling in 1 cell is not known." in page
    assert "1 more is mapped since these lists were checked." in page
    again = client.send(f"{HERE}/check-again", {})
    run_checks(app)
    assert "checked again for Dana Data" in client.get(again.headers["Location"]).text
    assert [code for _, code, _ in codes()] == ["value-mapped", "code-unknown", "value-mapped"]
    assert "Wht Brit" in client.get(f"{HERE}/mapping").text
    (line,) = lines()
    client.send(f"{HERE}/mapping/{line.id}/withdraw", {"version": line.version})
    assert "Nothing is mapped yet" in client.get(f"{HERE}/mapping").text
    page = client.get(f"{HERE}/mapping?show=withdrawn").text
    assert "1 line was withdrawn." in page
    assert page.count("Dana Data, ") == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, '<a href="#read_as-0">Choose what to map.</a>'),
        (
            {"column-4": "Ethnicity", "text-4": "Wht Brit", "read_as-4": "Purple"},
            "“Purple” is not one of the codes of “Ethnicity”",
        ),
        ({"column-0": "Gender", "text-0": "m", "read_as-0": "b"}, "is understood already"),
    ],
)
def test_what_cannot_be_mapped_on_the_page_gets_a_sentence(
    client: InspectingClient, data_lead: Person, fields: dict[str, Any], sentence: str
) -> None:
    make_upload(contacts(ODD), actor=data_lead)
    client.sign_in_quickly(data_lead)
    answer = client.send(f"{HERE}/unknown", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert lines() == []


def test_a_page_without_lists_says_so(client: InspectingClient, data_lead: Person) -> None:
    client.sign_in_quickly(data_lead)
    assert "No list has been uploaded here yet." in client.get(f"{HERE}/unknown").text
    assert client.send(f"{HERE}/unknown/download", {}).status_code == 404
    make_upload(contacts(GOOD), actor=data_lead)
    assert "Nothing is left to map" in client.get(f"{HERE}/unknown").text


def send_file(client: InspectingClient, content: bytes, name: str = "mapping.csv") -> Any:
    return client.send(f"{HERE}/mapping/file", {"file": (io.BytesIO(content), name)})


def test_what_is_downloaded_filled_in_and_uploaded_is_saved(
    client: InspectingClient, data_lead: Person
) -> None:
    make_upload(contacts(ODD, ODDER), actor=data_lead)
    client.sign_in_quickly(data_lead)
    content = client.send(f"{HERE}/unknown/download", {}).get_data(as_text=True)
    assert "annexe_a:unknown:downloaded" in events()
    _, first, second = content.splitlines()
    assert first == "Value,Ethnicity,Wht Brit,1,2,a) WBRI - White British,"
    filled = content.replace(second, second + "Police")
    answer = send_file(client, filled.encode("cp1252", errors="ignore"))
    assert answer.status_code == 302
    assert [(line.column, line.text, line.read_as) for line in lines()] == [
        ("Contact Source", "Plod", "q) 6: Police")
    ]
    send_file(client, filled.encode())
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"What,Column,Value\nValue,Gender,x\n", "does not have the headings"),
        (
            b"Read as,What,Column,As it came,READ AS\n,Value,Gender,x,a\n",
            "“Read as” is there twice",
        ),
        (HEAD.encode() + b"Value,Gender,Girl,\n", "has nothing under “Read as”"),
        (HEAD.encode() + b"Code,Gender,Girl,b\n", "Line 2, “What”: “Code” is neither"),
        (
            HEAD.encode() + b"Value,Gender,Boy,a\nValue,Gender,boy,b\n",
            "Line 3, “Read as”: “boy” is read as “a) Male” in line 2. Keep one of the two.",
        ),
        (
            HEAD.encode() + b"Value,Gender,Boy,=HYPERLINK(1)\n",
            "Line 2, “Read as”: “=HYPERLINK(1)” is not one of the codes of “Gender”",
        ),
        (
            HEAD.encode() + b"Value,Gender,Boy,a\nValue,Sex,Boy,a\n",
            "Line 3, “Column”: “Sex” is not a column of the lists.",
        ),
        (
            (HEAD + "".join(f"Value,Gender,boy{n},a\n" for n in range(10_000))).encode(),
            "has 10,000 rows filled in, and 1,000 can be saved at once.",
        ),
    ],
)
def test_a_bad_file_gets_a_sentence_with_its_line_and_column_and_nothing_is_saved(
    client: InspectingClient, data_lead: Person, content: bytes, sentence: str
) -> None:
    client.sign_in_quickly(data_lead)
    answer = send_file(client, content)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert db.session.scalar(select(func.count()).select_from(MappedSpelling)) == 0


def test_a_mapping_file_of_another_kind_is_refused_at_the_gate(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    assert "not a kind of file" in send_file(client, b"hello", "mapping.txt").text
    assert "Choose a file" in client.send(f"{HERE}/mapping/file", {}).text
    assert "fill in its last column" in client.get(f"{HERE}/mapping/file").text
