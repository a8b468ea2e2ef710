"""Which figures are held against the lists: the file that comes with the product, and faults."""

from pathlib import Path

import pytest

from readiness.annexe_a import measures
from readiness.annexe_a.reconciling import reconciliation_of
from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.reconciliation import FILE, MEASURES, Span, load_reconciliation
from tests.support.checklist_files import make_folder

GOOD = """figures:
  - ref: "1.2"
    title: Children in need
    measure: children_in_need
    list: 6
    tolerance: 2
  - ref: "2.10a"
    title: Assessments in time
    measure: assessments_in_time
    list: 4
    tolerance: 0
    counts: year_to_date
elsewhere:
  - ref: "1.1"
    title: Oversight
    because: No list has it.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "checklists")
    (made / FILE).parent.mkdir(exist_ok=True)
    (made / FILE).write_text(GOOD, encoding="utf-8")
    return made


def test_the_figures_of_the_product_name_every_measure_once() -> None:
    found = load_reconciliation(checklists_folder())
    assert {one.measure for one in found.figures} == set(MEASURES)
    assert found.is_elsewhere("5.18")
    assert found.find(" 2.10A ") is not None


def test_each_measure_that_can_be_named_is_declared_for_its_list() -> None:
    declared = {
        name: (one.list, one.counted is not None, bool(one.on))
        for name, one in measures.MEASURES.items()
    }
    assert declared == {n: (k.list, k.is_share, k.of_events) for n, k in MEASURES.items()}


def test_an_officer_sets_title_tolerance_and_the_time_that_is_counted(folder: Path) -> None:
    need, assessed = load_reconciliation(folder).figures
    assert (need.title, need.tolerance, need.span) == ("Children in need", 2, None)
    assert assessed.span is Span.YEAR_TO_DATE
    assert check_folder(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("children_in_need", "children_in_ned", "line 4, measure: “children_in_ned” is not one of"),
        ("list: 6", "list: 7", "line 5, list: This measure counts List 6. Write 6."),
        ("tolerance: 2", "tolerance: two", "line 6, tolerance: “two” is not a whole number"),
        ("tolerance: 2", "tolerance: 2\n    counts: month", "line 7, counts: This measure counts"),
        ("year_to_date", "year", "line 12, counts: “year” is not one of the choices"),
        ('ref: "1.1"', 'ref: "1.2"', "line 14, ref: is already here. Remove one of them."),
        ('ref: "1.1"', 'ref: "1/1"', "line 14, ref: “1/1” must be up to 20 letters"),
        ("because:", "becuase:", "line 14, because: is missing. Add it."),
    ],
)
def test_a_fault_says_file_line_and_field(folder: Path, old: str, new: str, said: str) -> None:
    (folder / FILE).write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    assert f"checklists/{FILE}, {said}" in " ".join(check_folder(folder))


def test_a_folder_without_the_file_holds_what_the_product_holds(tmp_path: Path) -> None:
    assert reconciliation_of(tmp_path) == load_reconciliation(checklists_folder())
