"""The invented council’s documents, in the library and read back."""

import io
import re
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

from readiness.checklists.documents import load_documents
from readiness.checklists.folder import checklists_folder
from readiness.demo.council import NAMES
from readiness.demo.documents.catalogue import MISSING, PAPERS
from readiness.demo.load import Loaded
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.queries import find_running_inspection
from readiness.library.lines import DocumentLine
from readiness.library.models import DocumentVersion
from readiness.library.queries import list_documents
from readiness.library.rules import DocumentState

pytestmark = pytest.mark.usefixtures("loaded")


def content(key: str) -> bytes:
    version = lines()[key].version
    assert version is not None
    with current_store().open(version.sha256) as file:
        return file.read()


def lines() -> dict[str, DocumentLine]:
    return dict(list_documents())


def words(key: str) -> str:
    document = docx.Document(io.BytesIO(content(key)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def grid(key: str) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content(key))).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_the_catalogue_and_the_checklist_name_the_same_documents() -> None:
    asked = set(load_documents(checklists_folder()))
    assert {paper.key for paper in PAPERS} | set(MISSING) == asked


def test_most_are_ready_and_the_others_are_not_for_every_reason() -> None:
    states = Counter(line.judgement.state for line in lines().values())
    assert states == {
        DocumentState.APPROVED: 21,
        DocumentState.STALE: 3,
        DocumentState.NOT_APPROVED: 4,
        DocumentState.MISSING: 2,
    }


def test_the_self_evaluation_has_an_approved_version_below_a_newer_one(loaded: Loaded) -> None:
    versions = db.session.query(DocumentVersion).join(DocumentVersion.document)
    numbers = [v.number for v in versions if v.name.startswith("Self-evaluation")]
    assert sorted(numbers) == [1, 2]
    assert lines()["self-evaluation"].judgement.state is DocumentState.NOT_APPROVED
    assert (loaded.documents, loaded.asked) == (28, len(lines()))


def test_the_scorecard_gives_every_figure_a_word_and_a_reason() -> None:
    said = words("performance-report")
    assert "3 are green, 6 amber and 5 red" in said
    assert "Red: 7.2 points short of the minimum" in said
    assert "Red: 1.7 points short of the minimum" in said  # 5.10, where less is better
    assert len(re.findall(r"^(?:Green|Amber|Red): ", said, re.MULTILINE)) == 14


def test_the_self_evaluation_has_the_figures_of_the_slides() -> None:
    said = words("self-evaluation")
    for figure in ("2,336", "790", "274", "291", "268"):
        assert figure in said


def test_the_trackers_speak_of_the_same_children_and_workers_as_the_lists() -> None:
    audited, permanence = grid("audited-case-list"), grid("permanence-tracker")
    assert len(audited) == 1 + 118 + 64
    assert len(permanence) == 1 + 291
    identifiers = {row[0] for row in audited[1:] + permanence[1:]}
    assert all(re.fullmatch(r"C\d{6}", str(name)) for name in identifiers)
    caseloads = grid("team-caseloads")
    assert sum(int(str(row[4])) for row in caseloads[1:]) == 790 + 274 + 291 + 268


def test_moderation_changed_nearly_a_third_of_the_grades() -> None:
    moderated = [row for row in grid("audited-case-list")[1:] if row[7] == "Yes"]
    changed = sum(row[6] != row[8] for row in moderated)
    assert 0.22 < changed / len(moderated) < 0.42


def test_only_people_of_the_council_added_and_approved() -> None:
    for version in db.session.query(DocumentVersion):
        assert version.added_by is not None
        assert version.added_by.name in NAMES.values()


def test_nothing_runs_so_no_document_hangs_from_an_inspection() -> None:
    assert find_running_inspection() is None


def test_the_documents_name_no_real_place_or_person(tmp_path: Path) -> None:
    for key, line in lines().items():
        if line.version is not None and line.version.kind == "docx":
            said = words(key)
            assert "lorem" not in said.lower()
            assert "Northmere Council" in said


def test_every_file_has_a_length() -> None:
    versions = [line.version for line in lines().values() if line.version is not None]
    assert [one.name for one in versions if not one.length] == []
    assert {one.length.split()[-1] for one in versions if one.kind == "docx"} <= {"words", "pages"}
