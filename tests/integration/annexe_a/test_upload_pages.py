"""What is uploaded on the pages: files that are no lists, forms that are wrong, limits."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from config import Settings
from readiness import clock
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import Extract, Upload
from readiness.annexe_a.queries import list_current_versions
from readiness.extensions import db
from readiness.files.store import FileStore, Readable, Stored
from readiness.people.models import Person
from tests.factories.annexe_a import (
    GOOD,
    current,
    list_csv,
)
from tests.support.annexe_a_pages import count, run_checks, send_files
from tests.support.client import InspectingClient
from tests.support.packages import OLE, write_package


def zip_bomb(folder: Path) -> bytes:
    path = write_package(folder / "bomb.xlsx", "xlsx", {"xl/worksheets/sheet1.xml": bytes(10**8)})
    return path.read_bytes()


def with_macros(folder: Path) -> bytes:
    return write_package(folder / "m.xlsx", "xlsx", {"xl/vbaProject.bin": b"macro"}).read_bytes()


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (lambda _: b"", "list_1.csv", "is empty"),
        (lambda _: b"%PDF-1.7 hello", "lists.xlsx", "but holds a PDF"),
        (lambda _: b"hello", "lists.txt", "not a kind of file that can be used here"),
        (lambda _: OLE, "lists.xlsx", "protected by a password or a sensitivity label"),
        (lambda _: b"anything", "lists.xlsm", "can hold macros"),
        (with_macros, "lists.xlsx", "macros"),
        (zip_bomb, "lists.xlsx", "unpack"),
    ],
)
def test_a_bad_file_gets_a_sentence_on_the_form_and_nothing_is_kept(
    client: InspectingClient,
    settings: Settings,
    data_lead: Person,
    tmp_path: Path,
    make: Any,
    name: str,
    sentence: str,
) -> None:
    client.sign_in_quickly(data_lead)
    answer = send_files(
        client, "/annexe-a/between", (list_csv(2), "list_2.csv"), (make(tmp_path), name)
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (count(Upload), count(Extract)) == (0, 0)
    assert not list((settings.instance_path / "uploads").glob("*"))


def test_lists_of_another_edition_are_told_apart_on_the_page_of_their_upload(
    client: InspectingClient, app: Flask, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    headings = ",".join(f'"{column.name}"' for column in find_edition("2019").list(9).columns)
    file = f"{headings}\n{',' * 12}\n".encode()
    place = send_files(client, "/annexe-a/between", (file, "list_9.csv")).location
    assert place is not None
    run_checks(app)
    page = client.get(place).text
    assert "These lists look like the 2019 edition: List 9 has 13 columns" in page


def test_a_sheet_that_was_not_read_is_told_on_the_page_of_its_upload(
    client: InspectingClient, app: Flask, data_lead: Person, tmp_path: Path
) -> None:
    client.sign_in_quickly(data_lead)
    path = tmp_path / "lists.xlsx"
    headings = [column.name for column in find_edition().list(1).columns]
    sheets: dict[str, list[Sequence[str]]] = {"List_1": [headings, GOOD]}
    sheets |= {"Contacts <continued>": [GOOD, GOOD]}
    sheets |= {f"More {number}": [GOOD] for number in range(6)}
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    place = send_files(client, "/annexe-a/between", (path.read_bytes(), "lists.xlsx")).location
    assert place is not None
    run_checks(app)
    page = client.get(place).text
    assert "Sheet 2, “Contacts &lt;continued&gt;”, is none of the lists: its 2 rows were" in page
    assert "2 more sheets were not read" in page
    assert "Sheet that is none of the lists" in client.get("/annexe-a/between/findings").text


def test_others_may_write_while_files_are_received(
    app: Flask, client: InspectingClient, data_lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve large files take longer than SQLite lets others wait for its one write lock."""
    client.sign_in_quickly(data_lead)
    put, written = FileStore.put, []

    def put_and_look(store: FileStore, stream: Readable) -> Stored:
        path = str(db.engine.url.database)
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            written.append(stream)
        return put(store, stream)

    monkeypatch.setattr(FileStore, "put", put_and_look)
    sent = send_files(client, "/annexe-a/between", (list_csv(1, GOOD), "list_1.csv"))
    assert (sent.status_code, len(written)) == (302, 1)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: [(b"Name,Telephone\r\nA,1\r\n", "people.csv")], "none of the lists of Annexe A"),
        (lambda: [(list_csv(1), "list_1.csv"), (list_csv(1), "list_1 b.csv")], "twice"),
    ],
)
def test_files_that_hold_no_list_are_refused_on_the_page_of_the_upload(
    app: Flask,
    client: InspectingClient,
    data_lead: Person,
    make: Callable[[], list[tuple[bytes, str]]],
    sentence: str,
) -> None:
    client.sign_in_quickly(data_lead)
    answer = send_files(client, "/annexe-a/between", *make())
    run_checks(app)
    page = client.get(answer.headers["Location"])
    assert sentence in page.text
    assert "Nothing was changed" in page.text
    assert list_current_versions(None) == {}
    assert "Refused" in client.get("/annexe-a/between").text


def test_a_csv_in_cp1252_is_read(app: Flask, client: InspectingClient, data_lead: Person) -> None:
    client.sign_in_quickly(data_lead)
    content = list_csv(1, ("Zoë-1", *GOOD[1:])).decode().encode("cp1252")
    send_files(client, "/annexe-a/between", (content, "list_1.csv"))
    run_checks(app)
    assert current(1).rows == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"files": []}, "Choose a file to upload."),
        ({"as_at-day": ""}, "day"),
        ({"as_at-year": clock.today().year + 1}, "This day has not come yet."),
        ({"edition": "1999"}, "Choose one of the options."),
    ],
)
def test_a_form_that_is_wrong_says_what(
    client: InspectingClient, data_lead: Person, changes: dict[str, Any], sentence: str
) -> None:
    client.sign_in_quickly(data_lead)
    answer = send_files(client, "/annexe-a/between", (list_csv(1, GOOD), "list_1.csv"), **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(Upload) == 0


def test_a_file_above_the_limit_is_refused_and_the_limit_is_said_before(
    client: InspectingClient,
    data_lead: Person,
    app: Flask,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.sign_in_quickly(data_lead)
    assert "up to 60 MB" in client.get("/annexe-a/between/upload").text
    monkeypatch.setitem(
        app.extensions, "readiness.settings", replace(settings, largest_extract=1024)
    )
    content = list_csv(1, *[GOOD] * 100)
    answer = send_files(client, "/annexe-a/between", (content, "list_1.csv"))
    assert answer.status_code == 422
    assert "is larger than 1 KB" in answer.text
