"""The pages: what they say, who may do what, bad files, queries that do not grow."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, insert, select

from readiness import clock
from readiness.activity.models import Activity
from readiness.checklists.documents import load_documents
from readiness.extensions import db
from readiness.files.models import StoredFile
from readiness.library import queries
from readiness.library.models import Approval, Document, DocumentVersion
from readiness.library.operations import add_document
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import CALL, make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient
from tests.support.settings import make_settings
from tests.support.statements import statements

KEY = "sufficiency-strategy"
PAGE = f"/documents/{KEY}"
CHILD_LEVEL = "permanence-tracker"
LIST = "/documents/"


@pytest.fixture
def holder(app: Flask) -> Person:
    person = make_person(Role.HEAD_OF_SERVICE, "Harper Holder")
    make_post("hos-children-in-care", "Head of Service, Children in Care", person)
    return person


@pytest.fixture
def client(client: InspectingClient, holder: Person) -> InspectingClient:
    client.sign_in_quickly(holder)
    return client


def fields(content: bytes, name: str, as_at: date | None = None, **more: str) -> dict[str, object]:
    day = as_at or clock.today()
    parts = {"as_at-day": day.day, "as_at-month": day.month, "as_at-year": day.year}
    return {"file": (io.BytesIO(content), name), **parts, **more}


def count(model: type[object]) -> int | None:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_list_opens_with_the_answer_and_its_figures_link_to_as_many_rows(
    client: InspectingClient,
) -> None:
    make_version(KEY, is_approved=True)
    make_version("self-evaluation", b"unapproved")
    old = clock.today() - timedelta(days=800)
    make_version("corporate-parenting", b"old", as_at=old, is_approved=True)
    page = client.get(LIST).text
    assert "30 documents are asked for: 27 are missing, 1 out of date, 1 not approved." in page
    for state, rows in {"missing": 27, "stale": 1, "not_approved": 1, "approved": 1}.items():
        shown = client.get(f"{LIST}?which=asked&state={state}").text
        assert shown.count('id="document-') == rows, state


def test_filters_stand_in_the_address_and_nonsense_shows_an_empty_list(
    client: InspectingClient, holder: Person
) -> None:
    add_document(actor=None, title="A letter", post_key="hos-children-in-care")
    db.session.commit()
    for query, key, rows in (
        (f"owner={holder.id}", KEY, 6),
        ("search=suffic%20children", KEY, 1),
        ("gate=arrival", "meetings-schedule", 1),
        ("gate=on_request", "particular-circumstances", 2),
        ("which=own", "a-letter", 1),
        ("state=not_ready&which=asked", KEY, 30),
        ("owner=0&search=papers", "board-papers", 1),
    ):
        page = client.get(f"{LIST}?{query}").text
        assert f'id="document-{key}"' in page, query
        assert page.count('id="document-') == rows, query
    assert "No document fits" in client.get(f"{LIST}?state=never").text
    assert "31 documents" in client.get(f"{LIST}?owner=x").text


def test_our_own_documents_are_paged_after_what_is_asked_for(client: InspectingClient) -> None:
    rows = [
        {"key": f"own-{n}", "title": f"Own {n:02d}", "post_key": "", "version": 1}
        for n in range(60)
    ]
    db.session.execute(insert(Document), rows)
    db.session.commit()
    first, second = client.get(LIST).text, client.get(f"{LIST}?page=2").text
    assert (first.count('id="document-'), second.count('id="document-')) == (80, 10)
    assert first.index('id="document-self-evaluation"') < first.index('id="document-own-0"')
    assert 'id="document-own-50"' in second
    assert "30 documents are asked for" in second
    assert "Showing 51 to 60 of 60 own documents" in second
    found = client.get(f"{LIST}?search=OWN+59&state=missing&owner=0&gate=on_request").text
    assert found.count('id="document-') == 1
    for nothing in ("search=own_5", "which=own&gate=arrival", "which=own&state=stale"):
        assert "No document fits" in client.get(f"{LIST}?{nothing}").text, nothing


@pytest.mark.parametrize(
    ("state", "key"), [("missing", "a"), ("not_approved", "b"), ("approved", "c")]
)
def test_our_own_documents_are_found_by_how_their_newest_version_stands(
    client: InspectingClient, state: str, key: str
) -> None:
    add_document(actor=None, title="A")
    make_version("b", b"old", is_approved=True)
    make_version("b", b"new")
    make_version("c", is_approved=True)
    shown = client.get(f"{LIST}?which=own&state={state}").text
    assert (shown.count('id="document-'), f'id="document-{key}"' in shown) == (1, True)
    open_ones = client.get(f"{LIST}?which=own&state=not_ready").text
    assert (f'id="document-{key}"' in open_ones) == (state != "approved")


@time_machine.travel(CALL)
def test_a_running_inspection_adds_when_each_is_due(
    client: InspectingClient, holder: Person
) -> None:
    client.sign_in_quickly(holder)
    make_inspection(is_trial=True)
    page, one = client.get(LIST).text, client.get(PAGE).text
    assert "28 of 28 documents are not ready" in page
    assert "Documents due<" in page
    assert "Wednesday 2 December 2026, 5pm" in page
    assert "Trial run" in page
    assert "Approve the sufficiency strategy" in one
    assert "Wednesday 2 December 2026, 5pm" in one
    with time_machine.travel(CALL + timedelta(days=3)):
        client.sign_in_quickly(holder)
        late = client.get(LIST).text
    assert late.index("28 of 28 documents are not ready") < late.index("Inspectors arrive")


def test_a_version_is_added_approved_and_read_back_as_it_was(
    client: InspectingClient, app: Flask
) -> None:
    content = b"area,homes\nNorth,12\n"
    answer = client.send(f"{PAGE}/versions", fields(content, "homes.csv", note="New"), page=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    page = client.get(PAGE).text
    assert "Version 1 is not approved" in page
    assert "2 rows" in page
    back = client.get(f"{PAGE}/versions/1")
    assert back.data == content
    assert back.headers["Content-Disposition"] == "attachment; filename=homes.csv"
    assert back.mimetype == "application/octet-stream"
    version = queries.get_version(KEY, 1)
    seen = {"sha256": version.sha256}
    assert client.send(f"{PAGE}/versions/1/approve", seen, page=PAGE).status_code == 302
    assert "Version 1 is approved" in client.get(PAGE).text
    kept = [path for path in Path(app.instance_path, "files").rglob("*") if path.is_file()]
    assert kept
    assert all(content not in path.read_bytes() for path in kept)


def test_an_approval_of_what_was_replaced_is_refused_on_the_page_itself(
    client: InspectingClient,
) -> None:
    first = make_version(KEY, b"one")
    sha256 = first.sha256
    make_version(KEY, b"two")
    answer = client.send(f"{PAGE}/versions/1/approve", {"sha256": sha256}, page=PAGE)
    assert answer.status_code == 409
    assert "added version 2 of “Sufficiency strategy”" in answer.text
    assert count(Approval) == 0


def test_an_approval_is_withdrawn_with_a_reason_that_the_page_shows(
    client: InspectingClient,
) -> None:
    make_version(KEY, is_approved=True)
    path = f"{PAGE}/versions/1/withdraw"
    empty = client.send(path, {"reason": ""}, page=PAGE)
    assert empty.status_code == 422
    assert "Say why the approval is withdrawn." in empty.text
    assert client.send(path, {"reason": "A figure is wrong"}, page=PAGE).status_code == 302
    assert "A figure is wrong" in client.get(PAGE).text


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        book.writestr("[Content_Types].xml", types)
        book.writestr("xl/workbook.xml", b"\0" * 50_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.pdf", "is empty"),
        (b"MZ\x90\0", "plan.exe", "is not a kind of file that can be used here"),
        (b"words", "plan.pdf", "is named as a PDF but its content is something else"),
        (b"%PDF-1.7", "plan.docx", "is named as a Word document but holds a PDF"),
        (b"PK\x03\x04", "plan.docm", "can hold macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.docx", "is protected by a password"),
        (b"PK\x03\x04 and no more", "plan.xlsx", "is damaged"),
        (zip_bomb(), "plan.xlsx", "would unpack to far more than it should"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence_and_nothing_is_saved(
    client: InspectingClient, content: bytes, name: str, sentence: str
) -> None:
    answer = client.send(f"{PAGE}/versions", fields(content, name, note="My words"), page=PAGE)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "My words" in answer.text
    assert (count(Document), count(DocumentVersion), count(StoredFile)) == (0, 0, 0)


def test_the_form_says_what_is_missing_and_refuses_a_day_to_come(
    client: InspectingClient,
) -> None:
    empty = client.send(f"{PAGE}/versions", {}, page=PAGE)
    assert empty.status_code == 422
    assert "Choose a file to upload." in empty.text
    assert "Enter the day the document speaks of." in empty.text
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.send(f"{PAGE}/versions", fields(b"a", "a.txt", tomorrow), page=PAGE)
    assert answer.status_code == 422
    assert "in the future" in answer.text
    assert count(StoredFile) == 0


def test_the_largest_size_is_said_before_and_after(
    client: InspectingClient, app: Flask, tmp_path: Path
) -> None:
    app.extensions["readiness.settings"] = make_settings(tmp_path, largest_document=100 * 1024)
    assert "At most 100 KB" in client.get(PAGE).text
    answer = client.send(f"{PAGE}/versions", fields(b"a" * 1024 * 101, "a.txt"), page=PAGE)
    assert answer.status_code == 422
    assert "“a.txt” is larger than 100 KB" in answer.text
    assert count(StoredFile) == 0


def test_the_same_content_again_is_refused_on_the_page(client: InspectingClient) -> None:
    make_version(KEY, b"one")
    answer = client.send(f"{PAGE}/versions", fields(b"one", "one.txt"), page=PAGE)
    assert answer.status_code == 422
    assert "“one.txt” is the same as version 1" in answer.text


def test_a_name_with_a_path_in_it_is_only_a_name(client: InspectingClient) -> None:
    sent = fields(b"words", "../../etc/ta<b>ble.txt")
    assert client.send(f"{PAGE}/versions", sent, page=PAGE).status_code == 302
    name = queries.get_version(KEY, 1).name
    assert "/" not in name
    assert "<b>" not in client.get(PAGE).text


def test_what_does_not_exist_is_not_found(client: InspectingClient) -> None:
    make_version(KEY)
    token = {"X-CSRFToken": client.find_token(PAGE)}
    for path in ("/documents/unheard-of", f"{PAGE}/versions/2", "/documents/x/versions/1"):
        assert client.get(path).status_code == 404, path
    for path in ("/documents/x/versions", "/documents/x/versions/1/approve"):
        assert client.post(path, headers=token).status_code == 404, path
    assert client.send(f"{PAGE}/versions/2/approve", {"sha256": ""}, page=PAGE).status_code == 404


def test_roles_do_what_the_table_gives_them(app: Flask, client: InspectingClient) -> None:
    version = make_version(KEY)
    sha256 = version.sha256
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{PAGE}/versions/1").status_code == 403
    client.sign_in_quickly(make_person(Role.CONTRIBUTOR))
    sent = fields(b"another", "another.txt")
    assert "Approve this version" not in client.get(PAGE).text
    assert client.send(f"{PAGE}/versions/1/approve", {}, page=PAGE).status_code == 403
    assert client.send(f"{PAGE}/versions", sent, page=PAGE).status_code == 403
    assert 'id="add"' not in client.get(PAGE).text
    client.sign_in_quickly(make_person(Role.HEAD_OF_SERVICE))
    sent = fields(b"another", "another.txt")
    assert client.send(f"{PAGE}/versions", sent, page=PAGE).status_code == 302
    assert "Approve this version" not in client.get(PAGE).text
    refused = client.send(f"{PAGE}/versions/2/approve", {"sha256": sha256}, page=PAGE)
    assert refused.status_code == 403
    assert "approved by Harper Holder" in refused.text


def test_rows_of_children_are_downloaded_by_few_though_all_see_the_state(
    app: Flask, client: InspectingClient
) -> None:
    make_version(CHILD_LEVEL, b"rows")
    path = f"/documents/{CHILD_LEVEL}"
    assert client.send(f"{path}/versions/1", {}, page=path).data == b"rows"
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    page = client.get(path).text
    assert "Version 1 is not approved" in page
    assert f"{path}/versions/1" not in page
    for refused in (
        client.get(f"{path}/versions/1"),
        client.send(f"{path}/versions/1", {}, page="/password"),
    ):
        assert refused.status_code == 403
        assert "rows about single children" in refused.text
    client.sign_in_quickly(make_person(Role.QUALITY_LEAD))
    assert client.send(f"{path}/versions/1", {}, page=path).data == b"rows"


def test_who_takes_rows_of_children_is_recorded_and_no_link_goes_round_it(
    app: Flask, client: InspectingClient
) -> None:
    version = make_version(CHILD_LEVEL, b"rows")
    path, reader = f"/documents/{CHILD_LEVEL}", make_person(Role.QUALITY_LEAD, "Quinn Reader")
    client.sign_in_quickly(reader)
    link = client.get(f"{path}/versions/1")
    assert (link.status_code, "recorded who takes it" in link.text) == (422, True)
    assert f'href="{path}/versions/1"' not in client.get(path).text
    taken = select(Activity).where(Activity.event == "library:version:downloaded")
    assert db.session.scalars(taken).all() == []
    assert client.send(f"{path}/versions/1", {}, page=path).data == b"rows"
    entry = db.session.scalars(taken).one()
    assert entry.actor_id == reader.id
    assert entry.changes == {"number": [None, 1], "sha256": [None, version.sha256]}
    assert "Quinn Reader downloaded a version of this document" in client.get(path).text


def test_a_plain_document_stays_a_link_that_writes_nothing(client: InspectingClient) -> None:
    make_version(KEY, b"plain")
    assert f'href="{PAGE}/versions/1"' in client.get(PAGE).text
    before = count(Activity)
    assert client.get(f"{PAGE}/versions/1").data == b"plain"
    assert count(Activity) == before


def test_a_document_of_our_own_is_added_from_its_page_and_refused_twice(
    client: InspectingClient,
) -> None:
    sent = {"title": "Letter about our systems", "post": "hos-children-in-care", "child_level": "y"}
    answer = client.send("/documents/new", sent)
    assert answer.headers["Location"] == "/documents/letter-about-our-systems"
    assert "Who may open it" in client.get(answer.headers["Location"]).text
    again = client.send("/documents/new", sent)
    assert again.status_code == 422
    assert "already" in again.text
    assert 'href="#title"' in again.text
    assert client.send("/documents/new", {"title": ""}).status_code == 422


def fill(app: Flask, each: int) -> None:
    """Every document that is asked for, with so many versions each."""
    seed = make_version(KEY, is_approved=True)
    shared = {c.name: getattr(seed, c.key) for c in DocumentVersion.__table__.columns}
    for name in ("id", "number", "document_id"):
        del shared[name]
    folder = app.extensions["readiness.settings"].checklists_path
    documents = [
        Document(key=key, title=spec.title, post_key=spec.post)
        for key, spec in load_documents(folder).items()
        if key != KEY
    ]
    db.session.add_all(documents)
    db.session.flush()
    rows = [
        {**shared, "number": number, "document_id": document_id}
        for document_id in db.session.scalars(select(Document.id))
        for number in range(1, each + 1)
        if (document_id, number) != (seed.document_id, 1)
    ]
    db.session.execute(insert(DocumentVersion), rows)
    db.session.commit()


def test_with_3000_versions_every_page_takes_15_queries_and_writes_nothing(
    client: InspectingClient, app: Flask
) -> None:
    make_inspection()
    fill(app, each=100)
    assert count(DocumentVersion) == 3000
    db.session.remove()
    for path in (LIST, f"{LIST}?state=approved", PAGE, f"{PAGE}?page=2"):
        with statements() as sent:
            assert client.get(path).status_code == 200
        assert len(sent) <= 15, "\n".join(sent)
        assert not [s for s in sent if s.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
