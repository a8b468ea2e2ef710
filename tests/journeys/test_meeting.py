"""A fortnightly meeting is walked in the browser: an item, a decision, an action, its end."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from readiness import clock
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
ACTION = "Ring the schools that host inspectors"


def test_the_director_holds_a_meeting_and_an_action_comes_of_it(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("director-supporting-families")
    walker.open("/meetings/")
    walker.follow("Open the next meeting")
    walker.expect("on the agenda")
    walker.look()
    walker.follow("Actions")
    walker.expect("actions are open")
    page.get_by_label("A decision").fill("Late actions are looked at first.")
    page.get_by_label("An action").fill(ACTION)
    page.get_by_label("Its owner").select_option(label="Pat Rowanby")
    walker.fill_day(clock.today() + timedelta(days=9))
    walker.press("Save")
    walker.expect("Late actions are looked at first.")
    walker.expect("Pat Rowanby, by")
    walker.look()
    look_at_the_action(walker)


def look_at_the_action(walker: Walker) -> None:
    """It is on the list of its owner, who reports it done."""
    walker.sign_in("facilities-lead")
    expect(walker.main.get_by_role("heading", name="Your actions")).to_be_visible()
    walker.open("/actions/?search=schools")
    walker.follow(ACTION)
    walker.expect("does this by")
    walker.look()
    walker.main.get_by_label("What was done, and what came of it").fill("All four said yes.")
    walker.press("Report as done")
    walker.expect("All four said yes.")
