"""Findings are put right in the browser: two uploads, one explained, and a worklist taken."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from readiness import clock
from readiness.demo.dates import last_wednesday
from readiness.demo.extract_files import CSV, WITH_ERRORS, find_folder
from tests.support.walking import Walker, reload_until

pytestmark = [pytest.mark.journey, pytest.mark.soak]
WHY = "Genuine: moved in with an aunt, the office has the address."


def test_a_finding_is_explained_followed_into_the_next_extract_and_put_on_a_worklist(
    page: Page, served: Path, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("data-lead")
    walker.open("/annexe-a/between/findings?by=team")
    walker.follow("child")
    walker.expect("Findings by child")
    page.goto("/annexe-a/between/findings/rows?list=6&sort=team&explained=no")
    walker.look()
    page.locator("#findings a[href*='/findings/rows/']").first.click()
    walker.expect("What to do")
    walker.look()
    reference = page.url
    page.get_by_label("Why is it right as it is?").fill(WHY)
    walker.fill_day(clock.today() + timedelta(days=30))
    walker.press("Explain it")
    walker.expect("It holds until")
    upload_again(walker, find_folder(served, last_wednesday(clock.today())))
    page.goto(reference)
    walker.expect(WHY)
    walker.open("/annexe-a/between/history")
    walker.open("/annexe-a/between/explanations")
    take_worklist(walker)


def upload_again(walker: Walker, extracts: Path) -> None:
    """List 6 as it was, and what that changed: nothing of its rows."""
    day = last_wednesday(clock.today())
    walker.page.goto("/annexe-a/between/upload")
    file = extracts / WITH_ERRORS / CSV / "list_6.csv"
    walker.page.get_by_label("Extracts").set_input_files(file)
    walker.fill_day(day)
    walker.press("Upload and check")
    reload_until(walker, "1 list checked")
    walker.follow("what changed")
    walker.expect("0 findings are new")
    walker.look()


def take_worklist(walker: Walker) -> None:
    """The worklist of one team, made by the worker and downloaded."""
    walker.open("/annexe-a/between/worklists")
    walker.main.get_by_role("button", name=re.compile("Make its worklist")).first.click()
    reload_until(walker, "It is ready")
    walker.look()
    with walker.page.expect_download() as taken:
        walker.press("Download it")
    assert "Annexe A worklist" in taken.value.suggested_filename
    expect(walker.main).to_contain_text("It is ready")
