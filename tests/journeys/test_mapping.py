"""Spellings of the council’s own: uploaded, mapped on the page, and the lists checked again."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from readiness import clock
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
MEANT = ("b) Female", "a) WBRI", "q) 6: Police")


def write_contacts(path: Path, today: date, way: str) -> tuple[str, str, str]:
    """List 1 with three spellings that nobody knows yet; gives the spellings."""
    odd = (f"Fem {way}", f"Wht Brit {way}", f"Polis {way}")
    names = [column.name for column in load_edition(checklists_folder()).list(1).columns]
    same = [f"01/01/{today.year - 9}", 9, f"{today - timedelta(days=9):%d/%m/%Y}"]
    first = ["C1", odd[0], "a) WBRI", *same, odd[2]]
    second = ["C2", "a) Male", odd[1], *same, "q) 6: Police"]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([names, first, second])
    return odd


def test_three_odd_spellings_are_mapped_and_the_lists_checked_again(
    page: Page, request: pytest.FixtureRequest, board: str, tmp_path: Path
) -> None:
    way = request.node.callspec.id
    walker = Walker(page, scripts="without" not in way)
    odd = write_contacts(tmp_path / "list_1.csv", clock.today(), way)
    walker.sign_in("data-lead")
    here = f"/annexe-a{board}"
    page.goto(f"{here}/upload")
    page.get_by_label("Extracts").set_input_files(tmp_path / "list_1.csv")
    walker.press("Upload and check")
    wait_for(walker, "1 list checked: 3 errors and 0 warnings.")
    walker.follow("mapped")
    walker.expect("3 spellings in 3 cells are not known.")
    walker.look()
    for spelling, meant in zip(odd, MEANT, strict=True):
        page.get_by_label(f"Read “{spelling}” as").select_option(value=meant)
    walker.press("Save what is chosen")
    walker.expect("3 lines saved.")
    walker.press("Check the lists again")
    wait_for(walker, "1 list checked: 0 errors and 3 warnings.")
    walker.follow("See the findings")
    walker.follow("of Value read by the mapping")
    for spelling, meant in zip(odd, MEANT, strict=True):
        walker.expect(f"“{spelling}” was read as “{meant}”")
    walker.open(f"{here}/mapping")
    walker.expect(odd[1])


def wait_for(walker: Walker, words: str) -> None:
    """The page moves on by itself where it has scripts; elsewhere it is opened again."""
    if walker.scripts:
        expect(walker.main).to_contain_text(words)
        return
    for _ in range(60):
        if words in walker.main.inner_text():
            return
        walker.page.wait_for_timeout(500)
        walker.page.reload()
    expect(walker.main).to_contain_text(re.compile(re.escape(words)))
