"""The extracts that people upload: read back, checked, and the same each time."""

import csv
import shutil
from pathlib import Path

import pytest

from readiness.annexe_a.checking import CheckResult, check_files
from readiness.demo.extract_files import CORRECTED, CSV, KEY, WITH_ERRORS, write_extracts
from readiness.demo.extracts import generate_lists
from readiness.demo.planted import PLANTED
from tests.support.annexe_a import DAY, EDITION, council_lists
from tests.support.soak import in_full, soak

AS_AT = DAY
SCALE = in_full(1.0, else_=0.3)

pytestmark = soak


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("extracts") / AS_AT.isoformat()
    write_extracts(made, council_lists(scale=SCALE), edition=EDITION, as_at=AS_AT)
    return made


@pytest.fixture(scope="module")
def faulty(folder: Path) -> CheckResult:
    """What the check says of the workbook with errors."""
    return check(folder / WITH_ERRORS / "annexe-a-with-errors.xlsx")


def check(*paths: Path) -> CheckResult:
    return check_files(paths, edition=EDITION, as_at=AS_AT)


def test_the_corrected_workbook_and_the_corrected_csv_files_have_no_finding(folder: Path) -> None:
    book = check(folder / CORRECTED / "annexe-a-corrected.xlsx")
    files = check(*(folder / CORRECTED / CSV).glob("*.csv"))
    assert book.findings == files.findings == ()
    assert [counted.rows for counted in book.lists] == [counted.rows for counted in files.lists]


def test_the_workbook_and_the_csv_files_have_the_same_errors_in_the_same_places(
    folder: Path, faulty: CheckResult
) -> None:
    files = check(*(folder / WITH_ERRORS / CSV).glob("*.csv"))
    assert len(faulty.findings) > 30
    assert {(f.list, f.cell, f.rule) for f in faulty.findings} == {
        (f.list, f.cell, f.rule) for f in files.findings
    }


def test_the_key_says_where_each_planted_error_stands(folder: Path, faulty: CheckResult) -> None:
    found = {(finding.list, finding.row) for finding in faulty.findings}
    with (folder / KEY).open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert len(told) == len(PLANTED)
    for line in told:
        rows = [int(row) for row in line["Rows"].split(", ")]
        assert len(rows) >= 1
        if line["Kind"] in {"required", "code", "type", "age", "order", "future", "window"}:
            places = {(int(line["List"]), row) for row in rows}
            assert places <= found, line["What is planted"]


def test_writing_again_leaves_the_files_alone_and_a_fresh_writing_gives_the_same(
    folder: Path, tmp_path: Path
) -> None:
    again = tmp_path / AS_AT.isoformat()
    lists = generate_lists(AS_AT, scale=SCALE)
    write_extracts(again, lists, edition=EDITION, as_at=AS_AT)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*.*")}
    assert first == second
    (again / KEY).write_text("mine")
    write_extracts(again, lists, edition=EDITION, as_at=AS_AT)
    assert (again / KEY).read_text() == "mine"


def test_what_an_interrupted_writing_left_is_cleared(tmp_path: Path) -> None:
    target = tmp_path / "extracts" / "day"
    left = target.with_name("day.new")
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")
    write_extracts(target, council_lists(scale=0.1), edition=EDITION, as_at=AS_AT)
    assert not left.exists()
    assert not list(target.rglob("half.csv"))
    shutil.rmtree(target)
