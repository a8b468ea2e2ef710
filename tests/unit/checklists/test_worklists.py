"""The words of worklists: the file the product has, and what is wrong in one."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from readiness.annexe_a.rules.catalogue import list_rule_names
from readiness.checklists.faults import Report
from readiness.checklists.folder import checklists_folder
from readiness.checklists.worklists import (
    FILE,
    list_columns,
    load_worklists,
    read_worklists,
)
from readiness.errors import Unusable

OURS = checklists_folder()


def folder_with(tmp_path: Path, old: str, new: str) -> Path:
    """A folder whose worklists differ from ours in some words."""
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    shutil.copy(OURS / FILE, path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return tmp_path


def test_every_rule_and_column_that_the_product_names_is_there() -> None:
    report = Report()
    read_worklists(OURS, report, list_columns(OURS), list_rule_names())
    assert [fault.sentence for fault in report.close()] == []


def test_what_to_do_and_where_go_by_rule_then_group_then_column(tmp_path: Path) -> None:
    lists = "columns:\n"
    ours = f"{lists}  - {{column: Allocated Team, list: 3, do: Look at the list, where: Here}}\n"
    words = load_worklists(folder_with(tmp_path, lists, ours))

    def tell(code: str, group: str, number: int = 6) -> tuple[str, str]:
        about: dict[str, Any] = {"rules": (code, group), "column": "Allocated Team"}
        return (
            words.what_to_do(**about, number=number, severity="error"),
            words.where_to_look(**about, number=number),
        )

    assert tell("team-blank", "required-blank")[0].startswith("Allocate the child to a team")
    assert tell("x", "required-blank")[0].startswith("Fill it in")
    assert tell("x", "y") == (
        words.do_by_severity["error"],
        "Who works with the child, under allocations.",
    )
    assert tell("x", "y", number=3) == ("Look at the list", "Here")
    assert (
        tell("column-missing", "column-missing", number=3)[1] == "The report that makes the list."
    )


@pytest.mark.parametrize(
    ("code", "group", "do", "where"),
    [
        ("worker-spelling", "spelt-in-two-ways", "Choose one spelling", "Who works with"),
        ("caseload-implausible", "unlikely", "Go through this worker’s open cases", "Who works"),
        ("other-worker-on-plan", "lists-disagree", "Look which worker has the child", "Who works"),
        (
            "in-care-not-in-need",
            "lists-disagree",
            "Look whether the child’s",
            "The child’s periods",
        ),
    ],
)
def test_a_warning_is_not_told_as_a_blank_is(code: str, group: str, do: str, where: str) -> None:
    column = "Child Unique ID" if code == "in-care-not-in-need" else "Allocated Worker"
    about: dict[str, Any] = {"rules": (code, group), "column": column, "number": 8}
    words = load_worklists(OURS)
    assert words.what_to_do(**about, severity="warning").startswith(do)
    assert words.where_to_look(**about).startswith(where)


def test_where_nothing_is_given_the_words_are_general() -> None:
    words = load_worklists(OURS)
    about: dict[str, Any] = {"rules": ("x",), "column": "Shoe size", "number": 1}
    assert words.what_to_do(**about, severity="warning").startswith("Check it.")
    assert words.where_to_look(**about).startswith("The record that this column")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("usual_months: 6", "usual_months: 14", "most_months: is less than the usual."),
        ("rule: duplicate\n    do:", "rule: age-wrong\n    do:", "“age-wrong” is already here."),
        ("  - column: Gender\n    where:", "  - column: Sex\n    where:", "“Sex” is no column"),
        ("- column: Gender\n    where: The person’s details.", "- column: Gender", "says neither"),
        ("  error:", "  errors:", "in_general.error: is missing."),
    ],
)
def test_a_fault_names_its_file_line_and_field(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    folder = folder_with(tmp_path, old, new)
    report = Report()
    read_worklists(folder, report, list_columns(OURS))
    told = [one.sentence for one in report.close()]
    assert any(fault in sentence and f"checklists/{FILE}, line " in sentence for sentence in told)


def test_a_file_with_a_fault_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="usual"):
        load_worklists(folder_with(tmp_path, "usual_months: 6", "usual_months: 14"))
