"""The lists against the scorecard, walked in the browser: what differs, who, and other figures."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from readiness.demo.reported import CHILDREN_FILE, FIGURES_FILE
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]


def test_the_data_lead_sees_what_differs_and_gives_the_figures_again(
    page: Page, request: pytest.FixtureRequest, served: Path
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("data-lead")
    page.goto("/annexe-a/between")
    walker.follow("Against the scorecard")
    walker.expect("1 of 18 figures for")
    walker.look()
    walker.follow("2 children on one side only")
    walker.expect("1 child is in List 7 and not reported; 1 child is reported and not there.")
    page.go_back()
    walker.follow("Give figures")
    walker.look()
    give_them_again(page, walker, served)


def give_them_again(page: Page, walker: Walker, served: Path) -> None:
    """By the files of the demo, then typed in: a mistake is said at its box."""
    [day] = (served / "demo" / "extracts").iterdir()
    page.get_by_label("Figures", exact=True).set_input_files(day / FIGURES_FILE)
    page.get_by_label("Children counted (optional)").set_input_files(day / CHILDREN_FILE)
    walker.press("Upload the figures")
    walker.expect("Nothing is new for")
    walker.main.locator("a").filter(has_text="Type").nth(2).click()
    visited = page.get_by_role("group", name="3.3")
    visited.get_by_label("Numerator").fill("900")
    visited.get_by_label("Denominator").fill("790")
    walker.press("Save the figures")
    walker.expect("3.3: the numerator 900 is above the denominator 790.")
    walker.look()
    visited.get_by_label("Numerator").fill("615")
    walker.press("Save the figures")
    walker.expect("The figures for")
