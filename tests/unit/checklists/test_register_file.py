"""What must stay ready is loaded as it is written, and each fault is named."""

from pathlib import Path

import pytest

from readiness.checklists.faults import ChecklistFault
from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.inspections import load_checklist
from readiness.checklists.register import Check, Interval, Unit, load_register
from tests.support.checklist_files import make_folder, spoil

FILE = "inspections/fortnightly.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_the_file_is_loaded_as_it_is_written(folder: Path) -> None:
    register = load_register(folder)
    assert register.lists.review == Interval(5, Unit.WEEKS)
    said, found = register.items["call-list"], register.items["deputies"]
    assert (said.check, said.review, said.steps) == (
        None,
        Interval(10, Unit.WORKING_DAYS),
        ("take-call",),
    )
    assert (register.lists.takes, register.document_takes, said.takes) == (2, 3, 4)
    assert (register.lists.signing, register.approving) == (1, 2)
    assert found.takes == 1  # where nothing is said
    assert (found.check, found.review, found.confirm) == (Check.DEPUTIES, None, True)


def test_when_what_is_not_ready_is_looked_at_again_may_be_said(folder: Path) -> None:
    assert load_register(folder).not_ready == Interval(4, Unit.WEEKS)
    spoil(folder, FILE, "items:", "not_ready:\n  review: {working_days: 10}\nitems:")
    assert load_register(folder).not_ready == Interval(10, Unit.WORKING_DAYS)


def test_the_register_of_the_product_covers_every_standing_arrangement() -> None:
    items = load_register(checklists_folder()).items
    assert {spec.check for spec in items.values()} == {None, *Check}
    named = {step for spec in items.values() for step in spec.steps}
    steps = {step.key: step for step in load_checklist(checklists_folder(), "ilacs-short").steps}
    assert named <= set(steps)
    assert not any(steps[key].delivers for key in named)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("key: deputies", "key: call-list", "key: “call-list” is already used"),
        ("key: call-list", "key: list-call", "key: must not begin with “list-”"),
        ("post: dcs", "post: dsc", "post: “dsc” is not in posts.yaml. Did you mean “dcs”?"),
        ("{working_days: 10}", "{days: 10}", "review: give exactly one of working_days"),
        ("{working_days: 10}", "{weeks: 1, months: 2}", "review: give exactly one of"),
        ("{working_days: 10}", "{working_days: 0}", "review.working_days: “0” is not a whole"),
        ("    review: {working_days: 10}\n", "", "review: is missing. Say how long it holds"),
        ("check: deputies", "check: deputies\n    review: {weeks: 1}", "review: is not needed"),
        ("check: deputies", "check: trial-run", "review: is missing. Say how long it holds"),
        ("check: deputies", "check: magic", "check: “magic” is not one of the choices."),
        ("[take-call]", "[take-cal]", "steps: “take-cal” is not a step of ilacs-short."),
        ("  review: {weeks: 5}\n", "", "review: is missing."),
        ("  takes: 2\n", "", "takes: is missing."),
        ("  signing: 1\n", "", "signing: is missing."),
        ("approving: 2", "approving: never", "approving: “never” is not a whole number from 0"),
        ("  takes: 3\n", "  take: 3\n", "take: is not a field that belongs here."),
        ("takes: 4", "takes: 61", "takes: “61” is not a whole number from 0 to 60."),
        ("takes: 4", "takes: soon", "takes: “soon” is not a whole number from 0 to 60."),
        ("items:", "not_ready: {}\nitems:", "review: is missing."),
        ("guidance: Ring", "gidance: Ring", "gidance: is not a field that belongs here."),
    ],
)
def test_each_fault_says_where_it_is_and_what_to_do(
    folder: Path, old: str, new: str, fault: str
) -> None:
    spoil(folder, FILE, old, new)
    said = check_folder(folder)
    assert any(one.startswith(f"checklists/{FILE}, line") and fault in one for one in said), said
    with pytest.raises(ChecklistFault):
        load_register(folder)


def test_a_folder_without_the_file_says_so(folder: Path) -> None:
    (folder / FILE).unlink()
    assert check_folder(folder) == [
        f"checklists/{FILE}, line 1: The file cannot be opened. Check that it exists."
    ]
