"""The prepared injects: the file that comes with the product, and faults in it."""

from pathlib import Path

import pytest

from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.injects import FILE, load_injects
from tests.support.checklist_files import make_folder

GOOD = """injects:
  - key: case-system-down
    title: "The case system is down"
    words: "Nobody can sign in."
    expects: "IT tells the coordinator."
    post: data-lead
    when: {anchor: call, working_days: 1, at: "10:00"}
    source: "Common practice"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_the_injects_of_the_slides_are_there() -> None:
    injects = load_injects(checklists_folder())
    assert {"caseload-of-a-worker", "data-lead-is-ill", "case-system-down"} <= set(injects)
    assert injects["data-lead-is-ill"].post == "director-supporting-families"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("data-lead", "data-leed", "line 6, post: “data-leed” is not in posts.yaml. Did you mean"),
        ("anchor: call", "anchor: kall", "line 7, when.anchor: “kall” is not an anchor of every"),
        ("words:", "wrods:", "line 4, wrods: is not a field that belongs here"),
        ('at: "10:00"', 'at: "10 o’clock"', "line 7, when.at"),
    ],
)
def test_a_fault_says_file_line_and_field(folder: Path, old: str, new: str, said: str) -> None:
    (folder / FILE).write_text(GOOD.replace(old, new), encoding="utf-8")
    assert f"checklists/{FILE}, {said}" in " ".join(check_folder(folder))


def test_a_council_without_the_file_has_prepared_none(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)
    assert check_folder(folder) == []
    assert load_injects(folder) == {}
