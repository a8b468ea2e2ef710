"""The zip of a bundle, read back: names, index, workbook, manifest, and accidents on the way."""

import errno
import io
import os
import subprocess
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import update

from config import Settings
from readiness import clock
from readiness.bundles import building, operations, queries
from readiness.bundles.models import Bundle, BundleItem
from readiness.bundles.rules import BundleState, ItemKind
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.models import StoredFile
from readiness.inspections.models import Inspection
from readiness.people.permissions import Role
from readiness.work.operations import reclaim_lost_work
from readiness.work.queries import find_latest_owed
from readiness.work.rules import WorkState
from readiness.work.runner import run_owed_work
from tests.factories.annexe_a import GOOD, all_lists, make_upload
from tests.factories.bundles import (
    DATA,
    EVALUATION,
    PAPERS,
    build,
    freeze,
    make_built,
    make_document,
    make_draft,
    read_zip,
    sign_lists,
)
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.bundle_worker import begin_and_hang
from tests.support.processes import kill, starting, wait_for
from tests.support.soak import in_full, soak

EVALUATION_NAME = "02 Leadership/01 Self-evaluation of social work practice.docx"


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


def words_of(package: zipfile.ZipFile, name: str) -> Any:
    return docx.Document(io.BytesIO(package.read(name)))


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def owed_id_of(bundle: Bundle) -> int:
    owed = find_latest_owed(operations.BUILD, bundle.id)
    assert owed is not None
    return owed.id


def test_the_zip_holds_numbered_folders_an_index_and_what_is_missing(
    app: Flask, inspection: Inspection
) -> None:
    make_document(content=b"What we know")
    make_document("performance-report", b"%PDF figures", name="Figures.PDF")
    bundle = make_built(app, inspection, EVALUATION, PAPERS, (EVALUATION[0], "performance-report"))
    with read_zip(bundle) as package:
        names = package.namelist()
        assert names == [
            "00 Index.docx",
            "00 Missing items.docx",
            EVALUATION_NAME,
            next(name for name in names if name.startswith("04 Performance/09 ")),
            "manifest.sha256",
        ]
        assert names[3].endswith(".pdf")
        assert package.read(EVALUATION_NAME) == b"What we know"
        missing = words_of(package, "00 Missing items.docx")
    assert rows_of(missing.tables[0])[1:] == [
        [
            "2",
            "Scrutiny and corporate safeguarding board papers",
            "Inspection Coordinator",
            "Missing",
        ]
    ]


def test_the_index_says_of_every_item_what_it_is(app: Flask, inspection: Inspection) -> None:
    director = make_person(Role.DIRECTOR, "Dana Director")
    make_document(as_at=date(2024, 2, 1), is_approved=False)
    bundle = build(app, freeze(make_draft(inspection, EVALUATION, PAPERS), actor=director))
    with read_zip(bundle) as package:
        index = words_of(package, "00 Index.docx")
    assert index.paragraphs[0].text == "Documents due: index"
    facts = dict(rows_of(index.tables[0]))
    assert facts["Council"] == "Example council"
    assert facts["Inspection"] == inspection.title
    assert facts["Released by"] == "Dana Director"
    assert facts["Contents hash"] == bundle.contents_hash
    heading, *rows = rows_of(index.tables[1])
    assert heading == ["No.", "Title", "Owner", "Version", "As at", "Length", "Remarks"]
    assert rows == [
        [
            "1",
            f"Self-evaluation of social work practice\n{EVALUATION_NAME}",
            "Director of Children’s Services",
            "Version 1",
            "1 February 2024",
            "12 pages",
            "",  # that it is stale and not approved is for the council alone
        ],
        [
            "2",
            "Scrutiny and corporate safeguarding board papers",
            "Inspection Coordinator",
            "",
            "",
            "",
            "Missing",
        ],
    ]
    first = index.tables[1].rows[0]._tr.trPr
    assert first.findall("{*}tblHeader"), "the heading row repeats on every page"


