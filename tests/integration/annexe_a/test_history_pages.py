"""The uploads so far: the burn-down, what each changed, and who may see whose rows."""

import io

from readiness import clock
from readiness.annexe_a.changes import compare_upload
from readiness.annexe_a.history import list_points
from readiness.annexe_a.keeping import FINDINGS, findings_to_parquet, read_findings
from readiness.annexe_a.models import Upload
from readiness.annexe_a.queries import get_upload, list_current_versions
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.people.models import Person
from tests.factories.annexe_a import BAD, GOOD, begin_upload, contacts, list_csv, make_upload
from tests.support.client import InspectingClient
from tests.support.statements import statements

HERE = "/annexe-a/between/history"


def make_uploads(data_lead: Person) -> tuple[Upload, Upload]:
    """Two bad rows; then one of them, and a good and a bad one that are new."""
    files = contacts(BAD, ("5555", *BAD[1:])) | {"list_2.csv": list_csv(2)}
    first = make_upload(files, actor=data_lead)
    return first, make_upload(contacts(GOOD, BAD, ("6666", *BAD[1:])), actor=data_lead)


def test_the_burn_down_has_a_point_for_each_upload_with_the_lists_that_were_not_in_it(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    begin_upload(contacts(GOOD), actor=data_lead)
    client.sign_in_quickly(owner)
    assert "Nothing was uploaded here yet." in client.get(HERE).text
    first, second = make_uploads(data_lead)
    points = list_points(None)
    assert [(p.upload_id, p.lists, p.rows, p.errors) for p in points] == [
        (first.id, 2, 2, 2),
        (second.id, 1, 3, 2),
    ]
    with statements() as sent:
        page = client.get(HERE).text
    assert len(sent) <= 15
    assert "2 errors are left of 2 after the first of 2 uploads." in page
    assert 'id="burn-down"' in page
    assert "style=" not in page.partition("<main")[2]


def test_what_an_upload_changed_is_counted_for_all_and_named_for_some(
    client: InspectingClient, data_lead: Person, owner: Person
) -> None:
    first, second = make_uploads(data_lead)
    client.sign_in_quickly(owner)
    page = " ".join(client.get(f"{HERE}/{second.id}").text.split())
    assert "1 finding is new, 1 is gone and 1 is still there." in page
    assert "6666" not in page
    assert client.get(f"{HERE}/{second.id}/rows?which=new&list=1").status_code == 403
    client.sign_in_quickly(data_lead)
    for which, child in (
        ("joined", "6666"),
        ("left", "5555"),
        ("fixed", "5555"),
        ("still", "4712"),
    ):
        rows = client.get(f"{HERE}/{second.id}/rows?which={which}&list=1").text
        assert child in rows, which
    fresh = client.get("/annexe-a/between/findings/rows?fresh=yes").text
    assert "6666" in fresh
    assert "4712" not in fresh
    assert "There was nothing before this upload" in client.get(f"{HERE}/{first.id}").text
    for path in (f"{second.id}/rows?which=all&list=1", f"{second.id}/rows?which=new", "999"):
        assert client.get(f"{HERE}/{path}").status_code == 404, path


def test_findings_kept_before_they_were_placed_are_held_against_others_too(
    client: InspectingClient, data_lead: Person
) -> None:
    _, second = make_uploads(data_lead)
    number, store = second.id, current_store()
    version = list_current_versions(None)[1]
    with store.open(version.findings_sha256) as stream:
        bare = findings_to_parquet(read_findings(stream.read()).select(list(FINDINGS)))
    kept = keep_file(io.BytesIO(bare), store=store, now=clock.now())
    version.findings_sha256 = kept.sha256
    db.session.commit()
    client.sign_in_quickly(data_lead)
    db.session.expunge_all()
    page = " ".join(client.get(f"{HERE}/{number}").text.split())
    assert "1 finding is new, 1 is gone and 1 is still there." in page


def test_what_is_remembered_of_an_upload_names_nobody(
    client: InspectingClient, data_lead: Person
) -> None:
    _, second = make_uploads(data_lead)
    client.sign_in_quickly(data_lead)
    address = f"{HERE}/{second.id}"
    pages = [" ".join(client.get(address).text.split()) for _ in range(2)]
    assert all("1 finding is new, 1 is gone and 1 is still there." in page for page in pages)
    remembered = repr(compare_upload(get_upload(None, second.id), current_store()))
    assert "Contacts" in remembered
    assert not any(child in remembered for child in ("4711", "4712", "5555", "6666"))


def test_a_list_of_one_row_is_held_against_the_one_before(
    client: InspectingClient, data_lead: Person
) -> None:
    make_uploads(data_lead)
    third = make_upload(contacts(GOOD), actor=data_lead)
    client.sign_in_quickly(data_lead)
    page = " ".join(client.get(f"{HERE}/{third.id}").text.split())
    assert "0 findings are new, 2 are gone and 0 are still there." in page
