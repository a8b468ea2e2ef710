"""Judgements and the keeping of archives are loaded as written, and each fault is named."""

from pathlib import Path

import pytest

from readiness.checklists.archive import load_archive
from readiness.checklists.faults import ChecklistFault
from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.inspections import load_checklist, load_checklists
from readiness.checklists.judgements import load_judgements
from readiness.inspections.copies import copy_checklist, read_copy
from tests.support.checklist_files import make_folder, spoil

FILE = "judgements.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_each_framework_has_the_judgements_of_its_time() -> None:
    file = load_judgements(checklists_folder())
    numbers = {e.framework: len(e.judgements) for e in file.editions.values()}
    assert numbers == {"ILACS, January 2018": 4, "ILACS, January 2023": 5, "ILACS, April 2026": 4}
    assert [len(e.grades) for e in file.editions.values()] == [4, 4, 4]
    overall = [e.key for e in file.editions.values() if e.judgements[-1].key == "overall"]
    assert overall == ["ilacs-2018", "ilacs-2023"]
    assert len(file.elements) == 7
    assert file.elements_confirm


def test_every_plan_is_a_key_date_and_only_graded_inspections_have_judgements() -> None:
    checklists = load_checklists(checklists_folder())
    anchors = {anchor.key for found in checklists.values() for anchor in found.anchors}
    assert set(load_judgements(checklists_folder()).plans) <= anchors
    graded = {key for key, found in checklists.items() if found.judgements is not None}
    assert graded == {"ilacs-short", "ilacs-standard"}


def test_a_checklist_takes_its_judgements_along_into_its_copy(folder: Path) -> None:
    checklist = load_checklist(folder, "ilacs-short")
    assert checklist.judgements is not None
    copy = copy_checklist(checklist)
    spoil(folder, FILE, "title: Overall", "title: Another")
    assert read_copy(copy).judgements == checklist.judgements
    assert load_checklist(folder, "ilacs-short").judgements != checklist.judgements


def test_a_framework_that_gives_its_checklist_no_judgements_is_a_fault(folder: Path) -> None:
    spoil(folder, "inspections/ilacs-short.yaml", "framework: ILACS", "framework: ILASC")
    assert check_folder(folder) == [
        "checklists/inspections/ilacs-short.yaml, line 3, framework: “ILASC” is not in "
        "judgements.yaml for this checklist. Did you mean “ILACS”?"
    ]
    spoil(folder, FILE, "[ilacs-short]", "[another]")
    found = check_folder(folder)
    assert not any("framework:" in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[Good, Inadequate]", "[Good, Good]", "grades: “Good” stands there twice."),
        ("    grades: [Good, Inadequate]\n", "", "grades: is missing. Add a list."),
        ("[ilacs-short]", "[ilacs-shirt]", "“ilacs-shirt” is not a checklist. Did you mean"),
        ("[ilacs-short]", "[ilacs-short, ilacs-short]", "has judgements under “ILACS” already."),
        ("key: overall", "key: leaders", "key: “leaders” is already used"),
        ("title: Leaders", "titel: Leaders", "titel: is not a field that belongs here."),
        ("  elements:\n    - key: outcome-1\n      title: Outcome 1\n", "", "elements: is missing"),
    ],
)
def test_each_fault_says_where_it_is_and_what_to_do(
    folder: Path, old: str, new: str, fault: str
) -> None:
    spoil(folder, FILE, old, new)
    said = check_folder(folder)
    assert any(one.startswith(f"checklists/{FILE}, line") and fault in one for one in said), said


def test_how_long_archives_are_kept_is_data_with_its_reason(folder: Path) -> None:
    rules = load_archive(checklists_folder())
    assert (rules.years_of(is_trial=False), rules.years_of(is_trial=True)) == (10, 4)
    assert rules.confirm
    spoil(folder, "archive.yaml", "trial_years: 4", "trial_years: 0")
    with pytest.raises(ChecklistFault, match="trial_years: “0” is not a whole number from 1 to"):
        load_archive(folder)
    assert len(check_folder(folder)) == 1
