"""What the checklists ask for: which documents few may open, and when the file is read again."""

import os
from pathlib import Path

import pytest

from readiness.checklists.documents import load_documents
from readiness.checklists.faults import ChecklistFault
from tests.support.checklist_files import make_folder, spoil

CHECKLISTS = Path(__file__).resolve().parents[3] / "checklists"
PER_CHILD = {
    "audited-case-list",
    "plo-tracker",
    "permanence-tracker",
    "particular-circumstances",
}


def test_documents_with_a_row_for_each_child_are_marked() -> None:
    marked = {key for key, spec in load_documents(CHECKLISTS).items() if spec.child_level}
    assert marked == PER_CHILD


def test_the_mark_is_true_or_false_and_nothing_else(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "checklists")
    spoil(folder, "documents.yaml", "    months: 12\n", "    months: 12\n    child_level: some\n")
    with pytest.raises(ChecklistFault, match=r"line 9, child_level: .* must be true or false"):
        load_documents(folder)


def test_requirements_are_read_again_only_when_the_file_changed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "checklists")
    first = load_documents(folder)
    assert load_documents(folder) is first
    assert list(first) == ["self-evaluation", "duty-rota"]
    spoil(folder, "documents.yaml", "title: Duty rota", "title: The duty rota")
    os.utime(folder / "documents.yaml", (1, 1))
    assert load_documents(folder)["duty-rota"].title == "The duty rota"