def test_the_lists_go_in_one_workbook_of_the_frozen_versions(
    app: Flask, inspection: Inspection
) -> None:
    make_upload(all_lists(GOOD), inspection_id=inspection.id)
    sign_lists(inspection, range(1, 12))
    bundle = freeze(make_draft(inspection, gate=DATA), reason="")
    make_upload(all_lists(GOOD, ("4799", *GOOD[1:])), inspection_id=inspection.id)
    built = build(app, bundle)
    with read_zip(built) as package:
        assert package.namelist() == [
            "00 Index.docx",
            "01 Annexe A/Annex A child-level data.xlsx",
            "manifest.sha256",
        ]
        book = openpyxl.load_workbook(
            io.BytesIO(package.read("01 Annexe A/Annex A child-level data.xlsx"))
        )
        index = words_of(package, "00 Index.docx")
    values = [row[0].value for row in book["List_1"].iter_rows(min_row=3)]
    assert values == ["4711"]
    rows = rows_of(index.tables[1])[1:]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 12)]
    assert rows[0][1].startswith("List 1: ")
    assert (rows[0][5], rows[1][5]) == ("1 row", "0 rows")


def test_sha256sum_accepts_the_manifest(app: Flask, inspection: Inspection, tmp_path: Path) -> None:
    make_document()
    with read_zip(make_built(app, inspection, EVALUATION, PAPERS)) as package:
        package.extractall(tmp_path / "out")
    order = ["sha256sum", "-c", "--strict", "manifest.sha256"]
    assert subprocess.run(order, cwd=tmp_path / "out", check=False).returncode == 0


def test_the_same_bundle_gives_the_same_bytes_again(app: Flask, inspection: Inspection) -> None:
    make_upload(all_lists(GOOD), inspection_id=inspection.id)
    make_document()
    lists = [(ItemKind.LIST, str(number)) for number in range(1, 12)]
    bundle = make_built(app, inspection, EVALUATION, PAPERS, *lists)
    stored = building.build_bundle(
        bundle,
        store=current_store(),
        council="Example council",
        folder=Path(app.instance_path) / "elsewhere",
        report=lambda _done, _total: None,
    )
    assert stored.sha256 == bundle.file_sha256


def test_a_trial_run_is_marked_in_words_workbook_and_name(app: Flask) -> None:
    trial = make_inspection(is_trial=True)
    make_upload(all_lists(GOOD), inspection_id=trial.id)
    bundle = build(app, freeze(make_draft(trial, gate=DATA)))
    assert building.name_zip(bundle).startswith("TRIAL RUN ")
    with read_zip(bundle) as package:
        with zipfile.ZipFile(io.BytesIO(package.read("00 Index.docx"))) as index:
            header = index.read("word/header1.xml").decode()
        book = openpyxl.load_workbook(
            io.BytesIO(package.read("01 Annexe A/Annex A child-level data.xlsx"))
        )
    assert 'string="TRIAL RUN"' in header
    assert book["Front_Sheet"]["A2"].value == "TRIAL RUN"


