"""The invented council’s lists, checked as a data lead would check them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from readiness.annexe_a.checking import CheckResult, check_files
from readiness.demo.planted import plant_errors
from tests.support.annexe_a import DAY, EDITION, council_lists
from tests.support.soak import in_full, soak

SCALE = in_full(1.0, else_=0.1)


@soak
@pytest.mark.parametrize("spelling", in_full(("%d/%m/%Y", "%Y-%m-%d"), else_=("%Y-%m-%d",)))
def test_the_clean_lists_have_no_finding(tmp_path: Path, spelling: str) -> None:
    result = check(tmp_path, spelling, with_errors=False)
    assert [found.message for found in result.findings] == []
    written = sum(map(len, council_lists(scale=SCALE).values()))
    assert sum(counted.rows for counted in result.lists) == written > 300


@soak
def test_the_planted_errors_are_found_in_every_list(tmp_path: Path) -> None:
    result = check(tmp_path, "%d/%m/%Y", with_errors=True)
    found = {finding.list for finding in result.findings if finding.severity == "error"}
    assert len(found) >= 8


def check(folder: Path, spelling: str, *, with_errors: bool) -> CheckResult:
    """The result of checking the lists as csv files, dates spelled this way."""
    lists = council_lists(scale=SCALE)
    paths = []
    for number, rows in (plant_errors(lists, DAY) if with_errors else lists).items():
        paths.append(folder / f"list_{number}.csv")
        with paths[-1].open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in EDITION.list(number).columns])
            for row in rows:
                writer.writerow([v.strftime(spelling) if isinstance(v, date) else v for v in row])
    return check_files(tuple(paths), edition=EDITION, as_at=DAY)
