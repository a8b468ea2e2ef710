"""An inspection keeps what it began with; the next one begins with the files as they are then."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from readiness import clock
from readiness.annexe_a.editions import find_edition
from readiness.bundles.rules import ItemKind
from readiness.checklists.folder import checklists_folder
from readiness.inspections.copies import copy_edition, read_edition_copy
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.inspections.queries import get_inspection
from readiness.library import queries
from readiness.library.rules import DocumentState
from readiness.people.permissions import Role
from tests.factories.bundles import make_document, needs_of
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person

EVALUATION = "self-evaluation"


@pytest.fixture
def files(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Checklists of this test’s own, to be edited."""
    folder = tmp_path / "checklists"
    shutil.copytree(checklists_folder(), folder)
    settings = app.extensions["readiness.settings"]
    changed = replace(settings, checklists_path=folder)
    monkeypatch.setitem(app.extensions, "readiness.settings", changed)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def shorten(files: Path) -> None:
    """The self-evaluation may no longer be older than a month, and is called something else."""
    path = files / "documents.yaml"
    _, _, after = path.read_text().partition(f"key: {EVALUATION}")
    months = after.split("months: ", 1)[1].split("\n", 1)[0]
    title = after.split("title: ", 1)[1].split("\n", 1)[0]
    edit(path, title, "A new name")
    before, found, after = path.read_text().partition(f"key: {EVALUATION}")
    path.write_text(before + found + after.replace(f"months: {months}", "months: 1", 1))


def close(inspection: Inspection) -> None:
    actor = make_person(Role.COORDINATOR)
    found = get_inspection(inspection.id)
    close_inspection(actor=actor, inspection_id=found.id, version=found.version)


def test_editing_the_documents_changes_nothing_for_the_inspection_that_runs_but_the_next(
    files: Path,
) -> None:
    running = get_inspection(make_inspection().id)
    due = queries.list_documents(running)[EVALUATION].due_at
    assert due is not None
    make_document(EVALUATION, as_at=min(due.date() - timedelta(days=60), clock.today()))
    before = queries.list_documents(running)
    needs = needs_of(running)
    shorten(files)
    assert queries.list_documents(running) == before
    assert queries.get_document_line(EVALUATION).title == before[EVALUATION].title
    assert needs_of(running).items == needs.items

    close(running)
    assert queries.get_document_line(EVALUATION).title == "A new name"
    following = get_inspection(make_inspection().id)
    line = queries.list_documents(following)[EVALUATION]
    assert (line.title, line.months, line.state) == ("A new name", 1, DocumentState.STALE)
    item = next(
        i for i in needs_of(following).offers if i.address == (ItemKind.DOCUMENT, EVALUATION)
    )
    assert item.title == "A new name"
    assert queries.list_documents(running)[EVALUATION].title == before[EVALUATION].title


def test_a_document_taken_from_the_file_is_still_asked_for_where_it_was(files: Path) -> None:
    running = get_inspection(make_inspection().id)
    path = files / "documents.yaml"
    edit(path, f"key: {EVALUATION}", "key: something-else")
    assert EVALUATION in queries.list_documents(running)
    assert "something-else" not in queries.list_documents(running)
    version = make_document(EVALUATION)
    assert version.document.title == queries.list_documents(running)[EVALUATION].title


def test_a_document_marked_as_holding_rows_of_children_is_closed_at_once(files: Path) -> None:
    running = get_inspection(make_inspection().id)
    assert not queries.list_documents(running)[EVALUATION].child_level
    edit(
        files / "documents.yaml",
        f"key: {EVALUATION}\n",
        f"key: {EVALUATION}\n    child_level: true\n",
    )
    assert queries.list_documents(running)[EVALUATION].child_level
    assert queries.get_document_line(EVALUATION).child_level


def test_an_inspection_keeps_its_edition_of_annexe_a(files: Path) -> None:
    running = make_inspection()
    name = find_edition().list(6).name
    edit(files / "annexe_a" / "2024" / "list_06.yaml", f"name: {name}", "name: Other children")
    assert find_edition(inspection_id=running.id).list(6).name == name
    assert find_edition().list(6).name == "Other children"
    close(running)
    following = make_inspection()
    assert find_edition(inspection_id=following.id).list(6).name == "Other children"
    assert find_edition("2019", running.id).name == "2019"


def test_a_copy_of_an_edition_is_the_edition(app: Flask) -> None:
    edition = find_edition()
    assert read_edition_copy(copy_edition(edition)) == edition


def test_an_inspection_from_before_copies_were_kept_follows_the_files(files: Path) -> None:
    running = get_inspection(make_inspection().id)
    running.documents_copy = running.edition_copy = None
    shorten(files)
    assert queries.list_documents(running)[EVALUATION].title == "A new name"
    assert find_edition(inspection_id=running.id) == find_edition()