def test_progress_goes_up_to_the_whole(app: Flask, inspection: Inspection) -> None:
    make_document(content=os.urandom(1_000_000))
    bundle = freeze(make_draft(inspection, EVALUATION))
    told: list[tuple[int, int]] = []
    building.build_bundle(
        bundle,
        store=current_store(),
        council="Example council",
        folder=Path(app.instance_path) / "building",
        report=lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1] > 2_000_000


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    app: Flask, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_document()
    bundle = freeze(make_draft(inspection, EVALUATION))
    owed_id = owed_id_of(bundle)

    def fail(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_zip_into", fail)
        db.session.rollback()
        assert run_owed_work(app, owed_id), "the worker stays up"
    owed = find_latest_owed(operations.BUILD, bundle.id)
    assert owed is not None
    assert owed.state is WorkState.FAILED
    assert owed.error is not None
    assert owed.error.startswith("The server’s disk is full")
    assert list((Path(app.instance_path) / "building").iterdir()) == []
    held = queries.lock_bundle(inspection.id, bundle.id)
    assert (held.state, held.file_sha256) == (BundleState.FROZEN, None)
    operations.ask_build(actor=None, bundle=held)
    db.session.commit()
    assert build(app, bundle).state is BundleState.BUILT


def test_content_that_is_not_what_was_released_is_never_sent(
    app: Flask, inspection: Inspection
) -> None:
    first, second = make_document(), make_document("board-papers", b"Minutes")
    bundle = freeze(make_draft(inspection, EVALUATION))
    store = current_store()
    path = store._path(first.sha256)
    path.write_bytes(store._path(second.sha256).read_bytes())
    assert build(app, bundle).state is BundleState.FROZEN
    owed = find_latest_owed(operations.BUILD, bundle.id)
    assert owed is not None
    assert "is not the one that was released" in (owed.error or "")


def test_the_check_proves_the_zip_and_finds_a_changed_one(
    app: Flask, inspection: Inspection
) -> None:
    make_document()
    bundle = make_built(app, inspection, EVALUATION)
    store, folder = current_store(), Path(app.instance_path) / "building"
    assert building.check_zip(bundle, store=store, folder=folder) == []
    path = store._path(bundle.file_sha256 or "")
    path.write_bytes(store._path(bundle.items[0].sha256 or "").read_bytes())
    assert building.check_zip(bundle, store=store, folder=folder) == [
        "The zip is not the one that was built: its hash differs."
    ]
    path.unlink()
    (fault,) = building.check_zip(bundle, store=store, folder=folder)
    assert "is not in the store" in fault


def test_the_check_finds_frozen_rows_that_were_changed(app: Flask, inspection: Inspection) -> None:
    make_document()
    bundle = make_built(app, inspection, EVALUATION)
    db.session.execute(update(BundleItem).values(sha256="0" * 64))
    db.session.commit()
    found = queries.get_bundle(inspection.id, bundle.id)
    faults = building.check_zip(
        found, store=current_store(), folder=Path(app.instance_path) / "building"
    )
    assert faults == ["What is kept of its contents is not what was released: its hash differs."]


@soak
@pytest.mark.parametrize(
    "settings", in_full(["SQLite", "PostgreSQL"], else_=["SQLite"]), indirect=True
)
def test_a_build_that_is_killed_is_taken_up_again_and_gives_the_same_bytes(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    inspection = make_inspection()
    make_document(content=os.urandom(2_000_000))
    bundle = freeze(make_draft(inspection, EVALUATION, PAPERS))
    undisturbed = building.build_bundle(
        bundle,
        store=current_store(),
        council=settings.council_name,
        folder=tmp_path / "elsewhere",
        report=lambda _done, _total: None,
    )
    current_store()._path(undisturbed.sha256).unlink()
    owed_id = owed_id_of(bundle)
    db.session.rollback()
    with starting() as start:
        given = settings.instance_path, settings.database_url, owed_id
        worker = start(begin_and_hang, *given)
        begun = settings.instance_path / "begun"
        wait_for(lambda: begun.exists() or not worker.is_alive())
        assert worker.is_alive(), "the worker ended by itself"
        kill(worker)

    found = queries.get_bundle(inspection.id, bundle.id)
    assert (found.state, found.file_sha256) == (BundleState.FROZEN, None)
    assert db.session.query(StoredFile).count() == 1, "only the document has a row"
    left = [path for path in (settings.instance_path / "building").rglob("*") if path.is_file()]
    assert left == [], "nothing that can be read is left on the disk"
    db.session.rollback()
    with writing():
        reclaim_lost_work(now=clock.now() + timedelta(seconds=31))
        db.session.commit()
    assert run_owed_work(app, owed_id)
    db.session.rollback()
    found = queries.get_bundle(inspection.id, bundle.id)
    assert (found.state, found.file_sha256) == (BundleState.BUILT, undisturbed.sha256)


def test_control_characters_of_titles_names_and_reasons_break_no_bundle(
    app: Flask, inspection: Inspection
) -> None:
    nasty = "Plan\x01 of\x0b work\x1f\x7f\u202e"
    make_document("own-plan", title=nasty, name="pl\x02an.docx")
    draft = make_draft(inspection, (ItemKind.DOCUMENT, "own-plan"))
    built = build(app, freeze(draft, reason="Agreed\x0c with\x1e Ofsted"))
    assert built.state is BundleState.BUILT
    with read_zip(built) as package:
        (own,) = [name for name in package.namelist() if "Plan of work" in name]
        assert own.isprintable()
        index = docx.Document(io.BytesIO(package.read("00 Index.docx")))
    cells = [cell.text for table in index.tables for row in table.rows for cell in row.cells]
    assert any("Plan of" in text for text in cells)
