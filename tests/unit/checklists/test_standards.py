"""The council’s standards for its lists, and what is wrong in a file of them."""

import shutil
from pathlib import Path

import pytest
import yaml

from readiness.annexe_a.checking import standards_of
from readiness.annexe_a.rules.placements import plain_name
from readiness.checklists.faults import ChecklistFault
from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.standards import AUTHORITIES, FILE, load_standards

OURS = checklists_folder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OURS / "annexe_a", tmp_path / "annexe_a")
    return tmp_path


def spoil(folder: Path, good: str, bad: str) -> None:
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad), encoding="utf-8")


def test_the_standards_of_the_product_are_read() -> None:
    standards = load_standards(OURS)
    assert standards["assessments.completed_working_days"] == 45
    assert standards["conferences.initial_working_days"] == 15
    assert (standards.ages[9].youngest, standards.ages[9].oldest) == (16, 25)


def test_every_council_with_childrens_services_is_named_once() -> None:
    text = (OURS / AUTHORITIES).read_text(encoding="utf-8")
    now = [plain_name(name) for name in yaml.safe_load(text)["now"]]
    assert len(now) == len(set(now)) == 153
    of_2023 = {"cumberland", "westmorland and furness", "north yorkshire", "somerset"}
    assert of_2023 <= set(now)
    assert not {"cumbria", "northamptonshire", "poole"} & set(now)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("child_in_need: 28", "child_in_need: four", "visits.child_in_need: “four” is not"),
        ("child_in_need: 28", "child_in_ned: 28", "visits.child_in_need: is missing. Add it."),
        ("oldest: 25}", "oldest: 15}", "oldest: is less than the youngest"),
        ("ages:", "ages:\n  - {list: 9, youngest: 1, oldest: 2}", "list: List 9 is already here."),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(
    folder: Path, good: str, bad: str, said: str
) -> None:
    spoil(folder, good, bad)
    with pytest.raises(ChecklistFault) as raised:
        load_standards(folder)
    assert f"checklists/{FILE}, line " in raised.value.sentence
    assert said in raised.value.sentence
    assert raised.value.sentence in check_folder(folder)


def test_a_list_without_ages_is_named(folder: Path) -> None:
    spoil(folder, "  - {list: 10, youngest: -1, oldest: 17}\n", "")
    with pytest.raises(ChecklistFault, match="has nothing for list 10"):
        load_standards(folder)


def test_a_folder_without_standards_counts_with_those_of_the_product(tmp_path: Path) -> None:
    assert standards_of(tmp_path) == load_standards(OURS)
