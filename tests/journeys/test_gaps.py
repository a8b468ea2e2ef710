"""What a trial run taught, walked in the browser: a gap, its action, a change of the checklist."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from readiness import clock
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]


def test_an_observer_records_a_gap_and_the_coordinator_sees_to_it(
    page: Page, request: pytest.FixtureRequest
) -> None:
    way = request.node.callspec.id
    walker, gap = Walker(page, scripts="without" not in way), f"No key for the cupboard, {way}."
    walker.sign_in("observers")
    page.goto("/inspections/")
    walker.follow("Trial run: Short")
    walker.expect("This trial run is closed")
    page.goto(f"{page.url}?search=inspectors+base")
    walker.follow("Book the inspectors’ base")
    walker.follow("Record a gap here")
    walker.expect("Note what went well instead")
    walker.look()
    page.get_by_label("What happened").fill(gap)
    page.get_by_label("Rooms and access").check()
    page.get_by_label("Minor: a nuisance").check()
    walker.press("Record the gap")
    walker.expect("Evidence")
    agree_what_is_done(page, walker, gap)


def agree_what_is_done(page: Page, walker: Walker, gap: str) -> None:
    """The gap gets an action; another has a change of the checklist to be looked at."""
    walker.sign_in("inspection-coordinator")
    page.goto("/inspections/gaps?kind=rooms")
    walker.follow(gap)
    walker.expect("What will be done about it")
    walker.look()
    page.get_by_label("What is to be done").fill("Hang a key in the base")
    page.get_by_label("Owner", exact=True).select_option(label="Pat Rowanby")
    walker.fill_day(clock.today() + timedelta(days=9))
    walker.press("Agree this action")
    walker.expect("1 action is agreed")
    page.goto("/inspections/gaps?state=closed")
    walker.follow("read-only role")
    walker.expect("The file loads with this change.")
    walker.look()
    look_back(page, walker, page.url.partition("/gaps/")[0])


def look_back(page: Page, walker: Walker, trial: str) -> None:
    """How the trial run went, and beside what came before."""
    page.goto(f"{trial}/learned")
    # The page moves on by itself while the worker writes the report.
    walker.expect("Download the report (Word)")
    walker.expect("steps were done in time")
    walker.look()
    walker.open(f"{trial}/comparison")
    walker.expect("Late in both")
