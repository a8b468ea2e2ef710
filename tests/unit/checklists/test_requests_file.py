"""What the requests log offers is loaded as it is written, and each fault is named."""

from datetime import time
from pathlib import Path

import pytest

from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.inspections import load_checklists
from readiness.checklists.requests import AudienceSpec, load_requests
from tests.support.checklist_files import make_folder, spoil

FILE = "requests.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_the_file_is_loaded_as_it_is_written(folder: Path) -> None:
    spec = load_requests(folder)
    assert (spec.keeper, spec.working_days, spec.at) == ("data-lead", 1, time(17))
    assert list(spec.areas) == ["documents", "other"]
    told = AudienceSpec("leader", "The leader", "take-call", "The dates")
    assert spec.audiences == {"leader": told}
    assert spec.name_area("documents") == "Documents"
    assert spec.name_area("left-out-since") == "Left out since"


def test_every_kind_of_inspection_says_whom_to_tell() -> None:
    folder = checklists_folder()
    asked = {audience.step for audience in load_requests(folder).audiences.values()}
    for key, checklist in load_checklists(folder).items():
        assert len(asked & {step.key for step in checklist.steps}) >= 3, key


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("keeper: data-lead", "keeper: data-leed", "“data-leed” is not in posts.yaml. Did you"),
        ("step: take-call", "step: take-cal", "“take-cal” is not a step of any checklist. Did you"),
        (', at: "17:00"', "", "requests.yaml, line 2, due.at: is missing. Add it."),
        ("key: other", "key: documents", "“documents” is already used in line 4."),
        ("title: The leader", f"title: {'x' * 121}", "is 121 characters long. Use at most 120."),
        ("key: leader", f"key: {'x' * 41}", "is 41 characters long. Use at most 40."),
        ("working_days: 1", "working_days: 21", "is not a whole number from 0 to 20."),
    ],
)
def test_a_fault_is_named_with_what_to_do(folder: Path, old: str, new: str, problem: str) -> None:
    spoil(folder, FILE, old, new)
    (said,) = check_folder(folder)
    assert problem in said


def test_the_small_folder_of_the_tests_has_no_fault(folder: Path) -> None:
    assert check_folder(folder) == []
